// Who a quote is for: the rows of an accounts file, or a customer who is made up, cut to the days
// that are quoted. Pure but for reading the file.
#pragma once

#include "books/catalog/catalog.h"
#include "books/customers/customers.h"

#include <optional>
#include <string>
#include <vector>

namespace bw::run {

inline constexpr std::string_view kQuotedIssuer = "QUOTE";

struct MadeUp {
    std::string service_point, zone;
    const catalog::Plan* plan = nullptr;
    std::string issuer, country, language;
};
// A customer of the plan at one service point, from the first quoted day on.
customers::AccountRow make_up(const MadeUp& of, LocalDate from);

// Rows of an accounts file, of one account: Conflict when it has several. A row that breaks a rule
// refuses the file.
Result<std::vector<customers::AccountRow>> read_account(const std::string& file);

// The rows that give exactly the days: what was before is another's, what comes later is cut off.
std::vector<customers::AccountRow> cut_to(std::vector<customers::AccountRow> rows,
                                          const Period& days);

// Since when somebody is a customer of whom conditions are told so many years or months, at the end
// of the first quoted month. Invalid: no whole number, more than 100 years, or two that
// contradict each other; `facts` without those that were taken.
Result<std::optional<LocalDate>> begin_of(std::map<std::string, std::string>& facts,
                                          const Period& days);

}  // namespace bw::run
