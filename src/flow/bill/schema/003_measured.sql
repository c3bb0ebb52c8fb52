-- What was measured in a month, whatever it was charged, as of the cut: for charts and analyses, which must not read years of intervals.
-- family: payer
CREATE TABLE measured_month (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    nominal_from BIGINT NOT NULL,
    channel TEXT NOT NULL,
    unit TEXT NOT NULL,
    cut BIGINT NOT NULL,
    quantity TEXT NOT NULL,
    estimated BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, subscription_id, nominal_from, channel, unit, cut)
);
