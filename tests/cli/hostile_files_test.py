"""Files that are broken: one clear sentence with the place, bounded memory, nothing half imported.
Every kind of file that `import` takes x every way of being broken."""
import gzip
import json
import os
import subprocess
import unittest
from functools import cache

from program import BINARY, DONE, FAILED, WITH_REJECTS, demo, init, new_folder, run, run_json

# A sanitizer keeps what was freed, and is slow: less is asked of it.
IS_PLAIN = not os.environ.get("SANITIZED")
GIGABYTE, PIECE = 1 << (30 if IS_PLAIN else 26), 1 << 24
MEMORY_MAX_KB = 256 << 10 if IS_PLAIN else 1 << 20  # a debug build's, whatever the size of the file


@cache
def good_files():
    """Whole files by the name they have here; each alone is taken, exit code 0."""
    data = demo()[0] / "demo-data"
    first = lambda pattern: sorted(data.glob(pattern))[0].read_bytes()
    reads = b"service_point,channel,unit,time,read\nAE00000001,import,kWh,2026-09-30T00:00:00Z,15\n"
    payments = (b"key,account,reference,amount,currency,booked_on,text\n"
                + b"".join(b"b-%d,A-100001,,71.48,EUR,2026-10-10,\n" % i for i in range(9)))
    return {"readings.nem12.csv": first("readings/*/electricity*.csv"),
            "calls.csv": first("usage/*/calls.csv"), "registers.csv": reads, "accounts.csv": first("accounts/accounts.csv"),
            "issuer.yaml": first("issuers/*.yaml"), "tariff.yaml": first("catalog/aurora-flex.yaml"),
            "deck.csv": first("catalog/*.csv"), "payments.csv": payments}


def measured(*words, workspace):
    """run(), and the most memory the program held, in kB."""
    done = subprocess.Popen([str(BINARY), "--json", "-w", str(workspace), *map(str, words)],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    text = done.stdout.read()
    _, status, use = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    done.stdout.close()
    done.stderr.close()
    return done.returncode, json.loads(text), use.ru_maxrss


def command_for(name):
    payments = "payment", "import", "--issuer", "AURORA"
    return payments if name.startswith("payments") else ("import",)


class HostileFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = new_folder()
        cls.workspace = cls.folder / "my"
        init(cls.workspace)
        data = demo()[0] / "demo-data"
        known = [*sorted((data / "issuers").iterdir()), *sorted((data / "catalog").iterdir()),
                 data / "accounts/accounts.csv"]
        done = run("import", *known, workspace=cls.workspace)
        assert done.returncode == DONE, done.stderr

    def facts(self):
        """All that an import could have left: batches, files of usage, scratch."""
        files = sorted(str(p.relative_to(self.workspace)) for p in self.workspace.rglob("*")
                       if p.is_file() and not p.name.startswith("store.db"))
        return run_json("verify", workspace=self.workspace)[1]["batches"], files

    def refused(self, name, pieces, *said):
        path = self.folder / name
        with (gzip.open(path, "wb", 1) if name.endswith(".gz") else open(path, "wb")) as out:
            for piece in pieces:
                out.write(piece)
        before = self.facts()
        code, told, memory = measured(*command_for(name), path, workspace=self.workspace)
        path.unlink()
        self.assertEqual(code, FAILED, (name, told))
        sentence = f'{told["error"].get("subject", "")} {told["error"]["text"]}'
        for word in (name, *said):
            self.assertIn(word, sentence)
        self.assertLess(memory, MEMORY_MAX_KB, name)
        self.assertEqual(self.facts(), before, name)

    def test_empty(self):
        for name in good_files():
            with self.subTest(name):
                self.refused(name, [], "the file is empty")

    def test_of_another_kind(self):
        kinds = {"picture.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
                 "document.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n",
                 "program": b"\x7fELF\x02\x01\x01" + bytes(200), "letter.txt": b"Dear all,\nplease pay.\n",
                 "page.html": b"<!doctype html><html><body>Not found</body></html>\n"}
        for name, content in kinds.items():
            with self.subTest(name):
                self.refused(name, [content])

    def test_cut_inside_a_record(self):
        for name, content in good_files().items():
            if name.endswith(".yaml"):
                continue  # a text may end anywhere between two lines and be a whole one
            with self.subTest(name):
                last = content.rstrip().rfind(b"\n") + 1
                self.refused(name, [content[:last + (len(content) - last) // 2]])

    def test_bytes_that_are_no_text(self):
        """Such a record is rejected by its line and the others are taken; a text is refused whole."""
        for name, content in good_files().items():
            at = content.index(b"\n", len(content) * 3 // 4) - 1
            wrong = content[:at] + b"\xff\xfe" + content[at:]
            line = content[:at].count(b"\n") + 1
            records = content.count(b"\n")
            with self.subTest(name):  # the rest of a small file would be nothing: refused whole
                if records < 3 or name in ("issuer.yaml", "tariff.yaml", "deck.csv"):
                    self.refused(name.replace(".", "-bytes.", 1), [wrong], f"line {line}")
                    continue
                (self.folder / name).write_bytes(wrong)
                code, told = run_json(*command_for(name), self.folder / name,
                                      workspace=self.workspace)
                self.assertEqual(code, WITH_REJECTS, told)
                [came] = told["files"]
                self.assertEqual([r["line"] for r in came["rejects"]], [line])
                self.assertEqual(came["received"], came["accepted"] + came["pending"] + 1)

    def test_only_nul_bytes(self):
        for name in good_files():
            with self.subTest(name):
                self.refused(name, [bytes(100_000)])

    def test_one_line_of_a_gigabyte(self):
        for name, content in good_files().items():
            with self.subTest(name):
                start = content.split(b"\n")[0] + b"\n"
                self.refused(name, [start, *[b"7" * PIECE] * (GIGABYTE // PIECE)])

    def test_a_gigabyte_in_a_packed_megabyte(self):
        start = good_files()["registers.csv"]
        self.refused("bomb.csv.gz", [start, *[b"7" * PIECE] * (GIGABYTE // PIECE)], "bomb.csv.gz:3")


if __name__ == "__main__":
    unittest.main()
