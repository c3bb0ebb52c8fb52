"""What usage rates and demand charges of an Australian CDR plan share: money, days, windows.

A member that no reader of this folder knows is refused: it might change what a home pays.
"""

import re
from fractions import Fraction
from typing import NamedTuple

from civil import DataError

MINUTES_PER_DAY = 24 * 60
WEEK = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
SUNDAY = 6
DAY_NAMES = {name: {index} for index, name in enumerate(WEEK)}
DAY_NAMES |= {"MONDAY": {0}, "TUESDAY": {1}, "WEDNESDAY": {2}, "THURSDAY": {3}, "FRIDAY": {4},
              "SATURDAY": {5}, "SUNDAY": {6}, "BUSINESS_DAYS": {0, 1, 2, 3, 4}}
DAY_FLAGS = {"weekdays": WEEK[:5], "saturday": ("SAT",), "sunday": ("SUN",)}
HOLIDAYS_OUT = re.compile(r"excluding public holidays|business days|working weekdays", re.I)
HOLIDAYS_IN = re.compile(r"monday\s*(-|–|to)\s*friday|weekdays", re.I)


class Window(NamedTuple):
    days: frozenset  # 0 = Monday
    start: int       # minute of the day, inclusive
    end: int         # minute of the day, exclusive; at or before start: over midnight

    def holds(self, weekday, minute):
        if weekday not in self.days:
            return False
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


def within(start, end, day):
    """Whether a date lies in mm-dd to mm-dd, both included; an end before the start wraps."""
    key = f"{day.month:02d}-{day.day:02d}"
    if start <= end:
        return start <= key <= end
    return key >= start or key <= end


def only(json, where, known):
    """Refuses members that are not known."""
    unknown = sorted(set(json) - set(known))
    if unknown:
        raise DataError(f"{where}: member {', '.join(unknown)} is not read here and may change "
                        "the price")


def dollars(cents_text):
    price = Fraction(cents_text) / 100
    if price < 0:
        raise DataError(f"price {cents_text}: must not be negative")
    return price


def parse_clock(text):
    """'659', '0930' or '19:59' as minute of the day."""
    match = re.fullmatch(r"(\d{1,2}):?(\d{2})", text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise DataError(f"time '{text}': expected H:MM, HH:MM, HMM or HHMM")
    return int(match[1]) * 60 + int(match[2])


def day_names(days):
    """Names of either shape of 'days': a list of names, or flags for the kinds of day."""
    if not isinstance(days, dict):
        return days
    only(days, "days", DAY_FLAGS)
    names = [name for flag, names in DAY_FLAGS.items() if days.get(flag) for name in names]
    if not names:
        raise DataError("days: every flag is false, only the description says when")
    return names


def parse_window(start_text, end_text, days):
    """One window; an end on minute 59 or 29 is inclusive, on 00 or 30 exclusive."""
    start, end = parse_clock(start_text), parse_clock(end_text)
    if end % 30 == 29:
        end += 1
    end = end or MINUTES_PER_DAY
    if start % 30 or end % 30:
        raise DataError(f"window {start_text}-{end_text}: its ends must cut at half hours")
    if start == end:
        raise DataError(f"window {start_text}-{end_text} is empty or a whole day; say which")
    names = day_names(days)
    unknown = [name for name in names if name not in DAY_NAMES]
    if unknown or not names:
        raise DataError(f"window {start_text}-{end_text}: days {unknown or 'missing'}")
    return Window(frozenset().union(*(DAY_NAMES[name] for name in names)), start, end)
