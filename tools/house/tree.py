"""Rules about the tree of files: each room is introduced, nothing big and binary comes in."""

from house.arrows import room
from house.source import CPP, Finding

BINARY_BYTES = 200_000


def check(names, binary_sizes):
    """NAMES of all files; BINARY_SIZES: bytes of those that are not text."""
    everything = set(names)
    code = [
        name.removeprefix("src/")
        for name in names
        if name.startswith("src/") and name.endswith(CPP)
    ]
    folders = sorted({"src/" + room(name) for name in code})
    found = [
        Finding(
            folder + "/",
            1,
            "no README.md: what it owns, does not own, reads, hands over, its limits",
        )
        for folder in folders
        if folder + "/README.md" not in everything
    ]
    for name, size in binary_sizes.items():
        if size > BINARY_BYTES and not name.startswith("docs/"):
            found.append(
                Finding(
                    name,
                    1,
                    f"a binary of {size // 1000} KB; at most {BINARY_BYTES // 1000} outside docs/",
                )
            )
    return found
