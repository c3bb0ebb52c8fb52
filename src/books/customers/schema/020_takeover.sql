-- Up to which day another system billed a subscription: usage, and fees in advance. The latest batch stands.
-- family: payer
CREATE TABLE takeover (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    billed_until BIGINT NOT NULL,
    fees_until BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, subscription_id, batch)
);
