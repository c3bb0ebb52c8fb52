"""A bill that the program makes keeps what it declares; what is spoilt in it is told by clause. Inside is its e-invoice,
which says what the archived one says."""
import pathlib
import shutil
import subprocess
import sys
import unittest

from program import DONE, FAILED, WITH_REJECTS, new_folder, run, run_json

TARIFF = """schedule: HOME
sector: electricity
currency: EUR
prices: net
from: 2026-01-01
zone: Europe/Berlin
tax: standard
charges:
  energy: {of: import kWh, price: 0.30}
---
plan: HOME
sector: electricity
currency: EUR
prices: net
from: 2026-01-01
zone: Europe/Berlin
tax: standard
schedules: [HOME]
---
taxes: DE
country: DE
categories:
  standard: {code: S, percent: 19, from: 2015-01-01}
"""
ISSUER = """issuer: TEST
name: Test Energie GmbH
vat_id: DE123456789
street: Weg 1
postcode: "10115"
city: Berlin
country: DE
iban: DE89370400440532013000
series: T
taxes: DE
payment_days: 14
from: 2015-01-01
"""
ACCOUNTS = ("account,issuer,currency,name,street,postcode,city,country,language,service_point,"
            "kind,zone,plan,from\n"
            "A-1,TEST,EUR,Ada Example,Weg 2,10115,Berlin,DE,en,SP1,electricity,Europe/Berlin,"
            "HOME,2026-01-01\n")


def bill(folder):
    """The archived document of a month."""
    for name, text in {"tariff.yaml": TARIFF, "issuer.yaml": ISSUER,
                       "accounts.csv": ACCOUNTS}.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = ["service_point,channel,unit,start,minutes,value,zone\n"]
    rows += [f"SP1,import,kWh,2026-01-{day:02}T{hour:02}:00,60,1,Europe/Berlin\n"
             for day in range(1, 32) for hour in range(24)]
    (folder / "usage.csv").write_text("".join(rows), encoding="utf-8")
    work = folder / "work"
    steps = (["init"], ["import", *(folder / name for name in (
        "tariff.yaml", "issuer.yaml", "accounts.csv", "usage.csv"))],
        ["bill", "--period", "2026-01", "--issued-on", "2026-02-02"],
        ["invoice", "pdf", "T-2026-000001", "-o", folder / "bill.pdf"])
    for step in steps:
        done = run("-w", work, *step)
        if done.returncode != DONE:
            raise AssertionError(f"{step}: {done.stdout}{done.stderr}")
    return folder / "bill.pdf"


class PdfCheck(unittest.TestCase):
    def test_a_bill_keeps_what_it_declares_until_it_is_spoilt(self):
        folder = new_folder()
        good = bill(folder)
        done = run("pdf", "check", good)
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))
        self.assertIn("bill.pdf: PDF/A-3a, PDF/UA-1: kept", done.stdout)
        spoilt = folder / "spoilt.pdf"
        spoilt.write_bytes(good.read_bytes().replace(b"/Lang", b"/Lost", 1) + b"behind")
        code, found = run_json("pdf", "check", good, spoilt)
        self.assertEqual(code, WITH_REJECTS)
        self.assertEqual([file["conforms"] for file in found["files"]], [True, False])
        clauses = {finding["clause"] for finding in found["files"][1]["findings"]}
        self.assertIn("6.1.3-3", clauses)

    @unittest.skipUnless(shutil.which("pdfdetach"), "SKIPPED: pdfdetach is missing; install poppler-utils")
    def test_inside_of_a_bill_is_its_e_invoice(self):
        folder = new_folder()
        paper = bill(folder)
        listed = subprocess.run(["pdfdetach", "-list", paper], timeout=60, capture_output=True, text=True, check=True)
        self.assertEqual(listed.stdout, "1 embedded files\n1: factur-x.xml\n")
        inside, archived = folder / "inside.xml", folder / "archived.xml"
        subprocess.run(["pdfdetach", "-save", "1", "-o", inside, paper], timeout=60, check=True)
        done = run("-w", folder / "work", "invoice", "xml", "T-2026-000001", "-o", archived)
        self.assertEqual((done.returncode, done.stderr), (DONE, ""))
        checks = pathlib.Path(__file__).resolve().parents[1] / "reference" / "einvoice"
        for command in (["check.py", inside], ["same.py", archived, inside]):
            done = subprocess.run([sys.executable, "-B", checks / command[0], *command[1:]], timeout=60,
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_what_is_no_pdf_file_is_told_by_name(self):
        folder = new_folder()
        (folder / "letter.pdf").write_text("Dear Sir\n", encoding="utf-8")
        done = run("pdf", "check", folder / "letter.pdf", folder / "none.pdf")
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("letter.pdf: no PDF file", done.stderr)
        self.assertIn("none.pdf: there is no such file", done.stderr)

    def test_a_standard_that_is_none_is_wrong_use(self):
        done = run("pdf", "check", "--standard", "PDF/X-4", "bill.pdf")
        self.assertEqual(done.returncode, 2)
        self.assertIn("'PDF/X-4' is no standard", done.stderr)


if __name__ == "__main__":
    unittest.main()
