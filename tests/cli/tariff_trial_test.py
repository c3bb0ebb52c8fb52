"""Tariffs are tried: quotes from files alone, simulations over a base; nothing is written anywhere."""
import csv
import hashlib
import io
import unittest
import xml.etree.ElementTree as tree
from decimal import Decimal

from program import (DONE, FAILED, WITH_REJECTS, WRONG_USE, demo, new_folder, run, run_json)

CANDIDATE = """schedule: TRIAL
sector: electricity
currency: EUR
prices: net
from: 2027-01-01
zone: Europe/Berlin
tax: standard
charges:
  standing: {price: 0.20 per day}
  energy: {of: import kWh, price: 0.2600}
"""
MONTHS = ("--from", "2026-08", "--to", "2026-10")


def fingerprint(folder):
    """Every file below it with its bytes."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Trial(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.workspace, _ = demo()
        cls.data = cls.workspace / "demo-data"
        cls.texts = [cls.data / "catalog" / f"{name}.yaml"
                     for name in ("aurora-flex", "taxes-de", "calendar-de")]

    def setUp(self):
        self.folder = new_folder()
        self.candidate = self.folder / "trial.yaml"
        self.candidate.write_text(CANDIDATE, encoding="utf-8")

    def quote(self, *words, texts=None, code=DONE):
        found, document = run_json("quote", "--tariff", *(texts or self.texts), *words,
                                   folder=self.folder)
        self.assertEqual(found, code, document)
        return document


class Quotes(Trial):
    def usage(self, month):
        return sorted((self.data / "readings" / month).glob("electricity-*.csv"))[0]

    def test_come_to_what_was_billed(self):
        quoted = self.quote("--usage", self.usage("2026-08"), "--service-point", "AE00000001",
                            "--period", "2026-08")
        _, billed = run_json("invoice", "list", "--account", "A-100001", workspace=self.workspace)
        self.assertEqual(quoted["statements"][0]["payable"], billed["invoices"][0]["payable"])
        for line in quoted["statements"][0]["lines"]:
            self.assertTrue(line["sentences"], line)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["trial.yaml"])

    def test_of_a_stated_load(self):
        quoted = self.quote("--load", "300 kWh per month", "--zone", "Europe/Berlin",
                            texts=[self.candidate])
        # 31 days of January 2027: 6.20 + 78.00
        self.assertEqual(quoted["statements"][0]["net"]["amount"], "84.20")
        self.assertEqual(quoted["untaxed"], ["standard"])
        text = run("quote", "--tariff", self.candidate, "--load", "300 kWh per month").stdout
        self.assertIn("no tax is in it", text)
        self.assertEqual([line for line in text.splitlines() if len(line) > 80], [])

    def test_are_shown_beside_a_check(self):
        text = run("tariff", "check", *self.texts, "--load", "350 kWh per month").stdout
        self.assertIn("example: AURORA-FLEX, 2026-01-01 to 2026-01-31", text)
        self.assertIn("payable", text)
        _, told = run_json("tariff", "check", *self.texts, "--load", "350 kWh per month")
        self.assertEqual((len(told["examples"]), told["without_example"]), (1, []))
        water = self.data / "catalog/aurora-water.yaml"
        text = run("tariff", "check", *self.texts, water, "--load", "350 kWh per month").stdout
        self.assertIn("no example of AURORA-WATER: the tariff counts no kWh, only m3 water", text)

    def test_say_what_is_missing(self):
        for words, expected in (
                (("--load", "300 kWh per month"), "calendar 'DE' is not in the catalog"),
                (("--load", "300 m3 per month"), "counts no m3, only kWh import"),
                (("--usage", self.folder / "none.csv"), "none.csv"),
                (("--usage", self.usage("2026-08")), "name one with --service-point")):
            with self.subTest(words):
                texts = self.texts if "m3" in str(words) else self.texts[:1]
                done = run("quote", "--tariff", *texts, *words)
                self.assertEqual(done.returncode, FAILED, done.stdout)
                self.assertIn(expected, done.stderr)
        for words in (("--load", "much"), ("--fact", "size"), ("--from", "2026-01-01")):
            done = run("quote", "--tariff", self.candidate, *words)
            self.assertEqual(done.returncode, WRONG_USE, done.stderr)


class Simulations(Trial):
    def simulate(self, *words, code=WITH_REJECTS):
        done = run("simulate", *MONTHS, *words, workspace=self.workspace)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def test_change_nothing_and_say_the_same_twice(self):
        before = fingerprint(self.workspace)
        first = self.simulate("--tariff", self.candidate, "AURORA-HOME", "--workers", "1")
        self.assertEqual(first, self.simulate("--tariff", self.candidate, "AURORA-HOME",
                                              "--workers", "4"))
        self.assertEqual(fingerprint(self.workspace), before)
        self.assertEqual([line for line in first.splitlines() if len(line) > 80], [])
        self.assertIn("TRIAL is a schedule", first)

    def test_every_account_is_in_the_table(self):
        table = self.folder / "all.csv"
        self.simulate("--tariff", self.candidate, "--csv", table)
        rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
        found, told = run_json("simulate", *MONTHS, "--tariff", self.candidate,
                               workspace=self.workspace)
        self.assertEqual(found, WITH_REJECTS)
        self.assertEqual(len(rows), told["simulated"] + told["held_accounts"])
        for tariff in told["tariffs"]:
            total = sum(Decimal(row[tariff["tariff"]]) for row in rows if not row["held"])
            self.assertEqual(str(total), tariff["net"]["amount"])
        self.assertEqual(told["simulated"] + told["held_accounts"] + told["without_service"]
                         + told["by_condition"], told["of_accounts"])
        bins = told["distributions"][0]["bins"]
        self.assertEqual(sum(b["accounts"] for b in bins), told["simulated"])

    def test_draw_the_spread(self):
        drawing = self.folder / "spread.svg"
        self.simulate("--tariff", self.candidate, "--svg", drawing)
        root = tree.fromstring(drawing.read_text(encoding="utf-8"))
        texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
        self.assertTrue(any("pay less" in text for text in texts), texts)

    def test_of_nobody_and_of_what_is_not_there(self):
        text = self.simulate("--tariff", self.candidate, "--where", "city=Nowhere", code=DONE)
        self.assertIn("0 simulated", text)
        for words, expected in ((("--tariff", "AURORA-FLAX"), "did you mean 'AURORA-FLEX'"),
                                (("--tariff", "none.yaml"), "no such file"),
                                (("--tariff", self.candidate, "--by", "colour"), "colour"),
                                (("--tariff", self.candidate, "NORDLINK-FIBRE"), "one by one")):
            done = run("simulate", *MONTHS, *words, workspace=self.workspace)
            self.assertEqual(done.returncode, FAILED, done.stdout)
            self.assertIn(expected, done.stderr)
        done = run("simulate", *MONTHS, "--tariff", self.candidate, "--where", "city")
        self.assertEqual(done.returncode, WRONG_USE)


if __name__ == "__main__":
    unittest.main()
