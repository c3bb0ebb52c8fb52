"""The demo that the tests of the command line look at, made once for all of them.
   make_demo.py LINK            makes it, in memory where it can be, and links to it
   make_demo.py --remove LINK"""
import os
import shutil
import sys
import tempfile
from pathlib import Path

from program import DONE, run

link = Path(sys.argv[-1])
if link.is_symlink():
    shutil.rmtree(link.resolve(), ignore_errors=True)
    link.unlink()
if "--remove" not in sys.argv:
    parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="billwright-cli-demo-", dir=parent))
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(folder)
    done = run("demo", "--accounts", 100, folder=folder, timeout=600)
    if done.returncode != DONE:
        sys.exit(done.stderr)
    (folder / "printed").write_text(done.stdout, encoding="utf-8")
