"""What a person meets who bills every month: hints that can be followed, counts that add up, words on what stands already."""
import re
import shlex
import unittest

from program import DONE, WITH_REJECTS, copy_of_demo, demo, new_folder, run, run_json

BILL = "bill --period 2026-11 --issued-on 2026-12-01".split()
BY = ("--reason", "looked at", "--as", "grace")


class Workflow(unittest.TestCase):
    def setUp(self):
        self.work = copy_of_demo(new_folder() / "demo-workspace")

    def said(self, *words, code=DONE):
        done = run(*words, workspace=self.work)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def test_every_hint_of_the_demo_can_be_pasted(self):
        hints = re.findall(r"^  \S+ (-w \S+ .+)\n      \S", demo()[1].partition("Look closer:")[2], re.M)
        self.assertGreaterEqual(len(hints), 6)
        for hint in hints:
            with self.subTest(hint):
                done = run(*shlex.split(hint), folder=self.work.parent)
                self.assertIn(done.returncode, (DONE, WITH_REJECTS), done.stderr)

    def test_a_run_that_waits_tells_who_will_be_billed(self):
        # Of the accounts of the month that was billed, and one more that is held.
        first = self.said(*BILL, "--hold-for-approval", "--as", "ada", code=WITH_REJECTS)
        _, shown = run_json("run", "show", "4", workspace=self.work)
        self.assertGreater(shown["held"], 0)
        rest = shown["accounts"] - shown["billed_accounts"] - shown["held"]
        self.assertEqual(rest, sum(n["accounts"] for n in shown["not_billed"]))
        self.assertIn(f"{shown['accounts']} accounts: {shown['billed_accounts']} to be billed, "
                      f"{shown['held']} held, {rest} with nothing to bill\n", first)
        self.said("run", "approve", "4", "--as", "grace", code=WITH_REJECTS)
        again = self.said(*BILL, "--hold-for-approval", "--as", "ada", code=WITH_REJECTS)
        self.assertIn(f": 0 to be billed, {shown['held']} held, "
                      f"{shown['accounts'] - shown['held']} with nothing to bill\n", again)

    def test_the_person_who_started_it_is_nobody_else_in_capitals(self):
        self.said(*BILL, "--hold-for-approval", "--as", "ada", code=WITH_REJECTS)
        for name in ("ADA", " Ada "):
            _, refused = run_json("run", "approve", "4", "--as", name, workspace=self.work)
            self.assertIn("second person", refused["error"]["text"])

    def test_what_stands_already_is_not_decided_again(self):
        release = ("exceptions", "release", "--run", "3", *BY)
        self.assertIn("Kept as batch", self.said(*release))
        _, before = run_json("run", "show", "3", workspace=self.work)
        self.assertIn("0 new, 2 decided already\nNothing was to be decided.\n", self.said(*release))
        _, after = run_json("run", "show", "3", workspace=self.work)
        self.assertEqual(after["touches"], before["touches"])
        self.assertIn("held, since then released", self.said("exceptions", "list", "--run", "3"))
        one = ("--run", "3", "--account", "A-100011")
        self.said("exceptions", "hold", *one, *BY)
        _, listed = run_json("exceptions", "list", "--run", "3", workspace=self.work)
        self.assertEqual([e["decided"] for e in listed["exceptions"]], ["", "released"])
        told = self.said("exceptions", "exclude", "--run", "3", "--account", "A-100019", *BY)
        self.assertIn("1 account is both released and excluded", told)
        _, listed = run_json("exceptions", "list", "--run", "3", workspace=self.work)
        self.assertEqual([e["decided"] for e in listed["exceptions"]], ["", "excluded"])
        told = self.said("exceptions", "exclude", *one, *BY)
        self.assertNotIn("both", told)
        _, both = run_json("exceptions", "release", *one, *BY, workspace=self.work)
        self.assertEqual((both["decided_before"], both["released_and_excluded"]), (0, 1))


if __name__ == "__main__":
    unittest.main()
