#!/usr/bin/env python3
"""Reference bills of seven Sydney homes under four or twenty Australian plans; see README.md.

  bills.py [--json | --csv | --compare FILE] [--plans four | twenty]
           [--home ID] [--month YYYY-MM] [--plan ID]
  bills.py --coverage

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
from coverage import write_coverage
from exact import exact_text, money
from readings import read_home

HERE = Path(__file__).resolve().parent
CALENDAR = HERE / "nsw.calendar.yaml"
HOMES = ("10006414", "10006486", "10017554", "10017562", "10017994", "10018060", "10018250")
PLANS = ("SMA548306SS@VEC", "AUR775692RBE7@EME", "ENE528664MRE1@EME", "OR2410950MR@VEC")
TWENTY = (*PLANS,
          "AGD413008MR@VEC", "AGL15173SBE15@EME", "AGL212176MRE10@EME", "AGL360477MRE5@EME",
          "AMB561061MR@VEC", "ENE472292MRE4@EME", "ENE577550MS@VEC", "GLO848152MRE1@EME",
          "GLO848260MRE1@EME", "LCL740482SRE3@EME", "OR2410678MR@VEC", "OR2410955MR@VEC",
          "OR2421447MR@VEC", "OR2424596MR@VEC", "ORI429319SRE1@EME", "ORI430542MBE3@EME")
SETS = {"four": PLANS, "twenty": TWENTY}
MONTHS = tuple(f"2013-{number:02d}" for number in range(3, 13)) + ("2014-01",)
NO_DATA = 77  # the customary code of a test that was skipped


def shared_folder():
    """The folder with the real data, or None: BILLWRIGHT_SHARED, else ../shared of the repo."""
    named = os.environ.get("BILLWRIGHT_SHARED")
    folder = Path(named) if named else HERE.parents[2].parent / "shared"
    return folder if (folder / "data" / "meters" / "sgsc").is_dir() else None


def plan_folder(shared):
    return shared / "data" / "tariffs" / "au-cdr"


@functools.lru_cache(maxsize=len(HOMES))
def home_readings(shared, home):
    return read_home(shared / "data" / "meters" / "sgsc" / f"customer-{home}.csv.gz")


def make_bills(shared, homes=HOMES, plans=PLANS, months=MONTHS):
    """All bills of the selection, by home, then plan, then month."""
    holidays = read_holidays(CALENDAR)
    read = [read_plan(plan_folder(shared) / f"{plan}.json") for plan in plans]
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
                "missing": bill.missing, "lines": lines, **sums, "left_out": dict(bill.left_out)}
    json.dump([plain(bill) for bill in bills], out, indent=1)
    out.write("\n")


def write_text(bills, out):
    for bill in bills:
        out.write(f"home {bill.home}  plan {bill.plan}  month {bill.month}  "
                  f"missing half hours {bill.missing}\n")
        for line in bill.lines:
            out.write(f"  {line.key:<20} {exact_text(line.quantity):>14} x "
                      f"{exact_text(line.price):<10} {money(line.cents):>10}\n")
        for name in SUMS:
            out.write(f"  {name:<20} {'':>14}   {'':<10} {money(getattr(bill, name)):>10}\n")
        for group, names in bill.left_out:
            out.write(f"  left out: {group}: {', '.join(names)}\n")
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
    form.add_argument("--coverage", action="store_true",
                      help="print what is read of each plan of the archive, as CSV")
    parser.add_argument("--plans", choices=SETS, default="four", help="which plans; four if absent")
    parser.add_argument("--home", choices=HOMES)
    parser.add_argument("--month", choices=MONTHS, metavar="YYYY-MM",
                        help=f"{MONTHS[0]} to {MONTHS[-1]}")
    parser.add_argument("--plan", choices=TWENTY, metavar="ID", help="one of the twenty plans")
    return parser.parse_args(arguments)


def main(arguments):
    chosen = parse_arguments(arguments)
    shared = shared_folder()
    if shared is None:
        print("skipped: the shared data are absent; set BILLWRIGHT_SHARED to the folder that "
              "holds data/meters/sgsc", file=sys.stderr)
        return NO_DATA
    plans = SETS[chosen.plans]
    wanted = (chosen.home, chosen.plan, chosen.month)
    try:
        if chosen.coverage:
            write_coverage(plan_folder(shared), TWENTY, sys.stdout)
            return 0
        bills = make_bills(shared, *((one,) if one else all_ for one, all_ in
                                     zip(wanted, (HOMES, plans, MONTHS))))
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
