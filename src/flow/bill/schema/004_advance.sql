-- What a settlement works out as the next advances of a subscription: gross, minor units, from a month on.
-- family: payer
CREATE TABLE proposed_advance (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    cut BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, subscription_id, valid_from, cut)
);
