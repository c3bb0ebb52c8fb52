"""The whole demo, as ./demo makes it: every event and every cause five times, and the tour of README.md."""
import re
import unittest

from program import DONE, new_folder, run
from tour_test import pattern_of, steps


class WholeDemo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = new_folder()
        done = run("demo", folder=folder, timeout=1800)
        assert done.returncode == DONE, done.stderr
        cls.workspace, cls.printed = folder / "demo-workspace", done.stdout

    def all_causes(self):
        """As the program knows them: whoever asks for another is told which there are."""
        asked = run("exceptions", "list", "--cause", "none", workspace=self.workspace)
        return set(re.search(r"there are (.*)", asked.stderr)[1].split(", "))

    def rows_below(self, head):
        """The first word or words and the count of each row of a table."""
        table = self.printed.partition(head)[2].partition("\n\n")[0]
        return dict(re.findall(r"^(\S.*?)  +(\d[\d,]*)  ", table, re.M))

    def test_every_event_at_least_five_times(self):
        rows = self.rows_below("what happened")
        self.assertGreaterEqual(len(rows), 53)
        for event, count in rows.items():
            self.assertGreaterEqual(int(count.replace(",", "")), 5, event)

    def test_what_happened_is_what_was_planned(self):
        # Counted by the program in what it wrote; it fails where that is not the plan.
        self.assertIn("all that was planned, and no more", " ".join(self.printed.split()))

    def test_every_cause_at_least_five_times(self):
        rows = self.rows_below("exceptions by cause")
        self.assertEqual(set(rows), self.all_causes())
        for cause, count in rows.items():
            self.assertGreaterEqual(int(count.replace(",", "")), 5, cause)

    def test_tour_shows_what_the_program_prints(self):
        folder = new_folder()
        for words, lines in steps():
            with self.subTest(" ".join(words)):
                done = run(*words, workspace=self.workspace, folder=folder, timeout=600)
                self.assertEqual(done.returncode, DONE, done.stderr)
                self.assertRegex(done.stdout, re.compile(r"\A" + pattern_of(lines)))


if __name__ == "__main__":
    unittest.main()
