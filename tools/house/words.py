"""Words that must not stand in some places, each with the reason."""

import re
from typing import NamedTuple

from house.source import CPP, Finding, bare, line_of


class Ban(NamedTuple):
    word: str  # regular expression over code without comments and literals
    where: str  # regular expression over file names
    but_not: str  # likewise; empty: no exception
    why: str


MONEY = r"^src/(books|flow/(meter|rate|bill|collect))/"
BANS = [
    Ban(
        r"\b(?:double|float)\b",
        MONEY,
        "",
        "no floating point where money or quantities are; use Decimal",
    ),
    Ban(
        r"\bstd::s?rand\b|(?<![\w:.>])s?rand\s*\(",
        r"^(src|tests|bench)/",
        "",
        "randomness comes in as Random&",
    ),
    Ban(
        r"\brandom_device\b",
        r"^(src|tests|bench)/",
        r"^src/platform/",
        "randomness comes in as Random&",
    ),
    Ban(
        r"\bsystem_clock::now\b|\bgettimeofday\b|(?<![\w:.>])time\s*\(\s*(?:nullptr|NULL|0)\s*\)",
        r"^src/",
        r"^src/platform/clock/",
        "the time comes in as Clock&",
    ),
    Ban(r"^\s*using\s+namespace\s+std\s*;", r"^(src|tests|fuzz|bench)/", "", "write std::"),
]
PRAGMA = re.compile(r"^#pragma once$", re.M)

# A handler for everything ends a unit of work: a request, a job, the program. Elsewhere it would
# hide what nobody foresaw, so it must pass the exception on.
CATCH_ALL = re.compile(r"\bcatch\s*\(\s*\.\.\.\s*\)\s*\{")
CATCH_PLACES = re.compile(r"^src/(platform/(http|jobs)|run|serve|apps)/")
PASSED_ON = re.compile(r"\bthrow\s*;|\bcurrent_exception\s*\(|\bterminate\s*\(")

LATER = re.compile(r"\b(?:TODO|FIXME|XXX)\b(?!\s*\(?#\d+)")
# Places of one machine. Written so that this file does not find itself.
MACHINE = re.compile(
    r"(?<![\w.~-])/(?:wor[k]|hom[e]/\w+|roo[t]|tmp/wor[k])/|\b(?:local|localhost) mirro[r]s?\b",
    re.I,
)


def check(name, text):
    found = [
        Finding(name, line_of(text, m.start()), f"'{m.group(0)}' is a place of one machine")
        for m in MACHINE.finditer(text)
    ]
    found += [
        Finding(name, line_of(text, m.start()), f"{m.group(0)} without the number of its issue")
        for m in LATER.finditer(text)
        if name.endswith((*CPP, ".py", ".ts", ".tsx", ".sh", ".cmake"))
        and not name.startswith("tools/house/")
    ]
    if not name.endswith(CPP):
        return found
    code = bare(text)
    for ban in BANS:
        if re.search(ban.where, name) and not (ban.but_not and re.search(ban.but_not, name)):
            for match in re.finditer(ban.word, code, re.M):
                found.append(
                    Finding(
                        name, line_of(code, match.start()), f"'{match.group(0).strip()}': {ban.why}"
                    )
                )
    for match in CATCH_ALL.finditer(code):
        if not CATCH_PLACES.match(name) and not PASSED_ON.search(block(code, match.end())):
            why = "catch (...) hides what nobody foresaw; it stands where a job or the program ends"
            found.append(Finding(name, line_of(code, match.start()), why))
    if name.endswith(".h") and not PRAGMA.search(text):
        found.append(Finding(name, 1, "a header begins with #pragma once"))
    return found


def block(code, start):
    """The text from START, just after a '{', to its '}'."""
    depth = 1
    for match in re.compile(r"[{}]").finditer(code, start):
        depth += 1 if match.group(0) == "{" else -1
        if depth == 0:
            return code[start : match.start()]
    return code[start:]
