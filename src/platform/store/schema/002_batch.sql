-- The last number given per tenant and series. Its row is locked until the commit that took the number, so numbers
-- have the order of commits and a reader never sees a later number before an earlier one.
-- family: register
CREATE TABLE counter (
    tenant_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

-- Every commit that brought facts (law 1). The same content twice adds nothing.
-- family: register
CREATE TABLE batch (
    tenant_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    committed_at_us BIGINT NOT NULL,
    received BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    pending BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, batch),
    UNIQUE (tenant_id, sha256, kind),
    CHECK (received = accepted + rejected + pending)
);
