-- Records that were taken after they had been mended: one row for each kind of repair, with the line of its first
-- record and how many there were.
-- family: register
CREATE TABLE usage_repair (
    tenant_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    line BIGINT NOT NULL,
    what TEXT NOT NULL,
    records BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, batch, what)
);
