-- Accounts of a unit that were not looked at, because nothing came in about them since the run before.
ALTER TABLE run_unit ADD COLUMN quiet BIGINT NOT NULL DEFAULT 0;

-- What a unit prepared, by kind of service, tariff and charge: a row without a tariff sums its statements. Credit notes count negative. Told
-- before approval beside the month before, when there is no invoice yet.
-- family: register
CREATE TABLE run_total (
    tenant_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    unit BIGINT NOT NULL,
    service TEXT NOT NULL,
    tariff TEXT NOT NULL,
    charge TEXT NOT NULL,
    currency TEXT NOT NULL,
    items BIGINT NOT NULL,
    net BIGINT NOT NULL,
    gross BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, run_id, unit, service, tariff, charge, currency)
);
