-- Rows of accounts files that were not taken, with line and reason; the file itself has the rest. Line 0 stands for
-- the rejects of a batch that came in before they were kept.
-- family: register
CREATE TABLE account_reject (
    tenant_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    line BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, batch, line)
);

INSERT INTO account_reject (tenant_id, batch, line, reason)
SELECT tenant_id, batch, 0, 'an older version did not keep which rows these were' FROM batch WHERE kind = 'accounts' AND rejected > 0;
