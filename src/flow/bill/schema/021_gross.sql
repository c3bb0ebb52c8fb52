-- What a line of a tariff with gross prices comes to, tax inside; its `net` is its part of the net of the statement's tax rate. NULL: prices are net.
ALTER TABLE billed_line ADD COLUMN gross BIGINT;
