#include "flow/rate/energy/per_interval.h"

#include "flow/rate/energy/intervals.h"
#include "flow/rate/energy/limits.h"
#include "flow/rate/energy/tally.h"
#include "flow/rate/energy/windows.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

using catalog::IntervalPrice;

// By bucket; null where nothing is asked interval by interval.
std::vector<const IntervalPrice*> prices_of_buckets(const CompiledSchedule& schedule,
                                                    const CompiledCharge& charge) {
    std::vector<const IntervalPrice*> prices(charge.buckets);
    for (const auto& section : charge.sections) {
        const auto& windows = schedule.charge(charge, section.version)
                                  ->seasons[static_cast<std::size_t>(section.season)]
                                  .windows;
        for (std::size_t w = 0; w < windows.size(); ++w)
            if (const auto& price = windows[w].per_interval) prices[section.bucket + w] = &*price;
    }
    return prices;
}

// What an interval is asked: the price of the series, times so much, plus so much.
Result<std::int64_t> price_of(const CompiledSchedule& schedule, const CompiledCharge& charge,
                              const IntervalPrice& price, const Span& interval) {
    if (schedule.factors == nullptr) return meter::kMissing;
    const auto wrong = [&](Code code, std::string text) {
        return fail(
            code, std::move(text),
            fmt::format("schedule {} charges.{}", schedule.versions.back().head.name, charge.key));
    };
    const auto at = [&](Instant time) { return schedule.factors->price(price.series, time); };
    const auto known = at(interval.from);
    // Prices hold for some minutes at least: a change is seen on the grid of minutes.
    constexpr std::int64_t kGrid = kPriceMinutes * std::int64_t{60} * Instant::kSecond;
    for (Instant t = interval.from; t < interval.to; t.us += kGrid)
        if (at(t) != known)
            return wrong(Code::Unsupported,
                         fmt::format("series {} changes its price at {}, inside an interval of {} "
                                     "s: it takes shorter intervals",
                                     price.series, schedule.zone.to_local(t).to_string(),
                                     interval.to.seconds() - interval.from.seconds()));
    if (!known) return meter::kMissing;
    const Decimal asked =
        TRY(multiply(*known, price.times)).rounded(Decimal::kPlaces, Rounding::HalfEven) +
        price.plus;
    if (asked > kIntervalPriceMax || -asked > kIntervalPriceMax)
        return wrong(Code::Overflow,
                     fmt::format("series {} asks {} at {}", price.series, asked.to_string(),
                                 schedule.zone.to_local(interval.from).to_string()));
    return static_cast<std::int64_t>(asked.nano());
}

// Of one bucket.
struct Priced {
    int128 quantity = 0;  // nano
    int128 amount = 0;    // nano
    std::int64_t intervals = 0, estimated = 0, missing = 0;
    std::int64_t lowest = 0, highest = 0;  // nano, of the intervals that used something
};

// The intervals of one run.
struct Pass {
    int128 quantity = 0, amount = 0;  // at the column's scale; times nano
    std::int64_t unknown = -1;        // index of the first that has no price
};
Result<Pass> pass_over(const meter::IntervalColumn& column, std::span<const std::int64_t> prices,
                       std::size_t begin, std::size_t end, std::int64_t offset, Priced& priced) {
    Pass pass;
    for (std::size_t i = begin; i < end; ++i) {
        const auto at = static_cast<std::size_t>(static_cast<std::int64_t>(i) + offset);
        const std::int64_t value = column.values[at];
        if (value == meter::kMissing) {
            ++priced.missing;
            continue;
        }
        if (value > kIntervalValueMax || value < -kIntervalValueMax - 1)
            return fail(Code::Overflow, "a value is larger than any meter measures",
                        column_words(column));
        ++priced.intervals;
        priced.estimated += meter::is_firm(column.qualities[at]) ? 0 : 1;
        if (value == 0) continue;
        const std::int64_t price = prices[i];
        if (price == meter::kMissing) {
            if (pass.unknown < 0) pass.unknown = static_cast<std::int64_t>(i);
            continue;
        }
        if (priced.quantity == 0 && pass.quantity == 0) priced.lowest = priced.highest = price;
        priced.lowest = std::min(priced.lowest, price);
        priced.highest = std::max(priced.highest, price);
        pass.quantity += value;
        pass.amount += int128{value} * price;
    }
    return pass;
}

// The same where every value is plain and has a price, as in nearly every month.
Pass plain_pass(const meter::IntervalColumn& column, std::span<const std::int64_t> prices,
                const Stay& stay, std::int64_t offset, Priced& priced) {
    const auto sum =
        plain_priced_sum(column.values.data() + stay.begin + offset, prices.data() + stay.begin,
                         static_cast<std::size_t>(stay.end - stay.begin));
    priced.intervals += stay.end - stay.begin;
    if (sum.lowest <= sum.highest) {
        const bool is_first = priced.quantity == 0;
        priced.lowest = is_first ? sum.lowest : std::min(priced.lowest, sum.lowest);
        priced.highest = is_first ? sum.highest : std::max(priced.highest, sum.highest);
    }
    return {sum.quantity, sum.amount, -1};
}

// Value x price at a scale, in nano.
int128 amount_nano(int128 amount, int128 factor) {
    if (factor >= Decimal::kScale) return amount * (factor / Decimal::kScale);
    const int128 part = Decimal::kScale / factor;
    const bool is_negative = amount < 0;
    const int128 whole = divide_rounded(is_negative ? -amount : amount, part, Rounding::HalfEven);
    return is_negative ? -whole : whole;
}

class PerInterval {
public:
    PerInterval(ChargePieces& out, const Period& supplied)
        : out_(out), supplied_(supplied), prices_(prices_of_buckets(out.schedule(), out.charge())),
          priced_(out.charge().buckets) {}

    Result<void> add(const meter::IntervalColumn& column, const Span& span) {
        const auto& schedule = out_.schedule();
        const auto& charge = out_.charge();
        const std::string& unit = out_.any_version()->of.unit;
        const Placement at = TRY(place(schedule, unit, column, span));
        std::vector<Run> own;
        const auto runs = TRY(runs_for(schedule, charge, column, own));
        std::vector<std::int64_t> own_prices;
        const auto prices = TRY(grid_for(column.step_seconds, own_prices));
        const bool are_plain = is_plain_at(column, prices, at);
        for (const Run& run : runs) {
            const auto stay = stay_in(run, at);
            if (!stay) continue;
            auto& priced = priced_[run.bucket];
            const Pass pass =
                are_plain ? plain_pass(column, prices, *stay, at.offset, priced)
                          : TRY(pass_over(column, prices, static_cast<std::size_t>(stay->begin),
                                          static_cast<std::size_t>(stay->end), at.offset, priced));
            priced.quantity += pass.quantity * at.factor;
            priced.amount += amount_nano(pass.amount, at.factor);
            if (pass.unknown >= 0 && !unknown_)
                unknown_ = {catalog::FactorKind::Price, prices_[run.bucket]->series,
                            day_of(pass.unknown, column.step_seconds)};
        }
        return {};
    }

    static bool is_plain_at(const meter::IntervalColumn& column,
                            std::span<const std::int64_t> prices, const Placement& at) {
        if (at.first >= at.last) return false;
        const auto count = static_cast<std::size_t>(at.last - at.first);
        const auto first = at.first + at.offset;
        return is_plain(column.values.data() + first, column.qualities.data() + first, count) &&
               are_known(prices.data() + at.first, count);
    }

    Result<std::optional<note::Unknown>> emit(std::int64_t uncovered) {
        std::int64_t missing = uncovered;
        for (const auto& priced : priced_) missing += priced.missing;
        for (const auto& section : out_.charge().sections) {
            const Period days = section.days.intersect(supplied_);
            const auto& windows = out_.season(section).windows;
            for (std::size_t w = 0; w < windows.size() && !days.is_empty(); ++w)
                TRY_VOID(emit(section, days, w));
        }
        TRY_VOID(out_.tell_missing(supplied_, missing));
        return unknown_;
    }

private:
    Result<std::span<const std::int64_t>> grid_for(std::int32_t step,
                                                   std::vector<std::int64_t>& own) const {
        const auto& steps = out_.schedule().steps;
        const auto known = std::ranges::find(steps, step);
        const auto index = static_cast<std::size_t>(known - steps.begin());
        if (known != steps.end() && !out_.charge().prices[index].empty())
            return std::span<const std::int64_t>(out_.charge().prices[index]);
        own = TRY(prices_on_grid(out_.schedule(), out_.charge(), step));
        return std::span<const std::int64_t>(own);
    }
    [[nodiscard]] LocalDate day_of(std::int64_t index, std::int32_t step) const {
        const auto at = out_.schedule().span.from.seconds() + index * step;
        return out_.schedule().zone.to_local(Instant::from_seconds(at)).date;
    }

    Result<void> emit(const Section& section, const Period& days, std::size_t w) {
        const Priced& priced = priced_[section.bucket + w];
        const auto* price = prices_[section.bucket + w];
        if (priced.quantity == 0 || price == nullptr) return {};
        const bool is_negative = (priced.amount < 0) != (priced.quantity < 0);
        const auto positive = [](int128 nano) { return nano < 0 ? -nano : nano; };
        const int128 mean = divide_rounded(positive(priced.amount) * Decimal::kScale,
                                           positive(priced.quantity), Rounding::HalfEven);
        Piece piece = out_.tier_piece(section, days, w, {}, 0);
        piece.breakdown.intervals = priced.intervals;
        piece.breakdown.estimated = priced.estimated;
        piece.breakdown.missing = priced.missing;
        piece.breakdown.notes.emplace_back(note::PerInterval{
            price->series, Decimal::from_nano(priced.lowest), Decimal::from_nano(priced.highest)});
        return out_.push(std::move(piece), Decimal::from_nano(priced.quantity),
                         Decimal::from_nano(is_negative ? -mean : mean));
    }

    ChargePieces& out_;
    Period supplied_;
    std::vector<const IntervalPrice*> prices_;  // by bucket
    std::vector<Priced> priced_;                // by bucket
    std::optional<note::Unknown> unknown_;
};

}  // namespace

bool is_per_interval(const catalog::Charge& charge) {
    const auto& seasons = charge.seasons;
    return !seasons.empty() && seasons.front().windows.front().per_interval.has_value();
}

Result<std::vector<std::int64_t>> prices_on_grid(const CompiledSchedule& schedule,
                                                 const CompiledCharge& charge, std::int64_t step) {
    const auto by_bucket = prices_of_buckets(schedule, charge);
    const auto runs = TRY(runs_on_grid(schedule, charge, step));
    const std::int64_t start = schedule.span.from.seconds();
    const auto length =
        static_cast<std::size_t>((schedule.span.to.seconds() - start + step - 1) / step);
    std::vector<std::int64_t> prices(length, meter::kMissing);
    for (const auto& run : runs) {
        const auto* price = by_bucket[run.bucket];
        if (price == nullptr) continue;
        for (std::size_t i = run.begin; i < run.end; ++i) {
            const auto from = Instant::from_seconds(start + static_cast<std::int64_t>(i) * step);
            prices[i] = TRY(price_of(schedule, charge, *price,
                                     {from, Instant{from.us + step * Instant::kSecond}}));
        }
    }
    return prices;
}

Result<std::optional<note::Unknown>> rate_per_interval(
    ChargePieces& out, std::span<const meter::IntervalColumn* const> columns,
    const Period& supplied) {
    PerInterval rater(out, supplied);
    const Span span = out.schedule().span_of(supplied);
    for (const auto* column : columns) TRY_VOID(rater.add(*column, span));
    return rater.emit(uncovered(columns, span));
}

}  // namespace bw::rate
