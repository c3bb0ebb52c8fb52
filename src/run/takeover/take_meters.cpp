#include "run/company/meters.h"
#include "run/takeover/takers.h"

namespace bw::takeover {

Result<void> take_meters(const Handed& handed, Batch batch, company::Tally& tally) {
    auto& [tx, tenant, now, name, content, source, mapping, shown, again] = handed;
    const auto add = [&](const customers::DeviceRow& row) {
        return customers::save_device(tx, tenant, batch, row);
    };
    return company::read_meters(source, name, mapping, tally,
                                sink_of<customers::DeviceRow>(handed, batch, add));
}

}  // namespace bw::takeover
