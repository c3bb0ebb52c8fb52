// Payments files and references. Every line is taken or rejected once, with a reason; what is taken
// obeys its limits and prints as it is read. A reference that is found in a text is a valid one.
#include "base/check.h"
#include "flow/collect/rules/limits.h"
#include "flow/collect/rules/payment_csv.h"
#include "flow/collect/rules/reference.h"
#include "input.h"

#include <sstream>

namespace {

using namespace bw::collect;

void read(std::string_view file) {
    std::int64_t last = 0;
    const auto next_line = [&](std::int64_t line) {
        CHECK(line > last);
        last = line;
    };
    std::istringstream in{std::string(file)};
    const auto done = read_payments(
        in, {[&](std::int64_t line, const Payment& p) -> bw::Result<void> {
                 next_line(line);
                 CHECK(check_payment(p).has_value());
                 CHECK(p.amount.minor > 0 && p.amount.minor <= kAmountMinorMax);
                 CHECK(*parse_amount(p.amount.to_string(), p.amount.currency) == p.amount);
                 return {};
             },
             [&](std::int64_t line, const std::string& why) -> bw::Result<void> {
                 next_line(line);
                 CHECK(!why.empty());
                 return {};
             }});
    if (!done) CHECK(!done.error().text.empty());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = bw::fuzz::text(data, size);
    read(text);
    for (const auto& reference : references_in(text)) {
        CHECK(is_reference(reference));
        CHECK(compact(reference) == reference);
    }
    CHECK(words_in(text).size() <= kCandidatesMax);
    return 0;
}
