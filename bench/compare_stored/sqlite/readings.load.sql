-- A row for each reading, clustered by service point and time. CROSS JOIN keeps the order of the loops,
-- so rows are appended.
CREATE TABLE readings (point INTEGER, slot INTEGER, wh INTEGER, PRIMARY KEY (point, slot)) WITHOUT ROWID;
INSERT INTO readings
SELECT point, slot, wh
FROM points CROSS JOIN home ON home.home = (point - 1) % (SELECT max(home) + 1 FROM home);
