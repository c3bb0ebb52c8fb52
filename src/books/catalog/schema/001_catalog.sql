-- The texts of the catalog, versioned: a document is known by (kind, name, valid_from), its newest batch up to a cut holds.
-- kind: calendar, taxes, schedule, plan, deck. valid_from: days since 1970, 0 where a kind has no date of its own.
-- first_line: of the document in its file, so that clauses name the lines that its author sees.
-- family: register
CREATE TABLE catalog_text (
    tenant_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    first_line BIGINT NOT NULL,
    body TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    PRIMARY KEY (tenant_id, kind, name, valid_from, batch)
);
