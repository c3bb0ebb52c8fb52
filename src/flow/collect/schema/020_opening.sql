-- What was open when an account was taken over from another system, item by item: 0 invoice, 1 credit note, 2 credit of payments, 3 deposit.
-- `open_minor` is never below zero. The entry of the books beside it has the item's key.
-- family: payer
CREATE TABLE opening_item (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    number TEXT NOT NULL,
    reference TEXT NOT NULL,
    issued_on BIGINT NOT NULL,
    due_on BIGINT NOT NULL,
    booked_on BIGINT NOT NULL,
    currency TEXT NOT NULL,
    open_minor BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, item_id)
);
CREATE INDEX opening_item_by_reference ON opening_item (tenant_id, reference);

-- Invoices and credit notes of the other system by their numbers.
-- family: register
CREATE TABLE opening_number (
    tenant_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, number)
);
