#!/usr/bin/env python3
"""Reference bills of seven Sydney homes under four Australian plans; see README.md.

  bills.py [--json | --csv | --compare FILE] [--home ID] [--month YYYY-MM] [--plan ID]

Exit code: 0 done and all equal, 1 a difference, 2 input that cannot be used, 77 no shared data.
"""

import argparse
import csv
import functools
import json
import os
import sys
import zlib
from pathlib import Path

from billing import make_bill
from cdr_plan import read_plan
from civil import DataError, Month, read_holidays
from compare import COLUMNS, SUMS, differences, read_bills
from exact import exact_text, money
from readings import read_home

HERE = Path(__file__).resolve().parent
CALENDAR = HERE / "nsw.calendar.yaml"
HOMES = ("10006414", "10006486", "10017554", "10017562", "10017994", "10018060", "10018250")
PLANS = ("SMA548306SS@VEC", "AUR775692RBE7@EME", "ENE528664MRE1@EME", "OR2410950MR@VEC")
MONTHS = tuple(f"2013-{number:02d}" for number in range(3, 13)) + ("2014-01",)
NO_DATA = 77  # the customary code of a test that was skipped


def shared_folder():
    """The folder with the real data, or None: BILLWRIGHT_SHARED, else ../shared of the repo."""
    named = os.environ.get("BILLWRIGHT_SHARED")
    folder = Path(named) if named else HERE.parents[2].parent / "shared"
    return folder if (folder / "data" / "meters" / "sgsc").is_dir() else None


@functools.lru_cache(maxsize=len(HOMES))
def home_readings(shared, home):
    return read_home(shared / "data" / "meters" / "sgsc" / f"customer-{home}.csv.gz")


def make_bills(shared, homes=HOMES, plans=PLANS, months=MONTHS):
    """All bills of the selection, by home, then plan, then month."""
    holidays = read_holidays(CALENDAR)
    read = [read_plan(shared / "data" / "tariffs" / "au-cdr" / f"{plan}.json") for plan in plans]
    bills = []
    for home in homes:
        readings = home_readings(shared, home)
        for plan in read:
            for month in map(Month.parse, months):
                bills.append(make_bill(home, readings, plan, month, holidays))
    return bills


def write_csv(bills, out):
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*COLUMNS, "price"])
    for bill in bills:
        head = [bill.home, bill.plan, bill.month, bill.missing]
        for line in bill.lines:
            writer.writerow([*head, line.key, exact_text(line.quantity), money(line.cents),
                             exact_text(line.price)])
        for name in SUMS:
            writer.writerow([*head, name, "", money(getattr(bill, name)), ""])


def write_json(bills, out):
    def plain(bill):
        lines = [{"line": line.key, "quantity": exact_text(line.quantity),
                  "price": exact_text(line.price), "amount": money(line.cents)}
                 for line in bill.lines]
        sums = {name: money(getattr(bill, name)) for name in SUMS}
        return {"home": bill.home, "plan": bill.plan, "month": bill.month,
                "missing": bill.missing, "lines": lines, **sums}
    json.dump([plain(bill) for bill in bills], out, indent=1)
    out.write("\n")


def write_text(bills, out):
    for bill in bills:
        out.write(f"home {bill.home}  plan {bill.plan}  month {bill.month}  "
                  f"missing half hours {bill.missing}\n")
        for line in bill.lines:
            out.write(f"  {line.key:<16} {exact_text(line.quantity):>14} x "
                      f"{exact_text(line.price):<10} {money(line.cents):>10}\n")
        for name in SUMS:
            out.write(f"  {name:<16} {'':>14}   {'':<10} {money(getattr(bill, name)):>10}\n")
        out.write("\n")


def compare(bills, path, selected, out):
    """Prints each difference and the count of bills; returns the exit code."""
    theirs = {key: lines for key, lines in read_bills(path).items() if selected(key)}
    failed = 0
    for bill in bills:
        key = (bill.home, bill.plan, bill.month)
        lines = theirs.pop(key, None)
        found = differences(bill, lines) if lines else ["no such bill in the file"]
        failed += bool(found)
        for text in found:
            out.write(f"{' '.join(key)}: {text}\n")
    for key in theirs:
        out.write(f"{' '.join(key)}: not a bill of the reference\n")
    out.write(f"{len(bills) - failed} passed, {failed + len(theirs)} failed\n")
    return 1 if failed or theirs else 0


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description="Reference bills, exact to the cent.")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV, a row per line and sum")
    form.add_argument("--compare", metavar="FILE", help="compare a program's CSV")
    parser.add_argument("--home", choices=HOMES)
    parser.add_argument("--month", choices=MONTHS, metavar="YYYY-MM",
                        help=f"{MONTHS[0]} to {MONTHS[-1]}")
    parser.add_argument("--plan", choices=PLANS)
    return parser.parse_args(arguments)


def main(arguments):
    chosen = parse_arguments(arguments)
    shared = shared_folder()
    if shared is None:
        print("skipped: the shared data are absent; set BILLWRIGHT_SHARED to the folder that "
              "holds data/meters/sgsc", file=sys.stderr)
        return NO_DATA
    wanted = (chosen.home, chosen.plan, chosen.month)
    try:
        bills = make_bills(shared, *((one,) if one else all_ for one, all_ in
                                     zip(wanted, (HOMES, PLANS, MONTHS))))
        if chosen.compare:
            def selected(key):
                return all(one in (None, part) for one, part in zip(wanted, key))
            return compare(bills, chosen.compare, selected, sys.stdout)
        write = write_json if chosen.json else write_csv if chosen.csv else write_text
        write(bills, sys.stdout)
        return 0
    except (DataError, OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        print(f"bills.py: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
