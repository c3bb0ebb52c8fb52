// Tariffs of other people, by whichever reader knows the bytes, and by each reader in turn: what
// comes out reads back as a native text without an error, and every finding says where and why.
#include "base/check.h"
#include "books/tariff_sources/coverage.h"
#include "input.h"

namespace {

using namespace bw;

void check_taken(const Result<tariff_sources::Taken>& taken) {
    if (!taken) {
        CHECK(!taken.error().text.empty());
        return;
    }
    for (const auto& finding : taken->findings) CHECK(finding.line > 0 && !finding.why.empty());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = bw::fuzz::text(data, size);
    bw::tariff_sources::Coverage coverage;
    for (const auto& source : bw::tariff_sources::sources()) {
        const auto taken = bw::tariff_sources::take(source, text, "input");
        check_taken(taken);
        coverage.add(source, "input", taken);
    }
    for (const auto& row : coverage.features())
        CHECK(row.files == row.expressed + row.refused + row.left_out + row.no_money);
    return 0;
}
