#!/usr/bin/env python3
"""Bills the seven homes with the program itself and compares with bills.py; see README.md.

  through_program.py BILLWRIGHT [--plans four | twenty] [--keep FOLDER]

From files to issued invoices: the plan files are converted, catalogue, issuer, an account for each
home under each plan and a year of readings are imported, eleven months billed one after the other,
each invoice explained. Then the explained lines must be those of the reference, the books and
hashes must agree, a second run must bill nothing, and e-invoices must be valid.

Exit code: 0 all is right, 1 something is not, 77 no shared data (skipped).
"""

import argparse
import csv
import gzip
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import bills
from bills import HERE, HOMES, MONTHS, NO_DATA, SETS
from cdr_plan import read_plan
from compare import COLUMNS
from converted import convert
from program import Program, Wrong, expect

INTERVALS = ("2013-02-28", "2014-02-02")  # labels from, to: Sydney's months and a day around them
E_INVOICE_STEP = 31  # every 31st bill, in the order of home, plan, month: some of all plans

DEMAND_UNITS = ("kW", "kW day")


def account_of(home, plan):
    return f"{home}-{plan}"


def energy_plan(plan):
    """The name of a plan of the schedule alone: what else the offer asks for is left out."""
    return f"{plan}.energy"


def write_energy_plans(path, plans):
    path.write_text("---\n".join(
        f"plan: {energy_plan(plan)}\nsector: electricity\ncurrency: AUD\nprices: net\n"
        f"from: 2012-01-01\nschedules: {plan}\n" for plan in plans), encoding="utf-8")


def write_accounts(path, plans):
    """Each home once under each plan: an account with a service point of its name."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["account", "issuer", "currency", "name", "street", "postcode", "city",
                      "country", "language", "service_point", "kind", "zone", "plan", "from"])
        for home in HOMES:
            for plan in plans:
                account = account_of(home, plan)
                out.writerow([account, "SGSC", "AUD", f"Home {home}", "2 Sample Street", "2000",
                              "Sydney", "AU", "en", account, "electricity", "Australia/Sydney",
                              energy_plan(plan), f"{MONTHS[0]}-01"])


def write_readings(path, plans, shared):
    """Our columns; the labels are the start in UTC+10 all year. Returns the count of values."""
    count = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("service_point,channel,unit,start,minutes,value\n")
        for home in HOMES:
            source = shared / "data" / "meters" / "sgsc" / f"customer-{home}.csv.gz"
            with gzip.open(source, "rt", encoding="utf-8", newline="") as rows:
                values = [row.rstrip("\r\n").split(",") for row in rows]
            for plan in plans:
                point = account_of(home, plan)
                for label, value in values[1:]:
                    if INTERVALS[0] <= label < INTERVALS[1]:
                        start = label.replace(" ", "T")
                        file.write(f"{point},import,kWh,{start}+10:00,30,{value}\n")
                        count += 1
    return count


def fill(program, folder, plans, shared):
    """An empty workspace becomes one with everything that the months need."""
    accounts, readings = folder / "accounts.csv", folder / "readings.csv"
    energy_plans = folder / "energy-plans.yaml"
    write_accounts(accounts, plans)
    write_energy_plans(energy_plans, plans)
    values = write_readings(readings, plans, shared)
    program("init")
    sources = [bills.plan_folder(shared) / f"{plan}.json" for plan in plans]
    program("import", HERE / "nsw.calendar.yaml", HERE / "au.taxes.yaml",
            HERE / "retailer.issuer.yaml", *convert(program, sources, folder / "tariffs"),
            energy_plans)
    came = program("import", accounts)["files"][0]
    expect("accounts taken in", (came["accepted"], came["rejected"]), (len(HOMES) * len(plans), 0))
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


def line_key(line, plan):
    """The reference's name of a line: supply, block 1, 11-01 OFF_PEAK, discount."""
    breakdown = line["breakdown"]
    start = breakdown.get("season", plan.seasons[0].start).removeprefix("from-")
    if line["unit"] == "day":
        return "supply"
    if line["unit"] in DEMAND_UNITS:
        return f"{start} demand {line['name'].partition(',')[0]}"
    if "window" in breakdown:
        return f"{start} {breakdown['window'].upper().replace('-', '_')}"
    if line["unit"] == "kWh":
        block = f"block {breakdown.get('tier', 1)}"
        return f"{start} {block}" if len(plan.seasons) > 1 else block
    return "discount"


def is_other_time(line):
    """Power outside the demand's window: the bill shows it for nothing, the reference does not."""
    return line["breakdown"].get("window") == "rest" and line["price"] == "0"


def explained_rows(program, month, invoice, plans):
    """An invoice as rows for bills.py --compare. Fails if it cannot be computed again."""
    told = program("invoice", "explain", invoice["number"])
    home, _, plan = told["account"].partition("-")
    # A half hour without a reading is missing in the usage, and once more in the demand.
    missing = sum(line["breakdown"].get("missing", 0) for line in told["lines"]
                  if line["unit"] == "kWh")
    head = [home, plan, month, missing]
    rows = [[*head, line_key(line, plans[plan]), line["quantity"], line["net"]["amount"]]
            for line in told["lines"] if not is_other_time(line)]
    sums = (("net", invoice["net"]), ("gst", invoice["tax"]), ("total", invoice["payable"]))
    return rows + [[*head, name, "", money["amount"]] for name, money in sums]


def bill_months(program, plans):
    """Bills every month; ({(home, plan, month): invoice number}, rows for bills.py --compare)."""
    numbers, rows = {}, []
    for month in MONTHS:
        run = bill(program, month)
        listed = program("invoice", "list", "--run", run["run"],
                         "--limit", len(HOMES) * len(plans))
        for invoice in listed["invoices"]:
            found = explained_rows(program, month, invoice, plans)
            numbers[tuple(found[0][:3])] = invoice["number"]
            rows += found
    return numbers, rows


def compare_with_reference(folder, rows, chosen):
    path = folder / "bills.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    expect("exit code of bills.py --compare",
           bills.main(["--compare", str(path), "--plans", chosen]), 0)


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


def run_all(binary, folder, chosen, shared):
    program = Program(binary, folder / "workspace")
    plans = {plan: read_plan(bills.plan_folder(shared) / f"{plan}.json") for plan in SETS[chosen]}
    count = len(HOMES) * len(plans) * len(MONTHS)
    fill(program, folder, plans, shared)
    numbers, rows = bill_months(program, plans)
    expect("bills", len(numbers), count)
    compare_with_reference(folder, rows, chosen)
    expect("bills of the last month billed again", bill(program, MONTHS[-1])["statements"], 0)
    verified = program("verify")
    expect("alarms of verify", verified["findings"], [])
    expect("statements that verify saw", verified["statements"], count)
    check_e_invoices(program, folder, numbers)


def main(arguments):
    parser = argparse.ArgumentParser(description="Reference bills, made by the program itself.")
    parser.add_argument("billwright", help="the program")
    parser.add_argument("--plans", choices=SETS, default="four", help="which plans; four if absent")
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
            run_all(Path(chosen.billwright).resolve(), folder, chosen.plans, shared)
        except Wrong as wrong:
            print(f"through_program.py: {wrong}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
