#include "run/facts.h"

#include "books/catalog/store.h"

namespace bw::run {

Result<std::unique_ptr<Facts>> open_facts(Workspace& workspace, AsOf as_of) {
    auto tx = workspace.database->begin(store::Access::Read);
    auto catalog = TRY(catalog::load(*tx, workspace.tenant, as_of));
    auto issuers = TRY(customers::load_issuers(*tx, workspace.tenant, as_of));
    auto validations = TRY(catalog::load_validations(*tx, workspace.tenant, as_of));
    auto checks = TRY(catalog::load_billing_checks(*tx, workspace.tenant, as_of));
    auto factors = catalog::load_factors(*tx, workspace.tenant, as_of);
    auto reader = TRY(meter::Reader::open(*tx, workspace.usage(), workspace.tenant, as_of));
    return std::unique_ptr<Facts>(
        new Facts{std::move(tx),
                  bill::Tariffs(std::move(catalog), std::move(issuers), std::move(validations),
                                std::move(checks), std::move(factors)),
                  std::move(reader)});
}

}  // namespace bw::run
