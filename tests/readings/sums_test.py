"""The table of samples against the second reading of the same files."""

import os
import pathlib
import re
import sys
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

import sums  # noqa: E402  (after the path is set)

SUM = re.compile(r"^(?!mended|rejected|refused|[\w-]+: \d+ received)")


def data_folder():
    for folder in (os.environ.get("BILLWRIGHT_SHARED"), FOLDER.parents[2] / "shared"):
        for data in (pathlib.Path(folder or "none") / "data", pathlib.Path(folder or "none")):
            if (data / "meters").is_dir():
                return data
    return None


def samples():
    """(file, settings, unknown codes, lines of sums, was it refused) of the table."""
    head, lines = None, []
    for line in (FOLDER / "samples.txt").read_text().splitlines() + ["end"]:
        if line.startswith("#") or not line:
            continue
        if line.startswith("    "):
            lines.append(line.strip())
            continue
        if head:
            name, *words = head.split(" | ")
            settings, unknown = {}, set()
            for word, rest in (part.split(" ", 1) for part in words):
                if word == "unknown":
                    unknown.add(rest)
                elif word == "mapping":
                    settings["mapping"] = rest
                else:
                    settings.update([rest.split("=", 1)])
            refused = any(text.startswith("refused") for text in lines)
            yield name, settings, unknown, [text for text in lines if SUM.match(text)], refused
        head, lines = line, []


class Sums(unittest.TestCase):
    def test_the_table_agrees_with_the_second_reading(self):
        data = data_folder()
        if data is None:
            self.skipTest("set BILLWRIGHT_SHARED to the folder of real data")
        compared = 0
        for name, settings, unknown, expected, refused in samples():
            if refused:
                self.assertEqual(expected, [], name)
                continue
            lines = sums.lines_of(data / name, name, settings, unknown)
            if lines is None:
                continue
            with self.subTest(name):
                self.assertEqual(sorted(expected), sorted(lines))
            compared += 1
        self.assertGreater(compared, 150)


if __name__ == "__main__":
    unittest.main()
