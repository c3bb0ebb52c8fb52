"""The examples of docs/company-files.md are files that the program takes; its errors are those it gives."""
import re
import unittest

from program import DONE, FAILED, ROOT, WITH_REJECTS, demo, init, new_folder, run, run_json


def examples(kind):
    text = (ROOT / "docs/company-files.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.M | re.S)


class CompanyFiles(unittest.TestCase):
    def setUp(self):
        self.folder = new_folder()
        self.workspace = self.folder / "my"
        init(self.workspace)
        self.data = demo()[0] / "demo-data"

    def take(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return run_json("import", self.folder / name, workspace=self.workspace)

    def test_all_of_them_come_in_and_bill(self):
        [issuer], [accounts, changes, roles, deck] = examples("yaml"), examples("csv")
        [meters], [attributes] = examples("csv meters"), examples("csv attributes")
        catalog = [f for f in sorted((self.data / "catalog").iterdir()) if "nordlink" not in f.name]
        self.assertEqual(run("import", *catalog, workspace=self.workspace).returncode, DONE)
        for name, text, kind, count in (("aurora.yaml", issuer, "issuer", 1),
                                        ("accounts.csv", accounts, "accounts", 3),
                                        ("changes.csv", changes, "accounts", 3),
                                        ("roles.csv", roles, "accounts", 3),
                                        ("meters.csv", meters, "meters", 2),
                                        ("attributes.csv", attributes, "attributes", 6),
                                        ("deck.csv", deck, "deck", 1)):
            code, came = self.take(name, text)
            self.assertEqual(code, DONE, came)
            came = came["files"][0]
            self.assertEqual((came["kind"], came["accepted"], came["rejected"]), (kind, count, 0))
        bill = "bill --period 2026-10 --issued-on 2026-11-03 --release no-readings".split()
        code, run_document = run_json(*bill, workspace=self.workspace)
        self.assertEqual((run_document["accounts"], run_document["held"]), (5, 0), run_document)
        # The landlord has nothing to pay; the co-payer has one line for each month.
        _, listed = run_json("invoice", "list", "--account", "L-1", workspace=self.workspace)
        self.assertEqual(listed["invoices"], [])
        _, listed = run_json("invoice", "list", "--account", "E-1", workspace=self.workspace)
        _, shown = run_json("invoice", "show", listed["invoices"][0]["number"],
                            workspace=self.workspace)
        self.assertEqual({line["charge"] for line in shown["lines"]}, {"share"})
        # Moved out on the 16th: fifteen days of one plan and sixteen of the other.
        _, listed = run_json("invoice", "list", "--account", "A-1", workspace=self.workspace)
        _, shown = run_json("invoice", "show", listed["invoices"][0]["number"],
                            workspace=self.workspace)
        days = {(line["schedule"], line["from"], line["to"]) for line in shown["lines"]}
        self.assertIn(("AURORA-FLEX", "2026-10-01", "2026-10-16"), days)
        self.assertIn(("AURORA-HOME", "2026-10-16", "2026-11-01"), days)

    def test_disclosures_are_a_part_of_the_issuer(self):
        [issuer], found = examples("yaml"), examples("yaml disclosures")
        self.assertEqual(len(found), 2)
        for number, disclosures in enumerate(found, 2):
            text = issuer.replace("from: 2026-01-01", f"from: 2026-0{number}-01") + disclosures
            code, came = self.take(f"issuer-{number}.yaml", text)
            self.assertEqual((code, came["files"][0]["accepted"]), (DONE, 1), came)
        code, came = self.take("wrong.yaml", issuer + found[1].replace("61.5", "61"))
        self.assertEqual(code, FAILED)
        self.assertIn("the shares come to 99.5 %", came["error"]["text"])

    def test_every_column_and_key_is_described(self):
        page = (ROOT / "docs/company-files.md").read_text(encoding="utf-8")
        header = (self.data / "accounts/accounts.csv").read_text(encoding="utf-8").splitlines()[0]
        deck = (self.data / "catalog/nordlink-2026.csv").read_text(encoding="utf-8").splitlines()[0]
        keys = re.findall(r"^(\w+):", (self.data / "issuers/aurora.yaml").read_text(encoding="utf-8"),
                          re.M)
        for name in [*header.split(","), *deck.split(","), *keys]:
            self.assertIn(f"`{name}`", page)

    def test_wrong_ones_are_told_with_their_place(self):
        [issuer], [accounts, _, _, deck] = examples("yaml"), examples("csv")
        wrong = issuer.replace("DE77999500200004710815", "DE77999500200004710816")
        code, came = self.take("wrong.yaml", wrong)
        self.assertEqual((code, came["error"]["subject"]), (FAILED, "wrong.yaml line 12"))
        self.assertIn("the check digits of the IBAN do not fit", came["error"]["text"])
        code, came = self.take("wrong.csv", deck + "+49,Again,0.1,,\n")
        self.assertEqual((code, came["error"]["subject"]), (FAILED, "wrong.csv line 5"))
        self.assertEqual(self.take("aurora.yaml", issuer)[0], DONE)
        # An issuer that is not there yet: the file can come again when it is.
        code, came = self.take("early.csv", accounts.replace("A-2,AURORA,", "A-2,NOBODY,"))
        self.assertEqual((code, came["error"]["subject"]), (FAILED, "early.csv:4"))
        self.assertIn("issuer 'NOBODY' is not known", came["error"]["text"])
        code, came = self.take("accounts.csv", accounts.replace("A-2,AURORA,EUR", "A-2,AURORA,EURO"))
        self.assertEqual((code, came["files"][0]["rejects"][0]["line"]), (WITH_REJECTS, 4))
        code, came = self.take("columns.csv", accounts.replace("zone", "zoen", 1))
        self.assertEqual(code, FAILED)
        self.assertIn("an accounts file has no column 'zoen'", came["error"]["text"])


    def test_somebody_elses_columns(self):
        [issuer], [mapping] = examples("yaml"), examples("yaml mapping")
        self.assertEqual(self.take("aurora.yaml", issuer)[0], DONE)
        (self.folder / "theirs.yaml").write_text(mapping, encoding="utf-8")
        (self.folder / "export.csv").write_bytes(
            "Stand 1.9.2026\n"
            "Vertragskonto;Vorname;Nachname;Zaehlpunkt;Sparte;Tarif;Einzug;Abgerechnet\n"
            "4711;Jörg;Groß;AE-1;e;T01;01.03.1998;01.09.2026\n"
            "4712;Ida;Bär;AE-2;E;T09;01.03.1998;00.00.0000\n".encode("latin-1"))
        words = ["import", "--mapping", "theirs.yaml", "--set", "street=Weg 1", "--set",
                 "postcode=09991", "--set", "city=Sonnthal", "--set", "language=de", "--set",
                 "zone=Europe/Berlin", "export.csv"]
        code, tried = run_json(*words[:1], "--dry-run", *words[1:], workspace=self.workspace,
                               folder=self.folder)
        self.assertEqual((code, tried["dry_run"]), (WITH_REJECTS, True), tried)
        self.assertEqual([(r["line"], r["reason"]) for r in tried["files"][0]["rejects"]],
                         [(4, "'plan' is 'T09', which the mapping does not translate")])
        _, batches = run_json("batch", "list", workspace=self.workspace)
        self.assertEqual([b["kind"] for b in batches["batches"]], ["issuer"])
        code, came = run_json(*words, workspace=self.workspace, folder=self.folder)
        self.assertEqual((code, came["files"][0]["accepted"]), (WITH_REJECTS, 1), came)


class TariffCheck(unittest.TestCase):
    def test_a_file_is_looked_at_beside_the_workspace(self):
        workspace, _ = demo()
        flex = workspace / "demo-data/catalog/aurora-flex.yaml"
        beside = run("tariff", "check", flex, workspace=workspace)
        self.assertEqual((beside.returncode, beside.stdout),
                         (DONE, "1 schedule, 1 plan, 0 calendars, 0 tax tables, 0 decks: no "
                                "finding\n"))
        alone = run("tariff", "check", flex)
        self.assertEqual(alone.returncode, DONE)
        self.assertIn("warning  ", alone.stdout)
        self.assertNotIn("error", alone.stdout)
        self.assertIn("Checked by themselves.", alone.stdout)
        self.assertIn("no finding", run("tariff", "check", workspace=workspace).stdout)

    def test_texts_that_are_no_tariffs_are_read(self):
        folder = new_folder()
        water = "channels:\n  - {of: import m3, most: 9 per hour}\n"
        for name, text in {"readings": "validation: water\n" + water,
                           "bills": "billing checks: any\nzero: hold\n",
                           "approval": "approval: runs\nby: second person\n"}.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
            done = run("tariff", "check", f"{name}.yaml", folder=folder)
            self.assertEqual(done.returncode, DONE, done.stderr)
            (folder / "wrong.yaml").write_text(text + "nonsense: 1\n", encoding="utf-8")
            self.assertEqual(run("tariff", "check", "wrong.yaml", folder=folder).returncode, FAILED)

    def test_errors_are_exit_code_1(self):
        workspace, _ = demo()
        folder = new_folder()
        text = (workspace / "demo-data/catalog/aurora-flex.yaml").read_text(encoding="utf-8")
        (folder / "flex.yaml").write_text(text.replace("holidays: DE", "holidays: FR"),
                                          encoding="utf-8")
        code, found = run_json("tariff", "check", "flex.yaml", workspace=workspace, folder=folder)
        self.assertEqual(code, FAILED)
        self.assertIn("calendar 'FR' is not in the catalog", found["findings"][0]["text"])
        done = run("tariff", "check", "flex.yaml", "flex.yaml", folder=folder)
        self.assertEqual(done.returncode, FAILED, "twice the same schedule")

    def test_what_is_no_file_of_tariffs_is_refused_at_once(self):
        folder = new_folder()
        (folder / "empty.yaml").write_text("", encoding="utf-8")
        (folder / "none.yaml").write_text("# nothing yet\n", encoding="utf-8")
        for name, said in {"/dev/zero": "a pipe or a device", str(folder): "this is a folder",
                           "no.yaml": "there is no such file", "empty.yaml": "the file is empty",
                           "none.yaml": "the file holds no document"}.items():
            done = run("tariff", "check", name, folder=folder)
            self.assertEqual(done.returncode, FAILED, name)
            self.assertIn(said, done.stderr)


class Demo(unittest.TestCase):
    def test_one_account_is_enough(self):
        for count in (1, 2):
            done = run("demo", "--accounts", count)
            self.assertEqual(done.returncode, DONE, done.stderr)


if __name__ == "__main__":
    unittest.main()
