"""SQLite's part of compare.py: a table without rowids in a file of its own, mapped into memory."""

import csv
import datetime
import decimal
import gzip
import pathlib
import sqlite3
import time

SQL = pathlib.Path(__file__).parent / "sqlite"
VERSION = sqlite3.sqlite_version
EPOCH = datetime.datetime(1970, 1, 1)
MAPPED_BYTES = 1 << 40


def text(name):
    return (SQL / name).read_text()


def half_hours(folder):
    """(home, half hour since 1970, watt hours) of the homes, in the order of their files."""
    for home, path in enumerate(sorted(folder.glob("*.csv.gz"))):
        with gzip.open(path, "rt", newline="") as file:
            lines = csv.reader(file)
            next(lines)
            for start, kwh in lines:
                seconds = (datetime.datetime.fromisoformat(start) - EPOCH).total_seconds()
                yield home, int(seconds) // 1800, int(decimal.Decimal(kwh) * 1000)


def load(path, layout, homes, copies):
    """The bytes of the file."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(
        """PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
        CREATE TEMP TABLE size (copies INTEGER);
        CREATE TEMP TABLE home (home INTEGER, slot INTEGER, wh INTEGER, PRIMARY KEY (home, slot))
            WITHOUT ROWID;
        BEGIN"""
    )
    database.execute("INSERT INTO size VALUES (?)", (copies,))
    database.executemany("INSERT INTO home VALUES (?, ?, ?)", half_hours(homes))
    database.execute("COMMIT")
    for script in ("homes.sql", f"{layout}.load.sql"):
        database.executescript(text(script))
    database.execute("ANALYZE")
    database.close()
    return path.stat().st_size


def opened(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    return database


def measure(path, query):
    """Three passes (CPU seconds, wall seconds), each from opening on."""
    passes = []
    for round in range(4):  # the first one fills the page cache
        begin = time.process_time(), time.perf_counter()
        database = opened(path)
        database.execute(
            f"SELECT count(*), sum(intervals), sum(wh), sum(amount) FROM ({text(query)})"
        ).fetchone()
        if round > 0:
            passes.append((time.process_time() - begin[0], time.perf_counter() - begin[1]))
        database.close()
    return passes


def plan(path, query):
    database = opened(path)
    steps = {0: -1}
    lines = []
    for step, parent, _, what in database.execute(f"EXPLAIN QUERY PLAN {text(query)}"):
        steps[step] = steps[parent] + 1
        lines.append("    " * steps[step] + what + "\n")
    database.close()
    return "".join(lines)


def rows(path, query):
    """(point, month, window, intervals, watt hours, amount), in the order of points and months."""
    database = opened(path)
    yield from database.execute(
        f"""SELECT point, month, name, intervals, wh, amount FROM ({text(query)})
        JOIN windows USING (window_no) ORDER BY point, month, window_no"""
    )
    database.close()
