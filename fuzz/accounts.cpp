// Accounts files. In whatever pieces a file arrives, it gives the same rows, rejects and outcome;
// every row is added or rejected once, in order; what is added has what a bill is made of. The
// first byte is the size of pieces.
#include "run/company/accounts.h"

#include "base/check.h"
#include "base/country.h"
#include "pieces.h"

#include <algorithm>
#include <string>

namespace {

using namespace bw;

// All that a file gives, in order.
std::string outcome(std::string_view text, std::size_t piece) {
    std::string all;
    std::int64_t added = 0, rejected = 0, last = 0;  // JSON Lines have no header
    fuzz::Pieces source(text, piece);
    company::Tally result;
    const auto done = company::read_accounts(
        source, "input", company::default_mapping(company::FileKind::Accounts), result,
        {[&](const customers::AccountRow& row) -> Result<void> {
             CHECK(!row.account.empty() && !row.issuer.empty() && !row.service_point.empty());
             CHECK(!row.holder.name.empty() && row.holder.from == row.from);
             CHECK(is_country(row.holder.address.country) && is_country(row.supply.country));
             ++added;
             all += row.account + "|" + row.holder.name + "|" + row.plan + "|" +
                    row.from.to_string() + "\n";
             return {};
         },
         [&](const company::Reject& reject) {
             CHECK(reject.line > last && !reject.reason.empty());
             last = reject.line;
             ++rejected;
             all += std::to_string(reject.line) + ": " + reject.reason + "\n";
         }});
    CHECK(result.accepted == added && result.rejected == rejected);
    CHECK(result.received == added + rejected);
    CHECK(std::ssize(result.rejects) == std::min(rejected, std::int64_t{company::kRejectsShown}));
    if (done) CHECK(added > 0 && result.bytes == std::ssize(text));
    return all + (done ? "taken" : done.error().message());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto text = bw::fuzz::text(data + 1, size - 1);
    CHECK(outcome(text, std::size_t{1} + data[0] % 64U) == outcome(text, text.size() + 1));
    return 0;
}
