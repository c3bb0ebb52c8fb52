-- Whom a run did not bill, and why (eligibility.h): found before anything was rated.
-- family: payer
CREATE TABLE not_billed (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, run_id)
);
