#!/usr/bin/env python3
"""Tests of the checker: our own boundaries, the official rule tests, planted errors, the schemas.

The official files are not in the repository: BILLWRIGHT_SHARED, else ../shared beside it. Without
them those tests skip and say so.
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from decimal import Decimal
from fractions import Fraction

import cii
import planted
import rules
import same
import ubl

HERE = pathlib.Path(__file__).resolve().parent
SHARED = pathlib.Path(os.environ.get("BILLWRIGHT_SHARED") or HERE.parents[3] / "shared")
DATA = SHARED / "data" / "einvoice"
TEST_SET = "http://difi.no/xsd/vefa/validator/1.0 "
RULE_TESTS = ("en16931-ubl-invoice", "en16931-ubl-creditnote", "peppol-ubl", "peppol-ubl-it",
              "peppol-ubl-national", "en16931-cii", "peppol-cii")

needs_shared = unittest.skipUnless(
    DATA.is_dir(), f"SKIPPED: no e-invoice data in {DATA}; set BILLWRIGHT_SHARED")


def ids(root, peppol=True):
    return {finding.rule for finding in rules.check(root, peppol)}


def read(path):
    return ubl.parse(path.read_bytes())


def table(name):
    with open(DATA / "samples" / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def samples(syntax):
    return [row for row in table("EXPECTED.tsv") if row["syntax"] == syntax]


class Boundaries(unittest.TestCase):
    """The exact edges, on the smallest document of each syntax that breaks no rule."""

    def check(self, expected=(), **changes):
        for smallest in (planted.smallest, planted.smallest_cii):
            with self.subTest(document=smallest.__name__):
                self.assertEqual(ids(ubl.parse(smallest(**changes))), set(expected))

    def test_the_smallest_invoice_is_clean(self):
        self.check()

    def test_the_smallest_credit_note_is_clean(self):
        self.check(kind="CreditNote")

    def test_vat_may_be_off_by_less_than_one_in_either_direction(self):
        for vat, gross in (("19.99", "119.99"), ("18.01", "118.01")):
            self.check(vat=vat, gross=gross, due=gross)

    def test_vat_off_by_exactly_one_fires(self):
        for vat, gross in (("20.00", "120.00"), ("18.00", "118.00")):
            self.check(["BR-CO-17"], vat=vat, gross=gross, due=gross)

    def test_vat_at_zero_percent_must_round_to_zero(self):
        self.check(rate="0", vat="0.49", gross="100.49", due="100.49")
        self.check(["BR-CO-17"], rate="0", vat="0.50", gross="100.50", due="100.50")

    def test_vat_of_another_tax_scheme_has_no_rate(self):
        self.check(["BR-CO-17"], scheme="GST")
        self.check(scheme="vat")

    def test_a_half_cent_is_rounded_towards_plus_infinity(self):
        self.assertEqual(rules.show(rules.round_cents(Fraction("0.125"))), "0.13")
        self.assertEqual(rules.show(rules.round_cents(Fraction("-0.125"))), "-0.12")

    def test_line_net_may_be_off_by_two_cents(self):
        for price in ("100.02", "99.98"):
            self.check(price=price)
        for price in ("100.021", "99.979"):
            self.check([rules.PEPPOL_LINE_RULE], price=price)

    def test_a_price_per_three_pieces_is_divided_exactly(self):
        # 3 x (1.00 / 3) is 1.00, not 0.999...; 1.02 is just allowed, 1.0201 is not.
        self.check(quantity="3", price="99.98", base="3")
        self.check([rules.PEPPOL_LINE_RULE], quantity="3", price="99.9799", base="3")

    def test_a_base_quantity_of_zero_counts_as_one(self):
        self.check(base="0")

    def test_a_negative_price_fires_even_if_the_line_adds_up(self):
        self.check(["BR-27"], quantity="-1", price="-100")

    def test_prepaid_and_rounding_enter_the_amount_due(self):
        self.check(paid="100.00", due="19.00")
        self.check(["BR-CO-16"], paid="100.00", due="19.01")
        self.check(rounding="0.40", gross="119.00", due="119.40")
        self.check(["BR-CO-16"], rounding="-0.40", due="119.40")
        self.check(paid="118.60", rounding="0.10", due="0.50")

    def test_a_missing_total_fires_the_rule_that_needs_it(self):
        self.check(["BR-CO-16"], due=None)
        self.check(["BR-CO-10", "BR-CO-13"], net=None)

    def test_two_vat_totals_in_the_invoice_currency_fire(self):
        self.check(["BR-CO-15"], second_vat=("EUR", "19.00"))
        self.check(second_vat=("SEK", "215.90"))

    def test_vat_totals_in_both_currencies_have_two_decimals(self):
        self.check(["BR-DEC-15"], second_vat=("SEK", "215.904"))
        self.check(["BR-DEC-13"], vat_total="19.000")

    def test_decimals_count_as_written(self):
        self.check(["BR-DEC-18"], due="119.000")
        self.check(["BR-DEC-18"], due="119.00 ")
        self.check(due="119.0")


class BadInput(unittest.TestCase):
    def refused(self, data, *words):
        with self.assertRaises(ubl.BadDocument) as caught:
            rules.check(ubl.parse(data))
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_a_document_type_declaration_is_refused(self):
        self.refused(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "line 1", "document type")

    def test_an_empty_file_is_refused(self):
        self.refused(b"", "not well-formed")

    def test_a_cut_off_file_is_refused(self):
        self.refused(planted.smallest()[:-20], "line ", "not well-formed")

    def test_an_unknown_encoding_is_refused(self):
        self.refused(b'<?xml version="1.0" encoding="no-such"?><a/>', "encoding")
        self.refused(b'<?xml version="1.0" encoding="big5"?><a/>', "encoding")

    def test_another_document_is_refused(self):
        self.refused(b"<Invoice/>", "root element is Invoice")
        self.refused(planted.smallest(kind="Order"), "root element is Order")

    def test_a_number_that_is_none_names_its_line(self):
        for text in ("", "abc", "1,00", "1e3", "1_000", "NaN", "1/2", "\u0661"):
            self.refused(planted.smallest(due=text), "line ", "PayableAmount", "decimal")

    def test_a_number_without_end_is_refused(self):
        self.refused(planted.smallest(due="1" * 41), "limit for a number is 40")

    def test_a_total_given_twice_is_refused(self):
        once = b"<cbc:PayableAmount"
        data = planted.smallest().replace(once, b"<cbc:PayableAmount>1</cbc:PayableAmount>" + once)
        self.refused(data, "holds 2 of cbc:PayableAmount")
        once = b"<ram:DuePayableAmount>"
        twice = b"<ram:DuePayableAmount>1</ram:DuePayableAmount>" + once
        self.refused(planted.smallest_cii().replace(once, twice), "holds 2 of cbc:PayableAmount")

    def test_a_charge_indicator_is_true_or_false(self):
        charge = (b"<cac:AllowanceCharge><cbc:ChargeIndicator>maybe</cbc:ChargeIndicator>"
                  b"</cac:AllowanceCharge><cac:TaxTotal>")
        self.refused(planted.smallest().replace(b"<cac:TaxTotal>", charge, 1), "ChargeIndicator")

    def test_nesting_is_limited(self):
        self.refused(b"<a>" * 101 + b"</a>" * 101, "nested deeper than 100")

    @needs_shared
    def test_known_attacks_are_refused(self):
        files = sorted((DATA / "samples" / "xml-attacks").glob("*.xml"))
        self.assertTrue(files)
        for path in files:
            self.refused(path.read_bytes())


class CommandLine(unittest.TestCase):
    def run_check(self, *arguments):
        return subprocess.run([sys.executable, HERE / "check.py", *arguments], timeout=60,
                              capture_output=True, text=True, check=False)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.good = os.path.join(folder.name, "good.xml")
        self.bad = os.path.join(folder.name, "bad.xml")
        pathlib.Path(self.good).write_bytes(planted.smallest())
        pathlib.Path(self.bad).write_bytes(planted.smallest(due="118.00"))

    def test_text_names_file_line_rule_and_both_amounts(self):
        done = self.run_check(self.good, self.bad)
        self.assertEqual(done.returncode, 1)
        first, last = done.stdout.splitlines()
        self.assertRegex(first, r"bad\.xml:\d+: BR-CO-16: expected 119\.00 .*, found 118\.00$")
        self.assertEqual(last, "1 passed, 1 failed")

    def test_all_passed_is_status_zero(self):
        done = self.run_check(self.good)
        self.assertEqual((done.returncode, done.stdout), (0, "1 passed, 0 failed\n"))

    def test_a_missing_file_fails_and_the_others_are_still_checked(self):
        done = self.run_check("no-such-file.xml", self.good)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no-such-file.xml: cannot be checked: No such file", done.stdout)
        self.assertTrue(done.stdout.endswith("1 passed, 1 failed\n"))

    def test_json_holds_the_same(self):
        answer = json.loads(self.run_check("--json", self.good, self.bad).stdout)
        self.assertEqual((answer["passed"], answer["failed"]), (1, 1))
        failure = answer["files"][1]["failures"][0]
        self.assertEqual((failure["rule"], failure["found"]), ("BR-CO-16", "118.00"))

    def test_the_peppol_rule_can_be_left_out(self):
        pathlib.Path(self.bad).write_bytes(planted.smallest(price="90.00"))
        self.assertEqual(self.run_check(self.bad).returncode, 1)
        self.assertEqual(self.run_check("--no-peppol", self.bad).returncode, 0)


class Same(unittest.TestCase):
    """Two documents of one invoice, in both syntaxes."""

    def differences(self, ours, theirs):
        return same.differences(ubl.parse(ours), ubl.parse(theirs))

    def test_the_smallest_say_the_same(self):
        for kind in ("Invoice", "CreditNote"):
            found = self.differences(planted.smallest(kind), planted.smallest_cii(kind))
            self.assertEqual([line.split(":")[0] for line in found], ["BT-3 type"])

    def test_each_amount_is_compared(self):
        for change, place in (({"due": "119.01"}, "BT-115"), ({"gross": "119.01"}, "BT-112"),
                              ({"net": "100.01"}, "BT-106"), ({"vat_total": "19.01"}, "BT-110"),
                              ({"vat": "19.01"}, "BT-117"), ({"taxable": "100.01"}, "BT-116"),
                              ({"rate": "7"}, "BT-119"), ({"paid": "1.00"}, "BT-113"),
                              ({"rounding": "0.01"}, "BT-114"), ({"quantity": "2"}, "BT-129"),
                              ({"price": "100.01"}, "BT-146"), ({"base": "2"}, "BT-149")):
            with self.subTest(**change):
                found = self.differences(planted.smallest(), planted.smallest_cii(**change))
                self.assertIn(place, " ".join(found))

    def test_how_a_number_is_written_does_not_matter(self):
        found = self.differences(planted.smallest(price="100.00"),
                                 planted.smallest_cii(price="100"))
        self.assertNotIn("BT-146", " ".join(found))

    def test_a_line_that_is_missing_is_told(self):
        item = b"ram:IncludedSupplyChainTradeLineItem"
        found = self.differences(planted.smallest(), planted.smallest_cii().replace(item, b"ram:X"))
        self.assertIn("UBL has 1 lines, CII 0", found)


@needs_shared
class OfficialRuleTests(unittest.TestCase):
    def test_every_expectation_on_our_rules_agrees(self):
        counts = {}
        for folder in RULE_TESTS:
            for path in sorted((DATA / "rule-tests" / folder).glob("*.xml")):
                for document, rule, must_fire in self.expectations(read(path)):
                    if self.is_edge_of_cii(document, rule):
                        self.assertTrue(rule in ids(document) and not must_fire)
                        continue
                    with self.subTest(file=path.name, line=document.line, rule=rule):
                        self.assertEqual(rule in ids(document), must_fire)
                        counts[rule] = counts.get(rule, 0) + 1
        for rule in ("BR-CO-10", "BR-CO-11", "BR-CO-13", "BR-CO-14", "BR-CO-15", "BR-CO-16",
                     rules.PEPPOL_LINE_RULE):
            self.assertIn(rule, counts)
        print(f"\nofficial rule tests: {sum(counts.values())} expectations agree: "
              + ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items())))

    def is_edge_of_cii(self, document, rule):
        """The rule of CII lets VAT be a full 1.00 off (BR-CO-17), that of UBL and ours does not."""
        if rule != "BR-CO-17" or not cii.is_cii(document):
            return False
        tax = document.one(f"{cii.SETTLEMENT}/ram:ApplicableTradeTax/ram:CalculatedAmount")
        return abs(Decimal(tax.text) - Decimal("-13.78")) == 1

    def expectations(self, test_set):
        for test in (node for node in test_set.children if node.name == TEST_SET + "test"):
            document, = (node for node in test.children if not node.name.startswith(TEST_SET))
            for said in (node for part in test.children if part.name == TEST_SET + "assert"
                         for node in part.children):
                rule = said.text.strip()
                if rule in rules.RULE_IDS:
                    self.assertIn(said.local_name, ("success", "error"))
                    yield document, rule, said.local_name == "error"


@needs_shared
class Samples(unittest.TestCase):
    def test_every_sample_fires_what_the_official_rules_fire(self):
        for syntax in ("UBL", "CII"):
            rows = samples(syntax)
            self.assertTrue(rows)
            for row in rows:
                with self.subTest(file=row["file"]):
                    peppol = row["peppol"] != "n/a"
                    said = row["en16931"] + "," + (row["peppol"] if peppol else "")
                    self.assertEqual(ids(read(DATA / "samples" / row["file"]), peppol),
                                     rules.RULE_IDS.intersection(said.split(",")))
            print(f"\nsamples in {syntax}: {len(rows)} compared with EXPECTED.tsv")

    def test_each_planted_error_fires_exactly_its_rule(self):
        clean = [path for path in (DATA / "samples" / row["file"] for row in samples("UBL"))
                 if not ids(read(path))]
        self.assertGreater(len(clean), 50)
        counts = dict.fromkeys(planted.PLANTS, 0)
        kinds = dict.fromkeys(planted.PLANTS, frozenset())
        for path in clean:
            for rule, plant in planted.PLANTS.items():
                root = read(path)
                if plant(root):
                    with self.subTest(file=path.name, rule=rule):
                        self.assertEqual(ids(root), {rule})
                    counts[rule] += 1
                    kinds[rule] |= {root.local_name}
        self.assertEqual(set(counts), rules.RULE_IDS)
        self.assertEqual([rule for rule, count in counts.items() if count == 0], [])
        only_invoice = sorted(rule for rule in kinds if "CreditNote" not in kinds[rule])
        print(f"\nplanted errors: {sum(counts.values())} in {len(clean)} clean samples, at least "
              f"{min(counts.values())} for each of {len(counts)} rules; "
              f"no credit note for: {', '.join(only_invoice) or '-'}")


@needs_shared
class Schemas(unittest.TestCase):
    def xsd(self, *files):
        done = subprocess.run([HERE / "xsd.sh", *files], timeout=300, capture_output=True,
                              text=True, check=False)
        if done.returncode == 77:
            self.skipTest(done.stderr.strip())
        return done

    def test_the_schema_verdict_is_the_expected_one(self):
        expected = {str(DATA / "samples" / row["file"]): row["valid"]
                    for row in table("XSD-EXPECTED.tsv")
                    if row["schema"].startswith("UBL-") or row["schema"] == "CII D16B"}
        self.assertTrue(expected)
        lines = self.xsd(*expected).stdout.splitlines()
        found = {path: "yes" if f"{path}: valid" in lines else "no" for path in expected}
        self.assertEqual(found, expected)

    def test_an_invalid_file_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "partial.xml"
            path.write_bytes(planted.smallest())
            done = self.xsd(path)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"{path}: invalid", done.stdout)
            path.write_text("no XML")
            self.assertEqual(self.xsd(path).returncode, 1)


if __name__ == "__main__":
    unittest.main()
