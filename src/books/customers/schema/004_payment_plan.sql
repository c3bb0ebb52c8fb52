-- A subscription may be on a payment plan of the catalog: so much (gross, minor units) is asked for in advance.
ALTER TABLE subscription_version ADD COLUMN payment_plan TEXT NOT NULL DEFAULT '';
ALTER TABLE subscription_version ADD COLUMN advance BIGINT NOT NULL DEFAULT 0;
