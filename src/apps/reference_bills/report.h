// What the program prints: one line per expected value, at the end the two counts.
#pragma once

#include "base/decimal.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace bw::reference_bills {

struct Expected {
    std::string quantity;  // "cost"
    Decimal value;
    Decimal tolerance;  // absolute
};

class Report {
public:
    void compare(std::string_view name, const Expected& expected, const Result<Decimal>& ours);
    // A case that could not be read: counts as failed.
    void broken(std::string_view name, const Error& error);
    // Prints the counts; true when something passed and nothing failed.
    [[nodiscard]] bool finish() const;

private:
    int passed_ = 0;
    int failed_ = 0;
};

}  // namespace bw::reference_bills
