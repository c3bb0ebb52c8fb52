-- Who is billed, for what, where. Rows are facts: added with the batch that brought them, never edited.
-- A *_version row with the same valid_from and a later batch supersedes the earlier one.

-- family: register
CREATE TABLE issuer (
    tenant_id BIGINT NOT NULL,
    issuer_id BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    code TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, issuer_id, valid_from, batch)
);

-- One row per code that must be unique in the whole company: account, customer, service point, issuer numbers.
-- family: register
CREATE TABLE identifier (
    tenant_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, kind, code)
);
CREATE UNIQUE INDEX identifier_by_id ON identifier (tenant_id, kind, id);

-- family: register
CREATE TABLE customer (
    tenant_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    parent_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, customer_id)
);

-- family: payer
CREATE TABLE billing_account (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    customer_id BIGINT NOT NULL,
    customer_number TEXT NOT NULL,
    issuer_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id)
);

-- family: payer
CREATE TABLE billing_account_version (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    email TEXT NOT NULL,
    vat_id TEXT NOT NULL,
    language TEXT NOT NULL,
    cycle TEXT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, valid_from, batch)
);

-- family: payer
CREATE TABLE subscription (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    service_point_id BIGINT NOT NULL,
    starts_on BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, subscription_id)
);

-- plan = '' ends the subscription on valid_from.
-- family: payer
CREATE TABLE subscription_version (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    plan TEXT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, billing_account_id, subscription_id, valid_from, batch)
);

-- family: place
CREATE TABLE service_point (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    service_point_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    zone TEXT NOT NULL,
    street TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, service_point_id)
);
