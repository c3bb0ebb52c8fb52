#include "run/documents.h"

#include "flow/compose/ubl.h"
#include "platform/crypto/sha256.h"

#include <fmt/format.h>

namespace bw::run {

Result<Documents> make_documents(const bill::Invoice& invoice, const compose::Engine& engine) {
    return Documents{TRY(compose::pdf(invoice, engine)),
                     compose::has_ubl(invoice) ? compose::ubl(invoice) : std::string()};
}

Result<void> prove_documents(const bill::Invoice& invoice, const compose::Engine& engine) {
    if (compose::has_ubl(invoice)) TRY_VOID(compose::check_ubl(invoice));
    return compose::proof(invoice, engine);
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
