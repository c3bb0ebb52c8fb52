-- A row for each service point and day, a column for each half hour. What was not measured is 0 in its
-- column and 0 in the bits of `measured`.
CREATE TABLE days (
    point INTEGER, day INTEGER, measured INTEGER,
    h0 INTEGER, h1 INTEGER, h2 INTEGER, h3 INTEGER, h4 INTEGER, h5 INTEGER, h6 INTEGER, h7 INTEGER,
    h8 INTEGER, h9 INTEGER, h10 INTEGER, h11 INTEGER, h12 INTEGER, h13 INTEGER, h14 INTEGER,
    h15 INTEGER, h16 INTEGER, h17 INTEGER, h18 INTEGER, h19 INTEGER, h20 INTEGER, h21 INTEGER,
    h22 INTEGER, h23 INTEGER, h24 INTEGER, h25 INTEGER, h26 INTEGER, h27 INTEGER, h28 INTEGER,
    h29 INTEGER, h30 INTEGER, h31 INTEGER, h32 INTEGER, h33 INTEGER, h34 INTEGER, h35 INTEGER,
    h36 INTEGER, h37 INTEGER, h38 INTEGER, h39 INTEGER, h40 INTEGER, h41 INTEGER, h42 INTEGER,
    h43 INTEGER, h44 INTEGER, h45 INTEGER, h46 INTEGER, h47 INTEGER,
    PRIMARY KEY (point, day)
) WITHOUT ROWID;
CREATE TABLE calendar_days (day INTEGER PRIMARY KEY, month INTEGER, is_workday INTEGER);
INSERT INTO calendar_days SELECT DISTINCT slot / 48, month, (slot / 48 + 3) % 7 < 5 FROM calendar;
-- How many bits a number has; SQLite cannot tell.
CREATE TABLE bits (value INTEGER PRIMARY KEY, count INTEGER);
WITH RECURSIVE counted (value, count) AS (
    SELECT 0, 0
    UNION ALL
    SELECT value * 2 + bit, count + bit FROM counted, (SELECT 0 AS bit UNION ALL SELECT 1)
    WHERE value * 2 + bit BETWEEN 1 AND 16383
)
INSERT INTO bits SELECT value, count FROM counted;
CREATE TEMP TABLE home_days (
    home INTEGER, day INTEGER, measured INTEGER,
    h0 INTEGER, h1 INTEGER, h2 INTEGER, h3 INTEGER, h4 INTEGER, h5 INTEGER, h6 INTEGER, h7 INTEGER,
    h8 INTEGER, h9 INTEGER, h10 INTEGER, h11 INTEGER, h12 INTEGER, h13 INTEGER, h14 INTEGER,
    h15 INTEGER, h16 INTEGER, h17 INTEGER, h18 INTEGER, h19 INTEGER, h20 INTEGER, h21 INTEGER,
    h22 INTEGER, h23 INTEGER, h24 INTEGER, h25 INTEGER, h26 INTEGER, h27 INTEGER, h28 INTEGER,
    h29 INTEGER, h30 INTEGER, h31 INTEGER, h32 INTEGER, h33 INTEGER, h34 INTEGER, h35 INTEGER,
    h36 INTEGER, h37 INTEGER, h38 INTEGER, h39 INTEGER, h40 INTEGER, h41 INTEGER, h42 INTEGER,
    h43 INTEGER, h44 INTEGER, h45 INTEGER, h46 INTEGER, h47 INTEGER,
    PRIMARY KEY (home, day)
) WITHOUT ROWID;
INSERT INTO home_days
SELECT home, slot / 48, sum(1 << (slot % 48)),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 0), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 1), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 2), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 3), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 4), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 5), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 6), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 7), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 8), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 9), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 10), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 11), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 12), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 13), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 14), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 15), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 16), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 17), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 18), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 19), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 20), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 21), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 22), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 23), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 24), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 25), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 26), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 27), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 28), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 29), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 30), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 31), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 32), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 33), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 34), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 35), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 36), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 37), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 38), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 39), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 40), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 41), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 42), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 43), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 44), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 45), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 46), 0),
       coalesce(sum(wh) FILTER (WHERE slot % 48 = 47), 0)
FROM home
GROUP BY home, slot / 48;
INSERT INTO days
SELECT point, day, measured,
       h0, h1, h2, h3, h4, h5, h6, h7, h8, h9, h10, h11, h12, h13, h14, h15, h16, h17, h18, h19, h20,
       h21, h22, h23, h24, h25, h26, h27, h28, h29, h30, h31, h32, h33, h34, h35, h36, h37, h38, h39,
       h40, h41, h42, h43, h44, h45, h46, h47
FROM points CROSS JOIN home_days ON home = (point - 1) % (SELECT max(home) + 1 FROM home);
