#include "books/catalog/factors.h"

#include "books/catalog/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::catalog {
namespace {

constexpr std::array<std::string_view, 5> kKinds{"calorific value", "degree days", "profile",
                                                 "price", "system peak"};
constexpr std::array<std::string_view, 7> kWeekdays{"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};

std::string month_text(LocalDate day) {
    return fmt::format("{:04}-{:02}", day.year(), day.month());
}
std::string_view month_name(LocalDate day) {
    return kMonths[static_cast<std::size_t>(day.month() - 1)];
}

// From a point in time on, not of a day.
bool is_timed(FactorKind kind) {
    return kind == FactorKind::Price || kind == FactorKind::SystemPeak;
}

bool is_month(std::string_view text) {
    return text.size() == 7 && LocalDate::parse(std::string(text) + "-01").has_value();
}
bool is_each_year(std::string_view text) {
    return text.size() == 5 && LocalDate::parse("2024-" + std::string(text)).has_value();
}
bool is_of_month(std::string_view text) {
    const auto space = text.find(' ');
    return std::ranges::find(kMonths, text.substr(0, space)) != kMonths.end() &&
           (space == std::string_view::npos ||
            std::ranges::find(kWeekdays, text.substr(space + 1)) != kWeekdays.end());
}

}  // namespace

std::string_view factor_kind_name(FactorKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

Result<std::string> parse_factor_day(FactorKind kind, std::string_view text) {
    if (kind == FactorKind::CalorificValue) {
        if (is_month(text)) return std::string(text);
        return fail(Code::Invalid, "a calorific value is of a month, such as 2026-04");
    }
    if (is_timed(kind)) {
        const auto at = Instant::parse(text);
        if (at && at->us % Instant::kSecond == 0) return at->to_string();
        return fail(Code::Invalid,
                    fmt::format("a {} is from a time on, with its offset from UTC, such as "
                                "2026-04-16T13:00:00+02:00",
                                factor_kind_name(kind)));
    }
    const bool is_day = LocalDate::parse(text).has_value();
    if (is_day || (kind == FactorKind::Profile && (is_each_year(text) || is_of_month(text))))
        return std::string(text);
    return fail(Code::Invalid, kind == FactorKind::Profile
                                   ? "a weight is of a day (2026-04-16), of its date in every year "
                                     "(04-16), of a weekday of a month (Apr Sat) or of a month "
                                     "(Apr)"
                                   : "degree days are of a day, such as 2026-04-16");
}

void Factors::add(FactorKind kind, const std::string& name, const std::string& day, Decimal value) {
    if (is_timed(kind)) {
        const auto from = Instant::parse(day);
        if (!from) return;  // parse_factor_day() let it in
        auto& times = timed_[kind][name];
        const auto at = std::ranges::lower_bound(times, *from, {}, &Timed::from);
        if (at != times.end() && at->from == *from) at->value = value;
        else times.insert(at, {*from, value});
        return;
    }
    all_[kind][name][day] = value;
}

const Factors::Days* Factors::find(FactorKind kind, std::string_view name) const {
    const auto names = all_.find(kind);
    if (names == all_.end()) return nullptr;
    const auto days = names->second.find(name);
    return days == names->second.end() ? nullptr : &days->second;
}

std::optional<Factors::Value> Factors::calorific_value(std::string_view area, LocalDate day) const {
    const Days* months = find(FactorKind::CalorificValue, area);
    if (months == nullptr) return std::nullopt;
    const std::string month = month_text(day);
    const auto after = months->upper_bound(month);
    if (after == months->begin()) return std::nullopt;
    const auto& [of, number] = *std::prev(after);
    if (of == month) return Value{number};
    return Value{number, *LocalDate::parse(of + "-01")};
}

std::optional<Decimal> Factors::weight(FactorKind kind, std::string_view name,
                                       LocalDate day) const {
    const Days* days = find(kind, name);
    if (days == nullptr) return std::nullopt;
    const std::string weekday = fmt::format("{} {}", month_name(day),
                                            kWeekdays[static_cast<std::size_t>(day.weekday() - 1)]);
    for (const std::string& text :
         {day.to_string(), day.to_string().substr(5), weekday, std::string(month_name(day))})
        if (const auto found = days->find(text); found != days->end()) return found->second;
    return std::nullopt;
}

std::optional<Decimal> Factors::price(std::string_view series, Instant at) const {
    const Instant oldest = Instant::from_seconds(at.seconds() - kPriceHoldsSeconds + 1);
    const auto known = times_in(FactorKind::Price, series, {oldest, Instant{at.us + 1}});
    if (known.empty()) return std::nullopt;
    return known.back().value;
}

std::span<const Factors::Timed> Factors::times_in(FactorKind kind, std::string_view name,
                                                  const Span& span) const {
    const auto names = timed_.find(kind);
    if (names == timed_.end()) return {};
    const auto times = names->second.find(name);
    if (times == names->second.end()) return {};
    const auto first = std::ranges::lower_bound(times->second, span.from, {}, &Timed::from);
    return {first, std::ranges::lower_bound(first, times->second.end(), span.to, {}, &Timed::from)};
}

std::vector<Span> Factors::system_peaks(std::string_view system, const Span& span) const {
    std::vector<Span> peaks;
    for (const Timed& peak : times_in(FactorKind::SystemPeak, system, span)) {
        const auto minutes = static_cast<std::int64_t>(peak.value.nano() / Decimal::kScale);
        if (minutes > 0)
            peaks.push_back({peak.from, Instant::from_seconds(peak.from.seconds() + minutes * 60)});
    }
    return peaks;
}

std::uint64_t Factors::timed_hash(FactorKind kind, std::string_view name, const Span& span) const {
    std::uint64_t hash = 1469598103934665603ULL;
    const auto add = [&](std::uint64_t value) { hash = (hash ^ value) * 1099511628211ULL; };
    for (const Timed& one : times_in(kind, name, span)) {
        add(static_cast<std::uint64_t>(one.from.us));
        add(static_cast<std::uint64_t>(one.value.nano()));
    }
    return hash;
}

Factors load_factors(store::Transaction& tx, TenantId tenant, AsOf as_of) {
    Factors factors;
    tx.for_each(
        "SELECT kind, name, day, value FROM factor WHERE tenant_id = ?1 AND batch <= ?2 "
        "ORDER BY kind, name, day, batch",
        [&](const store::Row& row) {
            const auto kind = std::ranges::find(kKinds, row.text(0)) - kKinds.begin();
            factors.add(static_cast<FactorKind>(kind), row.string(1), row.string(2),
                        Decimal::from_nano(row.integer(3)));
        },
        tenant, as_of.cut);
    return factors;
}

Result<void> save_factor(store::Transaction& tx, TenantId tenant, Batch batch, FactorKind kind,
                         const std::string& name, const std::string& day, Decimal value) {
    const auto nano = static_cast<std::int64_t>(value.nano());
    const auto said = tx.integer(
        "SELECT value FROM factor WHERE tenant_id = ?1 AND kind = ?2 AND name = ?3 AND day = ?4 "
        "AND batch = ?5",
        tenant, factor_kind_name(kind), name, day, batch);
    if (said && *said != nano)
        return fail(Code::Conflict, "an earlier row of this file gives another number",
                    fmt::format("{} {}", name, day));
    if (said) return {};
    tx.execute("INSERT INTO factor (tenant_id, kind, name, day, batch, value) VALUES (?1, ?2, ?3, "
               "?4, ?5, ?6)",
               tenant, factor_kind_name(kind), name, day, batch, nano);
    return {};
}

}  // namespace bw::catalog
