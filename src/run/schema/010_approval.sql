-- phase of a bill_run, beside 0 preparing, 1 numbered (sealing), 2 done: 3 prepared and waiting for approval, 4 discarded.
-- hold: a person must approve it, whatever the policy. is_partial: it bills the accounts of run_scope alone.
ALTER TABLE bill_run ADD COLUMN started_by TEXT NOT NULL DEFAULT '';
ALTER TABLE bill_run ADD COLUMN hold BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bill_run ADD COLUMN is_partial BIGINT NOT NULL DEFAULT 0;

-- Who let a run become bills, or threw it away. act: approved, discarded; person is empty where a policy approved.
-- family: register
CREATE TABLE run_verdict (
    tenant_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    person TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, run_id)
);

-- Whom a partial run bills.
-- family: payer
CREATE TABLE run_scope (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, run_id)
);

-- Touches: recorded acts of persons, so that hand work per 1,000 bills can be counted. month: of the bills; accounts: how many an act was about.
-- family: register
CREATE TABLE touch (
    tenant_id BIGINT NOT NULL,
    touch BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    person TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    month BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    accounts BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, touch)
);
