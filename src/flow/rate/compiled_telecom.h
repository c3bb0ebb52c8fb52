// The telecom prices of a schedule or plan, compiled once and shared by all its subscribers: names
// become indices, decks and destination groups one sorted array of prefixes, windows timetables.
// Amounts inside are integers: 1/scale of 1e-9 of the currency, where scale is a common multiple of
// all that prices are divided by. So sums of calls are exact and a third of a cent is no problem.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/result.h"
#include "books/catalog/telecom.h"
#include "flow/rate/prefix_index.h"
#include "flow/rate/rated.h"
#include "flow/rate/timetable.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::rate {

inline constexpr std::uint32_t kNone = 0xffff'ffff;

// What is compiled. Nothing of it needs to live longer than the call.
struct TelecomSources {
    const catalog::Telecom& telecom;
    std::span<const catalog::Deck> decks = {};            // those that rating plans name
    std::span<const catalog::Allowance> allowances = {};  // in the order in which they are used up
    std::span<const LocalDate> holidays = {};             // of the service point's area; any order
    std::string schedule = {};                            // name and version for pieces and clauses
    LocalDate version = {};
    RoundingRule round = {};  // of the line
    std::string plan = {};    // whose allowances they are, "PLAN@date"; empty: the schedule\'s
};

struct CompiledRow {
    std::uint32_t rate = 0;        // into CompiledTelecom::rates
    std::uint32_t plan = 0;        // into plan_names
    std::uint32_t source = kNone;  // destination group or deck; kNone: any destination
    std::uint32_t band = 0;        // into bands; a deck's rows bring their own
    std::uint32_t window = 0;      // into windows
    bool is_deck = false;
    std::int64_t factor_num = 1;  // the factor on prices, reduced
    std::int64_t factor_den = 1;
    int line = 0;
    // What a price counts for a unit, in amounts: scale / per x factor. Of each group of the rate,
    // where it is not a deck's.
    std::vector<int128> shares = {};
    int128 deck_share = 0;
    std::string clause = {};  // where it stands: "TALK@2026-01-01 usage.rating_plans.RETAIL,
                              // line 9"
};

// In one line of the processor's cache: a call over a large deck waits for one.
struct alignas(64) DeckPrice {
    Decimal per_minute;
    std::optional<Decimal> connect;  // none: the rate's
    std::int64_t increment_s = 0;    // 0: the rate's
    std::uint32_t band = 0;
};

// Where a number leads in a rating plan.
struct Target {
    const Timetable* table = nullptr;  // null: the plan has no row for it
    std::uint32_t place = kNone;  // and node of the prefix; kNone: matched by 'any destination'
};

struct CompiledTelecom {
    // A prefix of the index: which groups and decks hold it.
    struct Place {
        std::uint32_t set = 0;          // into sets
        std::uint32_t deck_prices = 0;  // into deck_prices: one for each deck of the set, in order
    };
    struct Set {
        std::vector<std::uint32_t> sources;  // ascending
        std::uint32_t groups = 0;            // of these the first are destination groups
    };
    struct PlanTables {
        std::vector<std::uint32_t> of_set;  // index of a timetable, or kNone
        std::uint32_t any = kNone;
    };
    struct Since {  // who is rated how from an instant on
        Instant from;
        std::uint32_t plan = 0;
        std::vector<std::string> fallback;
    };
    using SubjectKey = std::pair<std::string, std::string>;  // category, subject

    Period period;
    Zone zone;
    std::string schedule;
    LocalDate version;
    RoundingRule round;
    std::string tax, voice_key;
    std::string allowances_in;  // "PLAN@2026-01-01", for clauses
    std::int64_t scale = 1;
    std::vector<LocalDate> holidays;  // ascending

    std::vector<catalog::RatePerUse> rates;
    std::vector<CompiledRow> rows;
    std::vector<std::string> bands, windows, plan_names;
    std::vector<std::string> source_names;  // destination groups, then decks

    PrefixIndex prefixes;
    std::vector<Place> places;  // parallel to the nodes of prefixes
    std::vector<Set> sets;
    std::vector<DeckPrice> deck_prices;  // in order of places
    std::vector<Timetable> timetables;
    std::vector<PlanTables> plans;
    std::map<SubjectKey, std::vector<Since>> subjects;  // ascending from

    std::vector<catalog::MessagePrice> messages;
    std::vector<std::uint32_t> message_of_set;  // into messages, or kNone
    std::uint32_t message_any = kNone;
    std::vector<std::uint32_t> message_bands;  // parallel to messages
    std::optional<catalog::DataPrice> data;
    std::vector<catalog::Allowance> allowances;
    std::vector<std::vector<std::uint32_t>> allowance_bands;  // ascending; empty: every destination

    // The rows for a number in a plan: the longest prefix that the plan prices, else any
    // destination. `node`: of the number in `prefixes`.
    [[nodiscard]] Target find(std::uint32_t plan, std::uint32_t node) const;
    // The deck's price at a place, for a row with a deck; null for others.
    [[nodiscard]] const DeckPrice* deck_price(const Target& target, const CompiledRow& row) const;
    // The prefix that led to the target; empty for 'any destination'.
    [[nodiscard]] std::string_view prefix_of(const Target& target) const;
    // The message price of a number, by its node, or kNone.
    [[nodiscard]] std::uint32_t find_message(std::uint32_t node) const;
};

// Names that lead nowhere, prices below zero and what cannot be exact are errors that name the
// line. Time and memory grow with prefixes, and with rating plans x destination groups.
Result<CompiledTelecom> compile_telecom(const TelecomSources& sources, const Period& period,
                                        const Zone& zone);

}  // namespace bw::rate
