"""Checks the reference calculator: its rules one by one, and the bills worked by hand.

Run: python3 tests/reference/sgsc/bills_test.py. The hand-worked bills stand in README.md; their
numbers were found with zcat, awk and a pocket calculator, not with the calculator under test.
What is read of a plan file is tested in cdr_plan_test.py.
"""

import contextlib
import csv
import gzip
import io
import sys
import tempfile
import unittest
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bills
from billing import fill_blocks, make_bill
from cdr_demand import Demand
from cdr_parts import parse_window
from cdr_plan import Block, Discount, Plan, Rate, Season, load_plan, read_contract
from civil import AEST, SYDNEY, UTC, DataError, Month, half_hours_between, read_holidays
from compare import same_quantity
from exact import exact_text, money, round_half_up
from readings import parse_label, read_home

SHARED = bills.shared_folder()
WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI"]


def half_hours_of_day(text):
    day = date.fromisoformat(text)
    return half_hours_between(day, day + timedelta(days=1))


def demand(start="01-01", end="12-31", charged_by="MONTH", measured_by="MONTH", least=0,
           holidays_out=False):
    """3 to 9 pm, Monday to Friday."""
    return Demand(start, end, "Peak", Fraction(1), parse_window("15:00", "21:00", WEEKDAYS),
                  holidays_out, charged_by, measured_by, Fraction(least))


def season(start, end, period=None, blocks=(), rates=(), like_sunday=False):
    return Season(start, end, Fraction(1), period, blocks, rates, like_sunday)


class CivilTime(unittest.TestCase):
    def test_days_of_a_clock_change_have_50_and_46_half_hours(self):
        self.assertEqual(50, len(half_hours_of_day("2013-04-07")))
        self.assertEqual(46, len(half_hours_of_day("2013-10-06")))
        self.assertEqual(48, len(half_hours_of_day("2013-04-06")))

    def test_summer_month_begins_at_23_hours_market_time(self):
        start = half_hours_of_day("2013-04-01")[0]
        self.assertEqual("2013-03-31 23:00", start.astimezone(AEST).strftime("%Y-%m-%d %H:%M"))

    def test_labels_are_market_time_all_year(self):
        self.assertEqual(datetime(2014, 1, 1, 2, 0, tzinfo=UTC),
                         parse_label("2014-01-01 12:00:00"))

    def test_quarters_have_90_91_and_92_days(self):
        self.assertEqual([90, 91, 92, 92],
                         [Month(2013, number).quarter_days() for number in (3, 4, 7, 12)])

    def test_calendar_file_holds_what_the_act_says(self):
        expected = set().union(*(holidays_by_the_act(year) for year in (2012, 2013, 2014)))
        self.assertEqual(expected, set(read_holidays(bills.CALENDAR)))


def easter_sunday(year):
    """Gregorian computus (Butcher); needs no table."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_monday(year, month, nth):
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7 + 7 * (nth - 1))


def holidays_by_the_act(year):
    """Public Holidays Act 2010 (NSW), section 4."""
    def monday_after(day):
        return day + timedelta(days=7 - day.weekday())
    days = {easter_sunday(year) + timedelta(days=shift) for shift in (-2, -1, 0, 1)}
    days |= {date(year, 4, 25), nth_monday(year, 6, 2), nth_monday(year, 10, 1)}
    new_year, australia = date(year, 1, 1), date(year, 1, 26)
    days |= {new_year} | ({monday_after(new_year)} if new_year.weekday() > 4 else set())
    days.add(monday_after(australia) if australia.weekday() > 4 else australia)
    for feast in (date(year, 12, 25), date(year, 12, 26)):
        days.add(feast)
        if feast.weekday() > 4:  # Saturday: Monday after; Sunday: Tuesday after
            days.add(feast + timedelta(days=2))
    return days


class Billing(unittest.TestCase):
    def bill(self, plan, readings, month, holidays=()):
        return make_bill("home", readings, plan, Month.parse(month), holidays)

    def lines(self, bill):
        return {line.key: line.quantity for line in bill.lines}

    def test_half_goes_away_from_zero(self):
        halves = [Fraction(text) for text in ("0.5", "1.5", "2.49", "-0.5", "-459.5")]
        self.assertEqual([1, 2, 2, -1, -460], [round_half_up(value) for value in halves])

    def test_blocks_fill_in_order(self):
        self.assertEqual([5, 2], fill_blocks(Fraction(7), [Fraction(5), None]))
        self.assertEqual([3, 0], fill_blocks(Fraction(3), [Fraction(5), None]))

    def test_daily_block_carries_nothing_and_empty_blocks_have_no_line(self):
        blocks = (Block(Fraction("5.48"), Fraction(1)), Block(None, Fraction(2)))
        plan = Plan("p", AEST, (season("07-01", "06-30", "P1D", blocks),), ())
        readings = {half_hours_of_day("2013-06-01")[0]: Fraction(6),
                    half_hours_of_day("2013-06-02")[0]: Fraction(5)}
        bill = self.bill(plan, readings, "2013-06")
        self.assertEqual({"supply": 30, "block 1": Fraction("10.48"), "block 2": Fraction("0.52")},
                         self.lines(bill))
        self.assertEqual(30 * 48 - 2, bill.missing)
        self.assertEqual({"supply": 31}, self.lines(self.bill(plan, {}, "2013-07")))

    def test_quarterly_block_is_shared_by_days(self):
        blocks = (Block(Fraction(1020), Fraction(1)), Block(None, Fraction(2)))
        plan = Plan("p", SYDNEY, (season("01-01", "12-31", "P3M", blocks),), ())
        bill = self.bill(plan, {half_hours_of_day("2013-07-09")[0]: Fraction(400)}, "2013-07")
        self.assertEqual(Fraction(1020 * 31, 92), self.lines(bill)["block 1"])
        self.assertEqual(400, sum(line.quantity for line in bill.lines[1:]))

    def test_blocks_of_a_month_are_whole_and_of_a_year_shared_by_days(self):
        blocks = (Block(Fraction(365), Fraction(1)), Block(None, Fraction(2)))
        readings = {half_hours_of_day("2013-07-09")[0]: Fraction(400)}
        for period, first in (("P1M", 365), ("P1Y", 31)):
            plan = Plan("p", AEST, (season("07-01", "06-30", period, blocks),), ())
            self.assertEqual({"supply": 31, "block 1": first, "block 2": 400 - first},
                             self.lines(self.bill(plan, readings, "2013-07")))

    def test_blocks_of_several_seasons_carry_the_season(self):
        blocks = (Block(None, Fraction(1)),)
        plan = Plan("p", AEST, (season("12-01", "03-31", "P1D", blocks),
                                season("04-01", "11-30", "P1D", blocks)), ())
        for day, key in (("2013-03-31", "12-01 block 1"), ("2013-04-01", "04-01 block 1")):
            readings = {half_hours_of_day(day)[0]: Fraction(1)}
            self.assertIn(key, self.lines(self.bill(plan, readings, day[:7])))

    def demand_of(self, charge, readings, month="2014-01", holidays=()):
        blocks = (Block(None, Fraction(1)),)
        plan = Plan("p", SYDNEY, (season("01-01", "12-31", "P1D", blocks),), (), (charge,))
        return self.lines(self.bill(plan, readings, month, holidays)).get(charge.key())

    def test_demand_is_twice_the_highest_half_hour_of_its_window(self):
        """Monday 13 January 2014, at 5 am, 3 pm, 8.30 pm and 9 pm; Saturday the 18th at 3 pm."""
        monday, saturday = half_hours_of_day("2014-01-13"), half_hours_of_day("2014-01-18")
        readings = {monday[10]: Fraction(9), monday[30]: Fraction("1.2"),
                    monday[41]: Fraction("1.5"), monday[42]: Fraction(8), saturday[30]: Fraction(7)}
        self.assertEqual(3, self.demand_of(demand(), readings))
        self.assertEqual(3 * 31, self.demand_of(demand(charged_by="DAY"), readings))
        self.assertEqual(3, self.demand_of(demand(charged_by="DAY", measured_by="DAY"), readings))

    def test_demand_by_day_adds_each_days_own_maximum(self):
        readings = {half_hours_of_day(day)[30]: Fraction(kwh) for day, kwh in
                    (("2014-01-13", 1), ("2014-01-14", 2), ("2014-01-15", 4))}
        charge = demand(charged_by="DAY", measured_by="DAY")
        self.assertEqual(14, self.demand_of(charge, readings))

    def test_least_demand_is_charged_for_all_days_even_when_nothing_was_measured(self):
        charge = demand(charged_by="DAY", least="1.5")
        self.assertEqual(Fraction("46.5"), self.demand_of(charge, {}))
        measured = {half_hours_of_day("2014-01-13")[30]: Fraction(1)}
        self.assertEqual(2 * 31, self.demand_of(charge, measured))
        self.assertIsNone(self.demand_of(demand(), {}))

    def test_holidays_count_for_demand_unless_the_text_takes_them_out(self):
        monday = date(2014, 1, 27)
        readings = {half_hours_of_day(str(monday))[30]: Fraction(2)}
        self.assertEqual(4, self.demand_of(demand(), readings, holidays={monday}))
        self.assertIsNone(self.demand_of(demand(holidays_out=True), readings, holidays={monday}))

    def test_demand_of_another_season_is_not_charged_and_half_a_month_refused(self):
        readings = {half_hours_of_day("2014-01-13")[30]: Fraction(2)}
        self.assertIsNone(self.demand_of(demand("04-01", "11-30"), readings))
        with self.assertRaisesRegex(DataError, "2014-01 lies partly in '01-16 demand Peak'"):
            self.demand_of(demand("01-16", "11-30"), readings)

    def test_discount_is_of_the_bill_or_of_usage_alone(self):
        """31 x 1.00 of supply, 10.00 of usage, 4.00 of demand."""
        monday = half_hours_of_day("2014-01-13")
        readings = {monday[30]: Fraction(2), monday[0]: Fraction(8)}
        blocks = (Block(None, Fraction(1)),)
        for method, cents in (("percentOfBill", -450), ("percentOfUse", -100)):
            plan = Plan("p", SYDNEY, (season("01-01", "12-31", "P1D", blocks),),
                        (Discount(method, Fraction(1, 10)),), (demand(),))
            self.assertEqual(cents, self.bill(plan, readings, "2014-01").lines[-1].cents)

    def test_clock_of_the_plan_chooses_the_window(self):
        every_day = ["BUSINESS_DAYS", "SATURDAY", "SUNDAY"]
        rates = (Rate("PEAK", Fraction(1), (parse_window("1500", "0000", every_day),)),
                 Rate("REST", Fraction(1), (parse_window("0000", "1500", every_day),)))
        start = datetime(2014, 1, 13, 4, 0, tzinfo=UTC)  # 14:00 market time, 15:00 in Sydney
        for clock, key in ((AEST, "01-01 REST"), (SYDNEY, "01-01 PEAK")):
            plan = Plan("p", clock, (season("01-01", "12-31", rates=rates),), ())
            self.assertIn(key, self.lines(self.bill(plan, {start: Fraction(1)}, "2014-01")))

    def test_holiday_is_billed_like_sunday_when_the_text_says_so(self):
        rates = (Rate("WEEK", Fraction(1), (parse_window("0000", "0000", ["BUSINESS_DAYS"]),)),
                 Rate("END", Fraction(1), (parse_window("0000", "0000", ["SAT", "SUN"]),)))
        monday = half_hours_of_day("2014-01-27")[0]
        for like_sunday, key in ((True, "01-01 END"), (False, "01-01 WEEK")):
            plan = Plan("p", SYDNEY, (season("01-01", "12-31", rates=rates,
                                             like_sunday=like_sunday),), ())
            bill = self.bill(plan, {monday: Fraction(1)}, "2014-01", {date(2014, 1, 27)})
            self.assertIn(key, self.lines(bill))


class Texts(unittest.TestCase):
    def test_exact_numbers_lose_nothing(self):
        values = [Fraction("0.050"), Fraction(31), Fraction(1, 3), Fraction("-2.5")]
        self.assertEqual(["0.05", "31", "1/3", "-2.5"], [exact_text(value) for value in values])
        self.assertEqual(["0.05", "-4.60"], [money(5), money(-460)])

    def test_quantities_compare_exactly_where_a_decimal_can(self):
        self.assertTrue(same_quantity(Fraction("1.5"), "1.500"))
        self.assertFalse(same_quantity(Fraction("1.5"), "1.501"))
        self.assertTrue(same_quantity(Fraction(1, 3), "0.333333"))
        self.assertTrue(same_quantity(Fraction(1, 3), "1/3"))
        for text in ("0.333", "0.333335", "", "1e5", "NaN", "1/0"):
            self.assertFalse(same_quantity(Fraction(1, 3), text))

    def test_doubtful_readings_are_refused_with_their_place(self):
        bad = {"2013-03-01 00:00:00,0.1\n2013-03-01 00:00:00,0.1\n": ":3: .* stands twice",
               "2013-03-01 00:10:00,0.1\n": ":2: label",
               "2013-03-01 00:00:00,-0.1\n": ":2: expected a label and a kWh value",
               "2013-03-01 00:00:00,\n": ":2: expected a label and a kWh value"}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "customer.csv.gz"
            for rows, message in bad.items():
                path.write_bytes(gzip.compress(
                    ("reading_datetime,general_supply_kwh\n" + rows).encode()))
                with self.assertRaisesRegex(DataError, message):
                    read_home(path)


def run(*arguments):
    """Exit code and output of the command line."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = bills.main(list(arguments))
    return code, out.getvalue() + err.getvalue()


@unittest.skipUnless(SHARED, "the shared data are absent; set BILLWRIGHT_SHARED")
class HandWorkedBills(unittest.TestCase):
    def check(self, home, plan, month, lines, sums):
        (bill,) = bills.make_bills(SHARED, (home,), (plan,), (month,))
        self.check_bill(bill, lines, sums)

    def check_changed(self, home, plan, change, month, lines, sums):
        """As check, of a plan that differs from the file in what no file of the archive shows."""
        contract = load_plan(bills.plan_folder(SHARED) / f"{plan}.json")["electricityContract"]
        change(contract)
        bill = make_bill(home, bills.home_readings(SHARED, home), read_contract(plan, contract),
                         Month.parse(month), read_holidays(bills.CALENDAR))
        self.check_bill(bill, lines, sums)

    def check_bill(self, bill, lines, sums):
        self.assertEqual(lines, [(line.key, exact_text(line.quantity), money(line.cents))
                                 for line in bill.lines])
        self.assertEqual(sums, [money(bill.net), money(bill.gst), money(bill.total)])
        self.assertEqual(0, bill.missing)

    def test_windows_on_market_time_in_a_month_with_50_half_hours(self):
        self.check("10018060", "OR2410950MR@VEC", "2013-04",
                   [("supply", "30", "30.34"), ("01-01 PEAK", "71.113", "17.27"),
                    ("01-01 SHOULDER", "96.931", "19.91"), ("01-01 OFF_PEAK", "36.324", "5.65")],
                   ["73.17", "7.32", "80.49"])

    def test_summer_with_two_holidays_and_a_discount_on_the_half_cent(self):
        self.check("10017994", "ENE528664MRE1@EME", "2014-01",
                   [("supply", "31", "30.97"), ("11-01 PEAK", "45.491", "23.91"),
                    ("11-01 OFF_PEAK", "49.354", "8.88"), ("11-01 SHOULDER", "111.729", "28.14"),
                    ("discount", "1", "-4.60")],
                   ["87.30", "8.73", "96.03"])

    def test_daily_block_in_a_month_with_46_half_hours(self):
        self.check("10018250", "AUR775692RBE7@EME", "2013-10",
                   [("supply", "31", "32.91"), ("block 1", "152.74", "50.53"),
                    ("block 2", "53.591", "13.12")],
                   ["96.56", "9.66", "106.22"])

    def test_quarterly_block_shared_by_days(self):
        self.check("10006414", "SMA548306SS@VEC", "2013-07",
                   [("supply", "31", "37.63"), ("block 1", "7905/23", "119.89"),
                    ("block 2", "857557/5750", "53.49")],
                   ["211.01", "21.10", "232.11"])

    def test_demand_below_its_minimum(self):
        self.check("10017994", "OR2410678MR@VEC", "2013-05",
                   [("supply", "31", "24.10"), ("04-01 block 1", "54.034", "8.73"),
                    ("04-01 demand Demand", "46.5", "6.43")],
                   ["39.26", "3.93", "43.19"])

    def test_yearly_block_of_which_the_home_uses_a_part(self):
        self.check("10018250", "AGL15173SBE15@EME", "2013-07",
                   [("supply", "31", "43.36"), ("block 1", "596.657", "156.44")],
                   ["199.80", "19.98", "219.78"])

    def test_yearly_block_that_is_filled(self):
        def smaller(contract):
            contract["tariffPeriod"][0]["singleRate"]["rates"][0]["volume"] = "5000"
        self.check_changed("10018250", "AGL15173SBE15@EME", smaller, "2013-07",
                           [("supply", "31", "43.36"), ("block 1", "31000/73", "111.35"),
                            ("block 2", "12555961/73000", "45.10")],
                           ["199.81", "19.98", "219.79"])

    def test_windows_on_market_time_in_summer(self):
        self.check("10018250", "OR2421447MR@VEC", "2014-01",
                   [("supply", "31", "36.19"), ("01-01 PEAK", "90.911", "22.39"),
                    ("01-01 OFF_PEAK", "70.674", "11.21")],
                   ["69.79", "6.98", "76.77"])

    def test_discount_on_usage_alone(self):
        def guaranteed(contract):
            contract["discounts"] = [{"type": "GUARANTEED", "methodUType": "percentOfUse",
                                      "percentOfUse": {"rate": "5"}}]
        self.check_changed("10018250", "GLO848152MRE1@EME", guaranteed, "2013-07",
                           [("supply", "31", "26.04"), ("block 1", "596.657", "196.30"),
                            ("discount", "1", "-9.82")],
                           ["212.52", "21.25", "233.77"])

    def test_monthly_demand_without_good_friday(self):
        self.check("10018060", "AMB561061MR@VEC", "2013-03",
                   [("supply", "31", "18.71"), ("12-01 block 1", "185.658", "62.60"),
                    ("12-01 demand Demand", "4.054", "43.05")],
                   ["124.36", "12.44", "136.80"])

    def test_daily_demand_in_a_month_with_46_half_hours(self):
        self.check("10018250", "ENE577550MS@VEC", "2013-10",
                   [("supply", "31", "88.21"), ("01-01 PEAK", "158.237", "40.28"),
                    ("01-01 OFF_PEAK", "48.094", "8.74"), ("01-01 demand Demand", "76.5", "16.00")],
                   ["153.23", "15.32", "168.55"])


@unittest.skipUnless(SHARED, "the shared data are absent; set BILLWRIGHT_SHARED")
class Comparing(unittest.TestCase):
    CHOICE = ("--home", "10017994", "--plan", "ENE528664MRE1@EME", "--month", "2014-01")

    def compare(self, change, selection=CHOICE):
        """Compares the reference with a changed copy of itself."""
        _, text = run("--csv", *self.CHOICE)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "program.csv"
            path.write_text(change(text), encoding="utf-8")
            return run("--compare", str(path), *selection)

    def test_equal_bills_pass(self):
        self.assertEqual((0, "1 passed, 0 failed\n"), self.compare(lambda text: text))

    def test_each_kind_of_difference_is_told(self):
        changes = {"total: amount 96.04, expected 96.03": ("96.03", "96.04"),
                   "quantity 45.492, expected 45.491": ("45.491", "45.492"),
                   "11-01 SHOULDER: missing": ("SHOULDER,", "OTHER,"),
                   "11-01 OTHER: not expected": ("SHOULDER,", "OTHER,"),
                   "missing half hours 1, expected 0": ("-01,0,", "-01,1,")}
        for message, (old, new) in changes.items():
            code, text = self.compare(lambda csv: csv.replace(old, new))
            self.assertEqual(1, code)
            self.assertIn(message, text)
            self.assertTrue(text.endswith("\n0 passed, 1 failed\n"), text)

    def test_absent_bill_fails(self):
        code, text = self.compare(lambda csv: csv.splitlines(keepends=True)[0])
        self.assertEqual(1, code)
        self.assertIn("no such bill in the file\n0 passed, 1 failed\n", text)

    def test_bill_that_the_reference_does_not_know_fails(self):
        code, text = self.compare(lambda csv: csv.replace("2014-01,", "2014-02,"),
                                  self.CHOICE[:4])
        self.assertEqual(1, code)
        self.assertIn("2014-02: not a bill of the reference\n0 passed, 12 failed\n", text)

    def test_unusable_files_are_refused(self):
        for change in (lambda text: "", lambda text: text + text.splitlines()[1] + "\n"):
            code, text = self.compare(change)
            self.assertEqual(2, code)
            self.assertIn("program.csv", text)


@unittest.skipUnless(SHARED, "the shared data are absent; set BILLWRIGHT_SHARED")
class Plans(unittest.TestCase):
    def coverage(self):
        code, text = run("--coverage")
        self.assertEqual(0, code)
        return list(csv.DictReader(io.StringIO(text)))

    def plans_that_are(self, state):
        return {row["plan"] for row in self.coverage() if row["state"] == state}

    def test_each_file_of_the_archive_is_billed_or_told_why_not(self):
        self.assertEqual(set(bills.TWENTY), self.plans_that_are("billed"))
        counts = {state: len(self.plans_that_are(state))
                  for state in ("billed", "could be billed", "refused", "other fuel")}
        self.assertEqual({"billed": 20, "could be billed": 4, "refused": 8, "other fuel": 13},
                         counts)

    def test_reasons_of_refusal(self):
        reasons = {row["plan"]: row["text"] for row in self.coverage()
                   if row["state"] == "refused"}
        by_season = {plan for plan, text in reasons.items()
                     if "is charged by TARIFF_PERIOD and measured by TARIFF_PERIOD" in text}
        self.assertEqual({"AGL239425SBE8@EME", "AGL359250MRE4@EME", "AGL376388MRE5@EME",
                          "ENE281258SRE14@EME", "ENE472342MRE1@EME", "LCL743694MBE7@EME"},
                         by_season)
        self.assertIn("charged by MONTH and measured by DAY", reasons["OR2403526SS@VEC"])
        self.assertIn("blocks inside a window", reasons["GLO578600MS@VEC"])

    def test_what_is_left_out_stands_in_the_bill(self):
        _, text = run("--home", "10017994", "--plan", "AGL360477MRE5@EME", "--month", "2014-01")
        self.assertIn("  left out: controlled load: Tariff 31, Tariff 33\n", text)
        _, text = run("--json", "--home", "10017994", "--plan", "GLO848152MRE1@EME",
                      "--month", "2014-01")
        self.assertIn('"Pay-on-time Discount"', text)

    def test_four_plans_unless_twenty_are_asked_for(self):
        def plans(*arguments):
            _, text = run("--csv", "--home", "10017994", "--month", "2013-03", *arguments)
            return list(dict.fromkeys(row["plan"] for row in csv.DictReader(io.StringIO(text))))
        self.assertEqual(list(bills.PLANS), plans())
        self.assertEqual(list(bills.TWENTY), plans("--plans", "twenty"))


if __name__ == "__main__":
    unittest.main()
