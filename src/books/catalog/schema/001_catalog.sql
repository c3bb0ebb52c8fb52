-- Versioned texts: calendars, taxes, schedules, plans (YAML documents, one a row) and rate decks (CSV).
-- Of rows with the same kind, name and valid_from the one of the latest batch counts.

-- family: register
CREATE TABLE catalog_text (
    tenant_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    file TEXT NOT NULL,
    first_line BIGINT NOT NULL,
    sha256 BLOB NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, kind, name, valid_from, batch)
);
