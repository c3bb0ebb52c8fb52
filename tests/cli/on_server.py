"""A company whose store is on a PostgreSQL server (STORE, by with_server): what a user does and sees is the same as in a file."""
import os
import unittest

from migration_test import CATALOG, ISSUER
from program import DONE, new_folder, run, run_json

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
        on_server, in_file = Company("--store", os.environ["STORE"]), Company()
        self.assertEqual(on_server.made.returncode, DONE, on_server.made.stderr)
        self.assertFalse((on_server.workspace / "store.db").exists())
        self.assertTrue((in_file.workspace / "store.db").exists())
        for words, (code, found) in on_server.said.items():
            with self.subTest(words):
                self.assertEqual(code, in_file.said[words][0], found)
                self.assertEqual(without_times(found), without_times(in_file.said[words][1]))
        self.assertEqual(on_server.said["verify"][1]["findings"], [])
        self.assertEqual(on_server.said["verify"][1]["statements"], 2)


def without_times(value):
    """Two companies are made one after the other."""
    if isinstance(value, dict):
        said = {k: without_times(v) for k, v in value.items()
                if k not in ("committed_at", "imported_at")}
        return {**said, "at": ""} if "state" in value else said  # of an approval
    return [without_times(v) for v in value] if isinstance(value, list) else value


if __name__ == "__main__":
    unittest.main()
