-- Who works on a unit, and until when nobody else may; '' and 0: nobody.
ALTER TABLE run_unit ADD COLUMN worker TEXT NOT NULL DEFAULT '';
ALTER TABLE run_unit ADD COLUMN leased_until_us BIGINT NOT NULL DEFAULT 0;
