-- How often a waiting unit was begun; and once it is billed account by account: which one is being tried, and by whom. 0: none.
ALTER TABLE run_unit ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE run_unit ADD COLUMN trying BIGINT NOT NULL DEFAULT 0;
ALTER TABLE run_unit ADD COLUMN trying_by TEXT NOT NULL DEFAULT '';

-- Accounts that killed who computed them; the run leaves them out.
-- family: payer
CREATE TABLE quarantine (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, run_id)
);
