"""Limits of size: lines, functions, files."""

import re

from house.source import CPP, Finding, bare, is_test, line_of

LINE_COLUMNS = 100
FUNCTION_LINES = 70
FILE_LINES = 600
TEST_FILE_LINES = 800
LABELS = re.compile(r"\s*(?:(?:public|private|protected)\s*:\s*)+")


def check(name, text):
    if not name.endswith(CPP):
        return []
    lines = text.splitlines()
    found = []
    limit = TEST_FILE_LINES if is_test(name) else FILE_LINES
    if len(lines) > limit:
        found.append(Finding(name, 1, f"{len(lines)} lines; a file has at most {limit}"))
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_COLUMNS:
            found.append(
                Finding(name, number, f"{len(line)} columns; a line has at most {LINE_COLUMNS}")
            )
    for start, end, head in functions(bare(text)):
        if end - start + 1 > FUNCTION_LINES:
            what = f"{end - start + 1} lines in '{head}'; a function has at most {FUNCTION_LINES}"
            found.append(Finding(name, start, what))
    return found


def functions(code):
    """(first line, last line, head) of each function body in C++ without comments and literals.

    A brace opens a function if what stands before it has a parameter list and is no initialiser;
    what stands inside a function (lambdas, loops) belongs to it.
    """
    code = re.sub(
        r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda m: "\n" * m.group(0).count("\n"), code, flags=re.M
    )
    found, depth, inside, member = [], 0, None, None
    head_start = 0
    for match in re.finditer(r"[{};]", code):
        at, sign = match.start(), match.group(0)
        if sign == "{":
            if inside is None and member is None:
                head = LABELS.sub("", code[head_start:at])
                if is_member_initialiser(head):
                    member = depth
                elif is_function(head):
                    first = at - len(head.lstrip())
                    inside = (depth, line_of(code, first), " ".join(head.split())[:60])
            depth += 1
        elif sign == "}":
            depth -= 1
            if inside and depth == inside[0]:
                found.append((inside[1], line_of(code, at), inside[2]))
                inside = None
        if member is None:
            head_start = at + 1
        elif sign == "}" and depth == member:
            member = None  # the head goes on
    return found


def without_parameters(head):
    while re.search(r"\([^()]*\)", head):  # inner lists first
        head = re.sub(r"\([^()]*\)", " <> ", head)
    return head


def is_member_initialiser(head):
    """Room(int a) : a_{  begins a member, not yet the body."""
    flat = without_parameters(head)
    return bool(re.search(r"<>[^:]*[^:]:[^:].*\w\s*$", flat, re.DOTALL)) and "?" not in flat


def is_function(head):
    flat = without_parameters(head)
    if "<>" not in flat or re.match(r"\s*(?:namespace|enum|extern)\b", flat):
        return False
    if re.match(r"\s*(?:template\s*<.*>\s*)?(?:class|struct|union)\s[^<>]*$", flat, re.DOTALL):
        return False
    return "=" not in re.sub(r"operator\s*\S{1,3}|<=|>=|==|!=", " ", flat)
