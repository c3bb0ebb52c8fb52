-- The hash of the template that a run makes documents by; empty where it makes none, and of runs before templates were kept.
ALTER TABLE bill_run ADD COLUMN template TEXT NOT NULL DEFAULT '';
