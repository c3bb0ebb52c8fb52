"""The whole demo, as ./demo makes it: every event and every cause five times, and the tour of README.md."""
import os
import re
import resource
import time
import unittest

from program import DONE, new_folder, run
from tour_test import pattern_of, steps

MINUTE = 60  # what it may take after the build, on two cores


def ours():
    """Seconds of CPU of all processes that ours have waited for, and those that they have waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def everybodys():
    """Seconds of CPU of all processes of the machine."""
    with open("/proc/stat", encoding="ascii") as stat:
        user, nice, system, _, _, irq, softirq, steal = map(int, stat.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


class WholeDemo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = new_folder()
        clock, our_cpu, all_cpu = time.monotonic(), ours(), everybodys()
        done = run("demo", folder=folder, timeout=1800)
        assert done.returncode == DONE, done.stderr
        cls.elapsed, cls.cpu = time.monotonic() - clock, ours() - our_cpu
        cls.others = everybodys() - all_cpu - cls.cpu
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

    def test_tables_fit_a_terminal(self):
        for line in self.printed.partition("\nLook closer:")[0].splitlines():
            self.assertLessEqual(len(line), 80, line)

    def test_takes_less_than_a_minute_on_two_cores(self):
        if os.environ.get("OPTIMISED") != "1":
            self.skipTest("./demo builds an optimised program, this one is for debugging")
        self.assertLessEqual(self.cpu, 2 * MINUTE)
        # Elapsed time is judged where next to nothing else took the machine's.
        if self.others < self.elapsed / 10:
            self.assertLessEqual(self.elapsed, MINUTE)

    def test_tour_shows_what_the_program_prints(self):
        folder = new_folder()
        for words, lines in steps():
            with self.subTest(" ".join(words)):
                done = run(*words, workspace=self.workspace, folder=folder, timeout=600)
                self.assertEqual(done.returncode, DONE, done.stderr)
                self.assertRegex(done.stdout, re.compile(r"\A" + pattern_of(lines)))


if __name__ == "__main__":
    unittest.main()
