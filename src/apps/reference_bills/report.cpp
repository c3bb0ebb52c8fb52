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
    print(name, expected.quantity, expected.value.to_string(), value,
          expected.tolerance.to_string(), ok);
}

void Report::compare(std::string_view name, std::string_view quantity, const std::string& expected,
                     const Result<std::string>& ours) {
    const std::string value = ours ? *ours : "none: " + ours.error().message();
    print(name, quantity, expected, value, "0", ours && *ours == expected);
}

void Report::print(std::string_view name, std::string_view quantity, std::string_view expected,
                   std::string_view ours, std::string_view tolerance, bool ok) {
    (ok ? passed_ : failed_) += 1;
    fmt::print("{:<52} {:<38} expected {:<14} ours {:<16} tolerance {:<9} {}\n", name, quantity,
               expected, ours, tolerance, ok ? "ok" : "FAILED");
}

void Report::contradiction(std::string_view name, std::string_view quantity, std::string_view why) {
    contradictions_ += 1;
    fmt::print("{:<52} {:<38} contradicts itself: {}\n", name, quantity, why);
}

void Report::broken(std::string_view name, const Error& error) {
    failed_ += 1;
    fmt::print("{:<52} cannot be read: {} FAILED\n", name, error.message());
}

bool Report::finish() const {
    if (contradictions_ > 0)
        fmt::print("{} contradict themselves and are not imitated\n", contradictions_);
    fmt::print("{} passed, {} failed\n", passed_, failed_);
    return failed_ == 0 && passed_ > 0;
}

}  // namespace bw::reference_bills
