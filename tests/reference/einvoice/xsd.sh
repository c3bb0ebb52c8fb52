#!/bin/sh
# Validates UBL 2.1 invoices and credit notes against the OASIS schemas, and Cross Industry Invoices against the one of
# UN/CEFACT (D16B), without network.
#   xsd.sh FILE...              one line per file: "FILE: valid", or what xmllint says and "FILE: invalid"
#   xsd.sh --factur-x FILE...   Cross Industry Invoices against the schema of Factur-X, profile EN 16931
# Exit status: 0 all valid, 1 one is not, 2 wrong usage, 77 skipped (no xmllint, no schemas).
# The schemas are not in the repository: BILLWRIGHT_SHARED, else ../shared beside the repository.
set -u

here=$(cd "$(dirname "$0")" && pwd)
shared=${BILLWRIGHT_SHARED:-$here/../../../../shared}
schemas=$shared/data/einvoice/xsd
ubl=$schemas/ubl-2.1/maindoc
cii=$schemas/cii-d16b/CII/uncefact/data/standard/CrossIndustryInvoice_100pD16B.xsd
namespace=urn:oasis:names:specification:ubl:schema:xsd:
un=urn:un:unece:uncefact:data:standard:

if [ "${1:-}" = --factur-x ]; then
    cii=$schemas/factur-x-1.09/en16931/Factur-X_EN16931.xsd
    shift
fi
if [ $# -eq 0 ]; then
    echo "usage: xsd.sh [--factur-x] FILE..." >&2
    exit 2
fi
if ! command -v xmllint >/dev/null; then
    echo "SKIPPED: xmllint is missing; install libxml2-utils" >&2
    exit 77
fi
if [ ! -f "$ubl/UBL-Invoice-2.1.xsd" ] || [ ! -f "$cii" ]; then
    echo "SKIPPED: no UBL 2.1 and CII schemas in $schemas; set BILLWRIGHT_SHARED" >&2
    exit 77
fi

status=0
for file in "$@"; do
    case $file in /*) path=$file ;; *) path=./$file ;; esac # a leading dash is no option
    kind=$(xmllint --nonet --xpath 'concat(namespace-uri(/*), " ", local-name(/*))' "$path")
    case $kind in
    "${namespace}Invoice-2 Invoice") schema=$ubl/UBL-Invoice-2.1.xsd ;;
    "${namespace}CreditNote-2 CreditNote") schema=$ubl/UBL-CreditNote-2.1.xsd ;;
    "${un}CrossIndustryInvoice:100 CrossIndustryInvoice") schema=$cii ;;
    *)
        echo "$file: invalid: not a UBL 2.1 Invoice or CreditNote, nor CII (root: ${kind:-unreadable})"
        status=1
        continue
        ;;
    esac
    if messages=$(xmllint --nonet --noout --schema "$schema" "$path" 2>&1); then
        echo "$file: valid"
    else
        printf '%s\n' "$messages"
        echo "$file: invalid"
        status=1
    fi
done
exit $status
