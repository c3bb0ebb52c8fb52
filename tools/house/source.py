"""What every rule needs: the finding, and C++ text without its comments and literals."""

import re
from typing import NamedTuple


class Finding(NamedTuple):
    name: str
    line: int
    text: str


CPP = (".h", ".cpp")

# A raw string, a string, a character, a comment. A digit separator (1'000) is no character.
TOKEN = re.compile(
    r'R"(?P<end>[^()\\\s]{0,16})\(.*?\)(?P=end)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'"
    r"|//[^\n]*|/\*.*?\*/",
    re.DOTALL,
)


def bare(text):
    """C++ with comments and the inside of literals blanked; every line keeps its number."""

    def blank(match):
        token = match.group(0)
        lines = "\n" * token.count("\n")
        return lines if token.startswith("/") else '""' + lines if '"' in token[:2] else "' '"

    return TOKEN.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def is_test(name):
    return name.endswith(("_test.cpp", "_test.h")) or name.startswith("tests/")
