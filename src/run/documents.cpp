#include "run/documents.h"

#include "flow/compose/ubl.h"

namespace bw::run {

Result<Documents> make_documents(const bill::Invoice& invoice, const compose::Engine& engine) {
    return Documents{TRY(compose::pdf(invoice, engine)),
                     compose::has_ubl(invoice) ? compose::ubl(invoice) : std::string()};
}

Result<void> prove_documents(const bill::Invoice& invoice, const compose::Engine& engine) {
    if (compose::has_ubl(invoice)) TRY_VOID(compose::check_ubl(invoice));
    return compose::proof(invoice, engine);
}

}  // namespace bw::run
