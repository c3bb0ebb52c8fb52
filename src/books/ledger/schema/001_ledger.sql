-- The chart. The id is derived from the name (issuer, kind, detail, currency), not from the order of commits.
-- family: register
CREATE TABLE ledger_account (
    tenant_id BIGINT NOT NULL,
    ledger_account_id BIGINT NOT NULL,
    issuer_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    detail TEXT NOT NULL,
    currency TEXT NOT NULL,
    PRIMARY KEY (tenant_id, ledger_account_id),
    UNIQUE (tenant_id, issuer_id, kind, detail, currency)
);

-- An event of one billing account; billing_account_id 0: nobody's yet. The id is derived from entry_key.
-- family: payer
CREATE TABLE journal_entry (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    journal_entry_id BIGINT NOT NULL,
    issuer_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    entry_key TEXT NOT NULL,
    booked_on BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, journal_entry_id)
);

-- Debit is positive, credit negative. batch repeats the entry's, so that a sum as of a cut reads one table.
-- family: payer
CREATE TABLE posting (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    journal_entry_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    ledger_account_id BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, journal_entry_id, line),
    FOREIGN KEY (tenant_id, bucket, billing_account_id, journal_entry_id)
        REFERENCES journal_entry (tenant_id, bucket, billing_account_id, journal_entry_id)
);
