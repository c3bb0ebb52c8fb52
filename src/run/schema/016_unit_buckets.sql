-- How many neighbouring buckets make a unit of the run: one, until a bucket holds few accounts.
ALTER TABLE bill_run ADD COLUMN unit_buckets BIGINT NOT NULL DEFAULT 1;
