"""The comparison finds what differs."""

import pathlib
import tempfile
import unittest

import compare

PEAK = (1, 201202, "peak", 168, 24649, 129333303)
NIGHT = (1, 201202, "night", 346, 47814, 62588526)
OTHER = (2, 201202, "peak", 10, 1000, 5247000)


class Compare(unittest.TestCase):
    def test_counts_what_is_equal(self):
        self.assertEqual(compare.compare([PEAK, NIGHT], [PEAK, NIGHT], 1, "other"), (2, 514))

    def test_service_points_that_the_other_has_not_loaded_are_left_out(self):
        self.assertEqual(compare.compare([PEAK, OTHER], [PEAK], 1, "other"), (1, 168))

    def test_one_unit_of_the_last_decimal_is_a_difference(self):
        almost = (*PEAK[:5], PEAK[5] + 1)
        with self.assertRaisesRegex(compare.Failed, "other differs: .*129333303.*129333304"):
            compare.compare([PEAK], [almost], 1, "other")

    def test_a_row_too_few_or_too_many_is_a_difference(self):
        for ours, theirs in (([PEAK, NIGHT], [PEAK]), ([PEAK], [PEAK, NIGHT]), ([], [PEAK])):
            with self.subTest(ours=ours, theirs=theirs), self.assertRaises(compare.Failed):
                compare.compare(ours, theirs, 1, "other")

    def test_nothing_is_not_equal_to_nothing(self):
        with self.assertRaises(compare.Failed):
            compare.compare([], [], 1, "other")


class OurRows(unittest.TestCase):
    def test_decimals_become_whole_numbers_exactly(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "amounts.csv"
            path.write_text(
                "point,month,window,intervals,kwh,amount\n1,2012-02,peak,168,24.649,12.9333303\n"
            )
            self.assertEqual(list(compare.our_rows(path)), [PEAK])

    def test_what_does_not_fit_is_refused(self):
        self.assertEqual(compare.whole("24.6", 3), 24600)
        with self.assertRaisesRegex(compare.Failed, "more than 3 decimals"):
            compare.whole("24.6491", 3)


if __name__ == "__main__":
    unittest.main()
