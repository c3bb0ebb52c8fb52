-- The queue (law 10). state: 0 ready, 1 leased, 2 done, 3 dead.
-- family: register
CREATE TABLE job (
    tenant_id BIGINT NOT NULL,
    queue TEXT NOT NULL,
    job_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    state BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    attempts_max BIGINT NOT NULL,
    run_after_us BIGINT NOT NULL,
    leased_until_us BIGINT NOT NULL,
    worker TEXT NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (tenant_id, queue, job_key)
);
CREATE INDEX job_by_turn ON job (tenant_id, queue, state, run_after_us, job_key);
