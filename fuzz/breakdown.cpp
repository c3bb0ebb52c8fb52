// Stored breakdowns of lines: what is read and written reads back the same, and is written the same
// again; what cannot be read is an Error that says so.
#include "base/check.h"
#include "flow/bill/breakdown_text.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw;
    const auto breakdown = bill::parse_breakdown(fuzz::text(data, size));
    if (!breakdown) {
        CHECK(breakdown.error().code == Code::Corrupt);
        return 0;
    }
    const std::string stored = bill::breakdown_text(*breakdown);
    const auto again = bill::parse_breakdown(stored);
    CHECK(again && *again == *breakdown);
    CHECK(bill::breakdown_text(*again) == stored);
    return 0;
}
