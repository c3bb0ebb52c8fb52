-- Each half hour looks up its month and window in the calendar.
SELECT point, month, window_no, intervals, wh, wh * price AS amount
FROM (
    SELECT point, month, window_no, count(*) AS intervals, sum(wh) AS wh
    FROM readings CROSS JOIN calendar USING (slot)
    GROUP BY point, month, window_no
) JOIN windows USING (window_no)
