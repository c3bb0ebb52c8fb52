-- What an account is to a service point: 0 holder, 1 pays while it is vacant, 2 takes a share (percent, in nano units)
-- off the holder, of one charge or of all.
ALTER TABLE subscription ADD COLUMN role BIGINT NOT NULL DEFAULT 0;
ALTER TABLE subscription_version ADD COLUMN site TEXT NOT NULL DEFAULT '';
ALTER TABLE subscription_version ADD COLUMN share BIGINT NOT NULL DEFAULT 0;
ALTER TABLE subscription_version ADD COLUMN share_of TEXT NOT NULL DEFAULT '';
-- Who uses the service, where it is another customer of the payer's tree than the account's own.
ALTER TABLE subscription_version ADD COLUMN customer TEXT NOT NULL DEFAULT '';
-- Charged by other categories of the tax table than most: "reseller".
ALTER TABLE billing_account_version ADD COLUMN tax_status TEXT NOT NULL DEFAULT '';

-- Customers form a tree; the latest row of a customer says what it hangs on. A row of a file that names nobody above adds
-- none: it stays as it was.
-- family: register
CREATE TABLE customer_parent (
    tenant_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    parent_id BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id, batch)
);
