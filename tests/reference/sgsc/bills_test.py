"""Checks the reference calculator: its rules one by one, and four bills worked by hand.

Run: python3 tests/reference/sgsc/bills_test.py. The hand-worked bills stand in README.md; their
numbers were found with zcat, awk and a pocket calculator, not with the calculator under test.
"""

import contextlib
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
from cdr_plan import (Block, Plan, Rate, Season, holidays_like_sunday, parse_clock, parse_window,
                      read_rates)
from civil import AEST, SYDNEY, UTC, DataError, Month, half_hours_between, read_holidays
from compare import same_quantity
from exact import exact_text, money, round_half_up
from readings import parse_label, read_home

SHARED = bills.shared_folder()
WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI"]


def half_hours_of_day(text):
    day = date.fromisoformat(text)
    return half_hours_between(day, day + timedelta(days=1))


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
        twice = season("01-01", "12-31", rates=(rate, rate._replace(type="OTHER")))
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


if __name__ == "__main__":
    unittest.main()
