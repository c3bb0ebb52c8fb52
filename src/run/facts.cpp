#include "run/facts.h"

namespace bw::run {

Result<std::unique_ptr<Facts>> open_facts(Workspace& workspace, AsOf as_of) {
    auto tx = workspace.database->begin(store::Access::Read);
    auto tariffs = TRY(bill::load_tariffs(*tx, workspace.tenant, as_of));
    auto reader = TRY(meter::Reader::open(*tx, workspace.usage(), workspace.tenant, as_of));
    return std::unique_ptr<Facts>(new Facts{std::move(tx), std::move(tariffs), std::move(reader)});
}

}  // namespace bw::run
