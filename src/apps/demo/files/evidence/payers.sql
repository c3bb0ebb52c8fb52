-- [one bill for many sites]
SELECT account, MIN(issued_on) FROM line JOIN term USING (account, subscription)
WHERE role = 0 AND site <> ''
GROUP BY account HAVING COUNT(DISTINCT site) > 1 AND COUNT(DISTINCT invoice) < COUNT(DISTINCT invoice || site)

-- [bill shared by two payers]
SELECT account, MIN(days_from) FROM line
WHERE subscription IN (SELECT subscription FROM term WHERE role = 2)
GROUP BY account

-- [advances by invoice, settled]
SELECT account, MAX(issued_on) FROM line
WHERE charge = 'advance' AND corrects <> '' AND account NOT IN (SELECT account FROM term WHERE plan = '')
GROUP BY account

-- [advances settled on a move]
SELECT account, MAX(issued_on) FROM line
WHERE charge = 'advance' AND corrects <> '' AND account IN (SELECT account FROM term WHERE plan = '')
GROUP BY account

-- [advances by request, settled]
SELECT a.number, i.issued_on FROM invoice i JOIN billing_account a USING (tenant_id, bucket, billing_account_id)
WHERE i.payable < i.gross AND i.period_to - i.period_from > 360
    AND a.number IN (SELECT account FROM term WHERE payment_plan = 'DAUERAUFTRAG')
