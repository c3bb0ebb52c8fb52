"""Civil time of the homes: Sydney months, their half hours, and the public holidays.

Arithmetic on instants is done in UTC only; wall clocks are asked for, never added to.
"""

from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

UTC = timezone.utc
AEST = timezone(timedelta(hours=10))  # market time: UTC+10, no daylight saving
SYDNEY = ZoneInfo("Australia/Sydney")
HALF_HOUR = timedelta(minutes=30)


class DataError(Exception):
    """The input cannot be used; the text says where, why and what to do."""


class Month(NamedTuple):
    year: int
    number: int

    @classmethod
    def parse(cls, text):
        try:
            first = datetime.strptime(text, "%Y-%m")
        except ValueError:
            raise DataError(f"month '{text}': write it as YYYY-MM, for example 2013-04") from None
        return cls(first.year, first.month)

    def __str__(self):
        return f"{self.year:04d}-{self.number:02d}"

    def following(self):
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def first_day(self):
        return date(self.year, self.number, 1)

    def days(self):
        return (self.following().first_day() - self.first_day()).days

    def quarter_days(self):
        """Days of the calendar quarter that this month belongs to."""
        start = (self.number - 1) // 3 * 3 + 1
        return sum(Month(self.year, start + i).days() for i in range(3))

    def year_days(self):
        return (date(self.year + 1, 1, 1) - date(self.year, 1, 1)).days

    def dates(self):
        return [self.first_day() + timedelta(days=i) for i in range(self.days())]


def day_start(day):
    """The instant, in UTC, at which a civil day begins in Sydney."""
    return datetime(day.year, day.month, day.day, tzinfo=SYDNEY).astimezone(UTC)


def half_hours_between(first_day, day_after_last):
    """UTC starts of all half hours of the Sydney days [first_day, day_after_last)."""
    at, end = day_start(first_day), day_start(day_after_last)
    starts = []
    while at < end:
        starts.append(at)
        at += HALF_HOUR
    return starts


def half_hours_of(month):
    return half_hours_between(month.first_day(), month.following().first_day())


def read_holidays(path):
    """The dates of a calendar file; only the plain shape of nsw.calendar.yaml is read."""
    holidays = {}
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith(" "):
            inside = line.rstrip() == "holidays:"
            continue
        key, colon, name = line.strip().partition(": ")
        try:
            day = date.fromisoformat(key)
        except ValueError:
            day = None
        if not inside or not colon or not name or day is None or day in holidays:
            raise DataError(f"{path}:{number}: expected one '  YYYY-MM-DD: name' per holiday "
                            "below 'holidays:', each date once")
        holidays[day] = name
    if not holidays:
        raise DataError(f"{path}: no holidays found below 'holidays:'")
    return holidays
