"""What is left out on both sides: each planted difference is found."""

import unittest

from converted import CONTRACT, differences

CONTRACT_OF = {
    "fees": [{"type": "LATE_PAYMENT"}, {"type": "MEMBERSHIP"}],
    "solarFeedInTariff": [{"displayName": "Solar"}],
    "discounts": [{"type": "GUARANTEED"}, {"type": "CONDITIONAL"}],
    "controlledLoad": {"displayName": "Off-peak hot water"},
}
TEXT = """charges:
  supply: {price: 1 per day}
  feed-in: {of: export kWh, price: -0.05}
recurring:
  membership: {price: 20 per month}
"""


def report(text=TEXT, but=(), also=()):
    findings = [("left out", "fees[0]"), ("left out", "discounts[1]"),
                ("refused", "controlledLoad.singleRate"), ("no money", "terms"),
                ("read", "solarFeedInTariff[0].singleTariff"), *also]
    return {"text": text, "findings": [
        {"severity": severity, "path": f"{CONTRACT}.{path}"} for severity, path in findings
        if path not in but]}


class Differences(unittest.TestCase):
    def test_none(self):
        self.assertEqual(differences(report(), CONTRACT_OF), [])

    def test_an_entry_that_the_report_does_not_name(self):
        self.assertEqual(differences(report(but=("discounts[1]",)), CONTRACT_OF),
                         [f"discounts: 0 charges in the text for {CONTRACT}.discounts[1]"])

    def test_an_entry_that_is_neither_named_nor_held(self):
        for key, entry in (("feed-in", "solarFeedInTariff[0]"), ("membership", "fees[1]")):
            found = differences(report(TEXT.replace(key, "nothing")), CONTRACT_OF)
            self.assertEqual(len(found), 1, found)
            self.assertIn(f"0 charges in the text for {CONTRACT}.{entry}", found[0])

    def test_a_charge_that_only_some_pay_and_is_named_too(self):
        found = differences(report(also=[("left out", "solarFeedInTariff[0]")]), CONTRACT_OF)
        self.assertEqual(found, ["solarFeedInTariff: 1 charges in the text for no entry"])

    def test_a_part_that_only_the_program_leaves_out(self):
        found = differences(report(also=[("refused", "tariffPeriod[0].singleRate"),
                                         ("left out", "additionalFeeInformation")]), CONTRACT_OF)
        self.assertEqual(found, [f"{CONTRACT}.tariffPeriod[0].singleRate: refused, but bills.py "
                                 "bills it"])


if __name__ == "__main__":
    unittest.main()
