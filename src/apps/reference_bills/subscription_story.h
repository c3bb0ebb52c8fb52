// A scenario of the subscription files as facts: what is sold and at which price, what happens, and
// the charges that its author expects. Steps are sentences; the cells of an example's row fill
// them.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/money.h"
#include "platform/json/json.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bw::reference_bills {

// "discount -30 USD reason ONE", "monthly 100 USD for 672 hour", "license 20 USD quantity 0.2".
struct StoryCharge {
    std::string type;
    Decimal amount;
    std::string reason;
    std::optional<Decimal> count, quantity;
    std::string unit = "";  // of the count: "hour", "item"
};

// "discount.since('08.2018').fixed('30%')": what it is, and what is said of it, by name.
struct StoryFormula {
    std::string kind;
    std::vector<std::pair<std::string, std::string>> calls;
    [[nodiscard]] const std::string* find(std::string_view name) const;
};

inline constexpr const char* kMonthly = "monthly";  // the charge of what is sold by the month

struct StoryTerm {  // a subscription of one tariff; open: its last day lies far off
    std::string tariff;
    Period days;
};

struct Story {
    Currency currency;
    std::optional<Decimal> price;                          // of one item, or of it for a month
    std::map<std::string, Decimal> fees;                   // of a month, by tariff
    std::vector<std::pair<Decimal, Decimal>> progressive;  // over so many units: the price of one
    std::string counted = kMonthly;      // what the charge of the quantity is called
    std::string unit;                    // of the quantity
    Decimal included;                    // so many units cost nothing
    std::vector<StoryFormula> formulas;  // in their order
    // In units of the price. Of what is sold for a part of the month: its share of it is told, a
    // whole item of half a month is 0.5.
    Decimal quantity;
    LocalDate date;                       // of the action: a day of the month that is billed
    std::optional<Instant> sale, closed;  // from when to when it is sold
    std::vector<StoryTerm> terms;
    std::vector<StoryCharge> expected;
    std::size_t asked = 0;  // so many charges are told, be it that there is none
    std::string events;     // "InstallmentWasStarted"
    std::string error;      // how the reason begins that there is no bill
    std::vector<std::pair<Decimal, Decimal>> reckoned;  // quantity and price, the dear end last
    bool tells_reckoning = false;
};

// An example of a scenario: the cells of a row by column.
using Row = std::map<std::string, std::string>;
struct Example {
    std::string name;  // what its row gives: "2022-01-01, 1"
    Story story;
};
Result<Example> read_example(const std::vector<std::string>& background,
                             const std::vector<std::string>& steps, const Row& row,
                             const std::string& place);

// A quantity in another unit of the same kind, "1 Gbps" in Mbps; Unsupported: it is none.
Result<Decimal> in_unit(Decimal quantity, const std::string& unit, const std::string& wanted);

// "08.2018" is its first day.
Result<LocalDate> month_of_story(const std::string& text, const std::string& place);

}  // namespace bw::reference_bills
