-- [account opened]
SELECT account, MIN(starts_on) FROM term
WHERE role = 0 AND account IN (SELECT account FROM line)
GROUP BY account HAVING MIN(starts_on) > (SELECT first_day FROM demo)

-- [moved out, final bill]
SELECT account, day FROM term
WHERE role = 0 AND plan = '' AND plan_after IS NULL AND service NOT IN ('mobile', 'broadband')
    AND account NOT IN (SELECT before FROM successor WHERE stays)
    AND (subscription, day) IN (SELECT subscription, MAX(days_to) FROM line GROUP BY subscription)

-- [vacant, the landlord pays]
SELECT account, MIN(days_from) FROM line
WHERE subscription IN (SELECT subscription FROM term WHERE role = 1)
GROUP BY subscription

-- [moved in]
SELECT after, day FROM successor
WHERE NOT stays AND (after, day) IN (SELECT account, days_from FROM line)

-- [changed the plan]
SELECT account, day FROM term
WHERE plan <> '' AND plan_before <> '' AND plan <> plan_before
    AND (subscription, day, plan) IN (SELECT subscription, days_from, schedule FROM line)

-- [another payer took over]
SELECT after, day FROM successor
WHERE stays AND (after, day) IN (SELECT account, days_from FROM line)

-- [became a reseller]
SELECT account, MIN(day) FROM holder
WHERE tax_status = 'reseller' AND account IN (SELECT account FROM line WHERE tax_code = 'AE')
GROUP BY account

-- [changed the name]
SELECT account, MAX(day) FROM holder GROUP BY account HAVING COUNT(DISTINCT name) > 1

-- [changed the address]
SELECT account, MAX(day) FROM holder GROUP BY account HAVING COUNT(DISTINCT street) > 1

-- [paused]
SELECT account, day FROM term WHERE plan = '' AND plan_after <> ''

-- [went on after a pause]
SELECT account, day FROM term
WHERE plan <> '' AND plan_before = '' AND (subscription, day) IN (SELECT subscription, days_from FROM line)

-- [tried, then the full plan]
SELECT account, MIN(days_from) FROM line
WHERE schedule = 'NORDLINK-FIBRE' AND subscription IN (SELECT subscription FROM term WHERE plan = 'NORDLINK-TRY')
GROUP BY subscription

-- [contract renewed itself]
-- August to January have 184 days.
SELECT account, starts_on + 184 FROM line JOIN term USING (account, subscription)
WHERE schedule = 'NORDLINK-YEAR' AND days_to > starts_on + 184
GROUP BY subscription

-- [offer ended by itself]
SELECT account, MAX(days_to) FROM line
WHERE schedule = 'NORDLINK-WINTER' AND subscription NOT IN (SELECT subscription FROM term WHERE plan = '')
GROUP BY subscription HAVING MAX(days_to) < MIN(days_from) + 93

-- [cancelled]
SELECT account, day FROM term WHERE plan = '' AND plan_after IS NULL AND service IN ('mobile', 'broadband')

-- [services share an allowance]
SELECT account, MIN(days_from) FROM line
WHERE schedule = 'NORDLINK-FAMILY' AND charge LIKE 'minutes%'
GROUP BY account HAVING COUNT(DISTINCT subscription) > 1

-- [internet and mobile, one discount]
SELECT account, MIN(days_from) FROM line
WHERE charge = 'together'
GROUP BY account
