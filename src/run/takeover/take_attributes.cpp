#include "run/company/attributes.h"
#include "run/takeover/takers.h"

namespace bw::takeover {

Result<void> take_attributes(const Handed& handed, Batch batch, company::Tally& tally) {
    auto& [tx, tenant, now, name, content, source, mapping, shown, again] = handed;
    const auto add = [&](const customers::AttributeRow& row) {
        return customers::save_attribute(tx, tenant, batch, row);
    };
    return company::read_attributes(source, name, mapping, tally,
                                    sink_of<customers::AttributeRow>(handed, batch, add));
}

}  // namespace bw::takeover
