-- Where readings lie: files of the usage folder and what they hold. Readings themselves are no rows.

-- Arrivals of one batch, in one segment; no name when all of its records were rejected. Months are counted from
-- January 1970; kinds are bits: 1 intervals, 2 registers, 4 events.
-- family: register
CREATE TABLE usage_file (
    tenant_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    format TEXT NOT NULL,
    segment TEXT NOT NULL,
    month_min BIGINT NOT NULL,
    month_max BIGINT NOT NULL,
    kinds BIGINT NOT NULL,
    lines BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    measured BIGINT NOT NULL,
    replaced BIGINT NOT NULL,
    without_usage BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, batch)
);

-- A closed month: all arrivals up to the cut, merged. Older generations stay, for older cuts.
-- family: register
CREATE TABLE usage_month (
    tenant_id BIGINT NOT NULL,
    month BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    cut BIGINT NOT NULL,
    segment TEXT NOT NULL,
    kinds BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, month, generation)
);

-- Records that were not taken, with line and reason.
-- family: register
CREATE TABLE usage_reject (
    tenant_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    line BIGINT NOT NULL,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    PRIMARY KEY (tenant_id, batch, ordinal)
);

-- Codes nobody knew when their readings arrived; adopted_batch 0: they still wait.
-- family: register
CREATE TABLE usage_pending (
    tenant_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    code TEXT NOT NULL,
    records BIGINT NOT NULL,
    adopted_batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, batch, code)
);
CREATE INDEX usage_pending_by_state ON usage_pending (tenant_id, adopted_batch, code);
