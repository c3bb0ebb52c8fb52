-- Money in. Rows are facts: added with the batch that brought them, never edited; the journal entries beside them are the ledger's.

-- A payment as it was received. billing_account_id 0: nobody's yet, it lies in suspense; `why` tells the reason then.
-- family: payer
CREATE TABLE payment (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    issuer_id BIGINT NOT NULL,
    payment_key TEXT NOT NULL,
    booked_on BIGINT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    account TEXT NOT NULL,
    reference TEXT NOT NULL,
    words TEXT NOT NULL,
    why TEXT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, payment_id)
);

-- Where the payment of a key was received: the same key twice adds nothing.
-- family: register
CREATE TABLE payment_key (
    tenant_id BIGINT NOT NULL,
    payment_key TEXT NOT NULL,
    payment_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, payment_key)
);

-- Whose a payment in suspense turned out to be.
-- family: payer
CREATE TABLE payment_match (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    owner_bucket BIGINT NOT NULL,
    owner_account_id BIGINT NOT NULL,
    matched_on BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, payment_id)
);

-- Beside the payment, where it was received.
-- family: payer
CREATE TABLE payment_reversal (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    reversed_on BIGINT NOT NULL,
    reason TEXT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, payment_id)
);

-- A file of payments. `known`: accepted lines whose payment had come in before.
-- family: register
CREATE TABLE payment_file (
    tenant_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    known BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, batch)
);

-- Lines that were not taken.
-- family: register
CREATE TABLE payment_reject (
    tenant_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    line BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, batch, line)
);

-- No fact, a list of work: accounts whose credit may pay the next invoice. So a run asks these and not every account.
-- family: payer
CREATE TABLE credit_holder (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id)
);

CREATE INDEX invoice_by_reference ON invoice (tenant_id, reference);

-- Credit notes that were issued before there was such a list.
INSERT INTO credit_holder (tenant_id, bucket, billing_account_id)
SELECT DISTINCT u.tenant_id, u.bucket, u.billing_account_id
FROM (
    SELECT p.tenant_id, p.bucket, p.billing_account_id
    FROM posting p
    JOIN ledger_account a ON a.tenant_id = p.tenant_id AND a.ledger_account_id = p.ledger_account_id
    WHERE a.kind IN (1, 5)
    GROUP BY p.tenant_id, p.bucket, p.billing_account_id, p.invoice_id, a.kind
    HAVING SUM(p.amount_minor) < 0
) u;
