"""The half-hour readings of one home, exactly as the source states them."""

import csv
import gzip
import re
from datetime import datetime
from fractions import Fraction

from civil import AEST, UTC, DataError

HEADER = ["reading_datetime", "general_supply_kwh"]
LABEL = re.compile(r"\d{4}-\d\d-\d\d \d\d:[03]0:00")
VALUE = re.compile(r"\d{1,6}(\.\d{1,9})?")


def parse_label(text):
    """Start of a half hour, fixed UTC+10 in the source, as an instant in UTC."""
    if not LABEL.fullmatch(text):
        raise ValueError("expected YYYY-MM-DD HH:00:00 or HH:30:00")
    return datetime.fromisoformat(text).replace(tzinfo=AEST).astimezone(UTC)


def read_home(path):
    """{UTC start of the half hour: kWh}. A file with any doubtful row is refused, not repaired."""
    readings = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != HEADER:
            raise DataError(f"{path}:1: expected the header {','.join(HEADER)}")
        for row in rows:
            where = f"{path}:{rows.line_num}"
            if len(row) != 2 or not VALUE.fullmatch(row[1]):
                raise DataError(f"{where}: expected a label and a kWh value of at most 9 decimals")
            try:
                start = parse_label(row[0])
            except ValueError as error:
                raise DataError(f"{where}: label '{row[0]}': {error}") from None
            if start in readings:
                raise DataError(f"{where}: label '{row[0]}' stands twice; decide which one holds")
            readings[start] = Fraction(row[1])
    return readings
