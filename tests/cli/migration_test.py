"""A company that billed elsewhere is taken over, as docs/migration.md tells it: exports of another system in CSV or in JSON
Lines, a parallel run with differences of every cause, opening balances, our first bills and the payment of an old invoice."""
import csv
import io
import json
import unittest
from decimal import ROUND_HALF_UP, Decimal

from json_test import differences, examples as json_examples, shape
from program import DONE, FAILED, WITH_REJECTS, init, new_folder, run, run_json

CATALOG = """\
taxes: DE
name: {en: VAT}
country: DE
categories:
  standard: {name: {en: VAT}, rates: [{from: 2020-01-01, code: S, percent: 19}]}
---
schedule: HOME
name: {en: Home}
sector: electricity
currency: EUR
prices: net
from: 2026-08-01
zone: Europe/Berlin
tax: standard
charges:
  energy: {of: import kWh, price: 0.30}
---
plan: HOME
name: {en: Home}
sector: electricity
currency: EUR
prices: net
from: 2026-08-01
tax: standard
schedules: [HOME]
recurring:
  fee: {price: 10.00 per month, billed: in arrears}
"""
ISSUER = """\
issuer: NEW
name: Neue Werke GmbH
vat_id: DE123456789
street: Weg 1
postcode: "10115"
city: Berlin
country: DE
iban: DE89370400440532013000
series: N
taxes: DE
from: 2020-01-01
"""
ACCOUNTS_MAP = """\
format: accounts
encoding: latin-1
delimiter: ';'
date: DD.MM.YYYY
columns:
  account: Konto
  name: [Vorname, Name]
  service_point: Zaehlpunkt
  kind: Sparte
  plan: Tarif
  from: Von
  billed_until: Abgerechnet
constants: {issuer: NEW, currency: EUR, street: Weg 2, postcode: '10115', city: Berlin, country: DE,
            language: de, zone: Europe/Berlin}
translate:
  kind: {STROM: electricity}
  plan: {T1: HOME, '-': ''}
"""
HISTORY_MAP = """\
format: history
delimiter: ';'
decimal: ','
thousands: '.'
date: DD.MM.YYYY
columns: {account: Konto, number: Beleg, line: Art, from: Von, last_day: Bis, service_point: Zaehlpunkt,
          charge: Position, quantity: Menge, unit: Einheit, net: Netto, tax: Steuer, gross: Brutto}
translate: {line: {S: total, M: usage, P: charge}}
"""
NUMBERS = range(1, 21)


def name(number):
    return f"A-{number:02}"


def german(value):
    return f"{value:.2f}".replace(".", ",")


def used(number):
    return 100 + number


class Bill:
    """A bill of August as the old system made it, with what it does differently."""

    def __init__(self, number):
        self.number, self.last_day = number, "31.08.2026"
        self.quantity, self.price, self.fee, self.percent = used(number), Decimal("0.30"), Decimal(10), 19
        self.off = Decimal(0)
        changes = {3: {"quantity": 95}, 4: {"price": Decimal("0.29")}, 5: {"fee": Decimal(12)},
                   6: {"percent": 7}, 7: {"last_day": "30.08.2026", "quantity": 90},
                   9: {"off": Decimal("0.01")}}
        for field, value in changes.get(number, {}).items():
            setattr(self, field, value)

    def rows(self):
        energy = self.quantity * self.price
        net = energy + self.fee
        tax = (net * self.percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) + self.off
        head = [name(self.number), f"R-{self.number}"]
        days = ["01.08.2026", self.last_day]
        point = f"SP-{self.number}"
        yield [*head, "S", *days, "", "", "", "", german(net), german(tax), german(net + tax)]
        yield [*head, "M", *days, point, "", str(self.quantity), "kWh", "", "", ""]
        yield [*head, "P", *days, point, "Arbeit", str(self.quantity), "kWh", german(energy), "", ""]
        yield [*head, "P", *days, point, "Grundpreis", "1", "Monat", german(self.fee), "", ""]


def accounts():
    rows = ["Konto;Vorname;Name;Zaehlpunkt;Sparte;Tarif;Von;Abgerechnet"]
    for n in NUMBERS:
        rows.append(f"{name(n)};Jörg;Bär {n};SP-{n};Strom;T1;01.04.1999;01.09.2026")
    rows.append(f"{name(20)};Jörg;Bär 20;SP-20;Strom;-;01.08.2026;")
    rows.append("A-99;;Fehler;SP-99;Strom;T9;01.04.1999;01.09.2026")
    return "\n".join(rows) + "\n"


def history():
    head = "Konto;Beleg;Art;Von;Bis;Zaehlpunkt;Position;Menge;Einheit;Netto;Steuer;Brutto"
    bills = [Bill(n) for n in NUMBERS if n != 8]
    rows = [";".join(row) for bill in bills for row in bill.rows()]
    return "\n".join([head, *rows, "A-77;R-77;S;01.08.2026;31.08.2026;;;;;1,00;0,19;1,19"]) + "\n"


def readings():
    rows = ["service_point,unit,start,period,value,zone"]
    for month in ("08", "09"):
        rows += [f"SP-{n},kWh,2026-{month}-01T00:00,month,{used(n)},Europe/Berlin"
                 for n in NUMBERS if n != 20 and (n, month) != (10, "08")]
    return "\n".join(rows) + "\n"


def json_lines(table):
    """The same rows as objects: their names, null for what is empty, amounts and quantities as numbers."""
    def value(name, text):
        is_number = name in ("Menge", "Netto", "Steuer", "Brutto")
        return float(text.replace(",", ".")) if is_number and text else text or None
    rows = csv.DictReader(io.StringIO(table), delimiter=";")
    return "".join(json.dumps({name: value(name, text) for name, text in row.items()},
                              ensure_ascii=False) + "\n" for row in rows)


BALANCES = [
    {"account": "A-01", "type": "invoice", "number": "R-1", "reference": "OLD-1",
     "issued_on": "2026-09-01", "due_on": "2026-09-15", "open": "47.60", "booked_on": "2026-09-01"},
    {"account": "A-01", "type": "invoice", "number": "R-0", "issued_on": "2026-08-01",
     "due_on": "2026-08-15", "open": 12.5, "booked_on": "2026-09-01"},
    {"account": "A-02", "type": "credit", "number": "A-02 paid twice", "issued_on": "2026-08-20",
     "open": "20.00", "booked_on": "2026-09-01"},
    {"account": "A-03", "type": "deposit", "number": "A-03 deposit", "issued_on": "2020-01-01",
     "open": "150.00", "booked_on": "2026-09-01"},
    {"account": "A-78", "type": "invoice", "number": "R-78", "issued_on": "2026-09-01", "open": "1.00"},
]


class Migration(unittest.TestCase):
    ACCOUNTS, HISTORY, HEADER_LINES = "accounts.csv", "history.csv", 1

    def exported(self, table):
        return table

    def setUp(self):
        self.folder = new_folder()
        self.workspace = self.folder / "my"
        init(self.workspace)
        for file, content in {"catalog.yaml": CATALOG, "issuer.yaml": ISSUER,
                              "accounts.map.yaml": ACCOUNTS_MAP, "history.map.yaml": HISTORY_MAP,
                              self.ACCOUNTS: self.exported(accounts()),
                              self.HISTORY: self.exported(history()),
                              "readings.csv": readings(),
                              "balances.jsonl": "".join(json.dumps(b) + "\n" for b in BALANCES),
                              }.items():
            self.write(file, content)

    def write(self, file, content):
        """As the old system does: accounts in its own encoding."""
        is_theirs = file in (self.ACCOUNTS, "moved")
        (self.folder / file).write_text(content, encoding="latin-1" if is_theirs else "utf-8")

    def do(self, code, *words):
        found, document = run_json(*words, workspace=self.workspace, folder=self.folder)
        self.assertEqual(found, code, document)
        return document

    def take(self, code, file, *words):
        return self.do(code, "import", *words, file)["files"][0]

    def differences(self, *words):
        done = self.do(WITH_REJECTS, "parallel", "--period", "2026-08", *words)
        return done, {one["account"]: one for one in done["largest"]}

    def verify(self):
        self.assertEqual(self.do(DONE, "verify")["findings"], [])

    def take_over(self):
        self.do(DONE, "import", "catalog.yaml", "issuer.yaml")
        mapping = ("--mapping", "accounts.map.yaml")
        tried = self.take(WITH_REJECTS, self.ACCOUNTS, "--dry-run", *mapping)
        taken = self.take(WITH_REJECTS, self.ACCOUNTS, *mapping)
        self.assertEqual((tried["rejects"], tried["accepted"]), (taken["rejects"], 21))
        self.assertEqual(taken["rejects"][0]["line"], self.HEADER_LINES + 22)
        self.take(DONE, "readings.csv")

    def test_from_the_exports_to_a_payment_of_an_old_invoice(self):
        self.take_over()
        self.parallel_run()
        self.opening_balances()
        self.first_bills()
        self.verify()

    def parallel_run(self):
        # First beside the file, then beside what was imported: the same.
        mapping = ("--mapping", "history.map.yaml")
        done, largest = self.differences("--from", self.HISTORY, *mapping)
        self.assertEqual(done["rejected"], 1)
        [only_one] = [one for one in done["largest"] if one["account"] == "A-03"]
        expected = shape(json_examples()["parallel"])
        self.assertEqual(differences(shape(done | {"largest": [only_one]}), expected), [])
        taken = self.take(WITH_REJECTS, self.HISTORY, *mapping)
        self.assertEqual((taken["accepted"], taken["rejected"]), (76, 1))
        again, _ = self.differences("--csv", "all.csv")
        self.assertEqual((again["causes"], again["largest"]), (done["causes"], done["largest"]))
        causes = {cause["cause"]: cause["accounts"] for cause in done["causes"]}
        self.assertEqual(causes, {"equal": 11, "rounding": 1, "missing-with-us": 1, "held": 1,
                                  "missing-with-them": 1, "period": 1, "consumption": 1,
                                  "price": 1, "fee": 1, "tax": 1})
        self.assertEqual({account: one["cause"] for account, one in largest.items()},
                         {"A-03": "consumption", "A-04": "price", "A-05": "fee", "A-06": "tax",
                          "A-07": "period", "A-08": "missing-with-them", "A-10": "held",
                          "A-20": "missing-with-us"})
        # 103 kWh instead of 95: 8 x 0.30 more, with 19 %.
        self.assertEqual(largest["A-03"]["consumption"]["amount"], "2.40")
        self.assertEqual(largest["A-03"]["difference"]["amount"], "2.85")
        self.assertEqual(largest["A-05"]["fee"]["amount"], "-2.00")
        self.assertIn("no-readings", largest["A-10"]["reason"])
        rows = list(csv.DictReader(io.StringIO((self.folder / "all.csv").read_text())))
        self.assertEqual(len(rows), 20)
        self.assertEqual(rows[-1]["cause"], "equal")
        told = run("parallel", "--period", "2026-08", workspace=self.workspace).stdout
        self.assertIn("2026-08: 20 accounts compared, 8 more than 0.05 apart", told)
        none = self.do(FAILED, "parallel", "--period", "2026-07")
        self.assertIn("no former bill begins in this month", none["error"]["text"])

    def opening_balances(self):
        tried = self.take(WITH_REJECTS, "balances.jsonl", "--dry-run")
        self.assertEqual((tried["kind"], tried["accepted"], tried["rejected"]), ("balances", 4, 1))
        self.assertEqual(self.take(WITH_REJECTS, "balances.jsonl")["accepted"], 4)
        self.assertTrue(self.take(DONE, "balances.jsonl")["duplicate"])
        shown = self.do(DONE, "account", "show", "A-01")
        self.assertEqual([(i["number"], i["open"]["amount"]) for i in shown["items"]],
                         [("R-0", "12.50"), ("R-1", "47.60")])
        self.verify()

    def first_bills(self):
        done = self.do(DONE, "bill", "--period", "2026-09", "--issued-on", "2026-10-02")
        self.assertEqual((done["statements"], done["held"]), (19, 0))
        [first] = self.do(DONE, "invoice", "list", "--account", "A-01")["invoices"]
        # September alone: 101 x 0.30 + 10.00 = 40.30, with 19 % 47.96.
        self.assertEqual(first["payable"]["amount"], "47.96")
        # 102 x 0.30 + 10.00 = 40.60, gross 48.31, of which 20.00 were there already.
        second = self.do(DONE, "account", "show", "A-02")
        self.assertEqual(second["owed"]["amount"], "28.31")
        (self.folder / "bank.csv").write_text(
            "key,account,reference,amount,currency,booked_on\nb-1,,OLD-1,47.60,EUR,2026-10-05\n"
            "b-2,A-01,,20.00,EUR,2026-10-06\n", encoding="utf-8")
        tried = self.do(DONE, "payment", "import", "--dry-run", "bank.csv")
        self.assertEqual((tried["files"][0]["accepted"], tried["files"][0]["batch"]), (2, 0))
        self.do(DONE, "payment", "import", "bank.csv")
        shown = self.do(DONE, "account", "show", "A-01")
        self.assertEqual([(i["number"], i["open"]["amount"]) for i in shown["items"]],
                         [(first["number"], "40.46")])
        days = ("--from", "2026-01-01", "--to", "2026-12-31")
        lines = self.do(DONE, "account", "statement", "A-01", *days)["lines"]
        self.assertEqual(lines[0]["text"], "taken over: invoice R-0 of 2026-08-01")
        # What was billed elsewhere is fixed now.
        self.write("moved", self.exported(accounts().replace("01.09.2026", "01.10.2026")))
        late = self.take(WITH_REJECTS, "moved", "--mapping", "accounts.map.yaml")
        self.assertEqual((late["accepted"], late["rejected"]), (2, 20))
        self.assertIn("we have billed it already", late["rejects"][0]["reason"])


class MigrationByJsonLines(Migration):
    """Customers, contracts and history in JSON Lines: not a cent comes out otherwise."""
    ACCOUNTS, HISTORY, HEADER_LINES = "accounts.jsonl", "history.jsonl", 0

    def exported(self, table):
        return json_lines(table)


if __name__ == "__main__":
    unittest.main()
