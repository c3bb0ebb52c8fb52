-- What both layouts begin with: the homes as they were handed out (homes), and the tariff.
-- Half hours are numbered from 1970 on (slot), as days are (day = slot // 48): a join on an INTEGER is
-- DuckDB's fastest. 1970-01-01 was a Thursday.
CREATE TEMP TABLE home AS
SELECT (dense_rank() OVER (ORDER BY filename) - 1)::INTEGER AS home,
       (epoch_ms(time) // 1800000)::INTEGER AS slot,
       (kwh * 1000)::SMALLINT AS wh
FROM read_csv(getvariable('homes'), filename = true, header = true,
              columns = {time: 'TIMESTAMP', kwh: 'DECIMAL(9, 3)'})
ORDER BY home, slot;

-- Prices in ten-thousandths of a dollar per kWh: watt hours times them is whole.
CREATE TABLE windows (window_no INTEGER, name VARCHAR, price INTEGER);
INSERT INTO windows VALUES (0, 'peak', 5247), (1, 'shoulder', 2137), (2, 'night', 1309);

-- A number for each month and window: one small column to look up and to group by.
CREATE TABLE calendar AS
SELECT slot, dense_rank() OVER (ORDER BY month, window_no)::INTEGER AS bucket, month, window_no
FROM (
    SELECT slot,
           (date_part('year', date) * 100 + date_part('month', date))::INTEGER AS month,
           CASE WHEN slot % 48 NOT BETWEEN 14 AND 43 THEN 2
                WHEN isodow(date) < 6 AND slot % 48 BETWEEN 28 AND 39 THEN 0
                ELSE 1 END AS window_no
    FROM (SELECT range::INTEGER AS slot, DATE '1970-01-01' + (range // 48)::INTEGER AS date
          FROM range((SELECT min(slot) // 48 * 48 FROM home), (SELECT max(slot) + 1 FROM home)))
)
ORDER BY slot;
CREATE TABLE buckets AS
SELECT DISTINCT bucket, month, window_no, price FROM calendar JOIN windows USING (window_no)
ORDER BY bucket;
