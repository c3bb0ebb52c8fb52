"""The demo replaces what it made itself, and nothing else."""
import shutil
import unittest

from program import DONE, FAILED, demo_in_file, new_folder, run


class DemoFolder(unittest.TestCase):
    def demo_in(self, folder):
        return run("demo", "--accounts", 3, workspace=folder)

    def copy_of_demo(self):
        workspace, _ = demo_in_file()
        return shutil.copytree(workspace, new_folder() / "demo")

    def test_is_made_anew_while_nobody_changed_it(self):
        folder = self.copy_of_demo()
        for words in (["run", "list"], ["verify"], ["invoice", "list"]):
            self.assertEqual(run(*words, workspace=folder).returncode, DONE)
        done = self.demo_in(folder)
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertEqual(self.demo_in(folder).returncode, DONE)

    def refuses(self, folder, why):
        before = sorted(folder.rglob("*"))
        done = self.demo_in(folder)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn(why, done.stderr)
        self.assertEqual(sorted(folder.rglob("*")), before)

    def test_that_was_used_stays(self):
        folder = self.copy_of_demo()
        code = run("bill", "--period", "2026-11", "--issued-on", "2026-12-03", workspace=folder)
        self.assertNotEqual(code.returncode, FAILED, code.stderr)
        self.refuses(folder, "was used since the demo made it")

    def test_with_a_file_of_somebody_stays(self):
        for name in ("notes.txt", "demo-data/mine.csv", "usage/mine.txt"):
            folder = self.copy_of_demo()
            (folder / name).write_text("mine", encoding="utf-8")
            self.refuses(folder, "was used since the demo made it")

    def test_that_is_a_company_stays(self):
        folder = new_folder() / "my"
        self.assertEqual(run("init", workspace=folder).returncode, DONE)
        workspace, _ = demo_in_file()
        shutil.copytree(workspace / "demo-data", folder / "demo-data")
        self.refuses(folder, "not one that the demo made")


if __name__ == "__main__":
    unittest.main()
