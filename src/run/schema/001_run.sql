-- Bill runs and their units. A run is a list of units in the database (law 10): whoever continues it after a
-- crash reads where each unit stands.

-- phase: 0 preparing, 1 numbered (sealing), 2 done
-- family: register
CREATE TABLE bill_run (
    tenant_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    phase BIGINT NOT NULL,
    until BIGINT NOT NULL,
    issued_on BIGINT NOT NULL,
    horizon BIGINT NOT NULL,
    cut BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    released TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, run_id)
);

-- A unit is the accounts of one bucket. state: 0 waiting, 1 prepared, 2 sealed
-- family: register
CREATE TABLE run_unit (
    tenant_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    state BIGINT NOT NULL,
    accounts BIGINT NOT NULL,
    held BIGINT NOT NULL,
    statements BIGINT NOT NULL,
    documents BIGINT NOT NULL,
    document_bytes BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, run_id, unit)
);

-- How many statements of a unit take numbers of a series, and the first one it was given.
-- family: register
CREATE TABLE run_numbers (
    tenant_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    series TEXT NOT NULL,
    count BIGINT NOT NULL,
    first BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, run_id, unit, series)
);
