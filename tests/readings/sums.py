"""Adds the sample files up from their text alone: a second reading that shares no code with ours.

    python3 tests/readings/sums.py FILE...      prints what the table's lines of sums should be

Each reader takes the text of a file (bytes, unpacked) and the settings of the table, and returns
{(code, channel, unit): Series}. Only what is needed for sums is read: no times but as keys, no
qualities but missing, no checks but those without which a sum would be another one.
"""

import csv
import gzip
import io
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

WIDTHS = {"WH": ("kWh", -3), "KWH": ("kWh", 0), "VARH": ("kvarh", -3), "KVARH": ("kvarh", 0)}
SUFFIXES = {"E1": "import", "B1": "export", "Q1": "reactive"}
ROUNDED = {"uk-energy-hourly", "ausgrid-solar"}


class Book:
    """What is kept, by what it is; a later value of one time takes the place of the earlier."""

    def __init__(self):
        self.kinds = {"intervals": {}, "reads": {}, "uses": {}}
        self.events = {}

    def keep(self, kind, code, channel, unit, time, value):
        self.kinds[kind][(code, channel, unit, time)] = value

    def event(self, code, record, kind, seconds, size):
        self.events[(code, record)] = (kind, seconds, size)

    def lines(self, unknown):
        out = []
        for kind, values in self.kinds.items():
            sums = defaultdict(lambda: [0, Decimal(0)])
            for (code, channel, unit, _), value in values.items():
                if code not in unknown:
                    sums[f"{channel} {unit}"][0] += 1
                    sums[f"{channel} {unit}"][1] += value
            for name in sorted(sums):
                count, total = sums[name]
                out.append(f"{name}: {count} {kind}, sum {plain(total)}")
        for wanted in ("voice", "messages", "data"):
            chosen = [
                event
                for (code, _), event in self.events.items()
                if event[0] == wanted and code not in unknown
            ]
            if chosen:
                seconds = sum(event[1] for event in chosen)
                size = sum(event[2] for event in chosen)
                out.append(f"{wanted}: {len(chosen)} records, {seconds} s, {size} bytes")
        return out


def plain(number):
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scaled(text, power):
    return Decimal(text).scaleb(power)


def nem12(text, book, _):
    code = channel = None
    for line in text.decode("latin-1").splitlines():
        fields = line.split(",")
        if fields[0] == "200":
            code, channel = fields[1], SUFFIXES.get(fields[4], fields[4])
            unit, minutes = WIDTHS.get(fields[7].upper()), int(fields[8])
        elif fields[0] == "300" and unit:
            count = 1440 // minutes
            values = fields[2 : 2 + count]
            if len(values) < count or not re.fullmatch(r"[AEFNSV](\d\d)?", fields[2 + count]):
                continue
            day = {i: value for i, value in enumerate(values)}
            missing = fields[2 + count].startswith("N")
            for i, value in day.items():
                if not missing:
                    key = (fields[1], i)
                    book.keep("intervals", code, channel, unit[0], key, scaled(value, unit[1]))
            last = (fields[1], code, channel, unit[0])
        elif fields[0] == "400" and fields[3].startswith("N"):
            for i in range(int(fields[1]) - 1, int(fields[2])):
                book.kinds["intervals"].pop((last[1], last[2], last[3], (last[0], i)), None)


def nem13(text, book, _):
    for line in text.decode().splitlines():
        f = [field.strip() for field in line.split(",")]
        if f[0] != "250":
            continue
        channel = {"E": "import", "I": "export"}[f[7]] + ("" if f[4] == "11" else "." + f[4])
        before, now, quantity = Decimal(f[8]), Decimal(f[13]), abs(Decimal(f[18]))
        around = Decimal(10) ** max(len(f[8].split(".")[0]), len(f[13].split(".")[0]))
        step = Decimal(1).scaleb(-max(len((x + ".").split(".")[1]) for x in (f[8], f[13])))
        if abs((now - before) % around - quantity) < step or (
            now < before and abs(now - before + around - quantity) < step
        ):
            book.keep("reads", f[1], channel, "kWh", f[9], before)
            book.keep("reads", f[1], channel, "kWh", f[14], now)
        else:
            book.keep("uses", f[1], channel, "kWh", f[9], quantity)


def espi(text, book, _):
    names = {"a": "http://www.w3.org/2005/Atom", "e": "http://naesb.org/espi"}
    root = ElementTree.fromstring(text)
    power = int(root.findtext(".//e:ReadingType/e:powerOfTenMultiplier", "0", names))
    for reading in root.iterfind(".//e:IntervalReading", names):
        start = reading.findtext("e:timePeriod/e:start", None, names)
        value = reading.findtext("e:value", None, names)
        book.keep("intervals", "point", "import", "kWh", start, scaled(value, power - 3))


def mscons(text, book, _):
    for i, segment in enumerate(text.decode("latin-1").split("'")):
        if segment.startswith("QTY+220:"):
            value = segment.split(":")[1].replace(",", ".")
            book.keep("intervals", "point", "import", "kWh", i, Decimal(value))


def dsmr(text, book, _):
    names = {"1": "import", "2": "export", "3": "reactive", "4": "reactive.export", "15": "absolute"}
    names |= {str(4 + i): f"reactive.q{i}" for i in (1, 2, 3, 4)}
    media = {3: ("gas", "m3"), 4: ("heat", "MJ"), 7: ("water", "m3")}
    text = text.decode("latin-1")
    for quantity, tariff, value, unit in re.findall(
        r"^1-0:(\d+)\.8\.(\d)(?:\*255)?\(([\d.]+)\*(\w+)\)", text, re.M
    ):
        channel = names[quantity] + ("" if tariff == "0" else ".t" + tariff)
        value = Decimal(value).quantize(Decimal("0.000001"), ROUND_DOWN)
        book.keep("reads", "meter", channel, unit, 0, value)
    for channel in "1234":
        medium = re.search(rf"^0-{channel}:24\.1\.0\((\d+)\)", text, re.M)
        number = re.search(rf"^0-{channel}:96\.1\.[01]\((\w+)\)", text, re.M)
        value = re.search(rf"^0-{channel}:24\.2\.\d\(\w+\)\(([\d.]+)\*(\w+)\)", text, re.M)
        value = value or re.search(rf"^0-{channel}:24\.3\.0.*\((m3)\)\s+\(([\d.]+)\)", text, re.M)
        if medium and number and value:
            amount = next(Decimal(part) for part in value.groups() if part[0].isdigit())
            name, unit = media[int(medium.group(1))]
            power = 3 if "GJ" in value.groups() else 0
            code = bytes.fromhex(number.group(1)).decode("latin-1")
            book.keep("reads", code, name, unit, 0, amount.scaleb(power))


def table(text, book, settings):
    rows = csv.DictReader(io.StringIO(text.decode()))
    mapping = settings["mapping"]
    for i, row in enumerate(rows):
        values = {
            "uk-energy-hourly": [(settings.get("channel", "import"), "kWh", "value")],
            "ausgrid-solar": [
                ("import", "kWh", "consumption_kwh"),
                ("generation", "kWh", "pv_generation_kwh"),
            ],
            "sgsc-home": [("import", "kWh", "general_supply_kwh")],
            "lcl-price-and-load": [
                ("price", "GBP/kWh", "price_gbp_per_kwh"),
                ("import.flexible", "kWh", "mean_flex_kwh"),
                ("import.other", "kWh", "mean_noflex_kwh"),
                ("import.all", "kWh", "mean_all_kwh"),
            ],
            "london-ontario-water": [("water", "ft3", "residential_consumption_cubic_feet")],
        }[mapping]
        for channel, unit, column in values:
            value = Decimal(row[column])
            if mapping in ROUNDED:
                value = value.quantize(Decimal("0.000001"), ROUND_HALF_UP)
            kind = "uses" if mapping == "london-ontario-water" else "intervals"
            book.keep(kind, "point", channel, unit, i, value)


def asterisk(text, book, _):
    for row in csv.reader(io.StringIO(text.decode())):
        if row[14] == "ANSWERED":
            book.event(row[1], row[16], "voice", int(row[13]), 0)


def freeswitch(text, book, _):
    for row in csv.reader(io.StringIO(text.decode())):
        if row[5]:
            book.event(row[1], row[10], "voice", int(row[8]), 0)


def radius(text, book, _):
    for packet in re.split(r"\n\s*\n", text.decode()):
        found = re.findall(r"^\s*([\w-]+) = ['\"]?([^'\"\n]*)", packet, re.M)
        values = defaultdict(int, found)
        if values["Acct-Status-Type"] in ("Stop", "Interim-Update"):
            octets = sum(int(values[f"Acct-{way}-Octets"]) for way in ("Input", "Output"))
            giga = sum(int(values[f"Acct-{way}-Gigawords"]) for way in ("Input", "Output"))
            seconds = int(values["Acct-Session-Time"])
            book.event("user", values["Acct-Session-Id"], "data", seconds, octets + giga * 2**32)


def ipdr(text, book, _):
    rows = list(csv.reader(io.StringIO(text.decode())))
    names = [name.split(":")[-1] for name in rows[2]]
    for row in rows[3:]:
        v = dict(zip(names, row))
        if "callDuration" in v:
            seconds = -(-int(v["callDuration"]) // 1000)
            book.event(v["subscriberID"], v["uniqueCallId"], "voice", seconds, 0)
        else:
            seconds = int(v["endTime"]) - int(v["startTime"])
            size = int(v["totalVolume"] or 0)
            book.event(v["subscriberID"], v["streamID"] + v["startTime"], "data", seconds, size)


def ipdr_xml(text, book, _):
    space = "{http://www.ipdr.org/namespaces/ipdr}"
    for record in ElementTree.fromstring(text).iterfind(space + "IPDR"):
        value = {child.tag.removeprefix(space): child.text for child in record}
        seconds = -(-int(value["callDuration"]) // 1000)
        book.event(value["subscriberID"], value["uniqueCallId"], "voice", seconds, 0)


def wmbus_totals(text, book, _):
    """Plain water meters only: the rest is a matter of names and dates."""
    for line in text.decode().splitlines():
        telegram = json.loads(line, parse_float=Decimal)
        book.keep("reads", telegram["id"], "water", "m3", 0, Decimal(telegram["total_m3"]))


READERS = [
    (r"meters/nem12/(invalid/|Example_WesternPower|aemo|Example_NEM12)", nem12),
    (r"meters/nem13/|Example_NEM13", nem13),
    (r"meters/espi/", espi),
    (r"meters/mscons/", mscons),
    (r"meters/dsmr/", dsmr),
    (r"meters/(uk|ausgrid|lcl|sgsc|water)/", table),
    (r"meters/wmbus/simulation_apas", wmbus_totals),
    (r"usage/asterisk/Master", asterisk),
    (r"usage/freeswitch/", freeswitch),
    (r"usage/radius/", radius),
    (r"usage/ipdr/.*csv", ipdr),
    (r"usage/ipdr/.*xml", ipdr_xml),
]


def lines_of(path, name, settings, unknown=()):
    """The table's lines of sums for a file; None where nobody reads it here."""
    reader = next((read for pattern, read in READERS if re.search(pattern, name)), None)
    if reader is None:
        return None
    text = path.read_bytes()
    if name.endswith(".gz"):
        text = gzip.decompress(text)
    book = Book()
    reader(text, book, settings)
    return book.lines(unknown)


if __name__ == "__main__":
    import pathlib

    for argument in sys.argv[1:]:
        print(argument)
        print("\n".join(lines_of(pathlib.Path(argument), argument, {}) or ["nobody reads it here"]))
