"""The arithmetic rules of EN 16931-1 and one of Peppol BIS Billing 3.0, for UBL 2.1 and CII.

Each rule function yields Finding objects. Bounds, rounding and the treatment of missing elements
follow the published rules (CEN/TC 434 validation artefacts 1.3, UBL binding; Peppol BIS 3.0.15),
written anew from what they say; the README lists where this differs. They are written on UBL; a CII
document is read as the UBL that says the same (cii.py).
"""

import math
from dataclasses import dataclass
from fractions import Fraction

import cii
from ubl import BadDocument, number, qualified, require_ubl

CENT = Fraction(1, 100)
HALF = Fraction(1, 2)
VAT_SLACK = Fraction(1)  # BR-CO-17: less than one currency unit apart
LINE_SLACK = 2 * CENT  # PEPPOL-EN16931-R120: at most 0.02 apart

PEPPOL_LINE_RULE = "PEPPOL-EN16931-R120"
LINE_NAMES = {qualified("cac:InvoiceLine"), qualified("cac:CreditNoteLine")}


@dataclass(frozen=True)
class Finding:
    """One broken rule: official id, line in the file, what the rule wants, what is there."""

    rule: str
    line: int
    expected: str
    found: str


def check(root, peppol=True):
    """All findings of a document, by line and rule; peppol=False leaves out the Peppol line rule.

    BadDocument: neither UBL nor CII, a number is not a number, or an element stands twice.
    """
    if cii.is_cii(root):
        root = cii.as_ubl(root)
    require_ubl(root)
    findings = []
    for rule in DOCUMENT_RULES:
        findings.extend(rule(root))
    for line in lines_of(root):
        findings.extend(price_not_negative(line))
        if peppol:
            findings.extend(line_net_amount(root, line))
    return sorted(findings, key=lambda f: (f.line, f.rule))


def round_cents(value):
    """To two decimals, a half always upwards (-0.125 is -0.12): XPath's round()."""
    return math.floor(value * 100 + HALF) * CENT


def show(value):
    """A value as decimal text: at least two places, a repeating fraction cut at nine ('...')."""
    if value is None:
        return "missing"
    sign, value = ("-", -value) if value < 0 else ("", value)
    scaled = value * 10**9
    digits = str(math.floor(scaled)).rjust(10, "0")
    whole, places = digits[:-9], digits[-9:]
    text = f"{sign}{whole}.{places[:2]}{places[2:].rstrip('0')}"
    return text if scaled.denominator == 1 else text + "..."


def lines_of(root):
    return [node for node in root.walk() if node.name in LINE_NAMES]


def total(nodes):
    """Sum over the nodes; a missing one adds nothing, as in an XPath sum."""
    return sum((number(node) for node in nodes if node is not None), Fraction(0))


def is_charge(allowance_charge):
    """True for a charge, False for an allowance, None if the indicator is missing."""
    indicator = allowance_charge.one("cbc:ChargeIndicator")
    if indicator is None:
        return None
    text = indicator.text.strip(" \t\r\n")
    if text not in ("true", "1", "false", "0"):
        raise BadDocument(f"line {indicator.line}: ChargeIndicator is {text!r}; write true for a "
                          "charge, false for an allowance")
    return text in ("true", "1")


def charges(parent, charge):
    return [node for node in parent.all("cac:AllowanceCharge") if is_charge(node) is charge]


def differs(rule, node, expected, found, how):
    """A finding unless both values are there and equal; how says what the expected value is."""
    if expected is None or found is None or expected != found:
        yield Finding(rule, node.line, f"{show(expected)} ({how})", show(found))


def plus(*values):
    """Sum, or None if one is missing: in XPath an absent operand makes the comparison false."""
    return None if any(value is None for value in values) else sum(values, Fraction(0))


def rounded(value):
    return None if value is None else round_cents(value)


def sum_of_lines(root):
    """BR-CO-10: sum of line net amounts (BT-106) = the line net amounts (BT-131) added up."""
    for totals in root.all("cac:LegalMonetaryTotal"):
        nets = [line.one("cbc:LineExtensionAmount") for line in lines_of(root)]
        yield from differs("BR-CO-10", totals, round_cents(total(nets)),
                           number(totals.one("cbc:LineExtensionAmount")), "sum of the lines")


def sum_of_document_charges(root):
    """BR-CO-11 allowances (BT-107) and BR-CO-12 charges (BT-108) on document level."""
    for rule, charge, path in (("BR-CO-11", False, "cbc:AllowanceTotalAmount"),
                               ("BR-CO-12", True, "cbc:ChargeTotalAmount")):
        parts = charges(root, charge)
        for totals in root.all("cac:LegalMonetaryTotal"):
            stated = totals.one(path)
            if stated is None and not parts:
                continue
            expected = round_cents(total(part.one("cbc:Amount") for part in parts))
            yield from differs(rule, stated or totals, expected, number(stated),
                               "sum of the document's " + ("charges" if charge else "allowances"))


def total_without_vat(root):
    """BR-CO-13: BT-109 = BT-106 - allowances (BT-107) + charges (BT-108)."""
    for totals in root.all("cac:LegalMonetaryTotal"):
        net = number(totals.one("cbc:LineExtensionAmount"))
        allowance = totals.one("cbc:AllowanceTotalAmount")
        charge = totals.one("cbc:ChargeTotalAmount")
        if allowance is not None or charge is not None:
            net = rounded(plus(net, number(charge) or Fraction(0),
                               -(number(allowance) or Fraction(0))))
        yield from differs("BR-CO-13", totals, net, number(totals.one("cbc:TaxExclusiveAmount")),
                           "lines - allowances + charges")


def total_vat(root):
    """BR-CO-14: total VAT (BT-110) = the VAT of all categories (BT-117); not without breakdown."""
    for tax_total in root.all("cac:TaxTotal"):
        parts = tax_total.all("cac:TaxSubtotal")
        if parts:
            expected = round_cents(total(part.one("cbc:TaxAmount") for part in parts))
            yield from differs("BR-CO-14", tax_total, expected,
                               number(tax_total.one("cbc:TaxAmount")), "sum of the VAT breakdown")


def total_with_vat(root):
    """BR-CO-15: BT-112 = BT-109 + the one VAT total in the invoice currency (BT-110)."""
    currency = root.one("cbc:DocumentCurrencyCode")
    if currency is None:
        return
    amounts = [node for node in root.all("cac:TaxTotal/cbc:TaxAmount")
               if node.attributes.get("currencyID") == currency.text]
    totals = root.one("cac:LegalMonetaryTotal")
    where = totals or root
    if len(amounts) != 1:
        yield Finding("BR-CO-15", where.line, f"one VAT total in {currency.text}",
                      f"{len(amounts)} of them")
        return
    net, gross = (None, None) if totals is None else (
        number(totals.one("cbc:TaxExclusiveAmount")), number(totals.one("cbc:TaxInclusiveAmount")))
    yield from differs("BR-CO-15", where, rounded(plus(net, number(amounts[0]))), gross,
                       "total without VAT + VAT")


def amount_due(root):
    """BR-CO-16: due (BT-115) = total with VAT (BT-112) - paid (BT-113) + rounding (BT-114)."""
    for totals in root.all("cac:LegalMonetaryTotal"):
        wanted = number(totals.one("cbc:TaxInclusiveAmount"))
        due = number(totals.one("cbc:PayableAmount"))
        paid = number(totals.one("cbc:PrepaidAmount"))
        rounding = number(totals.one("cbc:PayableRoundingAmount"))
        if paid is not None:
            wanted = rounded(plus(wanted, -paid))
        agrees = due is not None and wanted is not None and wanted == (
            due if rounding is None else round_cents(due - rounding))
        if not agrees:
            expected = plus(wanted, rounding or Fraction(0))
            yield Finding("BR-CO-16", totals.line,
                          f"{show(expected)} (total with VAT - paid + rounding)", show(due))


def vat_of_category(root):
    """BR-CO-17: VAT (BT-117) = taxable amount (BT-116) x rate (BT-119), less than 1.00 apart.

    Signs are left out of the comparison. A rate that rounds to 0 %, or none, asks for a VAT amount
    that rounds to 0.
    """
    for part in vat_breakdown(root):
        tax = number(part.one("cbc:TaxAmount"))
        base = number(part.one("cbc:TaxableAmount"))
        rate = vat_rate(part)
        if rate is None or math.floor(rate + HALF) == 0:
            if tax is None or math.floor(tax + HALF) != 0:
                why = "no VAT rate" if rate is None else f"rate {show(rate)} %"
                yield Finding("BR-CO-17", part.line, f"0 ({why})", show(tax))
            continue
        exact = None if base is None else round_cents(abs(base) * rate / 100)
        if tax is None or exact is None or abs(abs(tax) - exact) >= VAT_SLACK:
            signed = -exact if base is not None and base < 0 else exact
            yield Finding("BR-CO-17", part.line,
                          f"{show(signed)} ({show(base)} x {show(rate)} %, less than 1.00 apart)",
                          show(tax))


def vat_breakdown(root):
    tax_total = qualified("cac:TaxTotal")
    return [part for node in root.walk() if node.name == tax_total
            for part in node.all("cac:TaxSubtotal")]


def vat_rate(part):
    """The rate of the subtotal's VAT category; other tax schemes do not count."""
    rates = [category.one("cbc:Percent") for category in part.all("cac:TaxCategory")
             if any(scheme.text.strip().upper() == "VAT"
                    for scheme in category.all("cac:TaxScheme/cbc:ID"))]
    if len(rates) > 1:
        raise BadDocument(f"line {part.line}: TaxSubtotal holds {len(rates)} VAT categories, UBL "
                          "allows one; validate against the UBL 2.1 schema first")
    return number(rates[0]) if rates else None


def decimals(rule, node):
    """At most two characters after the point, counted as written (white space and zeros too)."""
    if node is not None and len(node.text.partition(".")[2]) > 2:
        yield Finding(rule, node.line, f"{node.local_name} with at most 2 decimals",
                      node.text.strip())


def decimals_of_allowances_and_charges(root):
    """BR-DEC-01/02 and -05/06 on document level, -24/25 and -27/28 on lines."""
    parents = [(root, ("BR-DEC-01", "BR-DEC-02"), ("BR-DEC-05", "BR-DEC-06"))]
    parents += [(line, ("BR-DEC-24", "BR-DEC-25"), ("BR-DEC-27", "BR-DEC-28"))
                for line in lines_of(root)]
    for parent, allowance_rules, charge_rules in parents:
        for charge, (amount, base) in ((False, allowance_rules), (True, charge_rules)):
            for node in charges(parent, charge):
                yield from decimals(amount, node.one("cbc:Amount"))
                yield from decimals(base, node.one("cbc:BaseAmount"))


DECIMALS_OF_TOTALS = (
    ("BR-DEC-09", "cbc:LineExtensionAmount"),
    ("BR-DEC-10", "cbc:AllowanceTotalAmount"),
    ("BR-DEC-11", "cbc:ChargeTotalAmount"),
    ("BR-DEC-12", "cbc:TaxExclusiveAmount"),
    ("BR-DEC-14", "cbc:TaxInclusiveAmount"),
    ("BR-DEC-16", "cbc:PrepaidAmount"),
    ("BR-DEC-17", "cbc:PayableRoundingAmount"),
    ("BR-DEC-18", "cbc:PayableAmount"),
)


def decimals_of_totals(root):
    """BR-DEC-09 to -12, -14, -16 to -18; -13 and -15 for the two VAT totals."""
    for totals in root.all("cac:LegalMonetaryTotal"):
        for rule, path in DECIMALS_OF_TOTALS:
            yield from decimals(rule, totals.one(path))
    invoice = text_of(root.one("cbc:DocumentCurrencyCode"))
    accounting = text_of(root.one("cbc:TaxCurrencyCode"))
    for node in root.all("cac:TaxTotal/cbc:TaxAmount"):
        currency = node.attributes.get("currencyID")
        if currency == invoice:
            yield from decimals("BR-DEC-13", node)
        elif currency == accounting:
            yield from decimals("BR-DEC-15", node)


def decimals_of_vat_and_lines(root):
    """BR-DEC-19/20 in the VAT breakdown, -23 for line net amounts."""
    for part in vat_breakdown(root):
        yield from decimals("BR-DEC-19", part.one("cbc:TaxableAmount"))
        yield from decimals("BR-DEC-20", part.one("cbc:TaxAmount"))
    for line in lines_of(root):
        yield from decimals("BR-DEC-23", line.one("cbc:LineExtensionAmount"))


def price_not_negative(line):
    """BR-27: the item net price (BT-146) is there and not below zero."""
    price = line.one("cac:Price/cbc:PriceAmount")
    value = number(price)
    if value is None or value < 0:
        yield Finding("BR-27", (price or line).line, "a net price of 0 or more", show(value))


def line_net_amount(root, line):
    """PEPPOL-EN16931-R120: net = quantity x price / base quantity + charges - allowances.

    Missing: net and price count 0, quantity and base quantity 1 (so does a base quantity of 0).
    """
    credit = root.local_name == "CreditNote"
    quantity = number(line.one("cbc:CreditedQuantity" if credit else "cbc:InvoicedQuantity"))
    price = number(line.one("cac:Price/cbc:PriceAmount")) or Fraction(0)
    base = number(line.one("cac:Price/cbc:BaseQuantity")) or Fraction(1)
    net = number(line.one("cbc:LineExtensionAmount")) or Fraction(0)
    expected = (Fraction(1) if quantity is None else quantity) * price / base
    for indicator, sign in (("true", 1), ("false", -1)):
        parts = [node for node in line.all("cac:AllowanceCharge")
                 if text_of(node.one("cbc:ChargeIndicator")) == indicator]
        expected += sign * round_cents(total(part.one("cbc:Amount") for part in parts))
    if abs(expected - net) > LINE_SLACK:
        yield Finding(PEPPOL_LINE_RULE, line.line,
                      f"{show(expected)} (quantity x price + charges - allowances, "
                      "at most 0.02 apart)", show(net))


def text_of(node):
    return "" if node is None else node.text.strip()


DOCUMENT_RULES = (sum_of_lines, sum_of_document_charges, total_without_vat, total_vat,
                  total_with_vat, amount_due, vat_of_category, decimals_of_allowances_and_charges,
                  decimals_of_totals, decimals_of_vat_and_lines)

RULE_IDS = frozenset(
    [f"BR-CO-{n}" for n in range(10, 18)] + ["BR-27", PEPPOL_LINE_RULE]
    + [f"BR-DEC-{n:02}" for n in (1, 2, 5, 6, *range(9, 21), 23, 24, 25, 27, 28)])
