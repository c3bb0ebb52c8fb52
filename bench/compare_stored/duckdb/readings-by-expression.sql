-- Month and window reckoned from the time of each half hour.
SELECT point, month, window_no, intervals, wh, wh * price AS amount
FROM (
    SELECT point, (date_part('year', date) * 100 + date_part('month', date))::INTEGER AS month,
           CASE WHEN half_hour NOT BETWEEN 14 AND 43 THEN 2
                WHEN isodow(date) < 6 AND half_hour BETWEEN 28 AND 39 THEN 0
                ELSE 1 END AS window_no,
           count(*) AS intervals, sum(wh) AS wh
    FROM (SELECT point, wh, slot % 48 AS half_hour, DATE '1970-01-01' + slot // 48 AS date FROM readings)
    GROUP BY point, month, window_no
) JOIN windows USING (window_no)
