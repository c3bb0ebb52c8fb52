#include "flow/rate/energy/charge_pieces.h"
#include "flow/rate/energy/demand.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/fixed.h"
#include "flow/rate/energy/gas.h"
#include "flow/rate/energy/intervals.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/registers.h"
#include "flow/rate/energy/sections.h"
#include "flow/rate/energy/spread.h"
#include "flow/rate/energy/totals.h"
#include "flow/rate/energy/units.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

// What reads are in: the unit of the charge, or the one it is converted from.
std::string_view unit_of_reads(const catalog::Measure& of, const meter::RegisterColumn& column) {
    return !of.from.empty() && unit_shift(column.unit, of.from) ? of.from : of.unit;
}

// The pieces of one charge.
class ChargeRater {
public:
    ChargeRater(const CompiledSchedule& schedule, const CompiledCharge& charge,
                const RegisterDays& days, const TaxChanges& taxes)
        : schedule_(schedule), charge_(charge), days_(days), taxes_(taxes),
          supplied_(days.supplied), out_(schedule, charge) {}

    // What passes from month to month.
    struct Carried {
        std::span<const State> in;
        std::vector<State>& out;
    };

    Result<std::vector<Piece>> rate(const meter::Usage& usage,
                                    const std::map<std::string, Decimal>& facts,
                                    const Carried& carried) {
        const auto* first = any_version();
        if (first == nullptr) return std::move(out_.pieces());
        if (first->kind == catalog::ChargeKind::Fixed) {
            TRY_VOID(rate_fixed(out_, supplied_, days_.priced));
            return std::move(out_.pieces());
        }
        if (first->kind == catalog::ChargeKind::Demand) {
            TRY_VOID(rate_demand(out_, {usage, supplied_, carried.in, facts}, carried.out));
            return std::move(out_.pieces());
        }
        std::vector<const meter::IntervalColumn*> intervals;
        for (const auto& column : usage.intervals)
            if (column.channel == first->of.channel) intervals.push_back(&column);
        std::vector<const meter::RegisterColumn*> registers;
        for (const auto& column : usage.registers)
            if (column.channel == first->of.channel) registers.push_back(&column);
        // A charge of earlier versions only: what counters say of their days.
        if (charge_.sections.empty() && (registers.empty() || !intervals.empty()))
            return std::move(out_.pieces());
        if (!intervals.empty()) TRY_VOID(from_intervals(first->of, intervals));
        else if (!registers.empty()) TRY_VOID(from_registers(first->of, registers));
        else if (first->of.channel != "export")  // no meter for what leaves a home is no loss
            TRY_VOID(out_.nothing_measured(
                supplied_, note::Gap{note::Gap::Kind::NoReadings, first->of.channel, {}}));
        return std::move(out_.pieces());
    }

    [[nodiscard]] const catalog::Charge* any_version() const { return out_.any_version(); }

    // Why counters tell nothing, or not all.
    [[nodiscard]] const std::optional<note::Gap>& gap() const { return gap_; }
    // Factors that others stand in for.
    [[nodiscard]] const std::vector<note::Unknown>& unknown() const { return unknown_; }
    // One for which nothing can.
    [[nodiscard]] const std::optional<note::Unknown>& lacking() const { return lacking_; }

private:
    // The measured quantity of one window of a section, on its way to pieces.
    struct Portion {
        const Section* section;
        Period days;
        std::size_t window;
        Decimal quantity;
        std::vector<Decimal> day_quantities;  // tiers per day on intervals; else empty
        std::int64_t intervals = 0;
        std::int64_t estimated = 0;
        std::int64_t missing = 0;
        Period extent;  // all days that are rated: what a tier 'per billing period' is for
        std::vector<Note> notes;
    };

    [[nodiscard]] const catalog::Schedule& version(const Section& section) const {
        return out_.version(section);
    }
    [[nodiscard]] const catalog::Charge& prices(const Section& section) const {
        return out_.prices(section);
    }
    [[nodiscard]] const catalog::Season& season(const Section& section) const {
        return out_.season(section);
    }

    Result<void> from_intervals(const catalog::Measure& of,
                                const std::vector<const meter::IntervalColumn*>& columns) {
        if (!of.from.empty())
            for (const auto* column : columns)
                if (!unit_shift(column->unit, of.unit))
                    return fail(Code::Unsupported,
                                fmt::format("'{}' is converted from reads of a counter, not from "
                                            "intervals in {}: import register reads",
                                            of.channel, column->unit),
                                "charge " + charge_.key);
        const IntervalSums sums = TRY(sum_intervals(schedule_, charge_, of, columns, supplied_));
        for (const auto& section : charge_.sections) {
            const Period days = section.days.intersect(supplied_);
            if (days.is_empty()) continue;
            for (std::size_t w = 0; w < season(section).windows.size(); ++w) {
                const auto& bucket = sums.buckets[section.bucket + w];
                Portion portion{&section,
                                days,
                                w,
                                Decimal::from_nano(bucket.nano),
                                {},
                                bucket.intervals,
                                bucket.estimated,
                                bucket.missing,
                                supplied_,
                                {}};
                if (season(section).windows[w].per == catalog::TierPeriod::Day)
                    for (LocalDate day = days.from; day < days.to; day = day.plus_days(1))
                        portion.day_quantities.push_back(
                            Decimal::from_nano(sums.days[static_cast<std::size_t>(
                                sums.day_at[section.bucket + w] + day.days())]));
                TRY_VOID(emit(portion));
            }
        }
        // Each window tells its own; the first tells of those that measured nothing, too.
        std::int64_t missing = sums.uncovered;
        for (const auto& bucket : sums.buckets) missing += bucket.missing;
        for (const auto& piece : out_.pieces()) missing -= piece.breakdown.missing;
        if (missing == 0) return {};
        if (out_.pieces().empty()) return out_.nothing_measured(supplied_, {}, missing);
        out_.pieces().front().breakdown.missing += missing;
        return {};
    }

    Result<void> from_registers(const catalog::Measure& of,
                                const std::vector<const meter::RegisterColumn*>& columns) {
        bool is_whole = false;
        Period told;
        for (const auto* column : columns) {
            const auto use =
                TRY(register_use(*column, unit_of_reads(of, *column), days_, schedule_.zone));
            if (!use.gap) is_whole = true;
            else if (!gap_ || use.reads > 0) gap_ = use.gap;
            if (use.reads == 0) continue;
            told = use.days;
            TRY_VOID(from_register(*column, use));
        }
        if (is_whole || charge_.sections.empty()) gap_.reset();
        if (!gap_) return {};
        if (out_.pieces().empty()) return out_.nothing_measured(supplied_, gap_);
        const std::int64_t told_steps = out_.steps_in(supplied_.intersect(told));
        // What an exchange hides lies within the days that are told.
        out_.pieces().front().breakdown.missing =
            std::max<std::int64_t>(out_.steps_in(supplied_) - told_steps, 1);
        out_.pieces().front().breakdown.notes.emplace_back(*gap_);
        return {};
    }

    // Where season, price or tax changes between two reads, the counter does not tell: its use is
    // shared.
    Result<void> from_register(const meter::RegisterColumn& column, const RegisterUse& use) {
        const auto sections = TRY(cut_of_counter(schedule_, charge_, use.days, taxes_));
        if (sections.empty()) return {};
        const auto& rules = schedule_.rules_for(supplied_);
        const auto& of = prices(sections.back()).of;
        const Place place{days_.devices, column.channel, schedule_.zone, schedule_.factors};
        Spread spread(use, rules.sharing, place);
        Gas gas(spread, place, rules.gas);
        filled_of_ = {};
        for (std::size_t i = 0; i < sections.size(); ++i) {
            const auto& section = sections[i];
            TRY_VOID(check_windows(section, column));
            // Days without the charge keep their share: it is not billed under another price.
            const auto part = TRY(spread.in(section.days));
            Portion portion{&section,
                            section.days,
                            0,
                            part.quantity,
                            {},
                            i == 0 ? use.reads : 0,
                            i == 0 ? use.estimated : 0,
                            0,
                            use.days,
                            {}};
            if (use.note) portion.notes.push_back(*use.note);
            if (part.shared) portion.notes.push_back(*part.shared);
            if (part.unknown) note_unknown(*part.unknown, portion.notes);
            const auto& tax = prices(section).tax;
            if (const LocalDate day = taxes_.day_of(tax, section.days.from);
                day != taxes_.day_of(tax, taxes_.month))
                portion.notes.emplace_back(note::TaxedAsOf{day});
            if (unit_of_reads(of, column) != of.unit) TRY_VOID(convert(gas, portion));
            TRY_VOID(emit(portion));
        }
        return {};
    }

    Result<void> convert(Gas& gas, Portion& portion) {
        auto energy = TRY(gas.in(portion.days));
        portion.quantity = energy.kwh;
        portion.notes.emplace_back(std::move(energy.note));
        for (const auto& unknown : energy.unknown) note_unknown(unknown, portion.notes);
        if (!lacking_) lacking_ = energy.lacking;
        return {};
    }

    // Of a calorific value the note of the gas tells already.
    void note_unknown(const note::Unknown& unknown, std::vector<Note>& notes) {
        if (std::ranges::find(unknown_, unknown) == unknown_.end()) unknown_.push_back(unknown);
        if (unknown.kind == catalog::FactorKind::CalorificValue) return;
        const Note told = unknown;
        if (std::ranges::find(notes, told) == notes.end()) notes.push_back(told);
    }

    Result<void> check_windows(const Section& section, const meter::RegisterColumn& column) const {
        if (season(section).windows.size() == 1 && season(section).windows[0].when.always())
            return {};
        return fail(Code::Unsupported,
                    fmt::format("charge '{}' has windows, but '{}' is a register: use interval "
                                "data, or a register and a charge for each window",
                                charge_.key, column.channel),
                    fmt::format("schedule {} charges.{}", version(section).head.name, charge_.key));
    }

    // Bounds of a window's tiers for the days of a portion, scaled by days where the text says so.
    Result<std::vector<Decimal>> bounds_of(const Portion& portion,
                                           const catalog::Window& window) const {
        const Period joined = portion.section->joined.intersect(portion.extent);
        std::vector<BlockShare> shares{{1, 1}};
        if (window.per == catalog::TierPeriod::Day && portion.day_quantities.empty())
            shares = {{days_in(joined), 1}};
        else if (window.per == catalog::TierPeriod::BillingPeriod)
            shares = block_shares(joined, BlockUnit::Period, portion.extent);
        else if (window.per != catalog::TierPeriod::None && window.per != catalog::TierPeriod::Day)
            shares = block_shares(joined,
                                  TRY(block_unit(prices(*portion.section), season(*portion.section),
                                                 version(*portion.section).head)),
                                  schedule_.period);
        std::vector<Decimal> bounds;
        for (std::size_t t = 0; t + 1 < window.tiers.size(); ++t) {
            const Decimal whole = window.tiers[t].to.value_or(Decimal());  // all but the last have
                                                                           // one
            Decimal bound;
            for (const auto& share : shares)
                bound += TRY(whole.times(Ratio{share.days, share.of}, Rounding::HalfEven));
            bounds.push_back(bound);
        }
        return bounds;
    }

    // What the days before a mere cut have filled of the tiers of a window.
    std::vector<Decimal>& filled(const Portion& portion, std::size_t tiers) {
        if (filled_of_ != portion.section->joined) {
            filled_of_ = portion.section->joined;
            filled_.assign(season(*portion.section).windows.size(), {});
        }
        auto& result = filled_[portion.window];
        result.resize(tiers);
        return result;
    }

    static std::vector<FilledTier> fill(const Portion& portion, const std::vector<Decimal>& bounds,
                                        const std::vector<Decimal>& filled) {
        if (portion.day_quantities.empty()) {
            Decimal before;
            for (const Decimal quantity : filled) before += quantity;
            auto sum = fill_tiers(before + portion.quantity, bounds);
            for (std::size_t t = 0; t < sum.size(); ++t)
                sum[t].quantity = sum[t].quantity - filled[t];
            return sum;
        }
        auto sum = fill_tiers(Decimal(), bounds);
        for (const Decimal day : portion.day_quantities) {
            if (day.is_zero()) continue;
            const auto tiers = fill_tiers(day, bounds);
            for (std::size_t t = 0; t < tiers.size(); ++t) sum[t].quantity += tiers[t].quantity;
        }
        return sum;
    }

    Result<void> emit(const Portion& portion) {
        const auto& window = season(*portion.section).windows[portion.window];
        const auto bounds = TRY(bounds_of(portion, window));
        auto& before = filled(portion, bounds.size() + 1);
        const auto tiers = fill(portion, bounds, before);
        const bool tiered = window.tiers.size() > 1;
        bool first = true;
        for (std::size_t t = 0; t < tiers.size(); ++t) {
            if (tiers[t].quantity.is_zero()) continue;
            const auto& tier = window.tiers[t];
            Piece piece = out_.blank(*portion.section, portion.days, PieceKind::Usage);
            ChargePieces::name_part(piece, window.name);
            piece.unit = prices(*portion.section).of.unit;
            piece.before = before[t];
            before[t] += tiers[t].quantity;
            piece.breakdown.window = window.name;
            piece.breakdown.notes = portion.notes;
            if (tiered) {
                ChargePieces::name_part(piece, tier.name.empty() ? fmt::format("tier-{}", t + 1)
                                                                 : tier.name);
                piece.breakdown.tier = static_cast<int>(t) + 1;
                piece.breakdown.tier_from = tiers[t].from.to_string();
                if (const auto& to = tiers[t].to) piece.breakdown.tier_to = to->to_string();
                if (tier.free && !tier.reason.empty())
                    piece.breakdown.notes.emplace_back(note::Free{tier.reason});
            }
            if (first) {
                piece.breakdown.intervals = portion.intervals;
                piece.breakdown.estimated = portion.estimated;
                piece.breakdown.missing = portion.missing;
            }
            first = false;
            piece.breakdown.clause =
                out_.clause_of(*portion.section, window, tiered ? tier.line : window.line);
            TRY_VOID(out_.push(std::move(piece), tiers[t].quantity, tier.price));
        }
        return {};
    }

    const CompiledSchedule& schedule_;
    const CompiledCharge& charge_;
    RegisterDays days_;
    const TaxChanges& taxes_;
    Period supplied_;
    ChargePieces out_;
    std::optional<note::Gap> gap_;
    std::vector<note::Unknown> unknown_;
    std::optional<note::Unknown> lacking_;
    Period filled_of_;                          // the joined days that filled_ is of
    std::vector<std::vector<Decimal>> filled_;  // by window, tier
};

}  // namespace

namespace {

// A minimum asks each month for itself: it cannot count what a later one is billed for it.
RegisterDays register_days(const CompiledSchedule& schedule, const Circumstances& circumstances,
                           const Period& supplied) {
    const auto& rules = schedule.rules_for(supplied);
    return {supplied,
            circumstances.priced,
            circumstances.around,
            circumstances.devices,
            rules.trusts_customers,
            circumstances.needs_read || rules.minimum.has_value()};
}

}  // namespace

Result<RatedUsage> rate(const CompiledSchedule& schedule, const meter::Usage& usage,
                        const std::vector<State>& state_in, const Circumstances& circumstances) {
    const Period supplied = circumstances.supplied.is_empty()
                                ? schedule.period
                                : circumstances.supplied.intersect(schedule.period);
    RatedUsage rated;
    if (supplied.is_empty()) return rated;
    for (const auto& charge : schedule.charges) {
        ChargeRater rater(schedule, charge, register_days(schedule, circumstances, supplied),
                          circumstances.taxes);
        auto pieces = TRY(rater.rate(usage, circumstances.facts, {state_in, rated.state_out}));
        if (const auto& gap = rater.gap();
            gap && std::ranges::find(rated.gaps, *gap) == rated.gaps.end())
            rated.gaps.push_back(*gap);
        if (!rated.lacking) rated.lacking = rater.lacking();
        for (const auto& unknown : rater.unknown())
            if (std::ranges::find(rated.unknown, unknown) == rated.unknown.end())
                rated.unknown.push_back(unknown);
        rated.pieces.insert(rated.pieces.end(), std::make_move_iterator(pieces.begin()),
                            std::make_move_iterator(pieces.end()));
    }
    TRY_VOID(add_minimum(schedule, supplied, rated.pieces));
    TRY_VOID(add_discounts(schedule, supplied, circumstances.facts, rated.pieces));
    return rated;
}

Result<std::vector<UsedRead>> used_reads(const CompiledSchedule& schedule,
                                         const meter::Usage& usage,
                                         const Circumstances& circumstances, const Piece& piece) {
    const auto compiled = std::ranges::find(schedule.charges, piece.charge, &CompiledCharge::key);
    if (compiled == schedule.charges.end()) return std::vector<UsedRead>{};
    const RegisterDays days = register_days(schedule, circumstances, circumstances.supplied);
    const ChargeRater rater(schedule, *compiled, days, circumstances.taxes);
    const auto* charge = rater.any_version();
    for (const auto& column : usage.registers) {
        if (charge == nullptr || column.channel != charge->of.channel) continue;
        auto counted =
            TRY(counted_reads(column, unit_of_reads(charge->of, column), days, schedule.zone));
        if (counted.days.intersect(piece.days) == piece.days) return std::move(counted.reads);
    }
    return std::vector<UsedRead>{};
}

}  // namespace bw::rate
