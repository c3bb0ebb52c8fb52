#!/usr/bin/env python3
"""Rates the same stored readings by stored_blocks, DuckDB and SQLite, and compares. See README.md."""

import argparse
import csv
import decimal
import itertools
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import typing

import sqlite

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SKIPPED = 77
STORED = re.compile(r"^(\d+) service points, (\d+) intervals, (\d+) bytes:", re.M)
PASS = re.compile(r"^pass: ([0-9.]+) s CPU, ([0-9.]+) s wall;", re.M)


class Failed(Exception):
    """Somebody could not do it, or two come to different amounts."""


def output_of(*command):
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(f"{' '.join(words)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Stored(typing.NamedTuple):
    """What our program did."""

    points: int
    intervals: int
    amounts: pathlib.Path


class DuckDb:
    layouts = {"readings": ("readings-by-calendar", "readings-by-expression"), "days": ("days",)}

    def __init__(self, folder):
        self.file = folder / "duckdb.db"
        self.csv = folder / "duckdb.csv"
        self.plan = folder / "duckdb.txt"
        self.name = "DuckDB " + self.ask("version")["version"]

    @staticmethod
    def ask(*words):
        return json.loads(output_of("node", HERE / "duckdb.mjs", *words))

    def load(self, layout, homes, copies):
        return self.ask("load", self.file, layout, homes, copies)["bytes"]

    def measure(self, query):
        """The passes of each way to run it: (how, [(CPU seconds, wall seconds)])."""
        found = self.ask("measure", self.file, f"{query}.sql", self.csv, self.plan)
        return [
            ("", [(each["cpu_s"], each["wall_s"]) for each in found["passes"]]),
            (", again", [(each["cpu_s"], each["wall_s"]) for each in found["buffered"]]),
        ]

    def rows(self, _query):  # were written by measure()
        with self.csv.open(newline="") as file:
            for point, month, window, *numbers in csv.reader(file):
                yield (int(point), int(month), window, *map(int, numbers))

    def plan_of(self, _query):
        return self.plan.read_text()


class Sqlite:
    layouts = {"readings": ("readings-by-calendar", "readings-by-month"), "days": ("days",)}

    def __init__(self, folder):
        self.file = folder / "sqlite.db"
        self.name = "SQLite " + sqlite.VERSION

    def load(self, layout, homes, copies):
        return sqlite.load(self.file, layout, homes, copies)

    def measure(self, query):
        return [("", sqlite.measure(self.file, f"{query}.sql"))]

    def rows(self, query):
        return sqlite.rows(self.file, f"{query}.sql")

    def plan_of(self, query):
        return sqlite.plan(self.file, f"{query}.sql")


def whole(text, places):
    """Decimal text in units of the last of so many places."""
    scaled = decimal.Decimal(text).scaleb(places)
    if scaled != int(scaled):
        raise Failed(f"{text} has more than {places} decimals")
    return int(scaled)


def our_rows(path):
    """As the others give them: the month 201202, watt hours, ten-millionths of the currency."""
    with path.open(newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for point, month, window, intervals, kwh, amount in lines:
            yield (
                int(point),
                int(month.replace("-", "")),
                window,
                int(intervals),
                whole(kwh, 3),
                whole(amount, 7),
            )


def compare(ours, theirs, points, who):
    """The number of amounts and of intervals of service points up to `points`, all equal."""
    rows = intervals = 0
    for mine, other in itertools.zip_longest(
        itertools.takewhile(lambda row: row[0] <= points, ours), theirs
    ):
        if mine != other:
            raise Failed(f"{who} differs: ours {mine}, theirs {other}")
        rows += 1
        intervals += mine[3]
    if rows == 0:
        raise Failed(f"{who}: there are no amounts to compare")
    return rows, intervals


class Table:
    """The first line is what the others are measured by."""

    HEAD = ("", "intervals", "bytes each", "CPU s", "wall s", "million/s", "ours to it")

    def __init__(self):
        self.rows = [self.HEAD]
        self.first = None

    def add(self, who, intervals, size, passes):
        cpu, wall = (statistics.median(times) for times in zip(*passes))
        rate = intervals / cpu / 1e6
        self.first = self.first or rate
        numbers = f"{size / intervals:.3f} {cpu:.3f} {wall:.3f} {rate:.1f} {self.first / rate:.2f}"
        self.rows.append((who, f"{intervals:,}", *numbers.split()))

    def text(self):
        widths = [max(map(len, column)) for column in zip(*self.rows)]
        return "\n".join(
            "  ".join((str.rjust if i else str.ljust)(row[i], widths[i]) for i in range(len(row)))
            for row in self.rows
        )


def beside(engine, options, stored, most, table):
    """Every layout and query of an engine, for the first service points with so many intervals."""
    homes = len(list(options.data.glob("*.csv.gz")))
    copies = stored.points // homes
    copies = min(copies, -(-most * copies // stored.intervals))
    for layout, queries in engine.layouts.items():
        queries = [query for query in queries if query in (options.only or queries)]
        if not queries:
            continue
        size = engine.load(layout, options.data, copies)
        for query in queries:
            measured = engine.measure(query)
            who = f"{engine.name}, {query}"
            rows, intervals = compare(
                our_rows(stored.amounts), engine.rows(query), copies * homes, who
            )
            print(f"{who}: {rows:,} amounts, all equal", flush=True)
            for how, passes in measured:
                table.add(who + how, intervals, size, passes)
            if options.plans:
                name = f"{engine.name.split()[0].lower()}-{query}.txt"
                (options.plans / name).write_text(engine.plan_of(query))
        engine.file.unlink()


def run(options, folder):
    amounts = folder / "amounts.csv"
    told = output_of(
        *(options.program, "--intervals", options.intervals, "--data", options.data),
        *("--folder", folder / "ours", "--amounts", amounts, "--cold", "yes"),
    )
    print(told, flush=True)
    points, intervals, size = map(int, STORED.search(told).groups())
    stored = Stored(points, intervals, amounts)
    table = Table()
    table.add("Billwright", intervals, size, [tuple(map(float, p)) for p in PASS.findall(told)])
    beside(DuckDb(folder), options, stored, intervals, table)
    beside(Sqlite(folder), options, stored, options.sqlite_intervals, table)
    print(f"\nOne thread, medians of 3; million/s: intervals a second of CPU\n{table.text()}")


def missing(options):
    if not options.data.is_dir():
        return f"no folder {options.data}"
    if not shutil.which("node"):
        return "no node"
    if not (HERE / "node_modules" / "@duckdb" / "node-api").is_dir():
        return "no DuckDB; run: npm ci --prefix bench/compare_stored"
    return None


def main():
    parser = argparse.ArgumentParser(
        description="Rate the same stored readings by stored_blocks, DuckDB and SQLite.",
        epilog="Exit status: 0 all amounts are equal, 1 they are not or somebody failed, "
        "77 DuckDB or the shared data are absent (skipped).",
    )
    shared = pathlib.Path(os.environ.get("BILLWRIGHT_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--intervals", type=int, default=20_000_000, help="default: 20000000")
    parser.add_argument(
        "--sqlite-intervals", type=int, default=10_000_000, help="at most so many of them in SQLite"
    )
    parser.add_argument(
        "--program", type=pathlib.Path, default=ROOT / "build" / "bench" / "bin" / "stored_blocks"
    )
    parser.add_argument("--data", type=pathlib.Path, default=shared / "data" / "meters" / "sgsc")
    parser.add_argument("--only", nargs="+", metavar="QUERY", help="default: every query")
    parser.add_argument("--folder", type=pathlib.Path, help="where the databases are made")
    parser.add_argument("--plans", type=pathlib.Path, help="where the query plans are written")
    options = parser.parse_args()
    if why := missing(options):
        print(f"skipped: {why}")
        return SKIPPED
    try:
        if options.folder:
            options.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            run(options, pathlib.Path(folder))
    except (Failed, OSError) as error:
        print(f"compare: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
