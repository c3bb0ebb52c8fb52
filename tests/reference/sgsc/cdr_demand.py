"""Demand charges of an Australian CDR plan: the price of a home's highest half hours."""

import re
from fractions import Fraction
from typing import NamedTuple

from cdr_parts import HOLIDAYS_OUT, Window, dollars, only, parse_window, within
from civil import DataError

# In a demand window these words take public holidays out, beside those that usage rates know.
DEMAND_HOLIDAYS_OUT = re.compile(rf"{HOLIDAYS_OUT.pattern}|ex public holidays|workdays", re.I)
PERIODS = {("MONTH", "MONTH"), ("DAY", "MONTH"), ("DAY", "DAY")}  # charged by, measured by
MEMBERS = ("amount", "chargePeriod", "days", "description", "displayName", "endTime",
           "measurementPeriod", "minDemand", "startTime")


class Demand(NamedTuple):
    start: str         # mm-dd, included
    end: str           # mm-dd, included; before start: wraps the year
    name: str
    price: Fraction    # dollars per kW and charge period
    window: Window
    holidays_out: bool
    charged_by: str    # DAY or MONTH
    measured_by: str   # DAY or MONTH
    least: Fraction    # kW that are charged at least

    def key(self):
        return f"{self.start} demand {self.name}"

    def holds(self, day):
        return within(self.start, self.end, day)


def read_demand(json, start, end):
    where = f"demand '{json['displayName']}'"
    only(json, where, MEMBERS)
    charged_by, measured_by = json["chargePeriod"], json["measurementPeriod"]
    if (charged_by, measured_by) not in PERIODS:
        raise DataError(f"{where} is charged by {charged_by} and measured by {measured_by}; "
                        f"read are {', '.join(sorted('/'.join(pair) for pair in PERIODS))}")
    least = Fraction(json.get("minDemand") or 0)
    if least and (charged_by, measured_by) != ("DAY", "MONTH"):
        raise DataError(f"{where}: minDemand is read only where a month's maximum is charged by day")
    return Demand(start, end, json["displayName"], dollars(json["amount"]),
                  parse_window(json["startTime"], json["endTime"], json["days"]),
                  bool(DEMAND_HOLIDAYS_OUT.search(json["description"])), charged_by, measured_by,
                  least)


def read_demands(periods):
    """Demand charges of all tariff periods, standing alone or beside usage rates."""
    demands = tuple(read_demand(json, period["startDate"], period["endDate"])
                    for period in periods for json in period.get("demandCharges", []))
    if len({demand.key() for demand in demands}) != len(demands):
        raise DataError("two demand charges of one name in a season; lines could not be told apart")
    return demands
