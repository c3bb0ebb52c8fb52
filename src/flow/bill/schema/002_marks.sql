-- Which lines take back what another statement billed; `corrects` names it on the new line as well.
ALTER TABLE billed_line ADD COLUMN reversal BIGINT NOT NULL DEFAULT 0;

-- What runs looked at, whether or not there was something to bill: one row per subscription, stream (0 in arrears, 1 in advance), nominal month and
-- the cut as of which it was rated. `facts` is the hash of everything but usage that the price depends on; usage newer than `cut` is asked of meter.
-- family: payer
CREATE TABLE rated_month (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nominal_from BIGINT NOT NULL,
    cut BIGINT NOT NULL,
    facts BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, subscription_id, stream, nominal_from, cut)
);
INSERT INTO rated_month (tenant_id, bucket, billing_account_id, subscription_id, stream, nominal_from, cut, facts)
SELECT tenant_id, bucket, billing_account_id, subscription_id, stream, nominal_from, cut, facts FROM billed_period;

-- What a month carries on into the next one, as of the same cut.
-- family: payer
CREATE TABLE month_state (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nominal_from BIGINT NOT NULL,
    cut BIGINT NOT NULL,
    charge TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, subscription_id, stream, nominal_from, cut, charge, name)
);
INSERT INTO month_state (tenant_id, bucket, billing_account_id, subscription_id, stream, nominal_from, cut, charge, name, value)
SELECT c.tenant_id, c.bucket, c.billing_account_id, c.subscription_id, c.stream, c.nominal_from, p.cut, c.charge, c.name, c.value
FROM carried_state c
JOIN billed_period p ON p.tenant_id = c.tenant_id AND p.bucket = c.bucket AND p.billing_account_id = c.billing_account_id
    AND p.subscription_id = c.subscription_id AND p.stream = c.stream AND p.nominal_from = c.nominal_from AND p.statement = c.statement;

DROP TABLE carried_state;
DROP TABLE billed_period;
