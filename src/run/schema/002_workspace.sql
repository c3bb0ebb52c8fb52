-- Which folder this store belongs to. A folder whose store is on a server keeps the same identity: a store that is not
-- the folder's own names none of its files, and all of them would look like left-overs of dead imports.
-- family: register
CREATE TABLE workspace_identity (
    tenant_id BIGINT NOT NULL,
    identity TEXT NOT NULL,
    PRIMARY KEY (tenant_id)
);
