"""Reads a UN/CEFACT Cross Industry Invoice (D16B) as the UBL document that says the same.

Only what the rules look at is read. Every element keeps its text as written and its line, so that
a finding leads to the place in the CII file.
"""

from ubl import DOCUMENTS, Node, qualified

ROOT = qualified("rsm:CrossIndustryInvoice")
INVOICE = next(name for name in DOCUMENTS if name.endswith(" Invoice"))
TRADE = "rsm:SupplyChainTradeTransaction"
SETTLEMENT = f"{TRADE}/ram:ApplicableHeaderTradeSettlement"
SUMMATION = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
LINE_SETTLEMENT = "ram:SpecifiedLineTradeSettlement"
LINE_TOTAL = "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
NET_PRICE = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice"

TOTALS = (
    ("ram:LineTotalAmount", "cbc:LineExtensionAmount"),
    ("ram:AllowanceTotalAmount", "cbc:AllowanceTotalAmount"),
    ("ram:ChargeTotalAmount", "cbc:ChargeTotalAmount"),
    ("ram:TaxBasisTotalAmount", "cbc:TaxExclusiveAmount"),
    ("ram:GrandTotalAmount", "cbc:TaxInclusiveAmount"),
    ("ram:TotalPrepaidAmount", "cbc:PrepaidAmount"),
    ("ram:RoundingAmount", "cbc:PayableRoundingAmount"),
    ("ram:DuePayableAmount", "cbc:PayableAmount"),
)
ALLOWANCE_CHARGE = (
    ("ram:ChargeIndicator/udt:Indicator", "cbc:ChargeIndicator"),
    ("ram:ActualAmount", "cbc:Amount"),
    ("ram:BasisAmount", "cbc:BaseAmount"),
)
PRICE = (("ram:ChargeAmount", "cbc:PriceAmount"), ("ram:BasisQuantity", "cbc:BaseQuantity"))


def is_cii(root):
    return root.name == ROOT


def as_ubl(root):
    """The UBL Invoice; a credit note is one, too: its rules are the same."""
    invoice = Node(INVOICE, {}, root.line)
    for settlement in root.all(SETTLEMENT):
        copy(settlement, (("ram:InvoiceCurrencyCode", "cbc:DocumentCurrencyCode"),
                          ("ram:TaxCurrencyCode", "cbc:TaxCurrencyCode")), invoice)
        allowances_and_charges(settlement, invoice)
        taxes(settlement, invoice)
        for summation in settlement.all(SUMMATION):
            copy(summation, TOTALS, inside(invoice, "cac:LegalMonetaryTotal", summation))
    for line in root.all(f"{TRADE}/ram:IncludedSupplyChainTradeLineItem"):
        invoice_line(line, inside(invoice, "cac:InvoiceLine", line))
    return invoice


def inside(parent, name, source):
    """A new element of the parent, at the line of what it is read from."""
    child = Node(qualified(name), {}, source.line)
    parent.children.append(child)
    return child


def copy(source, names, target):
    """Each element at a path of the source under its other name; what stands twice, twice."""
    for path, name in names:
        target.children.extend(renamed(node, name) for node in source.all(path))


def renamed(node, name):
    other = Node(qualified(name), node.attributes, node.line)
    other.text = node.text
    return other


def stated(value, attributes, source):
    """What the file leaves out, as if it stood there."""
    node = Node("", attributes, source.line)
    node.text = str(value)
    return node


def allowances_and_charges(parent, target):
    for part in parent.all("ram:SpecifiedTradeAllowanceCharge"):
        copy(part, ALLOWANCE_CHARGE, inside(target, "cac:AllowanceCharge", part))


def taxes(settlement, invoice):
    """CII has the breakdown beside the totals, UBL in the total of the invoice's currency.

    The binding of CII counts what is not there as 0: no total beside a breakdown, no breakdown
    beside a total.
    """
    currency = settlement.one("ram:InvoiceCurrencyCode")
    amounts = settlement.all(f"{SUMMATION}/ram:TaxTotalAmount")
    if not amounts and currency is not None:
        amounts = [stated(0, {"currencyID": currency.text}, settlement)]
    breakdown = settlement.all("ram:ApplicableTradeTax")
    is_given = False
    for amount in amounts:
        total = inside(invoice, "cac:TaxTotal", amount)
        total.children.append(renamed(amount, "cbc:TaxAmount"))
        if currency is not None and amount.attributes.get("currencyID") == currency.text:
            subtotals(breakdown, total)
            is_given = True
    if breakdown and not is_given:
        subtotals(breakdown, inside(invoice, "cac:TaxTotal", settlement))


def subtotals(breakdown, total):
    for part in breakdown:
        subtotal = inside(total, "cac:TaxSubtotal", part)
        copy(part, (("ram:BasisAmount", "cbc:TaxableAmount"),
                    ("ram:CalculatedAmount", "cbc:TaxAmount")), subtotal)
        category = inside(subtotal, "cac:TaxCategory", part)
        copy(part, (("ram:RateApplicablePercent", "cbc:Percent"),), category)
        copy(part, (("ram:TypeCode", "cbc:ID"),), inside(category, "cac:TaxScheme", part))
    if not breakdown:
        subtotal = inside(total, "cac:TaxSubtotal", total)
        subtotal.children.append(renamed(stated(0, {}, total), "cbc:TaxAmount"))


def invoice_line(line, target):
    copy(line, (("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity", "cbc:InvoicedQuantity"),),
         target)
    for settlement in line.all(LINE_SETTLEMENT):
        copy(settlement, ((LINE_TOTAL, "cbc:LineExtensionAmount"),), target)
        allowances_and_charges(settlement, target)
    for price in line.all(NET_PRICE):
        copy(price, PRICE, inside(target, "cac:Price", price))
