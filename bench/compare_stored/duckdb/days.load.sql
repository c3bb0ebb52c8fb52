-- A row for each service point and day, a column for each half hour. What was not measured is 0 in its
-- column and 0 in the bits of `measured`: columns without NULL are added fastest.
CREATE TABLE days (
    point INTEGER, day INTEGER, measured BIGINT,
    h0 INTEGER NOT NULL, h1 INTEGER NOT NULL, h2 INTEGER NOT NULL, h3 INTEGER NOT NULL,
    h4 INTEGER NOT NULL, h5 INTEGER NOT NULL, h6 INTEGER NOT NULL, h7 INTEGER NOT NULL,
    h8 INTEGER NOT NULL, h9 INTEGER NOT NULL, h10 INTEGER NOT NULL, h11 INTEGER NOT NULL,
    h12 INTEGER NOT NULL, h13 INTEGER NOT NULL, h14 INTEGER NOT NULL, h15 INTEGER NOT NULL,
    h16 INTEGER NOT NULL, h17 INTEGER NOT NULL, h18 INTEGER NOT NULL, h19 INTEGER NOT NULL,
    h20 INTEGER NOT NULL, h21 INTEGER NOT NULL, h22 INTEGER NOT NULL, h23 INTEGER NOT NULL,
    h24 INTEGER NOT NULL, h25 INTEGER NOT NULL, h26 INTEGER NOT NULL, h27 INTEGER NOT NULL,
    h28 INTEGER NOT NULL, h29 INTEGER NOT NULL, h30 INTEGER NOT NULL, h31 INTEGER NOT NULL,
    h32 INTEGER NOT NULL, h33 INTEGER NOT NULL, h34 INTEGER NOT NULL, h35 INTEGER NOT NULL,
    h36 INTEGER NOT NULL, h37 INTEGER NOT NULL, h38 INTEGER NOT NULL, h39 INTEGER NOT NULL,
    h40 INTEGER NOT NULL, h41 INTEGER NOT NULL, h42 INTEGER NOT NULL, h43 INTEGER NOT NULL,
    h44 INTEGER NOT NULL, h45 INTEGER NOT NULL, h46 INTEGER NOT NULL, h47 INTEGER NOT NULL
);
CREATE TABLE calendar_days AS
SELECT DISTINCT slot // 48 AS day, month, (slot // 48 + 3) % 7 < 5 AS is_workday FROM calendar
ORDER BY day;
CREATE TEMP TABLE home_days AS
SELECT home, slot // 48 AS day, sum(1::BIGINT << (slot % 48))::BIGINT AS measured,
       coalesce(sum(wh) FILTER (slot % 48 = 0), 0), coalesce(sum(wh) FILTER (slot % 48 = 1), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 2), 0), coalesce(sum(wh) FILTER (slot % 48 = 3), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 4), 0), coalesce(sum(wh) FILTER (slot % 48 = 5), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 6), 0), coalesce(sum(wh) FILTER (slot % 48 = 7), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 8), 0), coalesce(sum(wh) FILTER (slot % 48 = 9), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 10), 0), coalesce(sum(wh) FILTER (slot % 48 = 11), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 12), 0), coalesce(sum(wh) FILTER (slot % 48 = 13), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 14), 0), coalesce(sum(wh) FILTER (slot % 48 = 15), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 16), 0), coalesce(sum(wh) FILTER (slot % 48 = 17), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 18), 0), coalesce(sum(wh) FILTER (slot % 48 = 19), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 20), 0), coalesce(sum(wh) FILTER (slot % 48 = 21), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 22), 0), coalesce(sum(wh) FILTER (slot % 48 = 23), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 24), 0), coalesce(sum(wh) FILTER (slot % 48 = 25), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 26), 0), coalesce(sum(wh) FILTER (slot % 48 = 27), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 28), 0), coalesce(sum(wh) FILTER (slot % 48 = 29), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 30), 0), coalesce(sum(wh) FILTER (slot % 48 = 31), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 32), 0), coalesce(sum(wh) FILTER (slot % 48 = 33), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 34), 0), coalesce(sum(wh) FILTER (slot % 48 = 35), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 36), 0), coalesce(sum(wh) FILTER (slot % 48 = 37), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 38), 0), coalesce(sum(wh) FILTER (slot % 48 = 39), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 40), 0), coalesce(sum(wh) FILTER (slot % 48 = 41), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 42), 0), coalesce(sum(wh) FILTER (slot % 48 = 43), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 44), 0), coalesce(sum(wh) FILTER (slot % 48 = 45), 0),
       coalesce(sum(wh) FILTER (slot % 48 = 46), 0), coalesce(sum(wh) FILTER (slot % 48 = 47), 0)
FROM home
GROUP BY home, slot // 48;
-- for each copies [first, last)
INSERT INTO days
SELECT (copy * (SELECT max(home) + 1 FROM home) + home + 1)::INTEGER AS point, home_days.* EXCLUDE (home)
FROM home_days, range(getvariable('first'), getvariable('last')) AS copies (copy)
ORDER BY point, day;
