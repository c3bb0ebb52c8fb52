"""A company releases its own template: bills from then on are made by it, those before stay as they were, on every channel."""
import email
import email.policy
import subprocess
import unittest

from json_test import differences, examples, shape
from program import DONE, FAILED, WITH_REJECTS, WRONG_USE, copy_of_demo, new_folder, run, run_json

BILL = "bill --period 2026-11 --issued-on 2026-12-03 --release missing-readings,no-readings".split()


class Releases(unittest.TestCase):
    def setUp(self):
        self.folder = new_folder()
        self.workspace = copy_of_demo(self.folder / "my")
        self.examples = examples()

    def tell(self, *words, code=DONE, heading=None):
        found, told = run_json(*words, workspace=self.workspace, folder=self.folder)
        self.assertEqual(found, code, (words, told))
        if heading:
            self.assertEqual(differences(shape(told), shape(self.examples[heading])), [], words)
        return told

    def own(self, greeting):
        """Ours with a greeting before the amount."""
        mine = self.folder / greeting
        self.assertEqual(run("template", "show", "bill", "-o", mine).returncode, DONE)
        file = mine / "bill.xml"
        text = file.read_text(encoding="utf-8")
        self.assertIn("<headline>", text)
        file.write_text(text.replace("<headline>", f"<headline>{greeting}! ", 1), encoding="utf-8")
        return mine

    def release(self, template, *words):
        return self.tell("template", "release", template, "--from", "2026-12-01", "--as", "grace", *words,
                         heading="template release")

    def page(self, number):
        told = self.tell("invoice", "page", number, "-o", "bill.html",
                         heading="invoice pdf, invoice xml, invoice json, invoice page, invoice mail")
        self.assertEqual(told["format"], "html")
        return (self.folder / "bill.html").read_text(encoding="utf-8")

    def paper(self, number):
        self.tell("invoice", "pdf", number, "-o", "bill.pdf")
        return subprocess.run(["pdftotext", self.folder / "bill.pdf", "-"], capture_output=True,
                              encoding="utf-8", check=True).stdout

    def first_of(self, run_number):
        return self.tell("invoice", "list", "--run", run_number, "--limit", 1)["invoices"][0]["number"]

    def test_bills_from_its_first_day_on_are_made_by_it(self):
        before = self.first_of(3)
        self.assertEqual(self.tell("template", "list")["releases"], [])
        hello = self.release(self.own("Hello"), "--reason", "we greet")
        listed = self.tell("template", "list", heading="template list")["releases"]
        self.assertEqual([(r["hash"], r["by"], r["put_aside"]) for r in listed],
                         [(hello["hash"], "grace", False)])

        self.tell(*BILL)
        after = self.first_of(4)
        self.assertIn("Hello!", self.paper(after))
        self.assertIn("Hello!", self.page(after))
        self.assertNotIn("Hello!", self.paper(before))
        self.assertNotIn("Hello!", self.page(before))

        # Ours again: what is issued stays as it is.
        again = self.release("bill")
        self.assertNotEqual(again["hash"], hello["hash"])
        self.assertEqual([r["put_aside"] for r in self.tell("template", "list")["releases"]], [True, False])
        self.assertIn("Hello!", self.page(after))
        shown = run("template", "show", "@" + hello["hash"][:12], "-o", "old", workspace=self.workspace,
                    folder=self.folder)
        self.assertEqual(shown.returncode, DONE, shown.stderr)
        self.assertIn("Hello! ", (self.folder / "old/bill.xml").read_text(encoding="utf-8"))
        self.tell("verify")

    def test_a_run_keeps_the_template_that_it_was_started_with(self):
        self.tell(*BILL, "--hold-for-approval", "--as", "ada")
        hello = self.release(self.own("Hello"))
        self.tell("run", "approve", "4", "--as", "grace")
        self.assertNotEqual(self.tell("run", "show", "4")["template"], hello["hash"])
        number = self.first_of(4)
        self.assertNotIn("Hello!", self.paper(number))
        self.assertNotIn("Hello!", self.page(number))
        # What would be billed next is shown by what holds now.
        self.tell("preview", "A-100001", "--period", "2026-12", "--issued-on", "2027-01-02", "--release",
                  "missing-readings,no-readings", "--pdf", "next.pdf")
        text = subprocess.run(["pdftotext", self.folder / "next.pdf", "-"], capture_output=True,
                              encoding="utf-8", check=True).stdout
        self.assertIn("Hello!", text)

    def test_an_issued_bill_is_said_on_other_channels(self):
        number = self.first_of(3)
        message = self.tell("invoice", "sms", number, "--link", "https://example.org/b/1", heading="invoice sms")
        self.assertIn("https://example.org/b/1", message["text"])
        self.tell("invoice", "mail", number, "-o", "bill.eml",
                  heading="invoice pdf, invoice xml, invoice json, invoice page, invoice mail")
        mail = email.message_from_bytes((self.folder / "bill.eml").read_bytes(), policy=email.policy.default)
        self.assertIn(number, mail.get_body(("html",)).get_content())
        self.tell("invoice", "pdf", number, "-o", "bill.pdf")
        self.assertEqual([part.get_content() for part in mail.iter_attachments()],
                         [(self.folder / "bill.pdf").read_bytes()])
        self.assertIn(number, self.page(number))

    def test_one_with_findings_is_not_released(self):
        mine = self.own("Hello")
        file = mine / "bill.xml"
        whole = file.read_text(encoding="utf-8")
        for old, new, why in (("{invoice.number}", "{invoice.nunber}", "template check"),
                              ('<template name="bill"', '<template name="letter"', 'name="bill"'),
                              ('channels="paper web email sms"', 'channels="web email sms"', "paper")):
            self.assertIn(old, whole)
            file.write_text(whole.replace(old, new), encoding="utf-8")
            for dry in ((), ("--dry-run",)):
                done = run("template", "release", mine, "--from", "2026-12-01", *dry, workspace=self.workspace)
                self.assertEqual(done.returncode, FAILED, done.stdout)
                self.assertIn(why, done.stderr)
        self.assertEqual(self.tell("template", "list")["releases"], [])
        file.write_text(whole, encoding="utf-8")
        self.assertFalse(self.release(mine, "--dry-run")["released"])
        self.assertEqual(self.tell("template", "list")["releases"], [])
        self.release(mine)
        done = run("template", "release", mine, "--from", "2026-12-01", workspace=self.workspace)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("holds from 2026-12-01 already", done.stderr)

    def test_one_that_hides_what_the_law_wants_is_not_released(self):
        mine = self.own("Hello")
        file = mine / "bill.xml"
        whole = file.read_text(encoding="utf-8")
        self.assertIn("{disclosure.words}", whole)
        file.write_text(whole.replace("{disclosure.words}", "Call us."), encoding="utf-8")
        for dry in ((), ("--dry-run",)):
            done = run("template", "release", mine, "--from", "2026-12-01", *dry, workspace=self.workspace)
            self.assertEqual(done.returncode, FAILED, done.stdout)
            self.assertIn("the law wants more of these bills", done.stderr)
            self.assertIn("--for-company", done.stderr)
        self.assertEqual(self.tell("template", "list")["releases"], [])
        told = self.tell("template", "check", mine, "--for-company", "--from", "2026-12-01", code=WITH_REJECTS)
        missing = told["templates"][0]["by_law"]
        self.assertEqual({one["issuer"] for one in missing}, {"AURORA", "NORDLINK"})
        self.assertLess({"dispute-settlement", "objections"}, {one["duty"] for one in missing})
        # Before the company gave its words, ours could not be released either: they are missing then.
        told = self.tell("template", "check", "bill", "--for-company", "--from", "2026-09-01", code=WITH_REJECTS)
        self.assertEqual({one["line"] for one in told["templates"][0]["by_law"]}, {0})
        told = self.tell("template", "check", "bill", "--for-company", "--from", "2026-12-01")
        self.assertEqual(told["templates"][0]["by_law"], [])

    def test_bills_say_what_the_company_discloses(self):
        self.tell(*BILL)
        numbers = [i["number"] for i in self.tell("invoice", "list", "--run", 4, "--limit", 40)["invoices"]]
        texts = {number: self.paper(number) for number in numbers[:12]}
        power = [text for text in texts.values() if "Energy · " in text or "Strom" in text or "Electricity" in text]
        self.assertGreater(len(power), 0)
        self.assertTrue(all("schlichtungsstelle-energie.de" in text for text in power))
        self.assertNotIn("schlichtungsstelle-energie.de", self.paper(self.first_of(2)))
        self.tell("verify")

    def test_bills_from_its_first_day_on_are_in_the_companys_brand(self):
        before = self.first_of(3)
        mine = self.folder / "mine"
        self.assertEqual(run("template", "show", "nordlink", "-o", mine).returncode, DONE)
        file = mine / "brand.yaml"
        whole = file.read_text(encoding="utf-8")
        self.assertIn("brand: nordlink", whole)
        file.write_text(whole.replace("brand: nordlink", "brand: aurora").replace("name: Nordlink", "name: Sunlink"),
                        encoding="utf-8")
        mark = "#10254d"  # a colour of it
        self.assertNotIn(mark, self.page(before))
        file.write_text(file.read_text(encoding="utf-8").replace("corners:", "corner:"), encoding="utf-8")
        done = run("template", "release", mine, "--from", "2026-12-01", workspace=self.workspace)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("did you mean 'corners'?", done.stderr)
        file.write_text(file.read_text(encoding="utf-8").replace("corner:", "corners:"), encoding="utf-8")
        self.release(mine)
        self.assertEqual([r["template"] for r in self.tell("template", "list")["releases"]], ["brand:aurora"])
        self.tell(*BILL)
        numbers = [i["number"] for i in self.tell("invoice", "list", "--run", 4, "--limit", 40)["invoices"]]
        after = next(number for number in numbers if number.startswith("AU"))
        self.assertIn(mark, self.page(after))
        self.assertIn("Sunlink", self.page(after))
        self.assertNotIn(mark, self.page(before))
        # The program's own again: what is issued stays as it is.
        self.release("aurora")
        self.assertIn(mark, self.page(after))
        self.tell("verify")

    def test_a_reminder_is_made_by_the_companys_own_template(self):
        mine = self.folder / "letter"
        self.assertEqual(run("template", "show", "reminder", "-o", mine).returncode, DONE)
        file = mine / "reminder.xml"
        file.write_text(file.read_text(encoding="utf-8").replace("<headline>", "<headline>Hello! ", 1), encoding="utf-8")
        for name, greets in (("before", False), ("after", True)):
            if greets:
                self.release(mine)
            for ending in ("pdf", "html", "eml", "txt"):
                self.tell("account", "reminder", "A-100006", "--on", "2026-12-20", "-o", f"{name}.{ending}",
                          heading="account reminder")
            self.assertEqual("Hello!" in (self.folder / f"{name}.html").read_text(encoding="utf-8"), greets)
        judged = run("pdf", "check", "after.pdf", folder=self.folder)
        self.assertEqual(judged.returncode, DONE, judged.stdout)
        mail = email.message_from_bytes((self.folder / "after.eml").read_bytes(), policy=email.policy.default)
        self.assertEqual([part.get_content() for part in mail.iter_attachments()],
                         [(self.folder / "after.pdf").read_bytes()])
        done = run("account", "reminder", "A-100006", "--on", "2026-01-05", "-o", "none.pdf",
                   workspace=self.workspace, folder=self.folder)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("nothing is overdue on 2026-01-05", done.stderr)
        done = run("account", "reminder", "A-100006", "--on", "2026-12-20", "-o", "reminder.docx",
                   workspace=self.workspace, folder=self.folder)
        self.assertIn("end the name in .pdf, .html, .eml or .txt", done.stderr)

    def test_wrong_use_is_told(self):
        self.assertEqual(run("template", "release", "bill", workspace=self.workspace).returncode, WRONG_USE)
        for words, why in (("template show @0123 -o x", "no template has this hash"),
                           ("template show @xyz -o x", "digits 0 to 9"),
                           ("template check nothing/here", "no such folder"),
                           ("invoice page AU-1", "no such invoice")):
            done = run(*words.split(), workspace=self.workspace, folder=self.folder)
            self.assertEqual(done.returncode, FAILED, words)
            self.assertIn(why, done.stderr)


if __name__ == "__main__":
    unittest.main()
