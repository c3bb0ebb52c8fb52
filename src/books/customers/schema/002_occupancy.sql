-- Which subscriptions a service point has had, whoever pays: two accounts must not hold it at once.

-- family: place
CREATE TABLE occupancy (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    service_point_id BIGINT NOT NULL,
    payer_bucket BIGINT NOT NULL,
    billing_account_id BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, service_point_id, billing_account_id, subscription_id)
);

INSERT INTO occupancy (tenant_id, bucket, service_point_id, payer_bucket, billing_account_id, subscription_id, batch)
SELECT p.tenant_id, p.bucket, p.service_point_id, s.bucket, s.billing_account_id, s.subscription_id, s.batch
FROM subscription s
JOIN service_point p ON p.tenant_id = s.tenant_id AND p.service_point_id = s.service_point_id;
