"""The tour of README.md: ... stands for what is left out. whole_demo.py compares it with what the program prints."""
import re
import unittest

from program import ROOT, commands, run


def steps():
    """(command, lines that it prints) of the indented blocks that begin with '$ bw'."""
    found = []
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"(?:^(?: {4}.*)?\n)+", text, re.M):
        for line in block.split("\n"):
            line = line[4:]
            if line.startswith("$ bw "):
                found.append((line[5:].partition("#")[0].split(), []))
            elif found and block.lstrip("\n").startswith("    $ bw"):
                found[-1][1].append(line)
    return found


def pattern_of(lines):
    """A line '...' stands for any lines, three dots inside of a line for any text."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    out = ""
    for line in lines:
        if line.strip() == "...":
            out += r"(?:.*\n)*?"
        else:
            out += ".*".join(re.escape(part) for part in line.split("...")) + r"\n"
    return out + r"\Z" if lines else ".*"


class Tour(unittest.TestCase):
    def test_has_commands_that_there_are(self):
        self.assertGreaterEqual(len(steps()), 9)
        for words, _ in steps():
            self.assertTrue(words[0] in commands() or " ".join(words[:2]) in commands(), words)

    def test_documents_are_there(self):
        names = {"docs/" + name for name in ("json.md", "company-files.md", "command-line.md")}
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        for name in names:
            self.assertIn(f"({name})", text)
            self.assertTrue((ROOT / name).is_file())


class CommandLinePage(unittest.TestCase):
    def test_names_every_command_and_option(self):
        page = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
        self.assertGreater(len(commands()), 20)
        for command in commands()[1:]:
            self.assertTrue(re.search(rf"`{command}\b", page), f"{command} is not described")
            text = run(*command.split(), "--help").stdout
            for option in set(re.findall(r"--[a-z-]+", text)) - {"--version"}:
                self.assertTrue(option in page, f"{command}: {option} is not described")


if __name__ == "__main__":
    unittest.main()
