#!/usr/bin/env python3
"""Bills the seven homes with the program itself and compares with bills.py; see README.md.

  through_program.py BILLWRIGHT [--keep FOLDER]

From files to issued invoices: catalogue, issuer, 28 accounts (each home under each plan) and a year
of readings are imported, eleven months billed one after the other, each invoice explained. Then the
explained lines must be those of the reference, the books and hashes must agree, a second run must
bill nothing, and e-invoices must be valid.

Exit code: 0 all is right, 1 something is not, 77 no shared data (skipped).
"""

import argparse
import csv
import gzip
import json
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import bills
from bills import HERE, HOMES, MONTHS, NO_DATA, PLANS
from compare import COLUMNS

ACCOUNTS = len(HOMES) * len(PLANS)
INTERVALS = ("2013-02-28", "2014-02-02")  # labels from, to: Sydney's months and a day around them
BILLS = ACCOUNTS * len(MONTHS)
E_INVOICE_STEP = 31  # every 31st bill, in the order of home, plan, month: 10, of all plans
# First days of the seasons that ENE528664MRE1@EME.yaml names.
SEASON_STARTS = {"summer": "11-01", "autumn": "04-01", "winter": "06-01", "spring": "09-01"}


class Wrong(Exception):
    """What the program did is not what it must do."""


class Program:
    """billwright on one workspace."""

    def __init__(self, binary, workspace):
        self.command = [str(binary), "--json", "-w", str(workspace)]

    def __call__(self, *arguments):
        """Runs it to a good end; its JSON document."""
        done = subprocess.run([*self.command, *map(str, arguments)], capture_output=True,
                              encoding="utf-8", check=False)
        if done.returncode != 0:
            raise Wrong(f"billwright {' '.join(map(str, arguments))} ended with "
                        f"{done.returncode}: {done.stdout.strip()} {done.stderr.strip()}")
        return json.loads(done.stdout)


def expect(what, found, expected):
    if found != expected:
        raise Wrong(f"{what}: found {found}, expected {expected}")


def account_of(home, plan):
    return f"{home}-{plan}"


def write_accounts(path):
    """Each home four times, once under each plan: an account with a service point of its name."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["account", "issuer", "currency", "name", "street", "postcode", "city",
                      "country", "language", "service_point", "kind", "zone", "plan", "from"])
        for home in HOMES:
            for plan in PLANS:
                account = account_of(home, plan)
                out.writerow([account, "SGSC", "AUD", f"Home {home}", "2 Sample Street", "2000",
                              "Sydney", "AU", "en", account, "electricity", "Australia/Sydney",
                              plan, f"{MONTHS[0]}-01"])


def write_readings(path, shared):
    """Our columns; the labels are the start in UTC+10 all year. Returns the count of values."""
    count = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("service_point,channel,unit,start,minutes,value\n")
        for home in HOMES:
            source = shared / "data" / "meters" / "sgsc" / f"customer-{home}.csv.gz"
            with gzip.open(source, "rt", encoding="utf-8", newline="") as rows:
                values = [row.rstrip("\r\n").split(",") for row in rows]
            for plan in PLANS:
                point = account_of(home, plan)
                for label, value in values[1:]:
                    if INTERVALS[0] <= label < INTERVALS[1]:
                        start = label.replace(" ", "T")
                        file.write(f"{point},import,kWh,{start}+10:00,30,{value}\n")
                        count += 1
    return count


def fill(program, folder, shared):
    """An empty workspace becomes one with everything that the months need."""
    accounts, readings = folder / "accounts.csv", folder / "readings.csv"
    write_accounts(accounts)
    values = write_readings(readings, shared)
    program("init")
    program("import", HERE / "nsw.calendar.yaml", HERE / "au.taxes.yaml",
            HERE / "retailer.issuer.yaml", *(HERE / "tariffs" / f"{plan}.yaml" for plan in PLANS))
    came = program("import", accounts)["files"][0]
    expect("accounts taken in", (came["accepted"], came["rejected"]), (ACCOUNTS, 0))
    came = program("import", readings)["files"][0]
    expect("readings taken in", (came["accepted"], came["rejected"], came["pending"]),
           (values, 0, 0))


def bill(program, month):
    """Bills a month on the third of the next, gaps or not; the report of the run."""
    next_month = (date.fromisoformat(f"{month}-01") + timedelta(days=31)).replace(day=3)
    run = program("bill", "--period", month, "--issued-on", next_month,
                    "--release", "missing-readings")
    expect(f"held accounts of {month}", run["held"], 0)
    return run


def line_key(line):
    """The reference's name of a line: supply, block 1, 11-01 OFF_PEAK, discount."""
    breakdown = line["breakdown"]
    if "tier" in breakdown:
        return f"block {breakdown['tier']}"
    if "window" in breakdown:
        start = SEASON_STARTS[breakdown["season"]] if "season" in breakdown else "01-01"
        return f"{start} {breakdown['window'].upper().replace('-', '_')}"
    return "supply" if line["unit"] == "day" else "discount"


def explained_rows(program, month, number, invoice):
    """An invoice as rows for bills.py --compare. Fails if it cannot be computed again."""
    told = program("invoice", "explain", number)
    home, _, plan = told["account"].partition("-")
    missing = sum(line["breakdown"].get("missing", 0) for line in told["lines"])
    head = [home, plan, month, missing]
    rows = [[*head, line_key(line), line["quantity"], line["net"]["amount"]]
            for line in told["lines"]]
    sums = (("net", invoice["net"]), ("gst", invoice["tax"]), ("total", invoice["payable"]))
    return rows + [[*head, name, "", money["amount"]] for name, money in sums]


def bill_months(program):
    """Bills every month; ({(home, plan, month): invoice number}, rows for bills.py --compare)."""
    numbers, rows = {}, []
    for month in MONTHS:
        run = bill(program, month)
        for invoice in program("invoice", "list", "--run", run["run"])["invoices"]:
            found = explained_rows(program, month, invoice["number"], invoice)
            numbers[tuple(found[0][:3])] = invoice["number"]
            rows += found
    expect("bills", len(numbers), BILLS)
    return numbers, rows


def compare_with_reference(folder, rows):
    path = folder / "bills.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    expect("exit code of bills.py --compare", bills.main(["--compare", str(path)]), 0)


def check_e_invoices(program, folder, numbers):
    """The sums of some e-invoices by EN 16931, and their form by the schema of UBL 2.1."""
    files = []
    for key in sorted(numbers)[::E_INVOICE_STEP]:
        files.append(folder / f"{numbers[key]}.xml")
        program("invoice", "xml", numbers[key], "-o", files[-1])
    checks = HERE.parent / "einvoice"
    for command in ([sys.executable, "-B", checks / "check.py"], ["sh", checks / "xsd.sh"]):
        done = subprocess.run([*command, *files], capture_output=True, encoding="utf-8",
                              check=False)
        if done.returncode == NO_DATA:
            print(done.stderr.strip())  # says what is absent
        elif done.returncode != 0:
            raise Wrong(f"e-invoices: {done.stdout}{done.stderr}")
        else:
            print(f"{len(files)} e-invoices good by {command[-1].name}")


def run_all(binary, folder, shared):
    program = Program(binary, folder / "workspace")
    fill(program, folder, shared)
    numbers, rows = bill_months(program)
    compare_with_reference(folder, rows)
    expect("bills of the last month billed again", bill(program, MONTHS[-1])["statements"], 0)
    verified = program("verify")
    expect("alarms of verify", verified["findings"], [])
    expect("statements that verify saw", verified["statements"], BILLS)
    check_e_invoices(program, folder, numbers)


def main(arguments):
    parser = argparse.ArgumentParser(description="Reference bills, made by the program itself.")
    parser.add_argument("billwright", help="the program")
    parser.add_argument("--keep", metavar="FOLDER", help="an empty folder to work in; it is kept")
    chosen = parser.parse_args(arguments)
    shared = bills.shared_folder()
    if shared is None:
        print("skipped: the shared data are absent; set BILLWRIGHT_SHARED to the folder that "
              "holds data/meters/sgsc", file=sys.stderr)
        return NO_DATA
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(chosen.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            run_all(Path(chosen.billwright).resolve(), folder, shared)
        except Wrong as wrong:
            print(f"through_program.py: {wrong}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
