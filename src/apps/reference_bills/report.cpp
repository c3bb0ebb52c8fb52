#include "apps/reference_bills/report.h"

#include <fmt/format.h>

namespace bw::reference_bills {

void Report::compare(std::string_view name, const Expected& expected, const Result<Decimal>& ours) {
    bool ok = false;
    std::string value;
    if (ours) {
        const Decimal difference = *ours - expected.value;
        ok = (difference.is_negative() ? -difference : difference) <= expected.tolerance;
        value = ours->to_string();
    } else {
        value = "none: " + ours.error().message();
    }
    (ok ? passed_ : failed_) += 1;
    fmt::print("{:<52} {:<38} expected {:<14} ours {:<16} tolerance {:<9} {}\n", name,
               expected.quantity, expected.value.to_string(), value, expected.tolerance.to_string(),
               ok ? "ok" : "FAILED");
}

void Report::broken(std::string_view name, const Error& error) {
    failed_ += 1;
    fmt::print("{:<52} cannot be read: {} FAILED\n", name, error.message());
}

bool Report::finish() const {
    fmt::print("{} passed, {} failed\n", passed_, failed_);
    return failed_ == 0 && passed_ > 0;
}

}  // namespace bw::reference_bills
