"""What became of a file can be seen whole: every rejected record, every service point that was unknown."""
import unittest

from json_test import differences, examples, shape
from program import DONE, WITH_REJECTS, demo, init, new_folder, run, run_json

HEADER = "service_point,channel,unit,start,minutes,value\n"


def readings(points, day="2026-08-01"):
    return HEADER + "".join(f"{point},import,kWh,{day}T00:00Z,60,1\n" for point in points)


class Batches(unittest.TestCase):
    def setUp(self):
        self.folder = new_folder()
        self.workspace = self.folder / "my"
        init(self.workspace)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.folder / name

    def show(self, *words):
        code, view = run_json("batch", "show", *words, workspace=self.workspace)
        self.assertEqual(code, DONE, view)
        self.assertEqual(differences(shape(view), shape(examples()["batch show"])), [])
        self.assertEqual(view["received"], view["accepted"] + view["rejected"] + view["pending"])
        return view

    def test_rejects_and_unknown_service_points_beyond_the_first_are_shown(self):
        bad = "".join(f"P1,import,kWh,2026-08-01T00:00Z,60,bad{i}\n" for i in range(40))
        file = self.write("many.csv", readings(f"P{i:02}" for i in range(99)) + bad)
        done = run("import", file, workspace=self.workspace)
        self.assertEqual(done.returncode, WITH_REJECTS)
        self.assertIn("  .. and 20 more: billwright batch show 1\n", done.stdout)
        self.assertIn("  .. and 79 more: billwright batch show 1\n", done.stdout)
        again = run("import", file, workspace=self.workspace).stdout.replace("\n  ", " ")
        self.assertIn("as batch 1; nothing was added; `batch show 1` tells", again)
        view = self.show("1")
        self.assertEqual((view["source"], view["format"]), ("many.csv", "interval-csv"))
        self.assertEqual((len(view["rejects"]), view["rejected"]), (40, 40))
        self.assertEqual([r["line"] for r in view["rejects"]], list(range(101, 141)))
        self.assertEqual((len(view["late_service_points"]), view["late_service_points_total"]),
                         (99, 99))
        first = self.show("1", "--limit", "7")
        self.assertEqual((len(first["rejects"]), len(first["late_service_points"])), (7, 7))
        text = run("batch", "show", "1", "--limit", "7", workspace=self.workspace).stdout
        self.assertIn("139 received = 0 accepted + 40 rejected + 99 pending\n", text)
        self.assertIn("7 of 40 rejects; more with --limit 40\n", text)
        self.assertIn("7 of 99 service points; more with --limit 99\n", text)
        whole = run("batch", "show", "1", workspace=self.workspace).stdout
        self.assertNotIn("more with", whole)
        self.assertEqual(whole.count("waits for its account"), 99)

    def test_readings_that_waited_are_told_with_their_file(self):
        data = demo()[0] / "demo-data"
        texts = [*sorted((data / "issuers").iterdir()), *sorted((data / "catalog").iterdir())]
        self.assertEqual(run("import", *texts, workspace=self.workspace).returncode, DONE)
        accounts = data / "accounts/accounts.csv"
        point = "AE00000001"
        self.assertIn(point, accounts.read_text(encoding="utf-8"))
        early = self.write("early.csv", readings([point, "NOBODY"]))
        _, came = run_json("import", early, workspace=self.workspace)
        self.assertEqual(came["files"][0]["adopted"]["batch"], 0)
        batch = came["files"][0]["batch"]
        _, came = run_json("import", accounts, workspace=self.workspace)
        adopted = came["files"][0]["adopted"]
        self.assertEqual(adopted, {"batch": batch + 2, "service_points": 1, "records": 1,
                                   "values": 1, "files": [{"batch": batch, "file": "early.csv"}]})
        self.assertEqual(self.show(batch)["late_service_points"],
                         [{"code": "NOBODY", "records": 1, "adopted": 0},
                          {"code": point, "records": 1, "adopted": batch + 2}])
        self.assertEqual(self.show(batch + 2)["files"], [{"batch": batch, "file": "early.csv"}])
        text = run("batch", "show", batch + 2, workspace=self.workspace).stdout
        self.assertIn(f"they had come in with early.csv, batch {batch}\n", text)
        listed = run_json("batch", "list", "--limit", "2", workspace=self.workspace)[1]
        self.assertEqual(([b["batch"] for b in listed["batches"]], listed["total"]),
                         ([batch + 2, batch + 1], batch + 2))
        text = run("batch", "list", "--limit", "2", workspace=self.workspace).stdout
        self.assertIn(f"2 of {batch + 2} batches; more with --limit {batch + 2}\n", text)

    def test_accounts_tell_what_came_in_as_text(self):
        data = demo()[0] / "demo-data"
        texts = [*sorted((data / "issuers").iterdir()), *sorted((data / "catalog").iterdir())]
        early = self.write("early.csv", readings(["AE00000001"]))
        done = run("import", *texts, early, data / "accounts/accounts.csv",
                   workspace=self.workspace)
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertRegex(done.stdout.replace("\n    ", " "),
                         r"readings that waited came in, as batch \d+: 1 record \(1 value\) of 1 "
                         r"service point, from early\.csv \(batch \d+\)")

    def test_rejected_accounts_and_payments(self):
        data = demo()[0] / "demo-data"
        texts = [*sorted((data / "issuers").iterdir()), *sorted((data / "catalog").iterdir())]
        rows = (data / "accounts/accounts.csv").read_text(encoding="utf-8").splitlines(True)[:3]
        accounts = self.write("accounts.csv", rows[0] + rows[1] + rows[2].replace(",EUR,", ",EU,"))
        bank = self.write("bank.csv", "key,account,amount,currency,booked_on\n"
                                      "b-1,A-77,10.00,EUR,2026-11-10\n"
                                      "b-2,A-77,10.00,12,2026-11-10\n")
        self.assertEqual(run("import", *texts, workspace=self.workspace).returncode, DONE)
        _, came = run_json("import", accounts, workspace=self.workspace)
        view = self.show(came["files"][0]["batch"])
        self.assertEqual([r["line"] for r in view["rejects"]], [3])
        self.assertEqual(view["rejects"], came["files"][0]["rejects"])
        _, paid = run_json("payment", "import", bank, "--issuer", "AURORA",
                           workspace=self.workspace)
        view = self.show(paid["files"][0]["batch"])
        self.assertEqual((view["kind"], [r["line"] for r in view["rejects"]]), ("payments", [3]))
        text = run("batch", "show", paid["files"][0]["batch"], workspace=self.workspace).stdout
        self.assertIn("billwright payment waiting\n", text)


if __name__ == "__main__":
    unittest.main()
