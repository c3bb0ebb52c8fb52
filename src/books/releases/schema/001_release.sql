-- What templates were made of: the names and texts of their files as JSON, by the SHA-256 of it in hexadecimal digits.
-- Kept for ever: an issued document says which template it was made with.
-- family: register
CREATE TABLE template_text (
    tenant_id BIGINT NOT NULL,
    hash TEXT NOT NULL,
    files TEXT NOT NULL,
    PRIMARY KEY (tenant_id, hash)
);

-- From which day of issue documents are made by a template: of those with a first day up to it the latest, of those the
-- newest batch up to the cut.
-- family: register
CREATE TABLE template_release (
    tenant_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    hash TEXT NOT NULL,
    released_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, name, valid_from, batch)
);
