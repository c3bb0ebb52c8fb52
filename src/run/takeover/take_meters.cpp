#include "books/customers/customers.h"
#include "run/company/meters.h"
#include "run/takeover/takers.h"

namespace bw::takeover {

Result<void> take_meters(const Handed& handed, Batch batch, company::Tally& tally) {
    auto& [tx, tenant, now, name, content, source, mapping, shown, again] = handed;
    return company::read_meters(source, name, mapping, tally,
                                {[&](const customers::DeviceRow& row) {
                                     return customers::save_device(tx, tenant, batch, row);
                                 },
                                 [&](const company::Reject& reject) {
                                     customers::write_reject(tx, tenant, batch, reject.line,
                                                             reject.reason);
                                 },
                                 shown});
}

}  // namespace bw::takeover
