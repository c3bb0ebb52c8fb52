-- From it the salts of a tenant's documents are derived. Losing it loses no document: salts stand in the files.
-- family: register
CREATE TABLE archive_secret (
    tenant_id BIGINT NOT NULL,
    secret BLOB NOT NULL,
    PRIMARY KEY (tenant_id)
);

-- A file of one unit of a run. The id is derived from the name.
-- family: register
CREATE TABLE segment (
    tenant_id BIGINT NOT NULL,
    segment_id BIGINT NOT NULL,
    retention_class BIGINT NOT NULL,
    year BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    documents BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    root BLOB NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, segment_id),
    UNIQUE (tenant_id, retention_class, year, run_id, unit)
);

-- family: payer
CREATE TABLE document (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    document_id BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    format BIGINT NOT NULL,
    segment_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    offset_bytes BIGINT NOT NULL,
    length_bytes BIGINT NOT NULL,
    plain_bytes BIGINT NOT NULL,
    leaf BLOB NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, document_id)
);
CREATE INDEX document_by_segment ON document (tenant_id, segment_id, position);

-- A sealed volume takes no more segments. root is over the roots of its segments, ordered by (run, unit).
-- family: register
CREATE TABLE volume_seal (
    tenant_id BIGINT NOT NULL,
    retention_class BIGINT NOT NULL,
    year BIGINT NOT NULL,
    segments BIGINT NOT NULL,
    root BLOB NOT NULL,
    sealed_at_us BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, retention_class, year)
);
