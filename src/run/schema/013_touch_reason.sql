-- Why an act was done, in its person's words; empty for what needs no reason.
ALTER TABLE touch ADD COLUMN reason TEXT NOT NULL DEFAULT '';
