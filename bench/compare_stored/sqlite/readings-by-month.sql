-- A range of the clustered key for each service point and month, the window by an expression.
SELECT point, month, window_no, intervals, wh, wh * price AS amount
FROM (
    SELECT points.point, month,
           CASE WHEN slot % 48 NOT BETWEEN 14 AND 43 THEN 2
                WHEN slot % 48 BETWEEN 28 AND 39 AND (slot / 48 + 3) % 7 < 5 THEN 0
                ELSE 1 END AS window_no,
           count(*) AS intervals, sum(wh) AS wh
    FROM points CROSS JOIN months
         CROSS JOIN readings ON readings.point = points.point AND slot BETWEEN first AND last
    GROUP BY points.point, month, window_no
) JOIN windows USING (window_no)
