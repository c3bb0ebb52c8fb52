-- What another system billed before us, line by line: 0 a bill's totals, 1 what was measured, 2 a charge. Of a number the rows of
-- its latest batch stand. For comparison and charts; we never bill by it.
-- family: payer
CREATE TABLE former_line (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    batch BIGINT NOT NULL,
    line BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    days_from BIGINT NOT NULL,
    days_to BIGINT NOT NULL,
    charge TEXT NOT NULL,
    channel TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity TEXT NOT NULL,
    currency TEXT NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, number, batch, line)
);
CREATE INDEX former_line_by_days ON former_line (tenant_id, bucket, billing_account_id, days_from);
