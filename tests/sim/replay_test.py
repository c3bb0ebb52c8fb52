"""A seed that fails tells with which words it fails again: a mistake is planted, found, and found again by these words alone."""
import os
import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIM_TEST = os.environ.get("SIM_TEST", ROOT / "build/debug/bin/sim_test")
RARE = "refund"  # not every seed has such a step within its months
FAILED = re.compile(r"^seed (?P<seed>\d+) FAILED, with (?P<words>.+?): (?P<why>.+)$", re.M)
TROUBLE = re.compile(r"killed at \S+|\w+ \d+ fails with errno \d+")


def run(*words):
    done = subprocess.run([SIM_TEST, *words], env=os.environ | {"BILLWRIGHT_SIM_BREAK": RARE},
                          stdout=subprocess.PIPE, encoding="utf-8", check=False, timeout=280)
    return done.returncode, done.stdout


def told_of(text, seed):
    """What happened, and what went wrong with it; folders and processes have other names each time."""
    story = text[text.index(f"seed {seed}: "):text.index(f"seed {seed} FAILED")]
    steps = [line for line in story.splitlines() if not line.startswith("# disturbed: ")]
    return steps, TROUBLE.findall(story)


class Replay(unittest.TestCase):
    def test_fails_again_in_the_same_way(self):
        code, told = run("--seed", "14", "--seeds", "2", "--months", "3", "--accounts", "6", "--trouble", "50")
        self.assertEqual((code, told.splitlines()[-1]), (1, "1 passed, 1 failed"))
        failed = FAILED.search(told)
        self.assertEqual(failed["why"].partition(":")[0], "disturbed world")
        again, replayed = run(*failed["words"].split())
        self.assertEqual((again, replayed.splitlines()[-1]), (1, "0 passed, 1 failed"))
        self.assertEqual(FAILED.search(replayed).group(), failed.group())
        story, troubles = told_of(replayed, failed["seed"])
        self.assertEqual((story, troubles), told_of(told, failed["seed"]))
        self.assertGreater(len(troubles), 5)


if __name__ == "__main__":
    unittest.main()
