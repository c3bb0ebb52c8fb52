"""Makes documents for the tests: the smallest clean one, and one error planted into a clean tree.

An error is planted so that every other sum still agrees (the change is carried through to the
amount due), and exactly one rule may fire.
"""

from decimal import Decimal

from ubl import CAC, CBC, PREFIXES, Node, qualified

TOTALS = "cac:LegalMonetaryTotal/cbc:"


def smallest(kind="Invoice", quantity="1", price="100.00", base=None, rate="19", scheme="VAT",
             net="100.00", vat="19.00", vat_total=None, gross="119.00", due="119.00", paid=None,
             rounding=None, second_vat=None, taxable="100.00"):
    """One line, one VAT rate; None leaves an element out. Holds only what the rules look at."""
    def amount(name, text, currency="EUR"):
        return "" if text is None else f'<cbc:{name} currencyID="{currency}">{text}</cbc:{name}>\n'

    quantity_name = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    currency, other_vat = second_vat or (None, None)
    tax_currency = f"<cbc:TaxCurrencyCode>{currency}</cbc:TaxCurrencyCode>" if currency else ""
    second = f"<cac:TaxTotal>{amount('TaxAmount', other_vat, currency)}</cac:TaxTotal>"
    base_quantity = f"<cbc:BaseQuantity>{base}</cbc:BaseQuantity>" if base else ""
    return f"""<{kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2"
 xmlns:cac="{CAC}" xmlns:cbc="{CBC}">
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>{tax_currency}
<cac:TaxTotal>{amount('TaxAmount', vat_total or vat)}<cac:TaxSubtotal>
{amount('TaxableAmount', taxable)}{amount('TaxAmount', vat)}<cac:TaxCategory>
<cbc:Percent>{rate}</cbc:Percent><cac:TaxScheme><cbc:ID>{scheme}</cbc:ID></cac:TaxScheme>
</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>{second if currency else ''}
<cac:LegalMonetaryTotal>{amount('LineExtensionAmount', net)}
{amount('TaxExclusiveAmount', '100.00')}{amount('TaxInclusiveAmount', gross)}
{amount('PrepaidAmount', paid)}{amount('PayableRoundingAmount', rounding)}
{amount('PayableAmount', due)}</cac:LegalMonetaryTotal>
<cac:{kind}Line><cbc:{quantity_name}>{quantity}</cbc:{quantity_name}>
{amount('LineExtensionAmount', '100.00')}<cac:Price>{amount('PriceAmount', price)}{base_quantity}
</cac:Price></cac:{kind}Line>
</{kind}>
""".encode()


def smallest_cii(kind="Invoice", quantity="1", price="100.00", base=None, rate="19", scheme="VAT",
                 net="100.00", vat="19.00", vat_total=None, gross="119.00", due="119.00", paid=None,
                 rounding=None, second_vat=None, taxable="100.00"):
    """The same in the other syntax."""
    def element(name, text, attributes=""):
        return "" if text is None else f"<ram:{name}{attributes}>{text}</ram:{name}>\n"

    currency, other_vat = second_vat or (None, None)
    spaces = " ".join(f'xmlns:{prefix}="{PREFIXES[prefix]}"' for prefix in ("rsm", "ram", "udt"))
    type_code = "381" if kind == "CreditNote" else "380"
    second = element("TaxTotalAmount", other_vat, f' currencyID="{currency}"')
    return f"""<rsm:CrossIndustryInvoice {spaces}>
<rsm:ExchangedDocument>{element('TypeCode', type_code)}</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>
{element('ChargeAmount', price)}{element('BasisQuantity', base)}
</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery>{element('BilledQuantity', quantity)}
</ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
{element('LineTotalAmount', '100.00')}</ram:SpecifiedTradeSettlementLineMonetarySummation>
</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeSettlement>{element('TaxCurrencyCode', currency)}
{element('InvoiceCurrencyCode', 'EUR')}<ram:ApplicableTradeTax>
{element('CalculatedAmount', vat)}{element('TypeCode', scheme)}{element('BasisAmount', taxable)}
{element('RateApplicablePercent', rate)}</ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>{element('LineTotalAmount', net)}
{element('TaxBasisTotalAmount', '100.00')}
{element('TaxTotalAmount', vat_total or vat, ' currencyID="EUR"')}{second}
{element('RoundingAmount', rounding)}{element('GrandTotalAmount', gross)}
{element('TotalPrepaidAmount', paid)}{element('DuePayableAmount', due)}
</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
""".encode()


def add(node, step):
    node.text = str(Decimal(node.text.strip()) + Decimal(step))


def add_to_totals(root, step, *names):
    for name in names:
        add(root.one(TOTALS + name), step)


def lines(root):
    return root.all(f"cac:{root.local_name}Line")


def document_vat(root):
    currency = root.one("cbc:DocumentCurrencyCode").text
    return next(node for node in root.all("cac:TaxTotal/cbc:TaxAmount")
                if node.attributes["currencyID"] == currency)


def wrong_sum_of_lines(root):
    add_to_totals(root, "1", "LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount",
                  "PayableAmount")
    return True


def wrong_document_charge(indicator):
    def plant(root):
        for part in root.all("cac:AllowanceCharge"):
            if part.one("cbc:ChargeIndicator").text == indicator:
                add(part.one("cbc:Amount"), "0.01")
                return True
        return False
    return plant


def wrong_total_without_vat(root):
    add_to_totals(root, "0.01", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount")
    return True


def wrong_total_vat(root):
    if not root.all("cac:TaxTotal/cac:TaxSubtotal"):
        return False
    add(document_vat(root), "0.01")
    add_to_totals(root, "0.01", "TaxInclusiveAmount", "PayableAmount")
    return True


def wrong_total_with_vat(root):
    add_to_totals(root, "0.01", "TaxInclusiveAmount", "PayableAmount")
    return True


def wrong_amount_due(root):
    add_to_totals(root, "-0.01", "PayableAmount")
    return True


def wrong_vat_of_category(root):
    parts = root.all("cac:TaxTotal/cac:TaxSubtotal")
    if not parts:
        return False
    add(parts[-1].one("cbc:TaxAmount"), "5")
    add(document_vat(root), "5")
    add_to_totals(root, "5", "TaxInclusiveAmount", "PayableAmount")
    return True


def negative_price(root):
    for line in lines(root):
        price = line.one("cac:Price/cbc:PriceAmount")
        quantity = line.one("cbc:InvoicedQuantity") or line.one("cbc:CreditedQuantity")
        if Decimal(price.text) > 0:
            price.text = str(-Decimal(price.text))
            quantity.text = str(-Decimal(quantity.text))
            return True
    return False


def wrong_line_net(root):
    add(lines(root)[-1].one("cac:Price/cbc:PriceAmount"), "1000")
    return True


def third_decimal_of_accounting_vat(root):
    codes = [root.one(path) for path in ("cbc:DocumentCurrencyCode", "cbc:TaxCurrencyCode")]
    if codes[1] is None or codes[0].text == codes[1].text:
        return False
    return third_decimal("cac:TaxTotal/cbc:TaxAmount", currency="cbc:TaxCurrencyCode")(root)


def third_decimal(path, parents=lambda root: [root], indicator=None, currency=None):
    """Writes one more zero than allowed into the first element at the path; its value stays."""
    def plant(root):
        code = root.one(currency) if currency else None
        for parent in parents(root):
            if indicator and parent.one("cbc:ChargeIndicator").text != indicator:
                continue
            for node in parent.all(path):
                if code is None or node.attributes["currencyID"] == code.text:
                    whole, _, places = node.text.strip().partition(".")
                    node.text = f"{whole}.{places.ljust(3, '0')}"
                    return True
        return False
    return plant


def base_amount(parents, indicator):
    """Like third_decimal for cbc:BaseAmount, which few samples hold: added where it is missing."""
    def plant(root):
        for parent in parents(root):
            if parent.one("cbc:ChargeIndicator").text == indicator:
                if parent.one("cbc:BaseAmount") is None:
                    parent.children.append(Node(qualified("cbc:BaseAmount"), {}, parent.line))
                parent.one("cbc:BaseAmount").text = "100.000"
                return True
        return False
    return plant


def of_document(root):
    return root.all("cac:AllowanceCharge")


def of_lines(root):
    return [part for line in lines(root) for part in line.all("cac:AllowanceCharge")]


PLANTS = {
    "BR-CO-10": wrong_sum_of_lines,
    "BR-CO-11": wrong_document_charge("false"),
    "BR-CO-12": wrong_document_charge("true"),
    "BR-CO-13": wrong_total_without_vat,
    "BR-CO-14": wrong_total_vat,
    "BR-CO-15": wrong_total_with_vat,
    "BR-CO-16": wrong_amount_due,
    "BR-CO-17": wrong_vat_of_category,
    "BR-27": negative_price,
    "PEPPOL-EN16931-R120": wrong_line_net,
    "BR-DEC-01": third_decimal("cbc:Amount", of_document, "false"),
    "BR-DEC-02": base_amount(of_document, "false"),
    "BR-DEC-05": third_decimal("cbc:Amount", of_document, "true"),
    "BR-DEC-06": base_amount(of_document, "true"),
    "BR-DEC-09": third_decimal(TOTALS + "LineExtensionAmount"),
    "BR-DEC-10": third_decimal(TOTALS + "AllowanceTotalAmount"),
    "BR-DEC-11": third_decimal(TOTALS + "ChargeTotalAmount"),
    "BR-DEC-12": third_decimal(TOTALS + "TaxExclusiveAmount"),
    "BR-DEC-13": third_decimal("cac:TaxTotal/cbc:TaxAmount", currency="cbc:DocumentCurrencyCode"),
    "BR-DEC-14": third_decimal(TOTALS + "TaxInclusiveAmount"),
    "BR-DEC-15": third_decimal_of_accounting_vat,
    "BR-DEC-16": third_decimal(TOTALS + "PrepaidAmount"),
    "BR-DEC-17": third_decimal(TOTALS + "PayableRoundingAmount"),
    "BR-DEC-18": third_decimal(TOTALS + "PayableAmount"),
    "BR-DEC-19": third_decimal("cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount"),
    "BR-DEC-20": third_decimal("cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount"),
    "BR-DEC-23": third_decimal("cbc:LineExtensionAmount", lines),
    "BR-DEC-24": third_decimal("cbc:Amount", of_lines, "false"),
    "BR-DEC-25": base_amount(of_lines, "false"),
    "BR-DEC-27": third_decimal("cbc:Amount", of_lines, "true"),
    "BR-DEC-28": base_amount(of_lines, "true"),
}
