"""Compares a program's bills (CSV) with the reference, line by line and to the cent."""

import csv
import re
from fractions import Fraction

from civil import DataError
from exact import exact_text, money, terminates

COLUMNS = ("home", "plan", "month", "missing", "line", "quantity", "amount")
SUMS = ("net", "gst", "total")
QUANTITY = re.compile(r"\d{1,15}(\.(?P<decimals>\d{1,30})|/[1-9]\d{0,15})?")
MIN_DECIMALS = 6  # of a quantity that no decimal can state exactly


def read_bills(path):
    """{(home, plan, month): {line: row}} of a program's CSV; other columns are ignored."""
    bills = {}
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        absent = [name for name in COLUMNS if name not in (rows.fieldnames or [])]
        if absent:
            raise DataError(f"{path}:1: the header lacks {', '.join(absent)}; "
                            f"expected {','.join(COLUMNS)}")
        for row in rows:
            where = f"{path}:{rows.line_num}"
            if any(row[name] is None for name in COLUMNS):
                raise DataError(f"{where}: too few columns")
            lines = bills.setdefault((row["home"], row["plan"], row["month"]), {})
            if row["line"] in lines:
                raise DataError(f"{where}: line '{row['line']}' of this bill stands twice")
            lines[row["line"]] = row
    return bills


def same_quantity(exact, text):
    """Equal; or, if no decimal is exact, less than one unit of the last of 6 or more decimals."""
    match = QUANTITY.fullmatch(text)
    if not match:
        return False
    if terminates(exact) or "/" in text:
        return Fraction(text) == exact
    decimals = len(match["decimals"] or "")
    return decimals >= MIN_DECIMALS and abs(Fraction(text) - exact) < Fraction(1, 10**decimals)


def differences(bill, lines):
    """What a program's bill has that the reference has not, as sentences."""
    expected = {line.key: (line.quantity, line.cents) for line in bill.lines}
    expected |= {name: (None, getattr(bill, name)) for name in SUMS}
    found = []
    for key, (quantity, cents) in expected.items():
        row = lines.get(key)
        if row is None:
            found.append(f"{key}: missing, expected {money(cents)}")
            continue
        if row["amount"] != money(cents):
            found.append(f"{key}: amount {row['amount']}, expected {money(cents)}")
        if quantity is not None and key != "discount" and \
                not same_quantity(quantity, row["quantity"]):
            found.append(f"{key}: quantity {row['quantity']}, expected {exact_text(quantity)}")
    found += [f"{key}: not expected" for key in lines if key not in expected]
    stated = {row["missing"] for row in lines.values()}
    if stated != {str(bill.missing)}:
        found.append(f"missing half hours {', '.join(sorted(stated))}, expected {bill.missing}")
    return found
