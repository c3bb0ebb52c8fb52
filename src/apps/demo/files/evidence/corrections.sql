-- [read once by the customer]
-- Such a read counts as an estimate; the next one agrees with it, so nothing was taken back.
SELECT account, MIN(days_to) FROM line
WHERE breakdown LIKE '%"estimated":%' AND breakdown LIKE '%"reads":%'
    AND account NOT IN (SELECT account FROM line WHERE corrects <> '')
GROUP BY account HAVING COUNT(DISTINCT days_to) = 1

-- [estimated, then read lower]
-- The read before is not believed any more: what was used is shared between those around it.
SELECT account, MIN(issued_on) FROM line WHERE breakdown LIKE '%,"shared"]%' AND corrects <> '' GROUP BY account

-- [reading came late]
SELECT a.number, MIN(d.month) FROM bill_decision d JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
WHERE d.cause = 'missing-readings' AND d.act = 'release' AND a.number IN (SELECT account FROM line WHERE corrects <> '')
GROUP BY a.number

-- [corrected by lines]
SELECT account, MIN(issued_on) FROM line
WHERE corrects <> '' AND is_arrears AND schedule NOT IN ('AURORA-CREDIT', 'AURORA-REBILL')
    AND account NOT IN (SELECT a.number FROM rebill_order JOIN billing_account a USING (tenant_id, bucket, billing_account_id))
GROUP BY account

-- [corrected by credit note]
SELECT account, MIN(issued_on) FROM line WHERE schedule = 'AURORA-CREDIT' AND corrects <> '' AND is_credit_note GROUP BY account

-- [corrected by a new bill]
SELECT account, MIN(issued_on) FROM line WHERE schedule = 'AURORA-REBILL' AND corrects <> '' AND NOT is_credit_note GROUP BY account

-- [clock changed, by the hour]
SELECT account, MIN(days_from) FROM line
WHERE breakdown LIKE '%"intervals":%' AND (breakdown ->> '$.intervals') + COALESCE(breakdown ->> '$.missing', 0) = 31 * 24 + 1
GROUP BY account

-- [tariff corrected]
SELECT account, MIN(issued_on) FROM line WHERE schedule = 'AURORA-FIX' AND charge = 'standing' AND corrects <> '' GROUP BY account

-- [known late, limit of back-billing]
SELECT a.number, MIN(r.until) FROM bill_exception e JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
JOIN bill_run r USING (tenant_id, run_id)
WHERE e.cause = 'back-billing-limit' GROUP BY a.number

-- [bill reversed and billed anew]
SELECT a.number, MIN(o.nominal_from) FROM rebill_order o JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
GROUP BY a.number

-- [approved by a second person]
SELECT DISTINCT STRFTIME('%Y-%m', (r.until - 1) * 86400, 'unixepoch'), r.until FROM run_verdict v JOIN bill_run r USING (tenant_id, run_id)
WHERE v.act = 'approved' AND v.person <> '' AND v.person <> r.started_by
