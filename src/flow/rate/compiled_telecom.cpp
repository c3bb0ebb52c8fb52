#include "flow/rate/compiled_telecom.h"

#include "flow/rate/allowance.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>
#include <unordered_map>

namespace bw::rate {
namespace {

// Amounts stay below 1e9 of a currency in 128 bits up to this.
constexpr std::int64_t kMaxScale = 1'000'000'000'000'000;
constexpr std::int64_t kMaxUnits = std::int64_t{1} << 50;  // of an increment or a price unit
constexpr std::size_t kMaxAllowances = 100;
constexpr int kMaxRolloverPeriods = 36;
constexpr std::int64_t kDeckPer = 60;  // seconds that a deck's price is for

using Names = std::unordered_map<std::string, std::uint32_t>;

std::uint32_t next_index(const auto& list) { return static_cast<std::uint32_t>(list.size()); }

class Compiler {
public:
    Compiler(const TelecomSources& sources, const Period& period, const Zone& zone)
        : in_(sources), telecom_(sources.telecom) {
        out_.period = period;
        out_.zone = zone;
        out_.schedule = sources.schedule;
        out_.version = sources.version;
        out_.round = sources.round;
        out_.tax = telecom_.tax;
        out_.voice_key = telecom_.voice_key;
        out_.allowances_in = sources.plan;
        if (sources.plan.empty())
            out_.allowances_in =
                fmt::format("{}@{}", sources.schedule, sources.version.to_string());
        out_.holidays.assign(sources.holidays.begin(), sources.holidays.end());
        std::ranges::sort(out_.holidays);
    }

    Result<CompiledTelecom> compile() {
        TRY_VOID(rates());
        TRY_VOID(groups());
        TRY_VOID(rows());
        TRY_VOID(prefixes());
        TRY_VOID(tables());
        TRY_VOID(subjects());
        TRY_VOID(messages());
        TRY_VOID(data());
        TRY_VOID(allowances());
        return std::move(out_);
    }

private:
    std::unexpected<Error> bad(const catalog::SourceLine& line, std::string text,
                               Code code = Code::Invalid) const {
        return fail(code, std::move(text),
                    fmt::format("schedule {} line {}", in_.schedule, line.number));
    }

    std::uint32_t band(const std::string& name) {
        const auto [entry, is_new] = bands_.try_emplace(name, next_index(out_.bands));
        if (is_new) out_.bands.push_back(name);
        return entry->second;
    }

    // The scale must be a multiple of `unit` x `factor_den`.
    Result<void> add_to_scale(std::int64_t unit, std::int64_t factor_den,
                              const catalog::SourceLine& line) {
        std::int64_t both = 0;
        const bool too_large = __builtin_mul_overflow(unit, factor_den, &both);
        const int128 scale = too_large ? int128{kMaxScale} + 1
                                       : int128{out_.scale} / std::gcd(out_.scale, both) * both;
        if (scale > kMaxScale)
            return bad(
                line,
                fmt::format("a price per {} cannot be added exactly to the others; use units "
                            "that divide each other, such as 1, 60 and 3600",
                            unit),
                Code::Limit);
        out_.scale = static_cast<std::int64_t>(scale);
        return {};
    }

    Result<void> rates() {
        for (const catalog::RatePerUse& rate : telecom_.rates) {
            if (!rates_.try_emplace(rate.name, next_index(out_.rates)).second)
                return bad(rate.line, fmt::format("two rates are named '{}'", rate.name),
                           Code::Duplicate);
            if (rate.connect.is_negative() || (rate.max_cost && rate.max_cost->is_negative()))
                return bad(rate.line, fmt::format("rate '{}' has a price below zero", rate.name));
            if (rate.round_places < 0 || rate.round_places > Decimal::kPlaces)
                return bad(rate.line,
                           fmt::format("rate '{}' rounds to {} decimals; 0 to 9 are possible",
                                       rate.name, rate.round_places));
            std::int64_t after = -1;
            for (const catalog::RateGroup& group : rate.groups) {
                if (group.from_s <= after || (after < 0 && group.from_s != 0))
                    return bad(group.line, "rate groups must ascend and begin at 0");
                if (group.per_s <= 0 || group.increment_s <= 0 || group.per_s > kMaxUnits ||
                    group.increment_s > kMaxUnits)
                    return bad(group.line, "a price unit and an increment must be above 0");
                if (group.price.is_negative()) return bad(group.line, "a price is below zero");
                after = group.from_s;
            }
            out_.rates.push_back(rate);
        }
        return {};
    }

    Result<void> groups() {
        for (const catalog::DestinationGroup& group : telecom_.destinations) {
            if (!groups_.try_emplace(group.name, next_index(groups_)).second)
                return bad(group.line, fmt::format("two destinations are named '{}'", group.name),
                           Code::Duplicate);
            band(group.name);
            out_.source_names.push_back(group.name);
        }
        for (const catalog::Deck& deck : in_.decks) {
            out_.source_names.push_back(deck.name);
            if (!decks_.try_emplace(deck.name, next_index(decks_)).second)
                return fail(Code::Duplicate, "the deck stands there twice", deck.name);
        }
        return {};
    }

    Result<void> rows() {
        for (const catalog::RatingPlan& plan : telecom_.rating_plans) {
            if (!plans_.try_emplace(plan.name, next_index(out_.plan_names)).second)
                return bad(plan.line, fmt::format("two rating plans are named '{}'", plan.name),
                           Code::Duplicate);
            plan_rows_.push_back({out_.rows.size(), plan.rows.size()});
            for (const catalog::RatingRow& row : plan.rows)
                out_.rows.push_back(TRY(compile_row(row, next_index(out_.plan_names))));
            out_.plan_names.push_back(plan.name);
        }
        for (CompiledRow& row : out_.rows) {
            set_shares(row);
            row.clause = fmt::format("{}@{} usage.rating_plans.{}, line {}", out_.schedule,
                                     out_.version.to_string(), out_.plan_names[row.plan], row.line);
        }
        return {};
    }

    // The scale is a multiple of all that it is divided by here.
    void set_shares(CompiledRow& row) const {
        const auto share = [&](std::int64_t per) {
            return int128{out_.scale / (per * row.factor_den)} * row.factor_num;
        };
        if (row.is_deck) {
            row.deck_share = share(kDeckPer);
            return;
        }
        for (const catalog::RateGroup& group : out_.rates[row.rate].groups)
            row.shares.push_back(share(group.per_s));
    }

    Result<CompiledRow> compile_row(const catalog::RatingRow& row, std::uint32_t plan) {
        CompiledRow out{.plan = plan, .line = row.line.number};
        const auto rate = rates_.find(row.rate);
        if (rate == rates_.end())
            return bad(row.line, fmt::format("there is no rate '{}'", row.rate), Code::NotFound);
        out.rate = rate->second;
        const catalog::RatePerUse& price = out_.rates[out.rate];
        if (!row.deck.empty()) {
            const auto deck = decks_.find(row.deck);
            if (deck == decks_.end() || !row.destination.empty())
                return bad(
                    row.line,
                    fmt::format("the deck '{}' is missing, or the row also names a destination",
                                row.deck),
                    Code::NotFound);
            out.is_deck = true;
            out.source = next_index(groups_) + deck->second;
            used_decks_.insert(deck->second);
        } else if (price.groups.empty()) {
            return bad(row.line,
                       fmt::format("the rate '{}' has no price and the row no deck", row.rate));
        } else if (!row.destination.empty()) {
            const auto group = groups_.find(row.destination);
            if (group == groups_.end())
                return bad(row.line, fmt::format("there is no destination '{}'", row.destination),
                           Code::NotFound);
            out.source = group->second;
            out.band = band(row.destination);
        } else {
            out.band = band("any");
        }
        TRY_VOID(factor(row, out));
        for (const catalog::RateGroup& group : price.groups)
            TRY_VOID(add_to_scale(out.is_deck ? kDeckPer : group.per_s, out.factor_den, row.line));
        if (out.is_deck) TRY_VOID(add_to_scale(kDeckPer, out.factor_den, row.line));
        const auto [window, is_new] = windows_.try_emplace(row.window, next_index(out_.windows));
        if (is_new) out_.windows.push_back(row.window);
        out.window = window->second;
        return out;
    }

    Result<void> factor(const catalog::RatingRow& row, CompiledRow& out) const {
        if (row.factor.is_negative() || row.factor > Decimal(1'000'000))
            return bad(row.line, "a factor must lie between 0 and 1000000");
        const auto nano = static_cast<std::int64_t>(row.factor.nano());
        const std::int64_t common = std::gcd(nano, Decimal::kScale);
        out.factor_num = nano / common;
        out.factor_den = Decimal::kScale / common;
        return {};
    }

    struct Tagged {
        std::string_view prefix;
        std::uint32_t source = 0;
        std::uint32_t band = 0;
        const catalog::DeckRow* row = nullptr;  // null: of a destination group
    };

    Result<void> prefixes() {
        std::vector<Tagged> all;
        for (std::uint32_t i = 0; i < telecom_.destinations.size(); ++i)
            for (const std::string& prefix : telecom_.destinations[i].prefixes)
                all.push_back({.prefix = prefix, .source = i});
        for (const std::uint32_t deck : used_decks_) TRY_VOID(add_deck(deck, all));
        std::ranges::sort(all, [](const Tagged& a, const Tagged& b) {
            return std::tie(a.prefix, a.source) < std::tie(b.prefix, b.source);
        });
        std::vector<std::string_view> texts;
        texts.reserve(all.size());
        out_.places.reserve(all.size());
        out_.deck_prices.reserve(all.size());
        std::map<std::vector<std::uint32_t>, std::uint32_t> sets;
        for (auto first = all.begin(); first != all.end();) {
            const auto last = std::find_if(first, all.end(), [&](const Tagged& tagged) {
                return tagged.prefix != first->prefix;
            });
            texts.push_back(first->prefix);
            TRY_VOID(add_place({first, last}, sets));
            first = last;
        }
        out_.prefixes = TRY(PrefixIndex::build(std::move(texts)));
        return {};
    }

    Result<void> add_deck(std::uint32_t number, std::vector<Tagged>& all) {
        const catalog::Deck& deck = in_.decks[number];
        all.reserve(all.size() + deck.rows.size());
        for (const catalog::DeckRow& row : deck.rows) {
            const bool is_bad = row.per_minute.is_negative() || row.increment_s.value_or(1) <= 0 ||
                                (row.connect && row.connect->is_negative());
            if (is_bad)
                return fail(Code::Invalid, "a price is below zero, or an increment not above it",
                            fmt::format("{}:{}", deck.name, row.line.number));
            all.push_back({row.prefix, next_index(groups_) + number, band(row.name), &row});
        }
        return {};
    }

    Result<void> add_place(std::span<const Tagged> tagged,
                           std::map<std::vector<std::uint32_t>, std::uint32_t>& sets) {
        CompiledTelecom::Set set;
        CompiledTelecom::Place place{.deck_prices = next_index(out_.deck_prices)};
        for (const Tagged& one : tagged) {
            if (!set.sources.empty() && set.sources.back() == one.source)
                return fail(Code::Duplicate, "one destination or deck holds the prefix twice",
                            std::string(one.prefix));
            set.sources.push_back(one.source);
            if (one.row == nullptr) ++set.groups;
            else
                out_.deck_prices.push_back({one.row->per_minute, one.row->connect,
                                            one.row->increment_s.value_or(0), one.band});
        }
        if (out_.sets.empty() || out_.sets[last_set_].sources != set.sources) {
            const auto [entry, is_new] = sets.try_emplace(set.sources, next_index(out_.sets));
            if (is_new) out_.sets.push_back(std::move(set));
            last_set_ = entry->second;
        }
        place.set = last_set_;
        out_.places.push_back(place);
        return {};
    }

    Result<void> tables() {
        for (std::size_t plan = 0; plan < plan_rows_.size(); ++plan) {
            const auto [first, count] = plan_rows_[plan];
            std::map<std::uint32_t, std::vector<Timetable::Row>> by_source;
            for (std::size_t i = 0; i < count; ++i) {
                const catalog::RatingRow& row = telecom_.rating_plans[plan].rows[i];
                const std::uint32_t source = out_.rows[first + i].source;
                by_source[source].push_back(
                    {&row.when, row.weight, source, static_cast<std::uint32_t>(first + i)});
            }
            CompiledTelecom::PlanTables tables;
            for (const auto& set : out_.sets)
                tables.of_set.push_back(add_table(set.sources, by_source));
            tables.any = add_table({kNone}, by_source);
            out_.plans.push_back(std::move(tables));
        }
        return {};
    }

    std::uint32_t add_table(const std::vector<std::uint32_t>& sources,
                            const std::map<std::uint32_t, std::vector<Timetable::Row>>& by_source) {
        std::vector<Timetable::Row> rows;
        for (const std::uint32_t source : sources)
            if (const auto found = by_source.find(source); found != by_source.end())
                rows.insert(rows.end(), found->second.begin(), found->second.end());
        if (rows.empty()) return kNone;
        std::ranges::sort(rows, {}, &Timetable::Row::row);  // of equal weight the first of the plan
        out_.timetables.emplace_back(rows);
        return next_index(out_.timetables) - 1;
    }

    Result<void> subjects() {
        for (const catalog::Subject& subject : telecom_.subjects) {
            const auto plan = plans_.find(subject.rating_plan);
            if (plan == plans_.end())
                return bad(subject.line,
                           fmt::format("there is no rating plan '{}'", subject.rating_plan),
                           Code::NotFound);
            out_.subjects[{subject.category, subject.subject}].push_back(
                {subject.from, plan->second, subject.fallback});
        }
        for (auto& [key, since] : out_.subjects) {
            std::ranges::sort(since, {}, &CompiledTelecom::Since::from);
            const auto twice = std::ranges::adjacent_find(since, {}, &CompiledTelecom::Since::from);
            if (twice != since.end())
                return fail(
                    Code::Duplicate,
                    fmt::format("a subject of '{}' has two rating plans from one instant on",
                                key.first),
                    "schedule " + in_.schedule);
        }
        return {};
    }

    Result<void> messages() {
        out_.message_of_set.assign(out_.sets.size(), kNone);
        std::map<std::uint32_t, std::uint32_t> of_group;
        for (const catalog::MessagePrice& price : telecom_.messages) {
            const std::uint32_t index = next_index(out_.messages);
            if (price.price.is_negative()) return bad(price.line, "a price is below zero");
            bool is_new = true;
            if (price.destination.empty()) {
                is_new = out_.message_any == kNone;
                out_.message_any = index;
            } else {
                const auto group = groups_.find(price.destination);
                if (group == groups_.end())
                    return bad(price.line,
                               fmt::format("there is no destination '{}'", price.destination),
                               Code::NotFound);
                is_new = of_group.try_emplace(group->second, index).second;
            }
            if (!is_new)
                return bad(price.line, "messages there have a price already", Code::Duplicate);
            out_.messages.push_back(price);
            out_.message_bands.push_back(
                band(price.destination.empty() ? "any" : price.destination));
        }
        for (std::size_t i = 0; i < out_.sets.size(); ++i)
            for (const std::uint32_t source : out_.sets[i].sources)
                if (const auto found = of_group.find(source); found != of_group.end())
                    out_.message_of_set[i] = std::min(out_.message_of_set[i], found->second);
        return {};
    }

    Result<void> data() {
        if (telecom_.data.empty()) return {};
        const catalog::DataPrice& price = telecom_.data.front();
        if (telecom_.data.size() > 1)
            return bad(telecom_.data[1].line,
                       "data has a price already; give others by a rating plan of category "
                       "'data'",
                       Code::Duplicate);
        if (price.block_bytes <= 0 || price.price.is_negative() ||
            (price.cap && price.cap->is_negative()))
            return bad(price.line, "a block must be above 0 bytes and a price not below zero");
        out_.data = price;
        return {};
    }

    Result<void> allowances() {
        if (in_.allowances.size() > kMaxAllowances)
            return fail(Code::Limit, fmt::format("more than {} allowances", kMaxAllowances),
                        in_.schedule);
        std::set<std::string> keys;
        for (const catalog::Allowance& allowance : in_.allowances) {
            if (!keys.insert(allowance.key).second)
                return bad(allowance.line,
                           fmt::format("two allowances are named '{}'", allowance.key),
                           Code::Duplicate);
            const auto is_bad = [](std::int64_t units) {
                return units < 0 || units > kMaxAllowanceUnits;
            };
            if (is_bad(allowance.amount.value_or(0)) || is_bad(allowance.fair_use.value_or(0)) ||
                is_bad(allowance.rollover_cap.value_or(0)) || allowance.rollover_periods < 0 ||
                allowance.rollover_periods > kMaxRolloverPeriods)
                return bad(
                    allowance.line,
                    fmt::format("an allowance is below zero or too large, or rolls over more "
                                "than {} periods",
                                kMaxRolloverPeriods));
            std::vector<std::uint32_t> bands;
            for (const std::string& name : allowance.to) {
                const auto found = bands_.find(name);
                if (found == bands_.end())
                    return bad(allowance.line, fmt::format("there is no destination '{}'", name),
                               Code::NotFound);
                bands.push_back(found->second);
            }
            std::ranges::sort(bands);
            out_.allowances.push_back(allowance);
            out_.allowance_bands.push_back(std::move(bands));
        }
        return {};
    }

    const TelecomSources& in_;
    const catalog::Telecom& telecom_;
    CompiledTelecom out_;
    Names bands_, windows_, rates_, groups_, decks_, plans_;
    std::set<std::uint32_t> used_decks_;
    std::uint32_t last_set_ = 0;  // neighbours mostly have the same
    struct Range {
        std::size_t first = 0, count = 0;
    };
    std::vector<Range> plan_rows_;  // of each plan, into out_.rows
};

}  // namespace

Target CompiledTelecom::find(std::uint32_t plan, std::uint32_t node) const {
    const PlanTables& tables = plans[plan];
    for (; node != PrefixIndex::kNone; node = prefixes.shorter(node))
        if (const std::uint32_t table = tables.of_set[places[node].set]; table != kNone)
            return {&timetables[table], node};
    if (tables.any != kNone) return {&timetables[tables.any], kNone};
    return {};
}

const DeckPrice* CompiledTelecom::deck_price(const Target& target, const CompiledRow& row) const {
    if (!row.is_deck) return nullptr;
    const Place& place = places[target.place];
    const Set& set = sets[place.set];
    const auto at = std::ranges::lower_bound(set.sources, row.source) - set.sources.begin();
    return &deck_prices[place.deck_prices + static_cast<std::size_t>(at) - set.groups];
}

std::string_view CompiledTelecom::prefix_of(const Target& target) const {
    return target.place == kNone ? std::string_view() : prefixes.prefix(target.place);
}

std::uint32_t CompiledTelecom::find_message(std::uint32_t node) const {
    for (; node != PrefixIndex::kNone; node = prefixes.shorter(node))
        if (const auto price = message_of_set[places[node].set]; price != kNone) return price;
    return message_any;
}

Result<CompiledTelecom> compile_telecom(const TelecomSources& sources, const Period& period,
                                        const Zone& zone) {
    return Compiler(sources, period, zone).compile();
}

}  // namespace bw::rate
