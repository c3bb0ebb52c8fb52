"""Templates as their author works with them: ours to begin with, mistakes told by file and line, a look at every channel."""
import email
import email.policy
import unittest

from json_test import differences, examples, shape
from program import DONE, FAILED, ROOT, WITH_REJECTS, WRONG_USE, new_folder, run, run_json


def spoil(file, *changes):
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


class Templates(unittest.TestCase):
    def setUp(self):
        self.folder = new_folder()

    def begin(self):
        done = run("template", "show", "bill", "-o", "mine", folder=self.folder)
        self.assertEqual(done.returncode, DONE, done.stderr)
        return self.folder / "mine"

    def test_ours_can_be_used(self):
        done = run("template", "check")
        self.assertEqual(done.returncode, DONE, done.stdout)
        self.assertIn("bill: can be used, for paper, web, email, sms", done.stdout)

    def test_a_copy_can_be_used_and_is_not_written_over(self):
        self.begin()
        self.assertEqual(run("template", "check", "mine", folder=self.folder).returncode, DONE)
        again = run("template", "show", "bill", "-o", "mine", folder=self.folder)
        self.assertEqual(again.returncode, FAILED)
        self.assertIn("nothing was written over", again.stderr)

    def test_mistakes_are_told_by_file_and_line(self):
        mine = self.begin()
        spoil(mine / "bill.xml", ("{invoice.number}</fact>", "{invoice.nunber}</fact>"),
              ("{t.date_label}", "{t.date_labell}"), ("<lead>", "<leed>"), ("</lead>", "</leed>"))
        spoil(mine / "texts/de.yaml", ("see_bill:", "see_bil:"))
        done = run("template", "check", "mine", folder=self.folder)
        self.assertEqual(done.returncode, WITH_REJECTS)
        lines = done.stdout.splitlines()
        self.assertIn("mine/bill.xml:8: 'nunber' is no field of 'invoice'; did you mean 'number'?", lines)
        self.assertIn("mine/bill.xml:9: there is no text 'date_labell'; did you mean 'date_label'?", lines)
        self.assertIn("mine/bill.xml:17: there is no block <leed>; did you mean 'lead'?", lines)
        self.assertTrue(any("texts/de.yaml" in line and "see_bill" in line for line in lines), lines)
        self.assertRegex(lines[-1], r"^mine: cannot be used, \d+ findings$")
        code, told = run_json("template", "check", "mine", folder=self.folder)
        self.assertEqual(code, WITH_REJECTS)
        first = told["templates"][0]
        self.assertFalse(first["usable"])
        self.assertEqual(first["findings"][0]["file"], "bill.xml")
        self.assertEqual(first["findings"][0]["line"], 8)
        # Nothing is previewed by it.
        done = run("template", "preview", "mine", "-o", "look", folder=self.folder)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("`template check mine` tells all", done.stderr)
        self.assertFalse((self.folder / "look").exists())

    def test_what_is_no_picture_of_documents_is_told(self):
        mine = self.begin()
        (mine / "images").mkdir()
        (mine / "images/.DS_Store").write_bytes(b"left by a file manager")
        self.assertEqual(run("template", "check", "mine", folder=self.folder).returncode, DONE)
        (mine / "images/logo.gif").write_bytes(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")
        done = run("template", "check", "mine", folder=self.folder)
        self.assertEqual(done.returncode, WITH_REJECTS)
        self.assertRegex(done.stdout, r"mine/images/logo\.gif:1: .*(SVG|PNG|JPEG)")

    def test_a_preview_shows_every_channel(self):
        mine = self.begin()
        spoil(mine / "bill.xml", ("<headline>", "<headline>Hello! "))
        done = run("template", "preview", "mine", "-o", "look", folder=self.folder)
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)
        look = self.folder / "look"
        for name in ("electricity-en", "credit-note-de", "lines-200-en", "scripts-en"):
            self.assertTrue((look / f"{name}.pdf").read_bytes().startswith(b"%PDF-1.7"))
            for ending in ("html", "mail.html"):
                self.assertIn("Hello!", (look / f"{name}.{ending}").read_text(encoding="utf-8"))
            mail = email.message_from_bytes((look / f"{name}.eml").read_bytes(), policy=email.policy.default)
            self.assertIn("Hello!", mail.get_body(("plain",)).get_content())
            self.assertIn("Hello!", mail.get_body(("html",)).get_content())
            files = [part.get_content() for part in mail.iter_attachments()]
            self.assertEqual(files, [(look / f"{name}.pdf").read_bytes()])
            self.assertNotEqual((look / f"{name}.sms.txt").read_text(encoding="utf-8").strip(), "")
        index = (look / "index.html").read_text(encoding="utf-8")
        self.assertIn("electricity-en.mail.html", index)
        judged = run("pdf", "check", *look.glob("*-en.pdf"))
        self.assertEqual(judged.returncode, DONE, judged.stdout)

    def test_two_versions_are_compared_in_words_and_pixels(self):
        mine = self.begin()
        same = run("template", "diff", "bill", "mine", "-o", "out", "--language", "en", folder=self.folder)
        self.assertEqual(same.returncode, DONE, same.stderr)
        self.assertIn("0 of ", same.stdout)
        spoil(mine / "bill.xml", ("<headline>", "<headline>Hello! "))
        code, told = run_json("template", "diff", "bill", "mine", "-o", "out", "--language", "en", folder=self.folder)
        self.assertEqual((code, told["not_drawn"]), (DONE, ""))
        expected = examples()["template diff"]
        for one in told["cases"]:
            self.assertEqual(differences(shape(one), shape(expected["cases"][0])), [])
            self.assertEqual([c["channel"] for c in one["channels"]], ["paper", "web", "email"], one)
            self.assertEqual({(c["removed"], c["added"]) for c in one["channels"]}, {(1, 1)}, one)
            self.assertGreater(one["pages"][0]["different_pixels"], 0)
            self.assertEqual(one["pages"][-1]["different_pixels"], 0)
        index = (self.folder / "out/index.html").read_text(encoding="utf-8")
        self.assertIn("<ins>+ Hello! ", index)
        self.assertTrue((self.folder / "out/electricity-en.after-1.png").read_bytes().startswith(b"\x89PNG"))
        self.assertEqual(list((self.folder / "out").glob("*.ppm")), [])

    def test_a_brand_of_ones_own_is_seen_on_every_channel(self):
        done = run("template", "show", "nordlink", "-o", "mine", folder=self.folder)
        self.assertEqual(done.returncode, DONE, done.stderr)
        spoil(self.folder / "mine/brand.yaml", ("brand: nordlink", "brand: mine"), ("name: Nordlink", "name: Nearlink"))
        done = run("template", "preview", "--brand", "mine", "-o", "look", folder=self.folder)
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)
        for name in ("electricity-en", "water-de"):
            for ending in ("html", "mail.html"):
                text = (self.folder / "look" / f"{name}.{ending}").read_text(encoding="utf-8")
                self.assertIn("Nearlink", text)
                self.assertIn("#10254d", text)

    def test_mistakes_in_a_brand_are_told_by_file_and_line(self):
        run("template", "show", "aurora", "-o", "mine", folder=self.folder)
        spoil(self.folder / "mine/brand.yaml", ("corners:", "corner:"), ('labels: "#56625b"', 'labels: "#b6c2bb"'))
        done = run("template", "preview", "--brand", "mine", "-o", "look", folder=self.folder)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("mine/brand.yaml:6: 'corner' is no key of a brand; did you mean 'corners'?", done.stderr)
        self.assertIn("mine/brand.yaml:11: 'labels' #b6c2bb on 'paper' #fffdf9 has a contrast of 1.8", done.stderr)
        self.assertFalse((self.folder / "look").exists())

    def test_reminders_are_seen_on_every_channel(self):
        done = run("template", "preview", "reminder", "-o", "look", folder=self.folder)
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)
        look = self.folder / "look"
        judged = run("pdf", "check", *look.glob("*.pdf"))
        self.assertEqual(judged.returncode, DONE, judged.stdout)
        self.assertIn("Zahlungserinnerung", (look / "reminder-de.html").read_text(encoding="utf-8"))
        self.assertIn("Referencia 70 0421 1187", (look / "reminder-es.sms.txt").read_text(encoding="utf-8"))
        # A bill is no reminder.
        done = run("template", "diff", "bill", "reminder", "-o", "out", folder=self.folder)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("nothing to compare", done.stderr)
        self.assertFalse((self.folder / "out").exists())

    def test_fields_of_ones_own_come_from_tables_beside_it(self):
        mine = self.begin()
        text = (ROOT / "docs/template-format.md").read_text(encoding="utf-8")
        yaml = next(part for part in text.split("```yaml\n") if part.startswith("tables:")).split("```")[0]
        (mine / "enrich.yaml").write_text(yaml, encoding="utf-8")
        (mine / "tables").mkdir()
        table = mine / "tables/tips.csv"
        table.write_text("size,words,words_de\nusual,Good as it is.,Gut so.\nlarge,Look around.,Sehen Sie sich um.\n",
                         encoding="utf-8")
        spoil(mine / "bill.xml", ("<fill>", '<fill><banner if="extra.tip" title="{seller.name}">{extra.tip}</banner>'))
        done = run("template", "preview", "mine", "-o", "look", folder=self.folder)
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)
        look = self.folder / "look"
        self.assertIn("Good as it is.", (look / "electricity-en.html").read_text(encoding="utf-8"))
        self.assertIn("Sehen Sie sich um.", (look / "large-de.mail.html").read_text(encoding="utf-8"))
        table.write_text("size,words\nusual,a\nusual,b\n", encoding="utf-8")
        done = run("template", "check", "mine", folder=self.folder)
        self.assertEqual(done.returncode, WITH_REJECTS)
        self.assertIn("mine/tables/tips.csv:3: 'usual' stands in the table already", done.stdout)

    def test_the_law_is_asked(self):
        mine = self.begin()
        kits = [kit["kit"] for kit in run_json("template", "kits")[1]["kits"]]
        options = [word for kit in kits for word in ("--kit", kit)]
        done = run("template", "check", "bill", *options)
        self.assertEqual(done.returncode, DONE, done.stdout)
        self.assertIn("bill: shows what the law wants", done.stdout)
        spoil(mine / "bill.xml", ("<paragraph of=\"disclosures\">{disclosure.words}</paragraph>", "<paragraph>x</paragraph>"),
              ("<lead>{headline.what_now}</lead>", "<lead if=\"usage\">{headline.what_now}</lead>"))
        code, told = run_json("template", "check", "mine", "--kit", "electricity-eu", folder=self.folder)
        self.assertEqual(code, WITH_REJECTS)
        duties = {one["duty"]: one for one in told["templates"][0]["by_law"]}
        self.assertIn("dispute-settlement", duties)
        self.assertEqual(duties["due-date"]["line"], 17)
        self.assertIn("only under a condition", duties["due-date"]["text"])
        people = run("template", "check", "mine", "--kit", "electricity-eu", folder=self.folder).stdout
        self.assertRegex(people, r"mine:17: electricity-eu, Directive \(EU\) 2019/944 Annex I, 1\.1\(b\): ")
        self.assertIn("mine: cannot be released, the law wants ", people)

    def test_a_kit_of_ones_own_is_read_or_told_what_is_wrong(self):
        text = (ROOT / "docs/kits.md").read_text(encoding="utf-8").split("```yaml kit\n")[1].split("```")[0]
        kit = self.folder / "heat.yaml"
        kit.write_text(text, encoding="utf-8")
        done = run("template", "check", "bill", "--kit", kit)
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)
        shown = run("template", "kits", kit).stdout
        self.assertIn("the losses of the net", shown)
        spoil(kit, ("invoice.due_on", "invoice.due_onn"))
        done = run("template", "check", "bill", "--kit", kit)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("heat.yaml line 10", done.stderr)
        self.assertIn("did you mean 'due_on'?", done.stderr)
        done = run("template", "check", "bill", "--kit", "electricity-dd")
        self.assertIn("did you mean 'electricity-de'?", done.stderr)

    def test_wrong_use_is_told(self):
        done = run("template", "check", "bil")
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("did you mean 'bill'?", done.stderr)
        done = run("template", "check", self.folder)
        self.assertIn("holds no template", done.stderr)
        self.assertEqual(run("template", "preview").returncode, WRONG_USE)


if __name__ == "__main__":
    unittest.main()
