-- A row for each reading, by service point and time.
CREATE TABLE readings (point INTEGER, slot INTEGER, wh SMALLINT);
-- for each copies [first, last)
INSERT INTO readings
SELECT (copy * (SELECT max(home) + 1 FROM home) + home + 1)::INTEGER AS point, slot, wh
FROM home, range(getvariable('first'), getvariable('last')) AS copies (copy)
ORDER BY point, slot;
