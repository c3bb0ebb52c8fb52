#include "flow/rate/energy/charge_pieces.h"
#include "flow/rate/energy/credits.h"
#include "flow/rate/energy/demand.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/fixed.h"
#include "flow/rate/energy/gas.h"
#include "flow/rate/energy/in_order.h"
#include "flow/rate/energy/intervals.h"
#include "flow/rate/energy/netting.h"
#include "flow/rate/energy/per_interval.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/registers.h"
#include "flow/rate/energy/sections.h"
#include "flow/rate/energy/spread.h"
#include "flow/rate/energy/tiers.h"
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
                const RegisterDays& days, const TaxChanges& taxes,
                const catalog::Formula::Lookup& facts, std::vector<Piece>& into)
        : schedule_(schedule), charge_(charge), days_(days), taxes_(taxes),
          supplied_(days.supplied), out_(schedule, charge, facts, into), tiers_(out_) {}

    // What passes from month to month.
    struct Carried {
        std::span<const State> in;
        std::vector<State>& out;
    };

    Result<void> rate(const meter::Usage& usage, const Carried& carried) {
        const auto* first = any_version();
        if (first == nullptr) return {};
        if (first->kind == catalog::ChargeKind::Fixed)
            return rate_fixed(out_, supplied_, days_.priced);
        const auto intervals = columns_of(usage, first->of.channel);
        std::vector<const meter::RegisterColumn*> registers;
        for (const auto& column : usage.registers)
            if (column.channel == first->of.channel) registers.push_back(&column);
        // A charge of earlier versions only: what counters say of their days.
        if (charge_.sections.empty() && (registers.empty() || !intervals.empty())) return {};
        if (is_per_interval(*first) && !intervals.empty())
            lacking_ = TRY(rate_per_interval(out_, intervals, supplied_));
        else if (is_per_interval(*first) && !registers.empty())
            return fail(Code::Unsupported,
                        fmt::format("charge '{}' has a price for each interval, but '{}' is a "
                                    "register: use interval data",
                                    charge_.key, first->of.channel),
                        fmt::format("schedule {} charges.{}", schedule_.versions.back().head.name,
                                    charge_.key));
        else if (!first->of.less.empty()) TRY_VOID(net(first->of, usage, intervals, carried));
        else if (!intervals.empty()) TRY_VOID(from_intervals(first->of, intervals));
        else if (!registers.empty()) TRY_VOID(from_registers(first->of, registers));
        else if (!charge_.counts_events && first->of.channel != "export")  // not every home feeds
                                                                           // in
            TRY_VOID(out_.nothing_measured(
                supplied_, note::Gap{note::Gap::Kind::NoReadings, first->of.channel, {}}));
        return {};
    }

    [[nodiscard]] const catalog::Charge* any_version() const { return out_.any_version(); }

    // Why counters tell nothing, or not all.
    [[nodiscard]] const std::optional<note::Gap>& gap() const { return gap_; }
    // Factors that others stand in for.
    [[nodiscard]] const std::vector<note::Unknown>& unknown() const { return unknown_; }
    // One for which nothing can.
    [[nodiscard]] const std::optional<note::Unknown>& lacking() const { return lacking_; }

private:
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
        return from_sums(of, columns,
                         TRY(sum_intervals(schedule_, charge_, of, columns, supplied_)), nullptr);
    }

    // What is fed in is taken off: only intervals tell when.
    Result<void> net(const catalog::Measure& of, const meter::Usage& usage,
                     const std::vector<const meter::IntervalColumn*>& columns,
                     const Carried& carried) {
        if (columns.empty())
            return out_.nothing_measured(supplied_,
                                         note::Gap{note::Gap::Kind::NoReadings, of.channel, {}});
        const auto fed_in = columns_of(usage, of.less);
        auto sums = TRY(sum_intervals(schedule_, charge_, of, columns, supplied_));
        const auto netting = TRY(Netting::settle(out_, {fed_in, supplied_, carried.in}, sums));
        TRY_VOID(from_sums(of, columns, sums, &netting));
        return netting.finish(out_, carried.out);
    }

    // `netting`: null where nothing is taken off.
    Result<void> from_sums(const catalog::Measure& of,
                           const std::vector<const meter::IntervalColumn*>& columns,
                           const IntervalSums& sums, const Netting* netting) {
        for (std::size_t i = 0; i < charge_.sections.size();) {
            std::vector<Portion> joined;  // whose tiers go on from each other
            joined.reserve(season(charge_.sections[i]).windows.size());
            const auto& first = charge_.sections[i];
            for (; i < charge_.sections.size() && goes_on(first, charge_.sections[i]); ++i)
                add_portions(charge_.sections[i], sums, netting, joined);
            TRY_VOID(emit(of, columns, joined));
        }
        if (charge_.counts_events) return {};
        std::int64_t missing = sums.uncovered;
        for (const auto& bucket : sums.buckets) missing += bucket.missing;
        return out_.tell_missing(supplied_, missing);
    }

    static bool goes_on(const Section& first, const Section& next) {
        return first.joined == next.joined && first.version == next.version &&
               first.season == next.season;
    }

    void add_portions(const Section& section, const IntervalSums& sums, const Netting* netting,
                      std::vector<Portion>& portions) const {
        const Period days = section.days.intersect(supplied_);
        if (days.is_empty()) return;
        for (std::size_t w = 0; w < season(section).windows.size(); ++w) {
            const auto& bucket = sums.buckets[section.bucket + w];
            Portion portion{&section,
                            days,
                            w,
                            Decimal::from_nano(bucket.nano),
                            {},
                            bucket.intervals,
                            bucket.estimated,
                            charge_.counts_events ? 0 : bucket.missing,
                            supplied_,
                            {}};
            if (season(section).windows[w].per == catalog::TierPeriod::Day)
                for (LocalDate day = days.from; day < days.to; day = day.plus_days(1))
                    portion.day_quantities.push_back(
                        Decimal::from_nano(sums.days[static_cast<std::size_t>(
                            sums.day_at[section.bucket + w] + day.days())]));
            if (netting != nullptr)
                if (auto told = netting->note_of(section.bucket + static_cast<std::uint32_t>(w)))
                    portion.notes.emplace_back(*told);
            portions.push_back(std::move(portion));
        }
    }

    Result<void> emit(const catalog::Measure& of,
                      const std::vector<const meter::IntervalColumn*>& columns,
                      std::span<const Portion> portions) {
        if (portions.empty()) return {};
        switch (prices(*portions[0].section).fill) {
            case catalog::Fill::ProRata: return tiers_.add_pro_rata(portions);
            case catalog::Fill::InOrder: {
                const auto bounds = TRY(tiers_.bounds_of(portions[0]));
                const auto filled =
                    TRY(fill_in_order(schedule_, charge_,
                                      {of.unit, columns, supplied_, *portions[0].section, bounds}));
                std::vector<std::vector<Decimal>> quantities;
                for (const auto& portion : portions)
                    quantities.push_back(filled[portion.section->bucket + portion.window]);
                return tiers_.add_filled(portions, quantities);
            }
            case catalog::Fill::EachWindow: break;
        }
        for (const auto& portion : portions) TRY_VOID(tiers_.add(portion));
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
        tiers_.begin_anew();
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
            TRY_VOID(tiers_.add(portion));
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

    const CompiledSchedule& schedule_;
    const CompiledCharge& charge_;
    RegisterDays days_;
    const TaxChanges& taxes_;
    Period supplied_;
    ChargePieces out_;
    std::optional<note::Gap> gap_;
    std::vector<note::Unknown> unknown_;
    std::optional<note::Unknown> lacking_;
    TierPieces tiers_;
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

// The charges of a schedule for a month of a meter. Those that formulas of others reckon with are
// rated before them; their pieces stand where the text has them.
class ChargesRating {
public:
    ChargesRating(const CompiledSchedule& schedule, const meter::Usage& usage,
                  const std::vector<State>& state_in, const Circumstances& circumstances,
                  const Period& supplied, RatedUsage& rated)
        : schedule_(schedule), usage_(usage), state_in_(state_in), circumstances_(circumstances),
          supplied_(supplied), rated_(rated),
          known_(circumstances.facts.begin(), circumstances.facts.end()) {}

    Result<void> rate_all() {
        std::map<const CompiledCharge*, std::vector<Piece>> asked;
        for (const std::size_t position : schedule_.asked) {
            const auto& charge = schedule_.charges[position];
            TRY_VOID(rate_one(charge, asked[&charge]));
            tell_others(charge, asked[&charge]);
        }
        std::size_t windows = 0;
        for (const auto& charge : schedule_.charges) windows += charge.buckets;
        rated_.pieces.reserve(windows);
        for (const auto& charge : schedule_.charges) {
            const auto known = asked.find(&charge);
            if (known == asked.end()) TRY_VOID(rate_one(charge, rated_.pieces));
            else std::ranges::move(known->second, std::back_inserter(rated_.pieces));
        }
        return {};
    }

private:
    Result<void> rate_one(const CompiledCharge& charge, std::vector<Piece>& into) {
        ChargePieces out(schedule_, charge, lookup_, into);
        const auto* prices = out.any_version();
        if (prices == nullptr) return {};
        if (prices->kind == catalog::ChargeKind::Demand) {
            const auto demand =
                TRY(rate_demand(out, {usage_, supplied_, state_in_, lookup_}, rated_.state_out));
            power_ = demand.billed;
            if (!rated_.lacking) rated_.lacking = demand.lacking;
            return {};
        }
        ChargeRater rater(schedule_, charge, register_days(schedule_, circumstances_, supplied_),
                          circumstances_.taxes, lookup_, into);
        TRY_VOID(rater.rate(usage_, {state_in_, rated_.state_out}));
        if (const auto& gap = rater.gap();
            gap && std::ranges::find(rated_.gaps, *gap) == rated_.gaps.end())
            rated_.gaps.push_back(*gap);
        if (!rated_.lacking) rated_.lacking = rater.lacking();
        for (const auto& unknown : rater.unknown())
            if (std::ranges::find(rated_.unknown, unknown) == rated_.unknown.end())
                rated_.unknown.push_back(unknown);
        return {};
    }

    // Power that was not measured is not known; use that was not measured is none, as the charge
    // itself bills none. A credit has its sign in the quantity.
    void tell_others(const CompiledCharge& charge, std::span<const Piece> pieces) {
        if (const auto power = std::exchange(power_, std::nullopt))
            known_.insert_or_assign("demand." + charge.key, *power);
        Decimal used;
        bool is_use = true;
        for (const auto& piece : pieces) {
            is_use = is_use && piece.kind == PieceKind::Usage;
            used += piece.quantity;
        }
        if (is_use)
            known_.insert_or_assign("usage." + charge.key, used.is_negative() ? -used : used);
    }

    const CompiledSchedule& schedule_;
    const meter::Usage& usage_;
    const std::vector<State>& state_in_;
    const Circumstances& circumstances_;
    const Period supplied_;
    RatedUsage& rated_;
    std::map<std::string, Decimal, std::less<>> known_;
    std::optional<Decimal> power_;  // of the demand charge that was rated last
    const catalog::Formula::Lookup lookup_ =
        [this](std::string_view name) -> std::optional<Decimal> {
        const auto found = known_.find(name);
        return found == known_.end() ? std::nullopt : std::optional(found->second);
    };
};

}  // namespace

Result<RatedUsage> rate(const CompiledSchedule& schedule, const meter::Usage& usage,
                        const std::vector<State>& state_in, const Circumstances& circumstances) {
    const Period supplied = circumstances.supplied.is_empty()
                                ? schedule.period
                                : circumstances.supplied.intersect(schedule.period);
    RatedUsage rated;
    if (supplied.is_empty()) return rated;
    TRY_VOID(ChargesRating(schedule, usage, state_in, circumstances, supplied, rated).rate_all());
    TRY_VOID(add_maximum(schedule, supplied, rated.pieces));
    TRY_VOID(add_credits(schedule, supplied, state_in, rated));
    TRY_VOID(add_minimum(schedule, supplied, rated.pieces));
    TRY_VOID(add_year_minimum(schedule, supplied, state_in, rated));
    TRY_VOID(add_discounts(schedule, supplied, circumstances.facts, rated.pieces));
    return rated;
}

Result<std::vector<UsedRead>> used_reads(const CompiledSchedule& schedule,
                                         const meter::Usage& usage,
                                         const Circumstances& circumstances, const Piece& piece) {
    const auto compiled =
        std::ranges::find(schedule.charges, piece.charge.text(), &CompiledCharge::key);
    if (compiled == schedule.charges.end()) return std::vector<UsedRead>{};
    const RegisterDays days = register_days(schedule, circumstances, circumstances.supplied);
    const catalog::Formula::Lookup nothing = [](std::string_view) {
        return std::optional<Decimal>();
    };
    std::vector<Piece> none;
    const ChargeRater rater(schedule, *compiled, days, circumstances.taxes, nothing, none);
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
