// Any bytes as the frozen data of a statement: what is read says the same again, and what cannot be
// read is an Error that says where.
#include "flow/bill/snapshot.h"

#include "base/check.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw;
    const auto invoice = bill::read_snapshot(fuzz::text(data, size), "data");
    if (!invoice) {
        CHECK(!invoice.error().message().empty());
        return 0;
    }
    const auto frozen = bill::snapshot(*invoice);
    const auto again = bill::read_snapshot(frozen, "data");
    CHECK(again && bill::snapshot(*again) == frozen);
    return 0;
}
