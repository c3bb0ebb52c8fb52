"""The program under test, run on one workspace."""

import json
import subprocess


class Wrong(Exception):
    """What the program did is not what it must do."""


def expect(what, found, expected):
    if found != expected:
        raise Wrong(f"{what}: found {found}, expected {expected}")


class Program:
    """billwright on one workspace."""

    def __init__(self, binary, workspace):
        self.command = [str(binary), "--json", "-w", str(workspace)]

    def __call__(self, *arguments, ends=(0,)):
        """Runs it to a good end, one of these exit codes; its JSON document."""
        done = subprocess.run([*self.command, *map(str, arguments)], capture_output=True,
                              encoding="utf-8", check=False)
        if done.returncode not in ends:
            raise Wrong(f"billwright {' '.join(map(str, arguments))} ended with "
                        f"{done.returncode}: {done.stdout.strip()} {done.stderr.strip()}")
        return json.loads(done.stdout)
