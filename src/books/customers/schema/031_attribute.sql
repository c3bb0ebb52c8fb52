-- What is known of a service point from a day on that no meter measures: "household.size" is "4". A row with the same
-- name and day and a later batch supersedes the earlier one. value: empty where there is none from that day on.
-- family: place
CREATE TABLE attribute (
    tenant_id BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    service_point_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    from_day BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (tenant_id, bucket, service_point_id, name, from_day, batch)
);
