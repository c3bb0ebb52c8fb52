"""Checks what is read of a plan file, and that what cannot be read is refused.

Run: python3 tests/reference/sgsc/cdr_plan_test.py.
"""

import io
import json
import sys
import tempfile
import unittest
from datetime import date
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cdr_demand import read_demands
from cdr_parts import parse_clock, parse_window
from cdr_plan import (Discount, Rate, Season, holidays_like_sunday, read_blocks, read_contract,
                      read_rates)
from civil import AEST, SYDNEY, DataError
from coverage import write_coverage

WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI"]


def season(start, end, rates=()):
    return Season(start, end, Fraction(1), None, (), rates, False)


class PlanReading(unittest.TestCase):
    def test_times_with_and_without_colon(self):
        self.assertEqual([419, 0, 1199, 420], [parse_clock(text) for text in
                                               ("659", "0000", "19:59", "0700")])
        for text in ("2400", "7", "07:60", "noon"):
            with self.assertRaises(DataError):
                parse_clock(text)

    def test_end_on_minute_59_is_inclusive_on_00_exclusive(self):
        self.assertEqual(420, parse_window("0000", "659", WEEKDAYS).end)
        self.assertEqual(1200, parse_window("1400", "19:59", WEEKDAYS).end)
        self.assertEqual(1260, parse_window("1500", "2100", WEEKDAYS).end)
        self.assertEqual(450, parse_window("0700", "0729", WEEKDAYS).end)

    def test_0000_as_an_end_is_24_hours(self):
        window = parse_window("2200", "0000", WEEKDAYS)
        self.assertTrue(window.holds(0, 1410))
        self.assertFalse(window.holds(0, 0))

    def test_days_of_a_window_over_midnight_name_the_half_hours_own_date(self):
        window = parse_window("2200", "659", WEEKDAYS)
        self.assertTrue(window.holds(0, 390))    # Monday 06:30, though Sunday is not named
        self.assertFalse(window.holds(5, 30))    # Saturday 00:30, though Friday is
        self.assertFalse(window.holds(0, 420))

    def test_season_may_wrap_the_year(self):
        summer = season("11-01", "03-31")
        inside = [date(2013, 11, 1), date(2014, 1, 1), date(2014, 3, 31)]
        outside = [date(2013, 10, 31), date(2014, 4, 1)]
        self.assertTrue(all(map(summer.holds, inside)))
        self.assertFalse(any(map(summer.holds, outside)))

    def test_half_hour_in_two_windows_is_refused(self):
        rate = Rate("PEAK", Fraction(1), (parse_window("0000", "0000", WEEKDAYS),))
        twice = season("01-01", "12-31", (rate, rate._replace(type="OTHER")))
        for weekday in (0, 6):  # in both rates, in none
            with self.assertRaises(DataError):
                twice.rate_at(weekday, 0)

    def test_holidays_follow_the_text_of_the_season(self):
        def like_sunday(day_names, text):
            json = {"timeOfUseRates": [{
                "type": "PEAK", "rates": [{"unitPrice": "10"}], "description": text,
                "timeOfUse": [{"days": day_names, "startTime": "700", "endTime": "2159"}]}]}
            return holidays_like_sunday(json, read_rates(json))
        self.assertTrue(like_sunday(["BUSINESS_DAYS"], "weekdays (excluding public holidays)"))
        self.assertFalse(like_sunday(["BUSINESS_DAYS"], "Monday - Friday"))
        self.assertFalse(like_sunday(WEEKDAYS, ""))
        with self.assertRaises(DataError):
            like_sunday(["BUSINESS_DAYS"], "")

    def test_flags_are_the_other_shape_of_days(self):
        flags = {"weekdays": True, "saturday": False, "sunday": True}
        self.assertEqual({0, 1, 2, 3, 4, 6}, parse_window("0700", "0900", flags).days)
        with self.assertRaisesRegex(DataError, "only the description says when"):
            parse_window("0000", "0000", dict.fromkeys(flags, False))

    def test_last_block_has_no_volume_absent_or_null(self):
        for rest in ({"unitPrice": "20"}, {"unitPrice": "20", "volume": None}):
            single = {"period": "P1D", "rates": [{"unitPrice": "10", "volume": "5.48"}, rest]}
            period, blocks = read_blocks(single)
            self.assertEqual(("P1D", [Fraction("5.48"), None]),
                             (period, [block.volume for block in blocks]))
            with self.assertRaisesRegex(DataError, "blocks with period None"):
                read_blocks({"rates": single["rates"]})

    def test_block_in_a_window_is_refused(self):
        json = {"timeOfUseRates": [{"type": "PEAK", "timeOfUse": [], "rates": [
            {"unitPrice": "10", "volume": "340.06"}, {"unitPrice": "20"}]}]}
        with self.assertRaisesRegex(DataError, "blocks inside a window"):
            read_rates(json)


class Demands(unittest.TestCase):
    JSON = {"displayName": "Peak", "description": "3pm - 9pm", "amount": "31.7546",
            "days": WEEKDAYS, "startTime": "1500", "endTime": "2100", "chargePeriod": "DAY",
            "measurementPeriod": "MONTH"}

    def read(self, **changes):
        period = {"startDate": "12-01", "endDate": "03-31", "demandCharges": [self.JSON | changes]}
        (demand,) = read_demands([period])
        return demand

    def test_demand_has_season_window_price_and_minimum(self):
        demand = self.read(minDemand="1.50")
        self.assertEqual("12-01 demand Peak", demand.key())
        self.assertEqual((Fraction("0.317546"), Fraction("1.5")), (demand.price, demand.least))
        self.assertEqual((900, 1260), demand.window[1:])
        self.assertTrue(demand.holds(date(2014, 1, 1)))
        self.assertFalse(demand.holds(date(2014, 4, 1)))

    def test_midnight_to_midnight_is_the_whole_day(self):
        window = self.read(startTime="00:00", endTime="00:00").window
        self.assertTrue(window.holds(0, 0) and window.holds(0, 1410))

    def test_words_that_take_holidays_out(self):
        for text, out in (("Mon-Fri Ex public holidays 3 pm to 9 pm AEST", True),
                          ("3PM - 9PM workdays (local time)", True),
                          ("4pm to 8pm on working weekdays", True), ("Anytime Demand", False)):
            self.assertEqual(out, self.read(description=text).holidays_out, text)

    def test_other_periods_and_minima_are_refused(self):
        for charged_by, measured_by in (("TARIFF_PERIOD", "TARIFF_PERIOD"), ("MONTH", "DAY")):
            with self.assertRaisesRegex(DataError, f"by {charged_by} and measured by"):
                self.read(chargePeriod=charged_by, measurementPeriod=measured_by)
        with self.assertRaisesRegex(DataError, "minDemand"):
            self.read(measurementPeriod="DAY", minDemand="1.5")

    def test_two_demand_charges_of_one_name_are_refused(self):
        period = {"startDate": "12-01", "endDate": "03-31", "demandCharges": [self.JSON, self.JSON]}
        with self.assertRaisesRegex(DataError, "two demand charges of one name"):
            read_demands([period])


class Contracts(unittest.TestCase):
    def contract(self, **changes):
        year = {"startDate": "07-01", "endDate": "06-30", "rateBlockUType": "singleRate",
                "dailySupplyCharges": "90", "singleRate": {"rates": [{"unitPrice": "20"}]}}
        return {"timeZone": "LOCAL", "tariffPeriod": [year]} | changes

    def discounts(self, *discounts):
        return read_contract("p", self.contract(discounts=list(discounts))).discounts

    def test_absent_time_zone_is_market_time(self):
        contract = self.contract()
        self.assertIs(SYDNEY, read_contract("p", contract).clock)
        del contract["timeZone"]
        self.assertIs(AEST, read_contract("p", contract).clock)

    def test_only_guaranteed_percentages_are_billed(self):
        def discount(type_, method, member):
            return {"type": type_, "methodUType": method, method: member, "displayName": "Nice"}
        use = discount("GUARANTEED", "percentOfUse", {"rate": "5"})
        self.assertEqual((Discount("percentOfUse", Fraction(1, 20)),), self.discounts(use))
        self.assertEqual((), self.discounts(use | {"type": "CONDITIONAL"}))
        for bad in (discount("GUARANTEED", "fixedAmount", {"amount": "20"}),
                    discount("GUARANTEED", "percentOfBill", {"rate": "0.05"})):
            with self.assertRaisesRegex(DataError, "guaranteed discount"):
                self.discounts(bad)

    def test_what_is_left_out_has_a_name(self):
        load = {"displayName": "Tariff 31"}
        fee = {"type": "OTHER"}
        late = {"type": "CONDITIONAL", "displayName": "Pay on time"}
        for loads in ([load], load):  # both shapes of the archive
            plan = read_contract("p", self.contract(controlledLoad=loads, fees=[fee, fee],
                                                    discounts=[late]))
            self.assertEqual((("controlled load", ("Tariff 31",)), ("fee", ("OTHER (2 times)",)),
                              ("conditional discount", ("Pay on time",))), plan.left_out)

    def test_member_that_is_not_known_is_refused(self):
        with self.assertRaisesRegex(DataError, "member minimumBill is not read here"):
            read_contract("p", self.contract(minimumBill="20"))


class Coverage(unittest.TestCase):
    def test_file_that_cannot_be_read_is_told_and_the_others_follow(self):
        gas = {"data": {"planId": "B", "fuelType": "GAS"}}
        out = io.StringIO()
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "A.json").write_text("{", encoding="utf-8")
            (Path(folder) / "B.json").write_text(json.dumps(gas), encoding="utf-8")
            write_coverage(Path(folder), (), out)
        rows = out.getvalue().splitlines()
        self.assertTrue(rows[1].startswith("A,refused,reason,"), rows)
        self.assertEqual("B,other fuel,reason,GAS", rows[2])


if __name__ == "__main__":
    unittest.main()
