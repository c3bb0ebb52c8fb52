"""Text for a terminal: 80 columns, help with defaults and examples, lists that say what they leave out."""
import re
import shlex
import unittest

from program import DONE, WITH_REJECTS, commands, demo, new_folder, run


def too_wide(text):
    return [line for line in text.splitlines() if len(line) > 80]


class Help(unittest.TestCase):
    def test_fits_80_columns_and_tells_what_every_command_knows(self):
        for command in commands():
            with self.subTest(command):
                done = run(*command.split(), "--help")
                self.assertEqual((done.returncode, done.stderr), (DONE, ""))
                self.assertEqual(too_wide(done.stdout), [])
                self.assertIn("-w, --workspace DIR", done.stdout)
                self.assertIn("--json", done.stdout)
                self.assertNotRegex(done.stdout, r"TEXT|INT|UINT|\[OPTIONS\]")
                asked = run("help", *command.split())
                self.assertEqual(asked.stdout, done.stdout)

    def test_every_command_that_takes_something_has_examples_that_are_right(self):
        for command in commands():
            text = run(*command.split(), "--help").stdout
            if "Arguments:" in text:
                self.assertIn("Examples:\n  billwright ", text, command)
            for words in re.findall(r"^  billwright ((?:-w \w+ )?[a-z].*?)(?:   ?[a-z].*)?$",
                                    text.partition("Examples:")[2], re.M):
                # What cannot be read would be wrong use; what is not there fails.
                with self.subTest(words):
                    if not words.startswith(("demo", "-w small demo", "-w my init")):
                        self.assertNotEqual(run(*shlex.split(words)).returncode, 2, words)

    def test_tells_defaults(self):
        self.assertIn("(default: 2)", run("bill", "--help").stdout)
        self.assertIn("(default: 100)", run("invoice", "list", "--help").stdout)
        self.assertIn("(default: today)", run("bill", "--help").stdout)
        self.assertIn("./demo-workspace", run("demo", "--help").stdout)


class Output(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.workspace, cls.printed = demo()

    def text(self, *words, code=DONE):
        done = run(*words, workspace=self.workspace)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def test_fits_80_columns(self):
        # The folder of the test is longer than anybody's.
        self.assertEqual(too_wide(self.printed.replace(str(self.workspace), "demo-workspace")), [])
        for line in ("batch list", "batch show 12", "run list", "run show 3", "run compare 3",
                     "exceptions list --run 3", "reverse --run 3 --dry-run --limit 5", "invoice list", "invoice show AU-2026-000121",
                     "invoice explain AU-2026-000121", "invoice explain NL-2026-000001",
                     "tariff list", "tariff check", "verify", "tariff show AURORA-FLEX",
                     "tariff show AURORA-HOME", "tariff show AURORA-WATER",
                     "account show A-100006", "payment waiting",
                     "account statement A-100006 --to 2026-12-31", "tariff show NORDLINK-FIBRE", "tariff show NORDLINK-MOBILE-S",
                     "preview A-100011 --period 2026-10 --release missing-readings",
                     "simulate --tariff AURORA-HOME --from 2026-09 --to 2026-09 --by city"):
            with self.subTest(line):
                self.assertEqual(too_wide(self.text(*line.split())), [])

    def test_lists_say_that_there_is_more(self):
        self.assertIn("100 of 298 invoices; more with --limit 298", self.text("invoice", "list"))
        self.assertNotIn("more with", self.text("invoice", "list", "--limit", "298"))
        self.assertIn("1 of 2 exceptions; more with --limit 2",
                      self.text("run", "show", "3", "--limit", "1"))

    def test_invoices_go_account_by_account(self):
        accounts = re.findall(r"\bA-\d+", self.text("invoice", "list", "--limit", "298"))
        self.assertEqual(accounts, sorted(accounts))

    def test_invoices_of_one_account(self):
        listed = self.text("invoice", "list", "--account", "A-100006")
        self.assertEqual(listed.count("A-100006"), 3)

    def test_a_plan_is_said_in_words(self):
        text = self.text("tariff", "show", "NORDLINK-MOBILE-S")
        for words in ("data: 5 GB per month", "voice: 120 minutes per month, to National",
                      "1.50 per started 500 MB of the whole billing period"):
            self.assertIn(words, text)
        # A plan and a schedule of one name: both.
        text = self.text("tariff", "show", "AURORA-FLEX")
        self.assertIn("commitment: 12 months", text)
        self.assertIn("A peak         0.2871 per kWh: Mon-Fri 08:00-19:00", text)
        self.assertIn("Arbeitspreis", self.text("tariff", "show", "AURORA-FLEX", "--language", "de"))

    def test_a_preview_is_drawn_as_one(self):
        folder = new_folder()
        line = ("preview A-100006 --period 2026-11 --issued-on 2026-12-01 --release "
                "missing-readings,no-readings --pdf -")
        with open(folder / "p.pdf", "wb") as file:
            done = run(*line.split(), workspace=self.workspace, stdout=file)
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertTrue((folder / "p.pdf").read_bytes().startswith(b"%PDF"))
        self.assertIn("payable", done.stderr)
        self.assertEqual(run("preview", "A-100011", "--period", "2026-10",
                             workspace=self.workspace).returncode, WITH_REJECTS)

    def test_init_names_the_folder(self):
        folder = new_folder()
        done = run("init", folder=folder)
        self.assertIn(f"Made an empty workspace in {folder.resolve()}\n", done.stdout)


if __name__ == "__main__":
    unittest.main()
