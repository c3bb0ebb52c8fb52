-- Accounts of a unit that get a statement: what is left of all, beside them and those that are held, is not billed for a reason.
ALTER TABLE run_unit ADD COLUMN billed BIGINT NOT NULL DEFAULT 0;
