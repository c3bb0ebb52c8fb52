"""Includes go one way: base <- platform <- books <- flow <- run <- connect, serve <- apps.

Inside books and flow the rooms stand in the order of the data; a room sees only those before it,
and in flow only their faces: records, rules, readers, never a store or a worker. Other people's
headers stay in platform and in .cpp files, so that a library can be changed in one place.
"""

import re

from house.source import CPP, Finding, is_test

LAYERS = {
    "base": 0,
    "platform": 1,
    "books": 2,
    "flow": 3,
    "run": 4,
    "connect": 5,
    "serve": 5,
    "apps": 6,
}
ORDER = {
    "books": ["customers", "catalog", "tariff_sources", "ledger", "archive", "releases", "access"],
    "flow": ["meter", "rate", "bill", "compose", "deliver", "collect", "engage", "learn"],
}
GROUPED = {"platform", "books", "flow"}  # their rooms are subfolders
# Inner headers of one folder, where a library's types are the subject. Nobody else includes them.
INNER_HEADERS = {"src/flow/compose/pdf/face.h"}
# Beside the tests that they serve; no program links them.
TEST_HELPERS = re.compile(r"/samples/|/[a-z_]*(fixture|scratch)[a-z_]*\.h$")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def room(path):
    """'books/ledger' of 'books/ledger/entry.h', 'base' of 'base/money.h'."""
    parts = path.split("/")
    return "/".join(parts[: 2 if parts[0] in GROUPED else 1])


def broken(name, target):
    """Why the file src/NAME may not include "TARGET"; None if it may."""
    here, there = room(name), room(target)
    layer, other = here.split("/")[0], there.split("/")[0]
    if other == "testing":
        return None if is_test(name) or layer == "testing" else "only tests may include testing/"
    if layer == "testing" or here == there:
        return None
    if other not in LAYERS:
        return f'"{target}" is in no layer; write the path from src/'
    if layer not in LAYERS:
        return f"folder {layer} is in no layer; name it in tools/house/arrows.py"
    if layer != other:
        if LAYERS[other] >= LAYERS[layer]:
            return f'{layer} may not include "{target}": {other} comes after it or stands beside it'
        return None
    if layer not in ORDER:
        return None
    rooms = ORDER[layer]
    mine, theirs = here.split("/")[-1], there.split("/")[-1]
    for one in (mine, theirs):
        if one not in rooms:
            return f"{layer}/{one} has no place in the order; name it in tools/house/arrows.py"
    if rooms.index(theirs) > rooms.index(mine):
        return f'{here} may not include "{target}": {there} comes after it'
    if layer == "flow" and re.search(r"(store|worker)[^/]*\.h$", target):
        return f'{here} may include only the face of {there}, not "{target}"'
    return None


def check(name, text):
    if not name.startswith("src/") or not name.endswith(CPP):
        return []
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        own, foreign = match.groups()
        why = None
        if own:
            why = broken(name.removeprefix("src/"), own)
        elif name.endswith(".h") and re.search(r"[./]", foreign) and not open_to_libraries(name):
            why = f"<{foreign}> in a header: it belongs in platform/ or in a .cpp file"
        if why:
            found.append(Finding(name, number, why))
    return found


def open_to_libraries(name):
    if name.startswith(("src/platform/", "src/testing/")) or name in INNER_HEADERS:
        return True
    return is_test(name) or bool(TEST_HELPERS.search(name))


def cycles(texts):
    """Rooms that include each other, directly or through others."""
    edges = {}
    for name, text in texts.items():
        if not name.startswith("src/") or not name.endswith(CPP) or is_test(name):
            continue
        here = room(name.removeprefix("src/"))
        for line in text.splitlines():
            match = INCLUDE.match(line)
            if match and match.group(1) and room(match.group(1)) != here:
                edges.setdefault(here, {}).setdefault(room(match.group(1)), name)
    found, done = [], set()

    def walk(here, path):
        if here in path:
            ring = path[path.index(here) :] + [here]
            found.append(
                Finding(
                    edges[ring[0]][ring[1]], 1, "rooms include each other: " + " -> ".join(ring)
                )
            )
        elif here not in done:
            for there in edges.get(here, {}):
                walk(there, path + [here])
            done.add(here)

    for start in sorted(edges):
        walk(start, [])
    return found
