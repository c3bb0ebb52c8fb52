#include "run/documents.h"

#include "flow/compose/ubl.h"

namespace bw::run {

Result<Documents> make_documents(const bill::Invoice& invoice, const compose::Engine& engine) {
    return Documents{TRY(compose::pdf(invoice, engine)), compose::ubl(invoice)};
}

}  // namespace bw::run
