-- Intervals that nobody measured and that were estimated: one row for each unbroken run of one method. The values lie in
-- the batch's arrival segment, like those of any batch.
-- family: place
CREATE TABLE usage_estimate (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    service_point_id BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    channel TEXT NOT NULL,
    unit TEXT NOT NULL,
    from_us BIGINT NOT NULL,
    to_us BIGINT NOT NULL,
    method TEXT NOT NULL,
    intervals BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, service_point_id, batch, channel, unit, from_us)
);
