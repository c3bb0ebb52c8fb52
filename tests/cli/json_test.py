"""Every command gives the one document that docs/json.md shows: the same fields, all the way down."""
import json
import re
import unittest

from convert_test import plan
from program import (DONE, FAILED, ROOT, WITH_REJECTS, copy_of_demo, demo, demo_json, init_words,
                     new_folder, run_json)


def examples():
    """Heading or tag -> the example below it."""
    found, heading = {}, ""
    text = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    for part in re.finditer(r"^## (?P<heading>.+)$|^```json ?(?P<tag>.*)\n(?P<body>(?s:.*?))^```",
                            text, re.M):
        if part["heading"]:
            heading = part["heading"]
        else:
            found[part["tag"] or heading] = json.loads(part["body"])
    return found


def shape(value):
    """What a reader relies on: names of fields and kinds of values; an empty list or object says
    nothing of what is in it."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    return type(value).__name__


def differences(found, expected, place=""):
    if isinstance(expected, dict) and isinstance(found, dict):
        if not expected:
            return []
        names = [f"{place}: fields {sorted(found)} instead of {sorted(expected)}"
                 ] if set(found) != set(expected) else []
        return names + [d for name in set(found) & set(expected)
                        for d in differences(found[name], expected[name], f"{place}.{name}")]
    if isinstance(expected, list) and isinstance(found, list):
        return [d for inner in found[:50] for d in differences(inner, expected[0], f"{place}[]")
                ] if expected else []
    return [] if found == expected else [f"{place}: {found} instead of {expected}"]


class Json(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.workspace, _ = demo()
        cls.examples = examples()

    def check(self, heading, words, code=DONE, workspace=None, folder=None):
        found, document = run_json(*words, workspace=workspace, folder=folder)
        self.assertEqual(found, code, (words, document))
        self.assertEqual(differences(shape(document), shape(self.examples[heading])), [], words)
        return document

    def test_what_only_looks(self):
        for heading, *lines in (
                ("upgrade, version", "version"),
                ("verify", "verify"),
                ("tariff list", "tariff list"),
                ("tariff check", "tariff check"),
                ("tariff show", "tariff show AURORA-FLEX", "tariff show NORDLINK-MOBILE-S"),
                ("run list", "run list"),
                ("batch list", "batch list", "batch list --limit 1"),
                ("bill, run show, run resume, run approve, run discard", "run show 3"),
                ("invoice list", "invoice list", "invoice list --run 3 --limit 2"),
                ("invoice show", "invoice show AU-2026-000121"),
                ("invoice explain", "invoice explain AU-2026-000121",
                 "invoice explain NL-2026-000001 --language de"),
                ("preview", "preview A-100006 --period 2026-11 --issued-on 2026-12-01 --release "
                            "missing-readings,no-readings")):
            for line in lines:
                with self.subTest(line):
                    self.check(heading, line.split(), workspace=self.workspace)

    def test_tariffs_that_are_tried(self):
        texts = [self.workspace / "demo-data/catalog" / f"{name}.yaml"
                 for name in ("aurora-flex", "taxes-de", "calendar-de")]
        usage = sorted((self.workspace / "demo-data/readings/2026-08").glob("electricity-*.csv"))[0]
        self.check("quote", ("quote", "--tariff", *texts, "--usage", usage, "--service-point",
                             "AE00000001", "--period", "2026-08"))
        self.check("simulate", "simulate --tariff AURORA-HOME --cost AURORA-HOME --from 2026-08 --to "
                               "2026-10".split(), code=WITH_REJECTS, workspace=self.workspace)

    def test_what_cannot_be_is_found(self):
        work = copy_of_demo(new_folder() / "my")
        line = "readings check --period 2026-10".split()
        found = self.check("readings check", line, code=WITH_REJECTS, workspace=work)
        self.assertEqual((found["checked"], found["findings"]), (0, []))
        self.assertEqual({gap["account"] for gap in found["gaps"]}, {"A-100011", "A-100019"})
        rules = work.parent / "rules.yaml"
        rules.write_text("validation: electricity\nchannels:\n"
                         "  - {of: import kWh, most: 0.4 per hour}\n", encoding="utf-8")
        self.check("import", ("import", rules), workspace=work)
        found = self.check("readings check", line, code=WITH_REJECTS, workspace=work)
        self.assertGreater(found["checked"], 0)
        self.assertEqual({f["rule"] for f in found["findings"]}, {"range"})

    def test_tariffs_of_others(self):
        folder = new_folder()
        plan(folder, riddle=3)
        self.check("tariff convert", ("tariff", "convert", folder), code=WITH_REJECTS)
        self.check("tariff coverage", ("tariff", "coverage", folder))

    def test_what_is_missing_is_estimated_once(self):
        work = copy_of_demo(new_folder() / "my")
        line = "readings estimate --period 2026-10".split()
        would = self.check("readings estimate", [*line, "--dry-run"], code=WITH_REJECTS,
                           workspace=self.workspace)
        did = self.check("readings estimate", line, code=WITH_REJECTS, workspace=work)
        self.assertEqual(would["estimated"], did["estimated"])
        self.assertEqual((len(would["batches"]), len(did["batches"])), (0, 1))
        self.assertGreater(sum(e["intervals"] for e in did["estimated"]), 0)
        again = self.check("readings estimate", line, code=WITH_REJECTS, workspace=work)
        self.assertEqual((again["estimated"], again["batches"]), ([], []))
        self.assertEqual(again["open_gaps"], len(again["open"]))

    def test_a_preview_that_is_held(self):
        held = self.check("preview", "preview A-100011 --period 2026-10".split(),
                          code=WITH_REJECTS, workspace=self.workspace)
        self.assertTrue(held["held"])

    def test_a_discount_explains_itself(self):
        told = {}
        for language in ("en", "de"):
            lines = self.check("invoice explain", ("invoice", "explain", "AU-2026-000121",
                                                   "--language", language),
                               workspace=self.workspace)["lines"]
            told[language] = next(line for line in lines if "percent_of" in line["breakdown"])
            self.assertEqual((told[language]["quantity"], told[language]["price"]), ("", ""))
        self.assertEqual(told["en"]["sentences"][0], "4 % of 55.86 EUR for Energy = -2.23 EUR")
        self.assertEqual(told["de"]["sentences"][0],
                         "4 % von 55,86 EUR für Arbeitspreis = -2,23 EUR")
        self.assertEqual(told["en"]["breakdown"]["percent_of"],
                         {"percent": "4", "base": "55.86", "charges": ["energy"]})

    def test_documents(self):
        folder = new_folder()
        for kind in ("pdf", "xml", "json"):
            told = self.check("invoice pdf, invoice xml, invoice json, invoice page, invoice mail", ("invoice", kind, "AU-2026-000121"),
                              workspace=self.workspace, folder=folder)
            self.assertEqual((folder / told["file"]).stat().st_size, told["bytes"])

    def test_demo(self):
        _, document = demo_json()
        self.assertEqual(differences(shape(document), shape(self.examples["demo"])), [])

    def test_a_company_from_the_beginning(self):
        data = self.workspace / "demo-data"
        folder = new_folder()
        made = self.check("init", init_words(), workspace=folder / "my")
        self.assertEqual(made["workspace"], str((folder / "my").resolve()))
        self.check("upgrade, version", ("upgrade",), workspace=folder / "my")
        texts = sorted((data / "catalog").iterdir())
        came = self.check("import", ("import", data / "issuers/nordlink.yaml", *texts),
                          workspace=folder / "my")
        self.assertEqual(len(came["files"]), 1 + len(texts))
        # A name with a quote and a line that is wrong.
        named = folder / 'a"b.csv'
        rows = (data / "accounts/accounts.csv").read_text(encoding="utf-8").splitlines(True)
        fibre = [row for row in rows if "NORDLINK-FIBRE" in row][:2]
        named.write_text(rows[0] + fibre[0] + fibre[1].replace(",EUR,", ",EURO,"),
                         encoding="utf-8")
        came = self.check("import", ("import", named), code=WITH_REJECTS,
                          workspace=folder / "my")["files"][0]
        self.assertEqual((came["file"], came["accepted"], came["rejected"]), (str(named), 1, 1))
        code, again = run_json("import", named, workspace=folder / "my")
        self.assertEqual((code, set(again["files"][0])), (DONE, {"file", "duplicate", "text"}))
        self.check("failed import", ("import", folder / "none.csv", named), code=FAILED,
                   workspace=folder / "my")
        self.check("bill, run show, run resume, run approve, run discard",
                   "bill --period 2026-08 --issued-on 2026-09-03".split(),
                   workspace=folder / "my")

    def test_money_in_and_what_is_owed(self):
        folder = new_folder()
        work = copy_of_demo(folder / "my")
        for line in ("payment record A-100006 30.00 --on 2026-11-10 --key b-17",
                     "payment record A-100006 30.00 --on 2026-11-10 --key b-17"):
            paid = self.check("payment record, payment match KEY", line.split(), workspace=work)
        self.assertTrue(paid["known"])
        bank = folder / "bank.csv"
        bank.write_text("key,account,amount,currency,booked_on\nb-18,A-100006,5.00,EUR,2026-11-10\n"
                        "b-19,A-77,10.00,EUR,2026-11-10\nb-20,A-77,10.00,12,2026-11-10\n",
                        encoding="utf-8")
        line = ("payment", "import", bank, "--issuer", "AURORA")
        came = self.check("payment import", line, code=WITH_REJECTS, workspace=work)["files"][0]
        self.assertEqual((came["accepted"], came["rejected"], came["pending"]), (1, 1, 1))
        _, again = run_json(*line, workspace=work)
        self.assertEqual(set(again["files"][0]), {"file", "duplicate", "text"})
        self.check("failed import", ("payment", "import", folder / "none.csv", bank), code=FAILED,
                   workspace=work)
        waits = self.check("payment waiting", ("payment", "waiting"), workspace=work)["waiting"]
        self.assertEqual([w["payment"] for w in waits], ["b-19"])
        for heading, line in (
                ("payment match", "payment match"),
                ("payment record, payment match KEY", "payment match b-19 A-100006 --on 2026-11-30"),
                ("payment reverse", "payment reverse b-17 --reason returned --on 2026-11-30"),
                ("deposit take, deposit return", "deposit take A-100006 50.00 --on 2026-11-30"),
                ("refund", "refund A-100006 --on 2026-11-30"),
                ("refund --all", "refund --all --on 2026-11-30 --dry-run"),
                ("account show", "account show A-100006"),
                ("account reminder",
                 f"account reminder A-100006 --on 2026-11-30 -o {new_folder()}/reminder.pdf"),
                ("account statement", "account statement A-100006 --to 2026-12-31")):
            with self.subTest(line):
                self.check(heading, line.split(), workspace=work)
        self.check("payment record, payment match KEY",
                   "balance top-up A-100006 5.00 --on 2026-11-30".split(), workspace=work)
        low = self.check("balance low", "balance low --below 1000.00".split(), code=WITH_REJECTS,
                         workspace=work)["low"]
        self.assertEqual([b["account"] for b in low], ["A-100006"])
        told = self.check("account statement", "account statement A-100006 --to 2026-12-31".split(),
                          workspace=work)
        owed = self.check("account show", "account show A-100006".split(), workspace=work)
        self.assertEqual(told["closing"], owed["owed"])
        self.assertEqual(told["lines"][-1]["balance"], told["closing"])

    def test_letters(self):
        work, folder = copy_of_demo(new_folder() / "my"), new_folder()
        (folder / "rate.yaml").write_text(
            "payment plan: RATE\nname: {en: Monthly rate}\nfrom: 2026-01-01\nadvances: request\ndue: 15\n"
            "settled in: Dec\ntax: standard\n", encoding="utf-8")
        (folder / "accounts.csv").write_text(
            "account,issuer,currency,name,street,postcode,city,country,language,service_point,kind,zone,plan,from,"
            "payment_plan,advance\nA-900001,NORDLINK,EUR,Ada Example,Road 1,20457,Hamburg,DE,en,NL-900001,broadband,"
            "Europe/Berlin,NORDLINK-FIBRE,2026-01-01,RATE,42.00\n", encoding="utf-8")
        self.check("import", ("import", folder / "rate.yaml", folder / "accounts.csv"), workspace=work)
        told = self.check("account advances", ("account", "advances", "A-900001", "--on", "2026-11-30",
                                               "-o", folder / "advances.pdf"), workspace=work)
        self.assertEqual([a["due_on"] for a in told["advances"]][:2], ["2027-01-15", "2027-02-15"])
        self.assertEqual(len(told["advances"]), 11)  # with December the year is settled
        told = self.check("invoice calls", ("invoice", "calls", "NL-2026-000001", "-o", folder / "calls.pdf"),
                          workspace=work)
        self.assertTrue(all(c["called"].endswith("xxx") for c in told["calls"] if c["kind"] == "call"))
        self.check("tariff summary", ("tariff", "summary", "NORDLINK-FIBRE", "--issuer", "NORDLINK",
                                      "--on", "2026-11-30", "-o", folder / "summary.pdf"), workspace=work)
        for file in ("advances.pdf", "summary.pdf", "calls.pdf"):
            judged = run_json("pdf", "check", folder / file)
            self.assertEqual(judged[0], DONE, judged)
        for line, text in (("invoice calls AU-2026-000121 -o no.pdf", "it bills no calls"),
                           ("account advances A-100006 --on 2026-11-30 -o no.pdf", "no advance is asked for"),
                           ("tariff summary NORDLINK-FIBRE -o no.pdf", "several issuers"),
                           ("tariff summary NORDLINK-FIBRE --issuer NORDLIN -o no.pdf", "did you mean 'NORDLINK'"),
                           ("tariff summary AURORA-FLEX --issuer AURORA -o no.pdf", "does not say what it supplies")):
            _, refused = run_json(*line.split(), workspace=work)
            self.assertIn(text, refused["error"]["text"])

    def test_hand_work_on_a_run(self):
        work = copy_of_demo(new_folder() / "my")
        one = "bill --period 2026-11 --issued-on 2026-12-01 --release missing-readings,no-readings".split()
        show = "bill, run show, run resume, run approve, run discard"
        tested = self.check("bill --test, exceptions reprice --dry-run", (*one, "--test", "--sample", "30"),
                            workspace=work)
        self.assertEqual((tested["accounts"], tested["of_accounts"]), (30, 100))
        waits = self.check(show, (*one, "--hold-for-approval", "--as", "ada"), workspace=work)
        self.assertEqual((waits["phase"], waits["approval"]["state"], waits["documents"]),
                         ("prepared", "waits", 0))
        self.check("run compare", ("run", "compare", "4"), workspace=work)
        _, refused = run_json("run", "approve", "4", "--as", "ada", workspace=work)
        self.assertIn("second person", refused["error"]["text"])
        done = self.check(show, ("run", "approve", "4", "--as", "grace"), workspace=work)
        self.assertEqual((done["phase"], done["approval"]["by"], done["started_by"]),
                         ("done", "grace", "ada"))
        self.assertEqual(done["touches"], 2)  # --release, and the approval
        again = self.check(show, (*one, "--hold-for-approval", "--as", "ada"), workspace=work)
        self.assertEqual([(n["reason"], n["accounts"]) for n in again["not_billed"]], [("no-news", 100)])
        gone = self.check(show, ("run", "discard", "5", "--reason", "nothing", "--as", "ada"),
                          workspace=work)
        self.assertEqual((gone["phase"], gone["approval"]["state"]), ("discarded", "discarded"))

    def test_many_exceptions_at_once(self):
        work = copy_of_demo(new_folder() / "my")
        heading = "exceptions list, exceptions release, exceptions hold, exceptions exclude"
        by = ("--reason", "looked at", "--as", "grace")
        listed = self.check(heading, "exceptions list --run 3".split(), workspace=self.workspace)
        self.assertEqual((listed["accounts"], listed["exceptions_total"]), (2, 2))
        choose = ("--run", "3", "--account", "A-100011")
        dry = self.check(heading, ("exceptions", "release", *choose, "--dry-run"),
                         workspace=self.workspace)
        self.assertEqual((dry["accounts"], dry["batch"]), (1, 0))
        self.check("error", ("exceptions", "release", *choose), code=FAILED, workspace=work)
        self.check("exceptions estimate",
                   "exceptions estimate --run 3 --account A-100011 --dry-run".split(),
                   workspace=self.workspace)
        kept = self.check(heading, ("exceptions", "release", *choose, *by), workspace=work)
        self.assertGreater(kept["batch"], 0)
        self.check("exceptions exclude --period, exceptions include",
                   ("exceptions", "exclude", "--account", "A-100019", "--period", "2026-10", *by),
                   workspace=work)
        would = self.check("bill --test, exceptions reprice --dry-run",
                           ("exceptions", "reprice", *choose, "--issued-on", "2026-12-01",
                            "--dry-run"), workspace=work)
        self.assertEqual((would["accounts"], would["held"], would["billed_accounts"]), (1, 0, 1))
        billed = self.check("bill, run show, run resume, run approve, run discard",
                            ("exceptions", "reprice", *choose, "--issued-on", "2026-12-01", "--as",
                             "grace"), workspace=work)
        self.assertEqual((billed["partial"], billed["accounts"], billed["billed_accounts"]),
                         (True, 1, 1))
        _, rest = run_json("bill", "--period", "2026-10", "--issued-on", "2026-12-01",
                           workspace=work)
        self.assertEqual([n["first"] for n in rest["not_billed"] if n["reason"] == "excluded"],
                         [["A-100019"]])

    def test_bills_that_were_wrong(self):
        work = copy_of_demo(new_folder() / "my")
        choose = ("reverse", "--run", "2")
        dry = self.check("reverse", (*choose, "--dry-run"), workspace=self.workspace)
        self.assertEqual(dry["accounts_total"], 100)
        accounts = work.parent / "list.txt"
        accounts.write_text("# the wrong name\nA-100006\n", encoding="utf-8")
        did = self.check("reverse", (*choose, "--accounts", accounts, "--reason", "wrong name", "--as",
                                     "grace"), workspace=work)
        self.assertEqual((did["accounts_total"], did["ordered_before"]), (1, 0))
        self.assertGreater(did["batch"], 0)
        _, listed = run_json("invoice", "list", "--account", "A-100006", workspace=work)
        run_json("bill", "--period", "2026-10", "--issued-on", "2026-12-01", workspace=work)
        _, after = run_json("invoice", "list", "--account", "A-100006", workspace=work)
        self.assertEqual(after["total"], listed["total"] + 2)
        self.assertEqual([i["kind"] for i in after["invoices"]][-2:], ["credit note", "invoice"])
        code, verified = run_json("verify", workspace=work)
        self.assertEqual((code, verified["findings"]), (DONE, []))

    def test_errors(self):
        self.check("error", ("invoice", "show", "X"), code=FAILED, workspace=self.workspace)

    def test_runs_tell_their_exceptions(self):
        _, run = run_json("run", "show", "3", workspace=self.workspace)
        self.assertEqual(run["exceptions_total"], 2)
        self.assertEqual([e["account"] for e in run["exceptions"]], ["A-100011", "A-100019"])
        self.assertEqual(run["accounts"], run["billed_accounts"] + run["held"])


if __name__ == "__main__":
    unittest.main()
