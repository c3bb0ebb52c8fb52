"""Tariffs of others: native texts that are accepted, findings by line and path, and what of a folder is held."""
import json
import unittest

from program import DONE, FAILED, WITH_REJECTS, new_folder, run, run_json

PLAN = {"data": {
    "planId": "TEST1", "displayName": "Test plan", "fuelType": "ELECTRICITY",
    "effectiveFrom": "2022-06-30T14:00:00Z", "geography": {"includedPostcodes": ["3000"]},
    "electricityContract": {
        "tariffPeriod": [{"startDate": "01-01", "endDate": "12-31", "dailySupplyCharges": "100.00",
                          "rateBlockUType": "singleRate",
                          "singleRate": {"rates": [{"unitPrice": "25.5"}]}}],
        "fees": [{"type": "LATE_PAYMENT", "term": "FIXED", "description": "see our page"},
                 {"type": "RECONNECTION", "term": "FIXED", "amount": "55.00",
                  "description": "inc GST"}]}}}


def plan(folder, name="plan.json", **more):
    document = json.loads(json.dumps(PLAN))
    document["data"]["electricityContract"].update(more)
    (folder / name).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return folder / name


class Convert(unittest.TestCase):
    def test_what_is_held_is_accepted_and_what_is_left_out_is_told(self):
        folder = new_folder()
        done = run("tariff", "convert", plan(folder), "--out", folder / "native")
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertRegex(done.stderr, r"plan\.json line \d+: data\.electricityContract\.fees\[0\]: "
                                      r"\{type: LATE_PAYMENT, .*\}: left out: its amount")
        text = (folder / "native/plan.yaml").read_text(encoding="utf-8")
        self.assertIn("price: 0.255", text)
        self.assertIn("of: reconnection events\n    price: 50\n", text)
        self.assertIn("# - line", text)
        checked = run("tariff", "check", folder / "native/plan.yaml")
        self.assertEqual(checked.returncode, DONE, checked.stdout)

    def test_what_is_refused_is_worth_a_look(self):
        folder = new_folder()
        done = run("tariff", "convert", plan(folder, riddle=3))
        self.assertEqual(done.returncode, WITH_REJECTS)
        self.assertIn("schedule: TEST1", done.stdout)
        self.assertIn("riddle: 3: refused: this reader does not know it", done.stderr)

    def test_files_of_nobody(self):
        folder = new_folder()
        (folder / "other.txt").write_text("nothing\n", encoding="utf-8")
        self.assertEqual(run("tariff", "convert", folder / "other.txt").returncode, FAILED)
        plan(folder)
        done = run("tariff", "convert", folder)
        self.assertEqual(done.returncode, DONE)
        self.assertIn("other.txt: no source", done.stderr)

    def test_two_files_of_one_name_are_not_written_over_each_other(self):
        folder = new_folder()
        (folder / "a").mkdir()
        (folder / "b").mkdir()
        plan(folder / "a")
        plan(folder / "b")
        done = run("tariff", "convert", folder / "a", folder / "b", "--out", folder / "native")
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("two of the files", done.stderr)


class Coverage(unittest.TestCase):
    def test_tells_each_source_and_shape(self):
        folder = new_folder()
        plan(folder)
        (folder / "counts.json").write_text(
            '{"features": {"dem": 1836, "fuel:ELECTRICITY": 13611}, "plans_scanned": 16763}\n',
            encoding="utf-8")
        code, found = run_json("tariff", "coverage", folder)
        self.assertEqual(code, DONE)
        self.assertEqual([(s["name"], s["files"], s["imported"]) for s in found["sources"]],
                         [("au_cdr", 1, 1)])
        states = {row["key"]: row["state"] for row in found["features"]}
        self.assertEqual(states["dem"], "not here")
        self.assertEqual(states["fuel:ELECTRICITY"], "expressed")
        self.assertEqual(states["fee:LATE_PAYMENT/FIXED"], "left out")
        self.assertEqual(states["fee:RECONNECTION/FIXED"], "expressed")
        done = run("tariff", "coverage", folder)
        self.assertEqual(done.returncode, DONE)
        self.assertEqual([line for line in done.stdout.splitlines() if len(line) > 80], [])


if __name__ == "__main__":
    unittest.main()
