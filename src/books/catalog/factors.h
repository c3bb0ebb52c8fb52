// Numbers that come from outside and turn what a counter shows into what is billed: calorific
// values of gas by area and month, degree days by area and day, weights of load profiles, prices of
// markets by hour or quarter of it, times of a grid's own peak. CSV files bring them
// (docs/company-files.md, "Factors"); a later file supersedes a number.
#pragma once

#include "base/civil.h"
#include "base/decimal.h"
#include "base/ids.h"
#include "base/result.h"
#include "books/catalog/factor_kind.h"
#include "platform/store/store.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

std::string_view factor_kind_name(FactorKind kind);  // "calorific value"

// The day that a number is for: of one day or month, or of every year; of a price or peak the time
// from which on it holds, put into UTC.
//   2026-04-16, 2026-04, 04-16 (each year), Apr Sat (its Saturdays), Apr (its days)
// Error: another text.
Result<std::string> parse_factor_day(FactorKind kind, std::string_view text);

// As of a cut. Thread: immutable once loaded.
class Factors {
public:
    void add(FactorKind kind, const std::string& name, const std::string& day, Decimal value);

    struct Value {
        Decimal number;
        std::optional<LocalDate> stands_in = {};  // the month that it is of, where the day's own is
                                                  // not known yet
    };
    // Of the day's month, else of the last month before it that is known; nothing: of none.
    [[nodiscard]] std::optional<Value> calorific_value(std::string_view area, LocalDate day) const;
    // The weight of a day, by the nearest of: the day, its date of each year, its weekday of the
    // month, its month. Nothing: it has none.
    [[nodiscard]] std::optional<Decimal> weight(FactorKind kind, std::string_view name,
                                                LocalDate day) const;

    // What a series asks at a time: a price holds until the next one, an hour at most.
    [[nodiscard]] std::optional<Decimal> price(std::string_view series, Instant at) const;
    // The peaks of a system that begin in a span, in order of time.
    [[nodiscard]] std::vector<Span> system_peaks(std::string_view system, const Span& span) const;
    // Hash of the prices, or peaks, of a span.
    [[nodiscard]] std::uint64_t timed_hash(FactorKind kind, std::string_view name,
                                           const Span& span) const;

private:
    using Days = std::map<std::string, Decimal, std::less<>>;
    [[nodiscard]] const Days* find(FactorKind kind, std::string_view name) const;
    std::map<FactorKind, std::map<std::string, Days, std::less<>>> all_;
    struct Timed {
        Instant from;
        Decimal value;
    };
    using Times = std::vector<Timed>;  // in order of time
    [[nodiscard]] std::span<const Timed> times_in(FactorKind kind, std::string_view name,
                                                  const Span& span) const;
    std::map<FactorKind, std::map<std::string, Times, std::less<>>> timed_;
};

inline constexpr std::int64_t kPriceHoldsSeconds = 3'600;

Factors load_factors(store::Transaction& tx, TenantId tenant, AsOf as_of);
// `day`: of parse_factor_day(). Conflict: an earlier row of the batch says another number.
Result<void> save_factor(store::Transaction& tx, TenantId tenant, Batch batch, FactorKind kind,
                         const std::string& name, const std::string& day, Decimal value);

}  // namespace bw::catalog
