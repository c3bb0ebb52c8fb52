"""A company whose store is on a PostgreSQL server (STORE, by with_server): what a user does and sees is the same as in a file,
also when the store moves there in the middle of its life."""
import shutil
import sqlite3
import unittest
from contextlib import closing

from json_test import differences, examples, shape
from migration_test import CATALOG, ISSUER
from program import (DONE, FAILED, WITH_REJECTS, demo_in_file, init_words, new_address, new_folder, run,
                     run_json)

ACCOUNTS = ("account,issuer,currency,name,street,postcode,city,country,language,service_point,kind,zone,plan,from\n"
            "A-1,NEW,EUR,Ada Example,Weg 2,10115,Berlin,DE,en,SP1,electricity,Europe/Berlin,HOME,2026-08-01\n"
            "A-2,NEW,EUR,Ben Example,Weg 3,10115,Berlin,DE,en,SP2,electricity,Europe/Berlin,HOME,2026-08-01\n")


def readings():
    """An hour each, 1 kWh, of August in Berlin; of SP2 a day is missing."""
    rows = ["service_point,channel,unit,start,minutes,value"]
    hours = [("07", 31, 22), ("07", 31, 23)] + [("08", d, h) for d in range(1, 32) for h in range(24)][:-2]
    for month, day, hour in hours:
        start = f"2026-{month}-{day:02}T{hour:02}:00:00Z"
        rows += [f"{point},import,kWh,{start},60,1" for point in ("SP1", "SP2")
                 if (point, day) != ("SP2", 10)]
    return "\n".join(rows) + "\n"


class Company:
    """Made, billed and looked at; keeps what every command said."""

    def __init__(self, *where):
        self.folder, self.said = new_folder(), {}
        self.workspace = self.folder / "my"
        self.made = run("init", *where, workspace=self.workspace)
        for name, text in (("catalog.yaml", CATALOG), ("issuer.yaml", ISSUER),
                           ("accounts.csv", ACCOUNTS), ("readings.csv", readings())):
            (self.folder / name).write_text(text, encoding="utf-8")
            self.tell("import", name)
        bill = "bill --period 2026-08 --issued-on 2026-09-02".split()
        self.tell(*bill, "--hold-for-approval", "--as", "ada")
        self.tell("run", "approve", "1", "--as", "grace")
        self.tell("exceptions", "release", "--reason", "no reading will come", "--as", "grace")
        self.tell(*bill)
        for words in ("run show 1", "run show 2", "invoice list", "invoice show N-2026-000001",
                      "invoice explain N-2026-000001", "invoice explain N-2026-000002",
                      "account show A-2", "batch list", "verify"):
            self.tell(*words.split())

    def tell(self, *words):
        self.said[" ".join(words)] = run_json(*words, workspace=self.workspace, folder=self.folder)


class OnServer(unittest.TestCase):
    def test_a_company_sees_what_one_in_a_file_sees(self):
        on_server, in_file = Company(*init_words()[1:]), Company()
        self.assertEqual(on_server.made.returncode, DONE, on_server.made.stderr)
        self.assertFalse((on_server.workspace / "store.db").exists())
        self.assertTrue((in_file.workspace / "store.db").exists())
        for words, (code, found) in on_server.said.items():
            with self.subTest(words):
                self.assertEqual(code, in_file.said[words][0], found)
                self.assertEqual(without_times(found), without_times(in_file.said[words][1]))
        self.assertEqual(on_server.said["verify"][1]["findings"], [])
        self.assertEqual(on_server.said["verify"][1]["statements"], 2)


class StoreCopy(unittest.TestCase):
    LOOKS = ("run list", "run show 3", "batch list", "invoice list", "invoice show AU-2026-000121",
             "invoice explain AU-2026-000121", "account show A-100006", "tariff list", "verify")

    def setUp(self):
        self.work = shutil.copytree(demo_in_file()[0], new_folder() / "my")

    def copy(self, address, code=DONE):
        found, document = run_json("store", "copy", "--to", address, workspace=self.work)
        self.assertEqual(found, code, document)
        return document

    def seen(self):
        return {words: run_json(*words.split(), workspace=self.work) for words in self.LOOKS}

    def rows_in_file(self):
        """Of every table, counted by other means than ours."""
        with closing(sqlite3.connect(f"file:{self.work / 'store.db'}?mode=ro", uri=True)) as store:
            tables = [name for name, in store.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
            return {name: store.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0]
                    for name in tables if name != "migration"}

    def test_moves_every_row_and_goes_on_there(self):
        before, rows = self.seen(), self.rows_in_file()
        copied = self.copy(new_address())
        self.assertEqual(differences(shape(copied), shape(examples()["store copy"])), [])
        self.assertEqual({t["table"]: t["rows"] for t in copied["tables"]}, rows)
        self.assertGreater(rows["billed_line"], 500)
        self.assertEqual(self.seen(), before)
        self.assertEqual(before["verify"][1]["findings"], [])
        refused = self.copy(new_address(), FAILED)
        self.assertIn("on a server already", refused["error"]["text"])
        # Nobody reads the file any more, and the next month is billed.
        (self.work / "store.db").unlink()
        billed = run("bill", "--period", "2026-11", "--issued-on", "2026-12-01", workspace=self.work)
        self.assertEqual(billed.returncode, WITH_REJECTS, billed.stderr)
        code, verified = run_json("verify", workspace=self.work)
        self.assertEqual((code, verified["findings"]), (DONE, []))
        self.assertGreater(verified["statements"], before["verify"][1]["statements"])

    def test_two_copies_have_the_same_hashes(self):
        other = shutil.copytree(self.work, new_folder() / "other")
        tables = self.copy(new_address())["tables"]
        self.assertTrue(all(len(t["sha256"]) == 64 for t in tables))
        self.work = other
        self.assertEqual(self.copy(new_address())["tables"], tables)

    def test_a_schema_of_somebody_else_is_left_alone(self):
        words = init_words()
        other = new_folder() / "other"
        self.assertEqual(run(*words, workspace=other).returncode, DONE)
        before = run_json("verify", workspace=other), self.seen()
        refused = self.copy(words[-1], FAILED)
        self.assertIn("the schema holds other rows", refused["error"]["text"])
        self.assertEqual((run_json("verify", workspace=other), self.seen()), before)
        self.assertFalse((self.work / "workspace.yaml").exists())
        # Named another one, it moves; and says so to a person.
        moved = run("store", "copy", "--to", new_address(), workspace=self.work)
        self.assertEqual(moved.returncode, DONE, moved.stderr)
        self.assertRegex(moved.stdout, r"rows are on the server; from now on the workspace keeps its store there")
        self.assertEqual(self.seen(), before[1])


def without_times(value):
    """Two companies are made one after the other."""
    if isinstance(value, dict):
        said = {k: without_times(v) for k, v in value.items()
                if k not in ("committed_at", "imported_at")}
        return {**said, "at": ""} if "state" in value else said  # of an approval
    return [without_times(v) for v in value] if isinstance(value, list) else value


if __name__ == "__main__":
    unittest.main()
