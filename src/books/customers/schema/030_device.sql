-- Which counter measures a channel of a service point from a moment on, and what its reads are taken times. A row with
-- the same moment and a later batch supersedes the earlier one. Factors and reads in nano units; shown_before and shown:
-- what the counter before it showed last and what it showed itself when it was put in, NULL where nobody read them.
-- family: place
CREATE TABLE device (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    service_point_id BIGINT NOT NULL,
    channel TEXT NOT NULL,
    from_us BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    number TEXT NOT NULL,
    multiplier BIGINT NOT NULL,
    on_intervals BIGINT NOT NULL,
    digits BIGINT NOT NULL,
    shown_before BIGINT,
    shown BIGINT,
    gas_area TEXT NOT NULL,
    volume_factor BIGINT NOT NULL,
    weather_area TEXT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, service_point_id, channel, from_us, batch)
);
