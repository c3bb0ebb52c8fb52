"""The program, run as a user does, and a workspace to look at."""
import atexit
import json
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("BILLWRIGHT", ROOT / "build/debug/bin/billwright")).resolve()
# Where every store is to be, of schemas of one server (with_server names it); none: in its workspace.
SERVER = os.environ.get("STORE")
# Where make_demo.py made the demo; none: whoever looks at it makes it.
DEMO = Path(os.environ["DEMO"]) if "DEMO" in os.environ else None
DONE, FAILED, WRONG_USE, WITH_REJECTS = 0, 1, 2, 3
_numbers = count(1)


def new_folder():
    """A folder that is gone at the end; in memory where it can be, for nothing here is about disks."""
    parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="billwright-cli-", dir=parent))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def run(*words, workspace=None, folder=None, stdout=subprocess.PIPE, timeout=120):
    """Runs the program; its exit code, standard output and standard error as texts."""
    named = [] if workspace is None else ["-w", str(workspace)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BILLWRIGHT")}
    return subprocess.run([str(BINARY), *named, *map(str, words)], cwd=folder or new_folder(),
                          env=environment, stdout=stdout, stderr=subprocess.PIPE,
                          encoding="utf-8", check=False, timeout=timeout)


def run_json(*words, workspace=None, folder=None):
    """With --json: the exit code and the one document. Fails when there is anything else."""
    done = run("--json", *words, workspace=workspace, folder=folder)
    assert done.stderr == "", done.stderr
    return done.returncode, json.loads(done.stdout)


def new_address():
    """Of a store of its own on the server."""
    return f"{SERVER}_{next(_numbers)}"


def init_words():
    return ("init", "--store", new_address()) if SERVER else ("init",)


def init(workspace):
    """A company without anything."""
    done = run(*init_words(), workspace=workspace)
    assert done.returncode == DONE, done.stderr


@cache
def commands():
    """Every command as its help tells it: "", "init", .. "run", "run list", .."""
    def below(command):
        text = run(*command.split(), "--help").stdout
        listed = text.partition("\nCommands:\n")[2].partition("\n\n")[0]
        names = re.findall(r"^  ([a-z]+) ", listed, re.M)
        return [command] + [c for name in names for c in below(f"{command} {name}".strip())]
    return below("")


@cache
def demo_in_file():
    """The workspace of a demo of 100 accounts, and what it printed. Only to be looked at."""
    folder = new_folder()
    if DEMO:  # it was made for all of them
        shutil.copytree(DEMO / "demo-workspace", folder / "demo-workspace")
        return folder / "demo-workspace", (DEMO / "printed").read_text(encoding="utf-8")
    done = run("demo", "--accounts", 100, folder=folder)
    assert done.returncode == DONE, done.stderr
    return folder / "demo-workspace", done.stdout


@cache
def demo():
    """The same with its store where stores are to be."""
    workspace, printed = demo_in_file()
    return copy_of_demo(new_folder() / workspace.name) if SERVER else workspace, printed


def copy_of_demo(workspace):
    """One that may be changed. The demo is made in files only: to a server it moves."""
    shutil.copytree(demo_in_file()[0], workspace)
    if SERVER:
        moved = run("store", "copy", "--to", new_address(), workspace=workspace)
        assert moved.returncode == DONE, moved.stderr
    return workspace


@cache
def demo_json():
    """A smaller one, made with --json."""
    folder = new_folder()
    return folder / "demo-workspace", run_json("demo", "--accounts", 3, folder=folder)[1]
