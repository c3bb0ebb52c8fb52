"""What the calculator makes of each plan file of the archive, and what its bills leave out."""

import csv

from cdr_plan import load_plan, read_plan
from civil import DataError

COLUMNS = ("plan", "state", "what", "text")


def rows_of(path, chosen):
    """One plan file; a plan that is billed or could be has a row per group of what is left out."""
    plan_id = path.stem
    try:
        fuel = load_plan(path).get("fuelType", "not stated")
        if fuel != "ELECTRICITY":
            return [(plan_id, "other fuel", "reason", fuel)]
        plan = read_plan(path)
    except (DataError, ValueError) as error:
        return [(plan_id, "refused", "reason", str(error).removeprefix(f"{path}: "))]
    state = "billed" if plan_id in chosen else "could be billed"
    return [(plan_id, state, group, ", ".join(names)) for group, names in
            plan.left_out or (("nothing left out", ()),)]


def write_coverage(folder, chosen, out):
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for path in sorted(folder.glob("*.json")):
        writer.writerows(rows_of(path, chosen))
