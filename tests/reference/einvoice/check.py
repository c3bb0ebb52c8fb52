#!/usr/bin/env python3
"""Checks the arithmetic of UBL 2.1 and CII invoices and credit notes. See README.md."""

import argparse
import dataclasses
import json
import sys

import rules
import ubl


def check_file(path, peppol=True):
    """A plain record of one file: findings, or the reason why it could not be checked."""
    try:
        with open(path, "rb") as file:
            # One byte more than allowed, so that a file that never ends is refused too.
            findings = rules.check(ubl.parse(file.read(ubl.MAX_BYTES + 1)), peppol)
    except (OSError, ubl.BadDocument) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return {"file": path, "passed": False, "error": reason, "failures": []}
    return {"file": path, "passed": not findings, "error": None,
            "failures": [dataclasses.asdict(finding) for finding in findings]}


def print_text(results):
    for result in results:
        if result["error"]:
            print(f"{result['file']}: cannot be checked: {result['error']}")
        for failure in result["failures"]:
            print(f"{result['file']}:{failure['line']}: {failure['rule']}: expected "
                  f"{failure['expected']}, found {failure['found']}")
    passed = sum(result["passed"] for result in results)
    print(f"{passed} passed, {len(results) - passed} failed")


def main(arguments):
    parser = argparse.ArgumentParser(
        description="Check the arithmetic rules of EN 16931 on UBL 2.1 and CII invoices and credit "
                    "notes.",
        epilog="Exit status: 0 all passed, 1 a file failed or cannot be checked, 2 wrong usage.")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    parser.add_argument("--no-peppol", action="store_true",
                        help=f"leave out {rules.PEPPOL_LINE_RULE} (line net amount)")
    options = parser.parse_args(arguments)
    # File names and the quoted text may hold what the terminal's encoding lacks.
    sys.stdout.reconfigure(errors="backslashreplace")
    results = [check_file(path, not options.no_peppol) for path in options.files]
    passed = sum(result["passed"] for result in results)
    if options.json:
        print(json.dumps({"files": results, "passed": passed, "failed": len(results) - passed},
                         indent=2))
    else:
        print_text(results)
    return 0 if passed == len(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
