#!/usr/bin/env python3
"""Whether invoices in UBL 2.1 and the same ones in CII say the same. See README.md."""

import argparse
import sys
from fractions import Fraction

import cii
import ubl

PARTY = {"seller": ("cac:AccountingSupplierParty/cac:Party/", "ram:SellerTradeParty/"),
         "buyer": ("cac:AccountingCustomerParty/cac:Party/", "ram:BuyerTradeParty/")}
DOCUMENT = "rsm:ExchangedDocument/"
AGREEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement/"
SETTLEMENT = cii.SETTLEMENT + "/"
MEANS = SETTLEMENT + "ram:SpecifiedTradeSettlementPaymentMeans/"
PAYEE = "cac:PaymentMeans/cac:PayeeFinancialAccount/"
TERMS = SETTLEMENT + "ram:SpecifiedTradePaymentTerms/"
PERIOD = SETTLEMENT + "ram:BillingSpecifiedPeriod/"
TOTALS = "cac:LegalMonetaryTotal/"
SUMMATION = SETTLEMENT + cii.SUMMATION + "/"
SUBTOTAL = "cac:TaxTotal/cac:TaxSubtotal/"
TAX = SETTLEMENT + "ram:ApplicableTradeTax/"
DATE = "/udt:DateTimeString"
LINE_TAX = cii.LINE_SETTLEMENT + "/ram:ApplicableTradeTax/"
LINE_PERIOD = cii.LINE_SETTLEMENT + "/ram:BillingSpecifiedPeriod/"
LINE_OBJECT = cii.LINE_SETTLEMENT + "/ram:AdditionalReferencedDocument/"


def text(value):
    return value.strip()


def number(value):
    return Fraction(value.strip())


def day(value):
    """Of '2026-11-10' as of '20261110'."""
    return value.strip().replace("-", "")


def scheme(value):
    """Of UBL's tax schemes as of CII's: VAT ids and other tax numbers."""
    return {"VA": "VAT", "FC": "TAX"}.get(value, value)


# Name, where UBL has it, where CII has it, how it is read. A path may end with an attribute; of
# alternatives ('|') one is there.
HEADER = (
    ("BT-1 number", "cbc:ID", DOCUMENT + "ram:ID", text),
    ("BT-2 issued on", "cbc:IssueDate", DOCUMENT + "ram:IssueDateTime" + DATE, day),
    ("BT-3 type", "cbc:InvoiceTypeCode|cbc:CreditNoteTypeCode", DOCUMENT + "ram:TypeCode", text),
    ("BT-5 currency", "cbc:DocumentCurrencyCode", SETTLEMENT + "ram:InvoiceCurrencyCode", text),
    ("BT-9 due on", "cbc:DueDate", TERMS + "ram:DueDateDateTime" + DATE, day),
    ("BT-10 buyer reference", "cbc:BuyerReference", AGREEMENT + "ram:BuyerReference", text),
    ("BT-12 contract", "cac:ContractDocumentReference/cbc:ID",
     AGREEMENT + "ram:ContractReferencedDocument/ram:IssuerAssignedID", text),
    ("BT-20 payment terms", "cac:PaymentTerms/cbc:Note", TERMS + "ram:Description", text),
    ("BT-73 period from", "cac:InvoicePeriod/cbc:StartDate", PERIOD + "ram:StartDateTime" + DATE,
     day),
    ("BT-74 period to", "cac:InvoicePeriod/cbc:EndDate", PERIOD + "ram:EndDateTime" + DATE, day),
    ("BT-81 payment means", "cac:PaymentMeans/cbc:PaymentMeansCode", MEANS + "ram:TypeCode", text),
    ("BT-83 payment reference", "cac:PaymentMeans/cbc:PaymentID",
     SETTLEMENT + "ram:PaymentReference", text),
    ("BT-84 account", PAYEE + "cbc:ID",
     MEANS + "ram:PayeePartyCreditorFinancialAccount/ram:IBANID", text),
    ("BT-85 account name", PAYEE + "cbc:Name",
     MEANS + "ram:PayeePartyCreditorFinancialAccount/ram:AccountName", text),
    ("BT-86 bank", PAYEE + "cac:FinancialInstitutionBranch/cbc:ID",
     MEANS + "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID", text),
    ("BT-106 sum of lines", TOTALS + "cbc:LineExtensionAmount", SUMMATION + "ram:LineTotalAmount",
     number),
    ("BT-109 total without VAT", TOTALS + "cbc:TaxExclusiveAmount",
     SUMMATION + "ram:TaxBasisTotalAmount", number),
    ("BT-110 total VAT", "cac:TaxTotal/cbc:TaxAmount", SUMMATION + "ram:TaxTotalAmount", number),
    ("BT-110 its currency", "cac:TaxTotal/cbc:TaxAmount/@currencyID",
     SUMMATION + "ram:TaxTotalAmount/@currencyID", text),
    ("BT-112 total with VAT", TOTALS + "cbc:TaxInclusiveAmount",
     SUMMATION + "ram:GrandTotalAmount", number),
    ("BT-113 paid", TOTALS + "cbc:PrepaidAmount", SUMMATION + "ram:TotalPrepaidAmount", number),
    ("BT-114 rounding", TOTALS + "cbc:PayableRoundingAmount", SUMMATION + "ram:RoundingAmount",
     number),
    ("BT-115 due", TOTALS + "cbc:PayableAmount", SUMMATION + "ram:DuePayableAmount", number),
    ("BT-116 taxable", SUBTOTAL + "cbc:TaxableAmount", TAX + "ram:BasisAmount", number),
    ("BT-117 VAT", SUBTOTAL + "cbc:TaxAmount", TAX + "ram:CalculatedAmount", number),
    ("BT-118 category", SUBTOTAL + "cac:TaxCategory/cbc:ID", TAX + "ram:CategoryCode", text),
    ("BT-119 rate", SUBTOTAL + "cac:TaxCategory/cbc:Percent", TAX + "ram:RateApplicablePercent",
     number),
    ("BT-120 reason", SUBTOTAL + "cac:TaxCategory/cbc:TaxExemptionReason",
     TAX + "ram:ExemptionReason", text),
)
OF_PARTIES = (
    ("name", "cac:PartyLegalEntity/cbc:RegistrationName", "ram:Name", text),
    ("identifier", "cac:PartyIdentification/cbc:ID", "ram:ID", text),
    ("registration", "cac:PartyLegalEntity/cbc:CompanyID", "ram:SpecifiedLegalOrganization/ram:ID",
     text),
    ("tax id", "cac:PartyTaxScheme/cbc:CompanyID", "ram:SpecifiedTaxRegistration/ram:ID", text),
    ("its scheme", "cac:PartyTaxScheme/cac:TaxScheme/cbc:ID",
     "ram:SpecifiedTaxRegistration/ram:ID/@schemeID", scheme),
    ("electronic address", "cbc:EndpointID", "ram:URIUniversalCommunication/ram:URIID", text),
    ("its scheme", "cbc:EndpointID/@schemeID", "ram:URIUniversalCommunication/ram:URIID/@schemeID",
     text),
    ("street", "cac:PostalAddress/cbc:StreetName", "ram:PostalTradeAddress/ram:LineOne", text),
    ("city", "cac:PostalAddress/cbc:CityName", "ram:PostalTradeAddress/ram:CityName", text),
    ("postcode", "cac:PostalAddress/cbc:PostalZone", "ram:PostalTradeAddress/ram:PostcodeCode",
     text),
    ("country", "cac:PostalAddress/cac:Country/cbc:IdentificationCode",
     "ram:PostalTradeAddress/ram:CountryID", text),
    ("contact", "cac:Contact/cbc:Name", "ram:DefinedTradeContact/ram:PersonName", text),
    ("telephone", "cac:Contact/cbc:Telephone",
     "ram:DefinedTradeContact/ram:TelephoneUniversalCommunication/ram:CompleteNumber", text),
    ("mail", "cac:Contact/cbc:ElectronicMail",
     "ram:DefinedTradeContact/ram:EmailURIUniversalCommunication/ram:URIID", text),
)
QUANTITY = "cbc:InvoicedQuantity|cbc:CreditedQuantity"
BILLED = "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"
CATEGORY = "cac:Item/cac:ClassifiedTaxCategory/"
PRODUCT = "ram:SpecifiedTradeProduct/"
PROPERTY = "cac:Item/cac:AdditionalItemProperty/"
CHARACTERISTIC = PRODUCT + "ram:ApplicableProductCharacteristic/"
OF_LINES = (
    ("BT-126 number", "cbc:ID", "ram:AssociatedDocumentLineDocument/ram:LineID", text),
    ("BT-127 note", "cbc:Note", "ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content",
     text),
    ("BT-128 object", "cac:DocumentReference/cbc:ID", LINE_OBJECT + "ram:IssuerAssignedID", text),
    ("BT-128 its type", "cac:DocumentReference/cbc:DocumentTypeCode", LINE_OBJECT + "ram:TypeCode",
     text),
    ("BT-129 quantity", QUANTITY, BILLED, number),
    ("BT-130 unit", "cbc:InvoicedQuantity/@unitCode|cbc:CreditedQuantity/@unitCode",
     BILLED + "/@unitCode", text),
    ("BT-131 net", "cbc:LineExtensionAmount", f"{cii.LINE_SETTLEMENT}/{cii.LINE_TOTAL}", number),
    ("BT-133 accounting", "cbc:AccountingCost",
     cii.LINE_SETTLEMENT + "/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID", text),
    ("BT-134 from", "cac:InvoicePeriod/cbc:StartDate", LINE_PERIOD + "ram:StartDateTime" + DATE,
     day),
    ("BT-135 to", "cac:InvoicePeriod/cbc:EndDate", LINE_PERIOD + "ram:EndDateTime" + DATE, day),
    ("BT-146 price", "cac:Price/cbc:PriceAmount", cii.NET_PRICE + "/ram:ChargeAmount", number),
    ("BT-149 of so many", "cac:Price/cbc:BaseQuantity", cii.NET_PRICE + "/ram:BasisQuantity",
     number),
    ("BT-150 its unit", "cac:Price/cbc:BaseQuantity/@unitCode",
     cii.NET_PRICE + "/ram:BasisQuantity/@unitCode", text),
    ("BT-151 category", CATEGORY + "cbc:ID", LINE_TAX + "ram:CategoryCode", text),
    ("BT-152 rate", CATEGORY + "cbc:Percent", LINE_TAX + "ram:RateApplicablePercent", number),
    ("BT-153 name", "cac:Item/cbc:Name", PRODUCT + "ram:Name", text),
    ("BT-154 description", "cac:Item/cbc:Description", PRODUCT + "ram:Description", text),
    ("BT-160 attribute", PROPERTY + "cbc:Name", CHARACTERISTIC + "ram:Description", text),
    ("BT-161 its value", PROPERTY + "cbc:Value", CHARACTERISTIC + "ram:Value", text),
)


def values(root, paths, read):
    """What stands at the paths, in document order."""
    found = []
    for path in paths.split("|"):
        steps, _, attribute = path.partition("/@")
        for node in root.all(steps):
            if not attribute:
                found.append(read(node.text))
            elif attribute in node.attributes:
                found.append(read(node.attributes[attribute]))
    return found


def compare(facts, in_ubl, in_cii, where=""):
    for name, ubl_paths, cii_paths, read in facts:
        said, other = values(in_ubl, ubl_paths, read), values(in_cii, cii_paths, read)
        if said != other:
            yield f"{where}{name}: UBL says {shown(said)}, CII {shown(other)}"


def shown(found):
    return ", ".join(str(value) for value in found) or "nothing"


def differences(in_ubl, in_cii):
    """One line of text for each fact that the two documents do not say alike.

    Two differ by the syntax: UBL has one note, CII one for each sentence (BT-22); of the preceding
    invoices (BT-25) CII names the first.
    """
    found = list(compare(HEADER, in_ubl, in_cii))
    for party, (ubl_path, cii_path) in PARTY.items():
        facts = [(name, ubl_path + ours, AGREEMENT + cii_path + theirs, read)
                 for name, ours, theirs, read in OF_PARTIES]
        found += compare(facts, in_ubl, in_cii, party + " ")
    notes = [" ".join(values(in_ubl, "cbc:Note", text)),
             " ".join(values(in_cii, DOCUMENT + "ram:IncludedNote/ram:Content", text))]
    if notes[0] != notes[1]:
        found.append(f"BT-22 note: UBL says {notes[0]!r}, CII {notes[1]!r}")
    preceding = values(in_ubl, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", text)
    other = values(in_cii, SETTLEMENT + "ram:InvoiceReferencedDocument/ram:IssuerAssignedID", text)
    if preceding[:1] != other:
        found.append(f"BT-25 preceding: UBL says {shown(preceding)}, CII {shown(other)}")
    lines = in_ubl.all("cac:InvoiceLine") + in_ubl.all("cac:CreditNoteLine")
    others = in_cii.all(f"{cii.TRADE}/ram:IncludedSupplyChainTradeLineItem")
    if len(lines) != len(others):
        found.append(f"UBL has {len(lines)} lines, CII {len(others)}")
    for place, (line, other_line) in enumerate(zip(lines, others), 1):
        found += compare(OF_LINES, line, other_line, f"line {place}: ")
    return found


def read_file(path):
    with open(path, "rb") as file:
        return ubl.parse(file.read(ubl.MAX_BYTES + 1))


def check_pair(ubl_path, cii_path):
    in_ubl, in_cii = read_file(ubl_path), read_file(cii_path)
    ubl.require_ubl(in_ubl)
    if not cii.is_cii(in_cii):
        raise ubl.BadDocument(f"{cii_path} is no CII")
    return differences(in_ubl, in_cii)


def main(arguments):
    parser = argparse.ArgumentParser(
        description="Compare invoices in UBL 2.1 with the same ones in CII: first all of the one, "
                    "then all of the other, in one order.",
        epilog="Exit status: 0 each pair says the same, 1 one does not or cannot be read, 2 wrong "
               "usage.")
    parser.add_argument("files", nargs="+", metavar="FILE")
    files = parser.parse_args(arguments).files
    half = len(files) // 2
    if len(files) % 2:
        parser.error("as many files in UBL as in CII")
    sys.stdout.reconfigure(errors="backslashreplace")
    wrong = 0
    for ubl_path, cii_path in zip(files[:half], files[half:]):
        try:
            found = check_pair(ubl_path, cii_path)
        except (OSError, ValueError, ubl.BadDocument) as error:
            found = [f"cannot be compared: {error}"]
        for line in found:
            print(f"{ubl_path}, {cii_path}: {line}")
        wrong += bool(found)
    print(f"{half - wrong} say the same, {wrong} do not")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
