#include "flow/rate/energy/demand.h"

#include "flow/rate/energy/carried.h"
#include "flow/rate/energy/intervals.h"
#include "flow/rate/energy/limits.h"
#include "flow/rate/energy/peaks.h"
#include "flow/rate/energy/pieces.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace bw::rate {
namespace {

using catalog::Peak;

std::string month_words(LocalDate month) {
    return fmt::format("{:04}-{:02}", month.year(), month.month());
}

// Of one season and window in one block: what its days have in common.
struct Shared {
    // The highest first; where a percentile is asked for, the one that it is.
    std::vector<const DayPeak*> days;
    std::map<std::pair<std::size_t, std::string>, Decimal> before;  // by tier and price
};

class DemandRater {
public:
    DemandRater(ChargePieces& out, const DemandRequest& request, std::vector<State>& state_out)
        : out_(out), request_(request), state_out_(state_out) {}

    Result<void> rate() {
        const auto* first = out_.any_version();
        if (first == nullptr || out_.charge().sections.empty()) return {};
        const auto columns = columns_of(request_.usage, first->of.channel);
        if (columns.empty())
            return out_.nothing_measured(
                request_.supplied, note::Gap{note::Gap::Kind::NoReadings, first->of.channel, {}});
        peaks_ =
            TRY(find_peaks(out_.schedule(), out_.charge(), *first, columns,
                           columns_of(request_.usage, first->peak.reactive), request_.supplied));
        share_days();
        find_lacking(*first);
        for (const auto& section : out_.charge().sections) {
            const Period days = section.days.intersect(request_.supplied);
            if (days.is_empty()) continue;
            const auto& windows = out_.season(section).windows;
            for (std::size_t w = 0; w < windows.size(); ++w)
                TRY_VOID(add(section, days, windows[w], peaks_.buckets[section.bucket + w]));
        }
        carry_states();
        std::int64_t missing = peaks_.uncovered;
        for (const auto& bucket : peaks_.buckets) missing += bucket.missing;
        return out_.tell_missing(request_.supplied, missing);
    }

    [[nodiscard]] RatedDemand rated() const { return {billed_, lacking_}; }

private:
    using Key = std::tuple<LocalDate, std::string, std::string>;  // block, season, window

    Key key_of(const Section& section, const catalog::Window& window) const {
        return {section.block.from, out_.season(section).name, window.name};
    }

    // Where power costs something in a block, its grid had a peak in it.
    void find_lacking(const catalog::Charge& charge) {
        if (charge.peak.at.empty()) return;
        const auto* factors = out_.schedule().factors;
        for (const auto& section : out_.charge().sections) {
            const bool is_priced =
                std::ranges::any_of(out_.season(section).windows, [](const auto& window) {
                    return std::ranges::any_of(window.tiers, [](const catalog::Tier& tier) {
                        return !tier.price.is_zero();
                    });
                });
            const bool is_supplied = !section.days.intersect(request_.supplied).is_empty();
            if (!is_priced || !is_supplied || lacking_) continue;
            const Span span = out_.schedule().zone.span_of(section.block);
            if (factors == nullptr || factors->system_peaks(charge.peak.at, span).empty())
                lacking_ = {catalog::FactorKind::SystemPeak, charge.peak.at, section.block.from};
        }
    }

    void share_days() {
        for (const auto& section : out_.charge().sections) {
            const auto& windows = out_.season(section).windows;
            for (std::size_t w = 0; w < windows.size(); ++w) {
                auto& days = shared_[key_of(section, windows[w])].days;
                const auto& bucket = peaks_.buckets[section.bucket + w];
                for (const auto& peak : bucket.all) days.push_back(&peak);
                for (const auto& [day, peak] : bucket.days)
                    if (bucket.all.empty()) days.push_back(&peak);
            }
        }
        const auto* charge = out_.any_version();
        for (auto& [key, shared] : shared_) {
            std::ranges::stable_sort(shared.days, [](const DayPeak* a, const DayPeak* b) {
                return a->power > b->power;
            });
            if (!charge->peak.percentile.is_zero() && !shared.days.empty())
                shared.days = {at_percentile(shared.days, charge->peak.percentile)};
        }
    }

    // The nearest rank: the lowest that so many percent do not exceed.
    static const DayPeak* at_percentile(const std::vector<const DayPeak*>& highest_first,
                                        Decimal percentile) {
        const auto count = static_cast<std::int64_t>(highest_first.size());
        const int128 hundred = int128{100} * Decimal::kScale;
        const auto rank =
            static_cast<std::int64_t>((percentile.nano() * count + hundred - 1) / hundred);
        return highest_first[static_cast<std::size_t>(count - rank)];
    }

    Result<void> add(const Section& section, const Period& days, const catalog::Window& window,
                     const BucketPeaks& bucket) {
        const auto& charge = out_.prices(section);
        Shared& shared = shared_[key_of(section, window)];
        if (shared.days.empty()) return {};
        const LocalTime at = out_.schedule().zone.to_local(shared.days.front()->at);
        note::Peak told;
        told.minutes = charge.peak.minutes;
        told.percentile = charge.peak.percentile;
        told.grid = charge.peak.at;
        told.day = at.date;
        told.minute = at.second_of_day / 60;
        const Decimal billed = TRY(charge.peak.anew == Peak::Anew::Day
                                       ? sum_of_days(charge, bucket, told)
                                       : billed_peak(section, charge, window, shared, told));
        const Decimal count =
            charge.peak.anew == Peak::Anew::Day ? Decimal(1) : Decimal(days_in(days));
        billed_ = std::max(billed_.value_or(billed), billed);
        Quantity quantity{billed, count, 1};
        if (charge.per == catalog::TimeUnit::Month) {
            quantity.count = days == section.block ? Decimal(1) : count;
            quantity.base = days == section.block ? 1 : days_in(section.block);
        }
        const auto index = static_cast<std::size_t>(&window - out_.season(section).windows.data());
        return emit({section, days, window, index, bucket, told}, quantity, shared);
    }

    // The peak of each day, each at least what the charge asks, added up.
    Result<Decimal> sum_of_days(const catalog::Charge& charge, const BucketPeaks& bucket,
                                note::Peak& told) const {
        const Decimal least = TRY(out_.value_of(charge.peak.at_least));
        Decimal sum;
        for (const auto& [day, peak] : bucket.days) sum += std::max(peak.power, least);
        told.measured = sum;
        told.days = static_cast<std::int64_t>(bucket.days.size());
        if (!least.is_zero()) told.at_least = least;
        return sum;
    }

    Result<Decimal> billed_peak(const Section& section, const catalog::Charge& charge,
                                const catalog::Window& window, const Shared& shared,
                                note::Peak& told) {
        const auto count = std::min(shared.days.size(), static_cast<std::size_t>(charge.peak.days));
        Decimal sum;
        for (std::size_t i = 0; i < count; ++i) sum += shared.days[i]->power;
        told.days = static_cast<std::int64_t>(count);
        told.measured = TRY(sum.times({1, static_cast<std::int64_t>(count)}, Rounding::HalfEven));
        own_peaks_[{section.block.from, window.name}] = told.measured;
        Decimal billed =
            TRY(percent_of(told.measured, charge.peak.own_percent(section.block.from.month())))
                .rounded(Decimal::kPlaces, Rounding::HalfEven);
        const Decimal least = TRY(out_.value_of(charge.peak.at_least));
        if (!least.is_zero()) told.at_least = least;
        billed = std::max(billed, least);
        for (const auto& ratchet : charge.peak.ratchets) {
            const auto share = TRY(share_of_before(ratchet, section.block.from, window.name));
            if (!share || share->floor <= billed) continue;
            billed = share->floor;
            told.ratchet = *share;
        }
        return billed;
    }

    Result<std::optional<note::Ratchet>> share_of_before(const catalog::Ratchet& ratchet,
                                                         LocalDate month,
                                                         const std::string& window) const {
        std::optional<note::Ratchet> highest;
        for (int back = 1; back <= ratchet.last_months; ++back) {
            const LocalDate before = month.plus_months(-back);
            const bool counts =
                ratchet.months.empty() ||
                std::ranges::find(ratchet.months, before.month()) != ratchet.months.end();
            const auto peak = counts ? peak_of(before, window) : std::nullopt;
            if (peak && (!highest || *peak > highest->of))
                highest = note::Ratchet{ratchet.percent, *peak, before, {}};
        }
        if (!highest) return highest;
        highest->floor = TRY(percent_of(highest->of, ratchet.percent))
                             .rounded(Decimal::kPlaces, Rounding::HalfEven);
        return highest;
    }

    // Measured in a month before: in this period, or carried into it.
    [[nodiscard]] std::optional<Decimal> peak_of(LocalDate month, const std::string& window) const {
        if (const auto own = own_peaks_.find({month, window}); own != own_peaks_.end())
            return own->second;
        const std::string name = state_name(window, month);
        for (const auto& state : request_.state_in)
            if (state.charge == out_.charge().key && state.name == name) return state.value;
        return std::nullopt;
    }

    static std::string state_name(const std::string& window, LocalDate month) {
        return fmt::format("peak.{}{}{}", window, window.empty() ? "" : ".", month_words(month));
    }

    struct Quantity {
        Decimal power;
        Decimal count;          // of days or months that it is paid for
        std::int64_t base = 1;  // days of the month, where only some are paid
    };
    struct Place {
        const Section& section;
        Period days;
        const catalog::Window& window;
        std::size_t index = 0;  // of the window in its season
        const BucketPeaks& bucket;
        const note::Peak& told;
    };

    Result<void> emit(const Place& place, const Quantity& quantity, Shared& shared) {
        const auto bounds = TRY(out_.bounds_of(place.window));
        if (place.window.is_level) {
            Breakdown counts;
            counts.intervals = place.bucket.intervals;
            counts.estimated = place.bucket.estimated;
            counts.missing = place.bucket.missing;
            counts.notes.emplace_back(place.told);
            return out_.push_level(place.section, place.days, place.index, bounds, quantity.power,
                                   std::move(counts));
        }
        const auto tiers = fill_tiers(quantity.power, bounds);
        bool is_first = true;
        for (std::size_t t = 0; t < tiers.size(); ++t) {
            if (tiers[t].quantity.is_zero()) continue;
            const Decimal price = place.window.tiers[t].price;
            Piece piece = out_.tier_piece(place.section, place.days, place.index, bounds, t);
            piece.breakdown.notes.emplace_back(place.told);
            if (is_first) {
                piece.breakdown.intervals = place.bucket.intervals;
                piece.breakdown.estimated = place.bucket.estimated;
                piece.breakdown.missing = place.bucket.missing;
            }
            is_first = false;
            const bool is_by_day =
                quantity.base > 1 || out_.prices(place.section).per == catalog::TimeUnit::Day;
            if (is_by_day) piece.unit = piece.unit + " day";
            piece.base = quantity.base;
            const Decimal paid = TRY(multiply(tiers[t].quantity, quantity.count))
                                     .rounded(Decimal::kPlaces, Rounding::HalfEven);
            auto& before = shared.before[{t, price.to_string()}];
            piece.before = before;
            before += paid;
            TRY_VOID(out_.push(std::move(piece), paid, price));
        }
        return {};
    }

    void carry_states() {
        int months = 0;
        for (const auto& version : out_.schedule().versions)
            if (const auto* charge = version.find(out_.charge().key))
                for (const auto& ratchet : charge->peak.ratchets)
                    months = std::max(months, ratchet.last_months);
        if (months == 0) return;
        const std::string oldest = month_words(out_.schedule().period.to.plus_months(-months));
        for (const auto& state : request_.state_in)
            if (state.charge == out_.charge().key && state.name.starts_with("peak.") &&
                state.name.substr(state.name.size() - oldest.size()) >= oldest)
                state_out_.push_back(state);
        // Other days of the month may have had a higher one.
        for (const auto& [of, peak] : own_peaks_) {
            const std::string name = state_name(of.second, of.first);
            carry_out(state_out_, out_.charge().key, name,
                      std::max(peak, carried_in(state_out_, out_.charge().key, name)));
        }
    }

    ChargePieces& out_;
    const DemandRequest& request_;
    std::vector<State>& state_out_;
    Peaks peaks_;
    std::map<Key, Shared> shared_;
    std::map<std::pair<LocalDate, std::string>, Decimal> own_peaks_;  // by month and window
    std::optional<Decimal> billed_;                                   // of all windows the highest
    std::optional<note::Unknown> lacking_;
};

}  // namespace

Result<RatedDemand> rate_demand(ChargePieces& out, const DemandRequest& request,
                                std::vector<State>& state_out) {
    DemandRater rater(out, request, state_out);
    TRY_VOID(rater.rate());
    return rater.rated();
}

}  // namespace bw::rate
