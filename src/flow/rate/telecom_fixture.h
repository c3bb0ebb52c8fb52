// For tests of telecom rating only: tariffs and events in a few words.
#pragma once

#include "flow/rate/events.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::rate::fixture {

inline Decimal dec(std::string_view text) { return Decimal::parse(text).value(); }
inline Instant at(std::string_view text) { return Instant::parse(text).value(); }
inline Zone zone(std::string_view name) { return Zone::find(name).value(); }
inline const Period kMarch2026{LocalDate::of(2026, 3, 1), LocalDate::of(2026, 4, 1)};

inline catalog::RateGroup group(std::int64_t from_s, std::string_view price, std::int64_t per_s,
                                std::int64_t increment_s) {
    catalog::RateGroup group;
    group.from_s = from_s;
    group.price = dec(price);
    group.per_s = per_s;
    group.increment_s = increment_s;
    return group;
}

// One rating plan "P" for everybody; grow it call by call.
struct Tariff {
    catalog::Telecom telecom;
    std::vector<catalog::Deck> decks;
    std::vector<catalog::Allowance> allowances;
    std::vector<LocalDate> holidays;

    Tariff() {
        telecom.tax = "standard";
        telecom.rating_plans.resize(1);
        telecom.rating_plans[0].name = "P";
        telecom.subjects.resize(1);
        telecom.subjects[0].rating_plan = "P";
    }
    Tariff& destination(const std::string& name, std::vector<std::string> prefixes) {
        catalog::DestinationGroup& added = telecom.destinations.emplace_back();
        added.name = name;
        added.prefixes = std::move(prefixes);
        return *this;
    }
    Tariff& rate(const std::string& name, std::string_view connect,
                 std::vector<catalog::RateGroup> groups) {
        catalog::RatePerUse& added = telecom.rates.emplace_back();
        added.name = name;
        added.connect = dec(connect);
        added.groups = std::move(groups);
        return *this;
    }
    // A row of plan "P", or of the plan last added.
    Tariff& row(const std::string& destination, const std::string& rate,
                std::string_view when = "always", const std::string& window = "", int weight = 10) {
        catalog::RatingRow& added = telecom.rating_plans.back().rows.emplace_back();
        added.destination = destination;
        added.rate = rate;
        added.when = catalog::parse_when(when).value();
        added.window = window;
        added.weight = weight;
        return *this;
    }
    Tariff& plan(const std::string& name) {
        telecom.rating_plans.emplace_back().name = name;
        return *this;
    }
    Tariff& subject(const std::string& category, const std::string& name, std::string_view from,
                    const std::string& plan, std::vector<std::string> fallback = {}) {
        catalog::Subject& added = telecom.subjects.emplace_back();
        added.category = category;
        added.subject = name;
        added.from = at(from);
        added.rating_plan = plan;
        added.fallback = std::move(fallback);
        return *this;
    }
    catalog::Allowance& allow(const std::string& key, catalog::AllowanceKind kind,
                              std::int64_t amount) {
        catalog::Allowance& added = allowances.emplace_back();
        added.key = key;
        added.kind = kind;
        added.amount = amount;
        added.period = catalog::AllowancePeriod::BillingPeriod;
        return added;
    }
    [[nodiscard]] Result<CompiledTelecom> compile(const Zone& where = {},
                                                  const Period& period = kMarch2026) const {
        const TelecomSources sources{.telecom = telecom,
                                     .decks = decks,
                                     .allowances = allowances,
                                     .holidays = holidays,
                                     .schedule = "TEST",
                                     .version = LocalDate::of(2026, 1, 1)};
        return compile_telecom(sources, period, where);
    }
};

struct Events {
    meter::EventColumn column;

    Events& add(meter::EventKind kind, std::string_view start, std::int64_t seconds,
                std::int64_t bytes, const std::string& destination) {
        column.starts.push_back(at(start));
        column.seconds.push_back(seconds);
        column.bytes.push_back(bytes);
        column.kinds.push_back(kind);
        column.destinations.push_back(destination);
        column.record_ids.push_back(std::to_string(1000 + column.size()));
        return *this;
    }
    Events& call(std::string_view start, std::int64_t seconds,
                 const std::string& destination = "+49301") {
        return add(meter::EventKind::Voice, start, seconds, 0, destination);
    }
    Events& message(std::string_view start, const std::string& destination = "+49301") {
        return add(meter::EventKind::Message, start, 0, 0, destination);
    }
    Events& data(std::string_view start, std::int64_t bytes) {
        return add(meter::EventKind::Data, start, 0, bytes, "");
    }
};

inline RatedUsage rated(const Tariff& tariff, const Events& events, const Zone& where = {},
                        const std::vector<State>& state_in = {}, const Caller& caller = {}) {
    const auto compiled = tariff.compile(where).value();
    return rate_events(compiled, events.column, kMarch2026, state_in, Detail::Events, caller)
        .value();
}

inline Decimal total(const RatedUsage& usage) {
    Decimal sum;
    for (const Piece& piece : usage.pieces) sum += piece.amount;
    return sum;
}

// The cost of one call, as text.
inline std::string cost(const Tariff& tariff, std::string_view start, std::int64_t seconds,
                        const std::string& destination = "+49301", const Zone& where = {}) {
    const RatedUsage usage = rated(tariff, Events().call(start, seconds, destination), where);
    if (!usage.unrated.empty()) return "unrated: " + usage.unrated[0].reason;
    return total(usage).to_string();
}

inline const Piece* piece_of(const RatedUsage& usage, std::string_view charge,
                             std::string_view part) {
    for (const Piece& piece : usage.pieces)
        if (piece.charge == charge && piece.part == part) return &piece;
    return nullptr;
}

}  // namespace bw::rate::fixture
