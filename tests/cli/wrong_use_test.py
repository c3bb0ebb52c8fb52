"""Wrong use ends with 2, names what was wrong and what may have been meant."""
import unittest

from program import WRONG_USE, DONE, FAILED, demo, new_folder, run, run_json

# command line -> what standard error says
WRONG = {
    "improt x": "'improt' is no command of billwright; did you mean 'import'?",
    "bogus": "'bogus' is no command of billwright\n",
    "run shwo 1": "'shwo' is no command of billwright run; did you mean 'show'?",
    "run": "billwright run: say what: list, show, compare, resume, approve, discard",
    "--nope": "there is no option '--nope'",
    "bill --perod 2026-10": "there is no option '--perod'; did you mean '--period'?",
    "invoice list --acount A": "there is no option '--acount'; did you mean '--account'?",
    "verify extra": "billwright verify: 'extra' is one word too many",
    "bill": "billwright bill: --period is required",
    "run show": "billwright run show: RUN is required",
    "bill --period 2026-8": "--period: '2026-8' is no month: write 2026-10",
    "bill --period 2026-10-15": "--period: bills are for whole months: write 2026-10",
    "bill --period 2026-10 --issued-on today": "--issued-on: 'today' is no date",
    "bill --period 2026-10 --release missing-reading": "did you mean 'missing-readings'?",
    "bill --period 2026-10 --release calculation": "'calculation' cannot be released",
    "bill --period 2026-10 --workers 65": "--workers: '65' is no number from 1 to 64",
    "exceptions": "billwright exceptions: say what: list, release, hold, exclude, include, estimate, reprice",
    "exceptions list --cause missing-reading": "did you mean 'missing-readings'?",
    "exceptions list --below much": "--below: 'much' is no amount: write 500.00",
    "exceptions include --account A-1": "--period is required",
    "run discard 3": "--reason is required",
    "bill --period 2026-10 --sample 5": "--sample requires --test",
    "batch": "billwright batch: say what: list, show",
    "batch show": "billwright batch show: BATCH is required",
    "batch show 0": "BATCH: '0' is no number from 1 on",
    "run show x": "RUN: 'x' is no number from 1 on",
    "run resume 0": "RUN: '0' is no number from 1 on",
    "invoice list --limit 0": "--limit: '0' is no number from 1 to 1000000",
    "invoice list --run x": "--run: 'x' is no number",
    "invoice explain N --line x": "--line: 'x' is no number",
    "invoice explain N --language fr": "--language: nothing is explained in 'fr': choose en",
    "tariff show X --on 2026-13-01": "--on:",
    "tariff summary X -o s.pdf --language fr": "--language: no document is written in 'fr': choose en",
    "tariff show X --language klingon": "--language: 'klingon' is no language",
    "payment": "billwright payment: say what: record, import, waiting, match, reverse",
    "payment record A-1": "AMOUNT is required",
    "payment match b-17": "KEY requires ACCOUNT",
    "payment reverse b-17": "--reason is required",
    "deposit take A-1 5 --on today": "--on: 'today' is no date",
    "import x --format nem21": "--format: format 'nem21' is unknown; one of catalog, issuer,",
    "import x --set colour=red": "--set: ",
    "import x --set zone=Mars/Base": "--set: ",
    "demo --accounts 0": "--accounts: '0' is no number from 1 to 100000",
    "help bogus": "'bogus' is no command of billwright",
}


class WrongUse(unittest.TestCase):
    def test_every_mistake_is_named_and_ends_with_2(self):
        for line, said in WRONG.items():
            with self.subTest(line):
                done = run(*line.split())
                self.assertEqual(done.returncode, WRONG_USE, done.stderr)
                self.assertIn(said, done.stderr)
                self.assertIn("\nSee: billwright", done.stderr)
                self.assertEqual(done.stdout, "")

    def test_with_json_it_is_a_document(self):
        for line in WRONG:
            with self.subTest(line):
                code, document = run_json(*line.split())
                self.assertEqual(code, WRONG_USE)
                self.assertEqual(set(document), {"error"})
                self.assertEqual(document["error"]["code"], "wrong-use")
                self.assertTrue(document["error"]["subject"].startswith("billwright"))

    def test_nothing_is_done(self):
        folder = new_folder()
        run("demo", "--accounts", "0", folder=folder)
        run("init", "extra", folder=folder, workspace=folder / "my")
        self.assertEqual(list(folder.iterdir()), [])

    def test_the_name_alone_shows_the_help(self):
        done = run()
        self.assertEqual(done.returncode, WRONG_USE)
        self.assertIn("Commands:\n  init ", done.stderr)
        self.assertEqual(run_json()[1]["error"]["code"], "wrong-use")

    def test_what_two_want_standard_output_is_refused(self):
        for line in ("invoice pdf X -o -", "invoice xml X -o -",
                     "preview X --period 2026-10 --pdf -"):
            code, document = run_json(*line.split())
            self.assertEqual((code, document["error"]["code"]), (WRONG_USE, "wrong-use"), line)


class Failures(unittest.TestCase):
    def test_a_name_that_is_not_there_fails_and_says_where_names_are(self):
        workspace, _ = demo()
        for line, said in {
                "invoice show X": "invoice X: there is no such invoice; `invoice list` shows them",
                "invoice explain X": "there is no such invoice",
                "invoice explain AU-2026-000121 --line 99": "the invoice has no line 99",
                "run show 99": "run 99: there is no such run; `run list` shows them",
                "invoice list --run 99": "run 99: there is no such run; `run list` shows them",
                "invoice list --account NOPE": "account NOPE: there is no such billing account; num",
                "account show NOPE": "`invoice list` shows those that were billed",
                "batch show 999": "batch 999: there is no such batch; `batch list` shows them",
                "bill --period 2099-01": "the earliest --issued-on is 2099-02-01",
                "tariff show AURORA-FLX": "did you mean 'AURORA-FLEX'?; `tariff list` shows all",
                "tariff show AURORA-FLEX --language fr": "no name is written in 'fr'; there are: "
                                                         "de, en",
                "preview X --period 2026-10": "X",
        }.items():
            with self.subTest(line):
                done = run(*line.split(), workspace=workspace)
                self.assertEqual(done.returncode, FAILED)
                self.assertIn(said, done.stderr)
                self.assertTrue(done.stderr.startswith("billwright: "))
                code, document = run_json(*line.split(), workspace=workspace)
                self.assertEqual((code, set(document)), (FAILED, {"error"}))

    def test_no_advice_where_nothing_ran(self):
        done = run("init", workspace="/proc/none")
        self.assertEqual(done.returncode, FAILED)
        self.assertNotIn("resume", done.stderr)
        self.assertNotIn("safe", done.stderr)

    def test_a_workspace_that_is_not_there(self):
        folder = new_folder()
        done = run("run", "list", folder=folder)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("there is no workspace here", done.stderr)
        self.assertEqual(list(folder.iterdir()), [])

    def test_a_file_is_no_workspace(self):
        file = new_folder() / "store.txt"
        file.write_text("mine", encoding="utf-8")
        for command in ("init", "verify", "import x"):
            done = run(*command.split(), workspace=file)
            self.assertEqual(done.returncode, FAILED, command)
            self.assertIn("this is a file, and a workspace is a folder", done.stderr)
        self.assertEqual(file.read_text(encoding="utf-8"), "mine")

    def test_output_that_cannot_be_written_is_told(self):
        workspace, _ = demo()
        with open("/dev/full", "w", encoding="utf-8") as full:
            for line in ("invoice list", "--json invoice list", "--help",
                         "invoice pdf AU-2026-000121 -o -"):
                done = run(*line.split(), workspace=workspace, stdout=full)
                self.assertEqual(done.returncode, FAILED, line)
                self.assertNotEqual(done.stderr, "")

    def test_a_document_is_there_whole_or_not_at_all(self):
        workspace, _ = demo()
        folder = new_folder()
        done = run("invoice", "pdf", "AU-2026-000121", "-o", "no/bill.pdf", workspace=workspace,
                   folder=folder)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("no/bill.pdf: the file cannot be written: No such file", done.stderr)
        self.assertEqual(list(folder.iterdir()), [])


class Version(unittest.TestCase):
    def test_three_ways_to_ask(self):
        for words in (("version",), ("--version",)):
            done = run(*words)
            self.assertEqual(done.returncode, DONE)
            self.assertRegex(done.stdout, r"^billwright \d+\.\d+\.\d+\n$")
            self.assertEqual(set(run_json(*words)[1]), {"version"})


if __name__ == "__main__":
    unittest.main()
