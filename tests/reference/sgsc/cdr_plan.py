"""Reads an Australian CDR plan into seasons of blocks or windows, or refuses it.

Only what a household's general supply pays is read: supply charge, usage, demand and guaranteed
percentage discounts; left_out.py names the rest. Prices in the archive are cents without GST; they
become dollars here, as fractions.
"""

import json
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Optional

from cdr_demand import read_demands
from cdr_parts import (HOLIDAYS_IN, HOLIDAYS_OUT, MINUTES_PER_DAY, WEEK, day_names, dollars,
                       only, parse_window, within)
from civil import AEST, SYDNEY, DataError
from left_out import GROUPS, left_out_of

PERIODS = ("P1D", "P1M", "P3M", "P1Y")
PERCENTAGES = ("percentOfBill", "percentOfUse")
TEXTS = ("description", "displayName", "name")
# Members of a contract that are read here, and those that say nothing about the price.
CONTRACT = ("timeZone", "tariffPeriod", "discounts", *GROUPS,
            "additionalFeeInformation", "benefitPeriod", "billFrequency", "coolingOffDays",
            "eligibility", "isFixed", "meterTypes", "onExpiryDescription", "paymentOption",
            "pricingModel", "termType", "terms", "variation")
SEASON = ("startDate", "endDate", "displayName", "rateBlockUType", "dailySupplyCharges",
          "singleRate", "timeOfUseRates", "demandCharges")


class Block(NamedTuple):
    volume: Optional[Fraction]  # kWh in this block per period; None: the rest
    price: Fraction             # dollars per kWh


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
        return within(self.start, self.end, day)

    def rate_at(self, weekday, minute):
        """The only rate with a window here; none or several is a fault of the plan."""
        found = [rate for rate in self.rates
                 if any(window.holds(weekday, minute) for window in rate.windows)]
        if len(found) != 1:
            names = ", ".join(rate.type for rate in found) or "no rate"
            raise DataError(f"season {self.start}: {WEEK[weekday]} {minute // 60:02d}:"
                            f"{minute % 60:02d} belongs to {names}; it must belong to one")
        return found[0]


class Discount(NamedTuple):
    method: str      # percentOfBill: of all lines above; percentOfUse: of blocks and windows
    share: Fraction  # of 1


class Plan(NamedTuple):
    id: str
    clock: object        # the zone of the windows' clock time and weekday
    seasons: tuple
    discounts: tuple     # guaranteed ones
    demands: tuple = ()
    left_out: tuple = ()  # pairs of a group and its names

    def season_of(self, day):
        found = [season for season in self.seasons if season.holds(day)]
        if len(found) != 1:
            raise DataError(f"plan {self.id}: {day} lies in {len(found)} seasons; "
                            "it must lie in one")
        return found[0]


def volume_of(rate):
    """kWh of a block; None for the rest, which the archive writes as null or not at all."""
    only(rate, "block", ("unitPrice", "volume"))
    return None if rate.get("volume") is None else Fraction(rate["volume"])


def read_rates(season_json):
    """The time-of-use rates of one season."""
    rates = []
    for rate in season_json["timeOfUseRates"]:
        only(rate, f"rate {rate['type']}", ("type", "rates", "timeOfUse", *TEXTS))
        if len(rate["rates"]) != 1 or volume_of(rate["rates"][0]) is not None:
            raise DataError(f"rate {rate['type']}: blocks inside a window have no period; they "
                            "are not read here")
        windows = [parse_window(use["startTime"], use["endTime"], use["days"])
                   for use in rate["timeOfUse"]]
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
             for use in rate["timeOfUse"] for name in day_names(use["days"])}
    if "BUSINESS_DAYS" in named and not every_day and not HOLIDAYS_IN.search(text):
        raise DataError("BUSINESS_DAYS, and no text says whether public holidays count")
    return False


def read_blocks(single):
    """Period and blocks of a single rate; only the last block may be without a volume."""
    only(single, "singleRate", ("rates", "period", *TEXTS))
    blocks = tuple(Block(volume_of(rate), dollars(rate["unitPrice"])) for rate in single["rates"])
    if not blocks or any((block.volume is None) != (block is blocks[-1]) for block in blocks):
        raise DataError("blocks: each but the last needs a volume, the last must have none")
    period = single.get("period")
    if len(blocks) > 1 and period not in PERIODS:
        raise DataError(f"blocks with period {period}: expected one of {', '.join(PERIODS)}")
    return period, blocks


def read_season(season_json):
    only(season_json, f"season {season_json['startDate']}", SEASON)
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
    """Guaranteed percentages; a fixed amount states no period, so no bill's part of it is known."""
    discounts = []
    for discount in contract.get("discounts", []):
        if discount["type"] != "GUARANTEED":
            continue
        method = discount["methodUType"]
        if method not in PERCENTAGES:
            raise DataError(f"guaranteed discount {method} is not read here")
        percent = Fraction(discount[method]["rate"])
        if not 1 <= percent <= 100:  # the archive writes 1 % of conditional ones as '0.01'
            raise DataError(f"guaranteed discount of '{discount[method]['rate']}' percent: "
                            "expected 1 to 100")
        discounts.append(Discount(method, percent / 100))
    if len(discounts) > 1:
        raise DataError("several guaranteed discounts; their order is not settled")
    return tuple(discounts)


def read_contract(plan_id, contract):
    only(contract, "electricityContract", CONTRACT)
    zone = contract.get("timeZone", "AEST")
    if zone not in ("AEST", "LOCAL"):
        raise DataError(f"timeZone {zone}: expected AEST or LOCAL")
    periods = contract["tariffPeriod"]
    seasons = tuple(read_season(period) for period in periods
                    if period["rateBlockUType"] != "demandCharges")
    plan = Plan(plan_id, SYDNEY if zone == "LOCAL" else AEST, seasons, read_discounts(contract),
                read_demands(periods), tuple(left_out_of(contract).items()))
    for ordinal in range(date(2012, 1, 1).toordinal(), date(2013, 1, 1).toordinal()):
        plan.season_of(date.fromordinal(ordinal))  # a leap year shows every mm-dd
    return plan


def load_plan(path):
    """The document of a plan file; numbers stay text, to be read exactly."""
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_float=str, parse_int=str)["data"]


def read_plan(path):
    try:
        data = load_plan(path)
        return read_contract(data["planId"], data["electricityContract"])
    except KeyError as error:
        raise DataError(f"{path}: member {error} is missing") from None
    except (ValueError, DataError) as error:
        raise DataError(f"{path}: {error}") from None
