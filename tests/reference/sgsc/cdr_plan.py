"""Reads an Australian CDR plan into seasons of blocks or windows, or refuses it.

Only what a household's general supply pays is read: supply charge, usage and guaranteed
percentage discounts. Controlled load, feed-in, fees, green power and conditional discounts are
left out. Prices in the archive are cents without GST; they become dollars here, as fractions.
"""

import json
import re
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Optional

from civil import AEST, SYDNEY, DataError

MINUTES_PER_DAY = 24 * 60
WEEK = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
SUNDAY = 6
DAY_NAMES = {name: {index} for index, name in enumerate(WEEK)}
DAY_NAMES |= {"MONDAY": {0}, "TUESDAY": {1}, "WEDNESDAY": {2}, "THURSDAY": {3}, "FRIDAY": {4},
              "SATURDAY": {5}, "SUNDAY": {6}, "BUSINESS_DAYS": {0, 1, 2, 3, 4}}
HOLIDAYS_OUT = re.compile(r"excluding public holidays|business days|working weekdays", re.I)
HOLIDAYS_IN = re.compile(r"monday\s*(-|–|to)\s*friday|weekdays", re.I)
PERIODS = ("P1D", "P1M", "P3M", "P1Y")


class Block(NamedTuple):
    volume: Optional[Fraction]  # kWh in this block per period; None: the rest
    price: Fraction             # dollars per kWh


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


class Rate(NamedTuple):
    type: str
    price: Fraction
    windows: tuple


class Season(NamedTuple):
    start: str  # mm-dd, included
    end: str    # mm-dd, included; before start: the season wraps the year
    supply: Fraction
    period: Optional[str]
    blocks: tuple
    rates: tuple
    holiday_is_sunday: bool

    def holds(self, day):
        key = f"{day.month:02d}-{day.day:02d}"
        if self.start <= self.end:
            return self.start <= key <= self.end
        return key >= self.start or key <= self.end

    def rate_at(self, weekday, minute):
        """The only rate with a window here; none or several is a fault of the plan."""
        found = [rate for rate in self.rates
                 if any(window.holds(weekday, minute) for window in rate.windows)]
        if len(found) != 1:
            names = ", ".join(rate.type for rate in found) or "no rate"
            raise DataError(f"season {self.start}: {WEEK[weekday]} {minute // 60:02d}:"
                            f"{minute % 60:02d} belongs to {names}; it must belong to one")
        return found[0]


class Plan(NamedTuple):
    id: str
    clock: object       # the zone of the windows' clock time and weekday
    seasons: tuple
    discounts: tuple    # guaranteed percentages, as fractions of 1

    def season_of(self, day):
        found = [season for season in self.seasons if season.holds(day)]
        if len(found) != 1:
            raise DataError(f"plan {self.id}: {day} lies in {len(found)} seasons; "
                            "it must lie in one")
        return found[0]


def parse_clock(text):
    """'659', '0930' or '19:59' as minute of the day."""
    match = re.fullmatch(r"(\d{1,2}):?(\d{2})", text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise DataError(f"time '{text}': expected H:MM, HH:MM, HMM or HHMM")
    return int(match[1]) * 60 + int(match[2])


def parse_window(start_text, end_text, day_names):
    """One window; an end on minute 59 or 29 is inclusive, on 00 or 30 exclusive."""
    start, end = parse_clock(start_text), parse_clock(end_text)
    if end % 30 == 29:
        end += 1
    end = end or MINUTES_PER_DAY
    if start % 30 or end % 30:
        raise DataError(f"window {start_text}-{end_text}: its ends must cut at half hours")
    if start == end:
        raise DataError(f"window {start_text}-{end_text} is empty or a whole day; say which")
    unknown = [name for name in day_names if name not in DAY_NAMES]
    if unknown or not day_names:
        raise DataError(f"window {start_text}-{end_text}: days {unknown or 'missing'}")
    return Window(frozenset().union(*(DAY_NAMES[name] for name in day_names)), start, end)


def dollars(cents_text):
    price = Fraction(cents_text) / 100
    if price < 0:
        raise DataError(f"price {cents_text}: must not be negative")
    return price


def read_rates(season_json):
    """The time-of-use rates of one season."""
    rates = []
    for rate in season_json["timeOfUseRates"]:
        if len(rate["rates"]) != 1 or "volume" in rate["rates"][0]:
            raise DataError(f"rate {rate['type']}: blocks inside a window are not read here")
        windows = []
        for use in rate["timeOfUse"]:
            if not isinstance(use["days"], list):
                raise DataError(f"rate {rate['type']}: days are not a list of names")
            windows.append(parse_window(use["startTime"], use["endTime"], use["days"]))
        rates.append(Rate(rate["type"], dollars(rate["rates"][0]["unitPrice"]), tuple(windows)))
    if len({rate.type for rate in rates}) != len(rates):
        raise DataError("two rates of one type in a season; lines could not be told apart")
    return tuple(rates)


def holidays_like_sunday(season_json, rates):
    """Whether a public holiday of this season is billed like a Sunday.

    The text of any rate of the season speaks for the whole season: a half hour taken out of
    'Peak (excluding public holidays)' has to fall into another rate of the same season.
    """
    text = " / ".join(rate.get("description", "") for rate in season_json["timeOfUseRates"])
    if HOLIDAYS_OUT.search(text):
        return True
    every_day = all(len(window.days) == 7 for rate in rates for window in rate.windows)
    named = {name for rate in season_json["timeOfUseRates"]
             for use in rate["timeOfUse"] for name in use["days"]}
    if "BUSINESS_DAYS" in named and not every_day and not HOLIDAYS_IN.search(text):
        raise DataError("BUSINESS_DAYS, and no text says whether public holidays count")
    return False


def read_blocks(single):
    """Period and blocks of a single rate; only the last block may be without a volume."""
    blocks = tuple(Block(Fraction(rate["volume"]) if "volume" in rate else None,
                         dollars(rate["unitPrice"])) for rate in single["rates"])
    if not blocks or any((block.volume is None) != (block is blocks[-1]) for block in blocks):
        raise DataError("blocks: each but the last needs a volume, the last must have none")
    period = single.get("period")
    if len(blocks) > 1 and period not in PERIODS:
        raise DataError(f"blocks with period {period}: expected one of {', '.join(PERIODS)}")
    return period, blocks


def read_season(season_json):
    kind = season_json["rateBlockUType"]
    period, blocks, rates, like_sunday = None, (), (), False
    if kind == "singleRate":
        period, blocks = read_blocks(season_json["singleRate"])
    elif kind == "timeOfUseRates":
        rates = read_rates(season_json)
        like_sunday = holidays_like_sunday(season_json, rates)
    else:
        raise DataError(f"rate block '{kind}' is not read here")
    season = Season(season_json["startDate"], season_json["endDate"],
                    dollars(season_json["dailySupplyCharges"]), period, blocks, rates, like_sunday)
    if rates:
        for weekday in range(7):
            for minute in range(0, MINUTES_PER_DAY, 30):
                season.rate_at(weekday, minute)
    return season


def read_discounts(contract):
    shares = []
    for discount in contract.get("discounts", []):
        if discount["type"] != "GUARANTEED":
            continue
        if discount["methodUType"] != "percentOfBill":
            raise DataError(f"guaranteed discount {discount['methodUType']} is not read here")
        shares.append(Fraction(discount["percentOfBill"]["rate"]) / 100)
    if len(shares) > 1:
        raise DataError("several guaranteed discounts; their order is not settled")
    return tuple(shares)


def read_plan(path):
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file, parse_float=str, parse_int=str)["data"]
        contract = data["electricityContract"]
        zone = contract.get("timeZone", "AEST")
        if zone not in ("AEST", "LOCAL"):
            raise DataError(f"timeZone {zone}: expected AEST or LOCAL")
        seasons = tuple(read_season(season) for season in contract["tariffPeriod"])
        plan = Plan(data["planId"], SYDNEY if zone == "LOCAL" else AEST, seasons,
                    read_discounts(contract))
        for ordinal in range(date(2012, 1, 1).toordinal(), date(2013, 1, 1).toordinal()):
            plan.season_of(date.fromordinal(ordinal))  # a leap year shows every mm-dd
        return plan
    except KeyError as error:
        raise DataError(f"{path}: member {error} is missing") from None
    except (ValueError, DataError) as error:
        raise DataError(f"{path}: {error}") from None
