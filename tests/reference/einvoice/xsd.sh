#!/bin/sh
# Validates UBL 2.1 invoices and credit notes against the OASIS schemas, without network.
#   xsd.sh FILE...      one line per file: "FILE: valid", or what xmllint says and "FILE: invalid"
# Exit status: 0 all valid, 1 one is not, 2 wrong usage, 77 skipped (no xmllint, no schemas).
# The schemas are not in the repository: BILLWRIGHT_SHARED, else ../shared beside the repository.
set -u

here=$(cd "$(dirname "$0")" && pwd)
shared=${BILLWRIGHT_SHARED:-$here/../../../../shared}
schemas=$shared/data/einvoice/xsd/ubl-2.1/maindoc
namespace=urn:oasis:names:specification:ubl:schema:xsd:

if [ $# -eq 0 ]; then
    echo "usage: xsd.sh FILE..." >&2
    exit 2
fi
if ! command -v xmllint >/dev/null; then
    echo "SKIPPED: xmllint is missing; install libxml2-utils" >&2
    exit 77
fi
if [ ! -f "$schemas/UBL-Invoice-2.1.xsd" ]; then
    echo "SKIPPED: no UBL 2.1 schemas in $schemas; set BILLWRIGHT_SHARED" >&2
    exit 77
fi

status=0
for file in "$@"; do
    case $file in /*) path=$file ;; *) path=./$file ;; esac # a leading dash is no option
    kind=$(xmllint --nonet --xpath 'concat(namespace-uri(/*), " ", local-name(/*))' "$path")
    case $kind in
    "${namespace}Invoice-2 Invoice") schema=UBL-Invoice-2.1.xsd ;;
    "${namespace}CreditNote-2 CreditNote") schema=UBL-CreditNote-2.1.xsd ;;
    *)
        echo "$file: invalid: not a UBL 2.1 Invoice or CreditNote (root: ${kind:-unreadable})"
        status=1
        continue
        ;;
    esac
    if messages=$(xmllint --nonet --noout --schema "$schemas/$schema" "$path" 2>&1); then
        echo "$file: valid"
    else
        printf '%s\n' "$messages"
        echo "$file: invalid"
        status=1
    fi
done
exit $status
