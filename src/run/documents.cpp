#include "run/documents.h"

#include "flow/compose/ubl.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

namespace bw::run {

Result<Documents> make_documents(const bill::Invoice& invoice,
                                 const documents::Composer& composer) {
    return Documents{TRY(documents::pdf(invoice, composer)),
                     compose::has_ubl(invoice) ? compose::ubl(invoice) : std::string()};
}

void prove(bill::Outcome& outcome, const customers::BillingAccount& account,
           const documents::Composer& composer) {
    for (const auto& invoice : outcome.statements) {
        const auto refuse = [&](bill::Cause cause, const Result<void>& proof) {
            if (proof) return;
            const bool back = invoice.kind == bill::InvoiceKind::CreditNote;
            outcome.exceptions.push_back({cause, proof.error().text, "account " + account.number,
                                          back ? -invoice.gross : invoice.gross,
                                          bill::Standing::Held});
        };
        if (compose::has_ubl(invoice)) refuse(bill::Cause::EInvoice, compose::check_ubl(invoice));
        refuse(bill::Cause::Document, documents::proof(invoice, composer));
    }
}

InvoiceId invoice_id(const StatementKey& key) {
    return InvoiceId{crypto::derived_id(
        fmt::format("invoice {} {} {}", key.tenant.value, key.account.value, key.statement))};
}

DocumentId document_id(const StatementKey& key, archive::Format format) {
    return DocumentId{
        crypto::derived_id(fmt::format("document {} {} {} {}", key.tenant.value, key.account.value,
                                       key.statement, static_cast<int>(format)))};
}

}  // namespace bw::run
