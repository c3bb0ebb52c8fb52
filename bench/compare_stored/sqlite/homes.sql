-- What both layouts begin with: the tariff, and the months and days that it is asked for. The homes are
-- in the table `home (home, slot, wh)`, how often they are repeated in `size (copies)`.
-- Half hours are numbered from 1970 on (slot), as days are (day = slot / 48). 1970-01-01 was a Thursday.
-- Prices in ten-thousandths of a dollar per kWh: watt hours times them is whole.
CREATE TABLE windows (window_no INTEGER PRIMARY KEY, name TEXT, price INTEGER);
INSERT INTO windows VALUES (0, 'peak', 5247), (1, 'shoulder', 2137), (2, 'night', 1309);

CREATE TABLE calendar (slot INTEGER PRIMARY KEY, month INTEGER, window_no INTEGER);
WITH RECURSIVE slots (slot) AS (
    SELECT min(slot) / 48 * 48 FROM home
    UNION ALL
    SELECT slot + 1 FROM slots WHERE slot < (SELECT max(slot) FROM home)
)
INSERT INTO calendar
SELECT slot, CAST(strftime('%Y%m', slot * 1800, 'unixepoch') AS INTEGER),
       CASE WHEN slot % 48 NOT BETWEEN 14 AND 43 THEN 2
            WHEN (slot / 48 + 3) % 7 < 5 AND slot % 48 BETWEEN 28 AND 39 THEN 0
            ELSE 1 END
FROM slots;

CREATE TABLE months (month INTEGER PRIMARY KEY, first INTEGER, last INTEGER);
INSERT INTO months SELECT month, min(slot), max(slot) FROM calendar GROUP BY month;
CREATE TABLE points (point INTEGER PRIMARY KEY);
WITH RECURSIVE numbers (point) AS (
    SELECT 1
    UNION ALL
    SELECT point + 1 FROM numbers
    WHERE point < (SELECT copies FROM size) * (SELECT max(home) + 1 FROM home)
)
INSERT INTO points SELECT point FROM numbers;
