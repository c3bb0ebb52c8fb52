-- What a run held and whom it did not bill is asked by run: without these each question reads all runs of a bucket.
CREATE INDEX bill_exception_by_run ON bill_exception (tenant_id, run_id, bucket);
CREATE INDEX not_billed_by_run ON not_billed (tenant_id, run_id, bucket);
