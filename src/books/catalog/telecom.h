// Telecom prices as parsed, ready for an event rating engine: who (subject) uses which rating plan,
// which destination group and window choose which rate, and what a rate costs second by second. All
// prices are exact decimals in the currency of the schedule or plan that holds them. References
// between records are names, resolved and checked at parse time: an engine may look them up without
// failing.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "books/catalog/names.h"
#include "books/catalog/source_line.h"
#include "books/catalog/when.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bw::catalog {

// A named group of prefixes. The longest matching prefix wins over all groups of a rating plan.
// Prefixes are digits with an optional leading '+', matched as written.
struct DestinationGroup {
    std::string name;  // "national", "GERMANY_MOBILE": key of pieces and itemised bills
    Names names;       // for customers
    std::vector<std::string> prefixes;  // sorted, unique
    SourceLine line;                    // in the text, for clauses and errors
    friend bool operator==(const DestinationGroup&, const DestinationGroup&) = default;
};

// A rate deck: each row is a destination with its own price. Several rows may carry one name.
struct DeckRow {
    std::string prefix;
    std::string name;
    Decimal per_minute;
    std::optional<Decimal> connect;           // else the rate's
    std::optional<std::int32_t> increment_s;  // else the rate's
    SourceLine line;                          // in the CSV file
    friend bool operator==(const DeckRow&, const DeckRow&) = default;
};
struct Deck {
    std::string name;                    // file name as plans write it: "nordlink-2026.csv"
    std::vector<DeckRow> rows;           // sorted by prefix; prefixes unique
    std::map<std::string, Names> names;  // of destinations: what stands for the name in a language
    friend bool operator==(const Deck&, const Deck&) = default;
};

// From a second of the call on: `price` per `per_s` seconds, charged in whole increments of
// `increment_s`. In data rates the same numbers count bytes instead of seconds.
struct RateGroup {
    std::int64_t from_s = 0;
    Decimal price;
    std::int64_t per_s = 60;
    std::int64_t increment_s = 1;
    SourceLine line;
    friend bool operator==(const RateGroup&, const RateGroup&) = default;
};

enum class CapStrategy : std::uint8_t {
    Free,
    Disconnect
};  // what happens when a call reaches its maximum cost

struct RatePerUse {
    std::string name;
    Decimal connect;                  // once per call, on its first second; not on a continued leg
    std::vector<RateGroup> groups;    // ascending from_s, the first at 0; with a deck the
                                      // row's price takes the place of the groups' prices
    std::optional<Decimal> max_cost;  // per call, connection included
    CapStrategy cap = CapStrategy::Free;
    std::optional<Rounding> round;  // per call; none: exact until the line
    int round_places = 9;
    SourceLine line;
    friend bool operator==(const RatePerUse&, const RatePerUse&) = default;
};

// One row of a rating plan. Of the rows whose destination matches and whose window is open, the
// heaviest wins; a call is split where the choice changes (window edges, midnight).
struct RatingRow {
    std::string destination;  // group name; empty: any destination, or the deck's rows
    std::string deck;         // deck name; empty: none
    std::string rate;  // RatePerUse::name; with a deck: increments, cap, rounding; price from the
                       // row
    Decimal factor = Decimal(1);  // multiplies the price of the rate groups (not the connection
                                  // charge)
    When when;           // 'otherwise': no other row of the same destination and weight is open
    std::string window;  // key of the window, "off-peak"; may be empty
    Names window_names;
    std::int32_t weight = 10;
    SourceLine line;
    friend bool operator==(const RatingRow&, const RatingRow&) = default;
};
struct RatingPlan {
    std::string name;
    std::vector<RatingRow> rows;
    SourceLine line;
    friend bool operator==(const RatingPlan&, const RatingPlan&) = default;
};

// From an instant on, usage of (category, subject) is rated by a rating plan; where that plan has
// no row for the destination, the fall-back subjects are asked in order. "any" as a name matches
// every category or subject (an exact name wins over it).
struct Subject {
    std::string category = "call";  // "call", "data", "message" or any name of the operator's
    std::string subject = "any";
    Instant from{std::numeric_limits<std::int64_t>::min()};  // the least value: always
    std::string rating_plan;
    std::vector<std::string> fallback;  // subjects of the same category
    SourceLine line;
    friend bool operator==(const Subject&, const Subject&) = default;
};

struct MessagePrice {
    std::string key;          // of the charge: "messages"
    std::string destination;  // group name; empty: any other
    Decimal price;            // per message
    std::string tax;          // key; empty: the section's
    SourceLine line;
    friend bool operator==(const MessagePrice&, const MessagePrice&) = default;
};

// Price per started block of bytes; `cap` limits the sum of a billing period.
struct DataPrice {
    std::string key;  // "data"
    Decimal price;
    std::int64_t block_bytes = 1'000'000;
    bool per_session = true;     // true: blocks are counted per session; false: over the period's
                                 // total
    std::optional<Decimal> cap;  // per period
    std::string tax;
    SourceLine line;
    friend bool operator==(const DataPrice&, const DataPrice&) = default;
};

enum class AllowanceKind : std::uint8_t { Seconds, Messages, Bytes };
enum class AllowancePeriod : std::uint8_t { BillingPeriod, Day, Month, Year };

// Units that are free before money is asked for.
struct Allowance {
    std::string key;  // "data", "voice"
    AllowanceKind kind = AllowanceKind::Bytes;
    std::optional<std::int64_t> amount;    // seconds, messages or bytes per period; none: unlimited
    std::optional<std::int64_t> fair_use;  // of an unlimited one: beyond it, usage is charged
    AllowancePeriod period = AllowancePeriod::Month;
    std::vector<std::string> to;               // destination groups; empty: all
    std::optional<std::int64_t> rollover_cap;  // unused units carried over, at most; none: nothing
                                               // rolls over
    int rollover_periods = 1;                  // and for so many periods
    std::string shared_by;                     // "bundle", or empty: this subscription alone
    SourceLine line;
    friend bool operator==(const Allowance&, const Allowance&) = default;
};

// The telecom part of a schedule or plan (`usage:`). State of an allowance: rate::State{key,
// "allowance", units}.
struct Telecom {
    std::string tax;                  // category key of voice, and of what names none
    std::string voice_key = "voice";  // key of the charge in pieces
    std::vector<DestinationGroup> destinations;
    std::vector<RatePerUse> rates;
    std::vector<RatingPlan> rating_plans;
    std::vector<Subject> subjects;
    std::vector<MessagePrice> messages;
    std::vector<DataPrice> data;
    [[nodiscard]] bool is_empty() const {
        return rating_plans.empty() && messages.empty() && data.empty();
    }
    friend bool operator==(const Telecom&, const Telecom&) = default;
};

}  // namespace bw::catalog
