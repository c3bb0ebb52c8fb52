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
    // Of what is more than a number: ours must say the same.
    void compare(std::string_view name, std::string_view quantity, const std::string& expected,
                 const Result<std::string>& ours);
    // An example of which no calculator could be right: told, neither passed nor failed.
    void contradiction(std::string_view name, std::string_view quantity, std::string_view why);
    // A case that could not be read: counts as failed.
    void broken(std::string_view name, const Error& error);
    // Prints the counts, at last those of what passed and failed; true when something passed and
    // nothing failed.
    [[nodiscard]] bool finish() const;

private:
    void print(std::string_view name, std::string_view quantity, std::string_view expected,
               std::string_view ours, std::string_view tolerance, bool ok);
    int passed_ = 0;
    int failed_ = 0;
    int contradictions_ = 0;
};

}  // namespace bw::reference_bills
