-- [meter exchanged]
SELECT t.account, (d.from_us / 1000000 + 7200) / 86400 AS day
FROM device d JOIN service_point p USING (tenant_id, service_point_id) JOIN term t ON t.point = p.code AND t.day = t.starts_on
WHERE EXISTS (
    SELECT 1 FROM device o
    WHERE o.service_point_id = d.service_point_id AND o.channel = d.channel AND o.from_us < d.from_us AND o.number <> d.number)

-- [counter passed its end]
SELECT account, MIN(days_to) FROM line
WHERE breakdown LIKE '%"reads":%' AND quantity > 0
    AND CAST(breakdown ->> '$.reads[1][0]' AS REAL) < CAST(breakdown ->> '$.reads[0][0]' AS REAL)
GROUP BY account

-- [meter behind transformers]
SELECT account, MIN(days_from) FROM line
WHERE breakdown LIKE '%"counters":%' AND breakdown ->> '$.counters[0][3]' <> '1'
GROUP BY account

-- [new price between two reads]
SELECT a.account, MIN(b.days_from)
FROM line a JOIN line b ON b.subscription = a.subscription AND b.charge = a.charge AND b.schedule = a.schedule
WHERE a.breakdown LIKE '%"reads":%' AND b.breakdown LIKE '%"reads":%' AND b.version > a.version
    AND b.breakdown -> '$.reads' = a.breakdown -> '$.reads'
GROUP BY a.account

-- [new tax between two reads]
SELECT account, MAX(days_to) FROM line WHERE breakdown LIKE '%"taxed_as_of":%' GROUP BY account

-- [use shared by degree days]
SELECT account, MIN(days_from) FROM line WHERE breakdown LIKE '%"weighed":["degree-days"%' GROUP BY account

-- [use shared by a profile]
SELECT account, MIN(days_from) FROM line WHERE breakdown LIKE '%"weighed":["profile"%' GROUP BY account

-- [gas, by calorific values]
SELECT account, MIN(days_from) FROM line WHERE breakdown LIKE '%"gas":%' GROUP BY account

-- [new price version]
SELECT account, MAX(version) FROM line GROUP BY subscription, schedule HAVING COUNT(DISTINCT version) > 1
