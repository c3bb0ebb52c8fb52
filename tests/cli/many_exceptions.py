"""A month in which 2,000 accounts are held, for four causes: looked at, tried dry, then estimated, released, put right and billed
again, or excluded, each cause at once and each in bounded time."""
import time
import unittest

from migration_test import CATALOG, ISSUER
from program import DONE, WITH_REJECTS, init, new_folder, run_json

# How many accounts are in it, by what happens to them; the first two are billed from month values.
SILENT, FINE, IMPLAUSIBLE, GAPS, PRICELESS = 1000, 50, 300, 300, 400
MOST_SECONDS = 30  # of an act on hundreds of accounts; of one that bills them, twice that
BY = ("--reason", "looked at", "--as", "grace")
HEADER = ("account,issuer,currency,name,street,postcode,city,country,language,service_point,kind,zone,"
          "plan,from\n")
# A plan that has no prices before September.
LATE = CATALOG.partition("---\n")[2].replace("HOME", "LATE")
CHECKS = "validation: electricity\nchannels:\n  - {of: import kWh, most: 25 per hour}\n"


def numbers(first, count):
    return range(first, first + count)


GROUPS = {"silent": (numbers(1, SILENT), "HOME"), "fine": (numbers(2001, FINE), "HOME"),
          "implausible": (numbers(3001, IMPLAUSIBLE), "HOME"), "gaps": (numbers(4001, GAPS), "HOME"),
          "priceless": (numbers(5001, PRICELESS), "LATE")}


def accounts():
    return HEADER + "".join(
        f"A-{n},NEW,EUR,Ada Example,Weg {n},10115,Berlin,DE,en,SP{n},electricity,Europe/Berlin,{plan},"
        "2026-08-01\n" for group, plan in GROUPS.values() for n in group)


def month_values():
    """100 kWh each; the implausible ones as much as no fuse lets through."""
    rows = ["service_point,unit,start,period,value,zone"]
    for name, value in (("fine", 100), ("implausible", 50000), ("priceless", 100)):
        rows += [f"SP{n},kWh,2026-08-01T00:00,month,{value},Europe/Berlin" for n in GROUPS[name][0]]
    return "\n".join(rows) + "\n"


def hours():
    """1 kWh each, from midnight in Berlin; of the twelfth of August there is nothing."""
    starts = ["2026-07-31T22:00:00Z", "2026-07-31T23:00:00Z"]
    starts += [f"2026-08-{day:02}T{hour:02}:00:00Z" for day in range(1, 32) for hour in range(24)][:-2]
    known = [start for start in starts if not "2026-08-11T22" <= start < "2026-08-12T22"]
    rows = [f"SP{n},import,kWh,{start},60,1" for n in GROUPS["gaps"][0] for start in known]
    return "service_point,channel,unit,start,minutes,value\n" + "\n".join(rows) + "\n"


class ManyExceptions(unittest.TestCase):
    def setUp(self):
        self.folder = new_folder()
        self.workspace = self.folder / "my"
        init(self.workspace)
        files = {"catalog.yaml": CATALOG, "late.yaml": LATE.replace("2026-08-01", "2026-09-01"),
                 "checks.yaml": CHECKS, "issuer.yaml": ISSUER, "accounts.csv": accounts(),
                 "months.csv": month_values(), "hours.csv": hours(), "prices.yaml": LATE}
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.do(DONE, "import", *[name for name in files if name != "prices.yaml"])

    def do(self, code, *words, seconds=MOST_SECONDS):
        start = time.monotonic()
        found, document = run_json(*words, workspace=self.workspace, folder=self.folder)
        took = time.monotonic() - start
        self.assertEqual(found, code, document)
        self.assertLess(took, seconds, words)
        return document

    def bill(self, code):
        return self.do(code, "bill", "--period", "2026-08", "--issued-on", "2026-09-02",
                       "--no-documents", seconds=2 * MOST_SECONDS)

    def batches(self):
        return self.do(DONE, "batch", "list", "--limit", "1")["total"]

    def try_dry(self, accounts, act, cause, *words, code=DONE):
        """Nothing is kept of it, nor is anybody billed."""
        before = self.batches(), self.do(DONE, "run", "show", "1")
        tried = self.do(code, "exceptions", act, "--cause", cause, "--dry-run", *words)
        self.assertEqual(tried["accounts"], accounts)
        self.assertEqual((self.batches(), self.do(DONE, "run", "show", "1")), before)
        return tried

    def test_are_handled_by_cause(self):
        run = self.bill(WITH_REJECTS)
        self.assertEqual((run["billed_accounts"], run["held"]), (FINE, 2000))
        self.assertEqual({c["cause"]: c["open"] for c in run["causes"]},
                         {"no-readings": SILENT, "implausible-readings": IMPLAUSIBLE,
                          "missing-readings": GAPS, "no-tariff": PRICELESS})
        self.estimate()
        self.release()
        self.put_right()
        self.exclude()
        self.rest()

    def estimate(self):
        would = self.try_dry(GAPS, "estimate", "missing-readings")
        did = self.do(DONE, "exceptions", "estimate", "--cause", "missing-readings", *BY)
        for told in (would, did):
            self.assertEqual((told["intervals"], told["open_intervals"]), (24 * GAPS, 0))
        self.assertEqual((would["batches"], len(did["batches"])), ([], 1))

    def release(self):
        self.try_dry(IMPLAUSIBLE, "release", "implausible-readings")
        did = self.do(DONE, "exceptions", "release", "--cause", "implausible-readings", *BY)
        self.assertEqual((did["accounts"], did["decided_before"]), (IMPLAUSIBLE, 0))

    def put_right(self):
        """Billed again they are held again, until their prices are in."""
        issued = ("--issued-on", "2026-09-02")
        would = self.try_dry(PRICELESS, "reprice", "no-tariff", *issued, code=WITH_REJECTS)
        self.assertEqual((would["held"], would["billed_accounts"]), (PRICELESS, 0))
        self.do(DONE, "import", "prices.yaml")
        would = self.try_dry(PRICELESS, "reprice", "no-tariff", *issued)
        self.assertEqual((would["held"], would["billed_accounts"]), (0, PRICELESS))
        did = self.do(DONE, "exceptions", "reprice", "--cause", "no-tariff", *issued, *BY,
                      seconds=2 * MOST_SECONDS)
        self.assertEqual((did["partial"], did["accounts"], did["billed_accounts"]),
                         (True, PRICELESS, PRICELESS))

    def exclude(self):
        self.try_dry(SILENT, "exclude", "no-readings")
        did = self.do(DONE, "exceptions", "exclude", "--cause", "no-readings", *BY)
        self.assertEqual((did["accounts"], did["decided_before"]), (SILENT, 0))

    def rest(self):
        run = self.bill(DONE)
        self.assertEqual((run["billed_accounts"], run["held"]), (GAPS + IMPLAUSIBLE, 0))
        not_billed = {n["reason"]: n["accounts"] for n in run["not_billed"]}
        self.assertEqual(not_billed.pop("excluded"), SILENT)
        self.assertEqual(sum(not_billed.values()), FINE + PRICELESS)
        self.assertEqual(run["touches"], 4)
        verified = self.do(DONE, "verify", seconds=2 * MOST_SECONDS)
        self.assertEqual(verified["findings"], [])
        self.assertEqual(verified["statements"], FINE + PRICELESS + GAPS + IMPLAUSIBLE)


if __name__ == "__main__":
    unittest.main()
