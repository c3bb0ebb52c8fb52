-- What a run leaves of its statements: 0 documents in the archive, 1 none.
ALTER TABLE bill_run ADD COLUMN making BIGINT NOT NULL DEFAULT 0;
