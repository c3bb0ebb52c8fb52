-- [taken over from another system]
SELECT a.number, t.billed_until FROM takeover t JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
WHERE (a.number, t.billed_until) IN (SELECT account, MIN(days_from) FROM line GROUP BY account)

-- [opening balance]
SELECT a.number, MIN(i.booked_on) FROM opening_item i JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
GROUP BY a.number

-- [topped up a balance]
SELECT account, booked_on FROM posted WHERE book = 7 AND entry_key LIKE 'payment:top-up:%'

-- [deposit taken]
SELECT account, booked_on FROM posted WHERE book = 4 AND kind = 7 AND amount_minor < 0

-- [deposit returned]
SELECT account, booked_on FROM posted WHERE book = 4 AND kind = 7 AND amount_minor > 0

-- [credit above 5.00 paid out]
SELECT account, MIN(booked_on) FROM posted WHERE kind = 5 GROUP BY entry_key

-- [paid too little]
SELECT a.number, p.booked_on FROM payment p
JOIN invoice_number n ON n.tenant_id = p.tenant_id AND n.number = p.reference
JOIN invoice i ON i.tenant_id = n.tenant_id AND i.bucket = n.bucket AND i.billing_account_id = n.billing_account_id
    AND i.statement = n.statement
JOIN billing_account a ON a.billing_account_id = i.billing_account_id
WHERE p.amount_minor < i.payable

-- [paid twice]
SELECT a.number, MAX(p.booked_on) FROM payment p JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
WHERE p.reference <> '' GROUP BY a.number, p.reference HAVING COUNT(*) > 1

-- [paid with an unknown reference]
SELECT a.number, p.booked_on FROM payment p
JOIN invoice i ON p.payment_key = 'b-' || i.number JOIN billing_account a ON a.billing_account_id = i.billing_account_id
WHERE p.why <> '' AND p.reference <> i.number

-- [payment came back]
SELECT a.number, r.reversed_on FROM payment_reversal r
JOIN payment p USING (tenant_id, bucket, billing_account_id, payment_id)
JOIN billing_account a USING (tenant_id, bucket, billing_account_id)

-- [paid late, the oldest first]
SELECT account, MIN(booked_on) FROM posted
WHERE kind = 3 AND book = 1 AND entry_key IN (
    SELECT 'payment:' || payment_key FROM payment WHERE reference = '' AND payment_key LIKE 'b-%')
GROUP BY entry_key HAVING COUNT(DISTINCT invoice_id) > 1
