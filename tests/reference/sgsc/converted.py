"""The plans as `billwright tariff convert` makes them of the archive's files, and its report.

What the report says is not on the bill, and what bills.py leaves out, must be the same entries.
"""

import re
from pathlib import Path

from cdr_plan import load_plan
from left_out import GROUPS
from program import Wrong

# Prices of today for readings of 2013, by what holds for these homes, not for the plan's state.
READ_AS = ("--from", "2012-01-01", "--zone", "Australia/Sydney", "--holidays", "AU-NSW")
SOME_REFUSED = 3  # exit code of the program
CONTRACT = "data.electricityContract"
NOT_HELD = ("refused", "left out")
HOW_READ = "read"  # of what is held
# What the calculator passes over without a name: a text about fees.
UNNAMED = {f"{CONTRACT}.additionalFeeInformation"}
# Entries that the native text holds, for who has them: keys of their charges and fees.
HELD = {"controlledLoad": r"controlled-load-\d+", "solarFeedInTariff": r"feed-in[\w-]*",
        "greenPowerCharges": r"green-power-[\w.-]+",
        "fees": r"(?:membership|establishment|exit|other|paper-bill|late-payment|(?:re)?connection|"
                r"disconnect[\w-]*|[\w-]*-(?:processing|dishonour))(?:-\d+)?",
        # Those that everybody has are billed by bills.py, too.
        "discounts": r"discount[\w-]*:\n(?:    .+\n)*?    if"}


def entries_left_out(contract):
    """{path: member} of what bills.py leaves out."""
    found = {}
    for member in (*GROUPS, "discounts"):
        entries = contract.get(member) or []
        if not isinstance(entries, list):  # a controlled load may stand alone
            found[f"{CONTRACT}.{member}"] = member
            continue
        for index, entry in enumerate(entries):
            if member != "discounts" or entry["type"] != "GUARANTEED":
                found[f"{CONTRACT}.{member}[{index}]"] = member
    return found


def is_at(path, place):
    """At the place or inside it."""
    return path == place or path.startswith((f"{place}.", f"{place}["))


def differences(report, contract):
    """Entries that only one of the two leaves out, as sentences."""
    expected = entries_left_out(contract)
    findings = {finding["path"]: finding["severity"] for finding in report["findings"]
                if finding["severity"] != HOW_READ}
    silent = [path for path in expected if not any(is_at(place, path) for place in findings)]
    found = []
    for member, key in HELD.items():
        charges = re.findall(rf"^  {key}:", report["text"], re.MULTILINE)
        entries = [path for path in silent if expected[path] == member]
        if len(charges) != len(entries):
            found.append(f"{member}: {len(charges)} charges in the text for "
                         f"{', '.join(entries) or 'no entry'}")
    found += [f"{path}: not named" for path in silent if expected[path] not in HELD]
    found += [f"{path}: {severity}, but bills.py bills it" for path, severity in findings.items()
              if severity in NOT_HELD and path not in UNNAMED and
              not any(is_at(path, place) for place in expected)]
    return found


def convert(program, sources, folder):
    """Writes a native text of each plan file into the folder; their paths."""
    told = program("tariff", "convert", *sources, "--out", folder, *READ_AS,
                   ends=(0, SOME_REFUSED))
    wrong = []
    for report in told["files"]:
        name = Path(report["file"]).stem
        contract = load_plan(report["file"])["electricityContract"]
        wrong += [f"{name}: {text}" for text in differences(report, contract)]
    if wrong:
        raise Wrong("\n".join(["what is left out differs:", *wrong]))
    return [Path(folder) / f"{source.stem}.yaml" for source in sources]
