-- What persons decided of an account's bill (decisions.h). act: release, exclude, include. month: the first day of the month of the run; cause:
-- what is released, empty for the other acts. The newest batch of a month and cause stands.
-- family: payer
CREATE TABLE bill_decision (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    month BIGINT NOT NULL,
    cause TEXT NOT NULL,
    batch BIGINT NOT NULL,
    act TEXT NOT NULL,
    person TEXT NOT NULL,
    decided_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    run_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, month, cause, batch)
);

-- Billed months that a person had cancelled and billed anew.
-- family: payer
CREATE TABLE rebill_order (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    stream BIGINT NOT NULL,
    nominal_from BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    person TEXT NOT NULL,
    decided_at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    run_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, subscription_id, stream, nominal_from, batch)
);
