-- Each day's half hours added column by column, then the days of a month. On workdays the afternoon
-- (14:00 to 20:00) is peak, else shoulder. 281474976710655 is a day without a gap.
SELECT point, month, window_no, intervals, wh, wh * price AS amount
FROM (
    SELECT point, month, window_no, price,
           CASE window_no WHEN 0 THEN peak_wh WHEN 1 THEN shoulder_wh ELSE night_wh END AS wh,
           CASE window_no WHEN 0 THEN peak WHEN 1 THEN shoulder ELSE night END AS intervals
    FROM (
        SELECT point, month,
               sum(CASE WHEN is_workday THEN afternoon_wh ELSE 0 END) AS peak_wh,
               sum(CASE WHEN is_workday THEN day_wh ELSE day_wh + afternoon_wh END) AS shoulder_wh,
               sum(night_wh) AS night_wh,
               sum(CASE WHEN is_workday THEN afternoon ELSE 0 END) AS peak,
               sum(CASE WHEN is_workday THEN day ELSE day + afternoon END) AS shoulder,
               sum(night) AS night
        FROM (
            SELECT point, month, is_workday,
                   h28 + h29 + h30 + h31 + h32 + h33 + h34 + h35 + h36 + h37 + h38 + h39 AS afternoon_wh,
                   h14 + h15 + h16 + h17 + h18 + h19 + h20 + h21 + h22 + h23 + h24 + h25 + h26 + h27 +
                   h40 + h41 + h42 + h43 AS day_wh,
                   h0 + h1 + h2 + h3 + h4 + h5 + h6 + h7 + h8 + h9 + h10 + h11 + h12 + h13 + h44 + h45 +
                   h46 + h47 AS night_wh,
                   CASE measured WHEN 281474976710655 THEN 12 ELSE
                       (SELECT count FROM bits WHERE value = measured >> 28 & 4095) END AS afternoon,
                   CASE measured WHEN 281474976710655 THEN 18 ELSE
                       (SELECT count FROM bits WHERE value = measured >> 14 & 16383) +
                       (SELECT count FROM bits WHERE value = measured >> 40 & 15) END AS day,
                   CASE measured WHEN 281474976710655 THEN 18 ELSE
                       (SELECT count FROM bits WHERE value = measured >> 0 & 16383) +
                       (SELECT count FROM bits WHERE value = measured >> 44 & 15) END AS night
            FROM days CROSS JOIN calendar_days USING (day)
        )
        GROUP BY point, month
    ) CROSS JOIN windows
)
WHERE intervals > 0
