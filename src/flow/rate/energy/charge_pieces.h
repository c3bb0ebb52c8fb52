// What all kinds of charges have in common on their way to pieces: where the prices of a section
// stand, a piece with all but its quantity, and the sign. Internal.
#pragma once

#include "flow/rate/energy/energy.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bw::rate {

// Of one charge, behind the pieces that others put `into` the list. All four must outlive it, and
// nobody else adds to the list meanwhile. `facts`: what formulas may ask for, beside "days".
class ChargePieces {
public:
    ChargePieces(const CompiledSchedule& schedule, const CompiledCharge& charge,
                 const catalog::Formula::Lookup& facts, std::vector<Piece>& into)
        : schedule_(schedule), charge_(charge), facts_(facts), into_(into), begin_(into.size()) {}

    [[nodiscard]] const catalog::Schedule& version(const Section& section) const {
        return schedule_.versions[static_cast<std::size_t>(section.version)];
    }
    [[nodiscard]] const catalog::Charge& prices(const Section& section) const {
        return *schedule_.charge(charge_, section.version);
    }
    [[nodiscard]] const catalog::Season& season(const Section& section) const {
        return prices(section).seasons[static_cast<std::size_t>(section.season)];
    }
    // What all versions have in common stands in any; null where none has the charge.
    [[nodiscard]] const catalog::Charge* any_version() const;

    // Without quantity, price and unit.
    [[nodiscard]] Piece blank(const Section& section, const Period& days, PieceKind kind) const;
    // What a formula of the charge comes to; `days`: that it may ask for. Invalid: a fact that it
    // needs is not known, and which.
    [[nodiscard]] Result<Decimal> value_of(const catalog::Formula& formula,
                                           std::optional<std::int64_t> days = {}) const;
    // Upper bounds of a window's tiers, ascending; fewer by one than tiers. A formula that comes
    // below the bound before it leaves its own tier empty.
    [[nodiscard]] Result<std::vector<Decimal>> bounds_of(
        const catalog::Window& window, std::optional<std::int64_t> days = {}) const;
    // A piece of a tier of a window, by the bounds as used, in the unit of what is measured;
    // without quantity and price.
    [[nodiscard]] Piece tier_piece(const Section& section, const Period& days, std::size_t window,
                                   std::span<const Decimal> bounds, std::size_t tier) const;
    // A piece of nothing that says what is missing: silence would look like no use. `missing`:
    // intervals; -1: all of the supplied days.
    Result<void> nothing_measured(const Period& supplied, const std::optional<note::Gap>& gap,
                                  std::int64_t missing = -1);
    // Each piece tells what its window misses; the first one what those without a piece do, too.
    // `missing`: intervals of all of them.
    Result<void> tell_missing(const Period& supplied, std::int64_t missing);
    // Intervals of the usual length in some days.
    [[nodiscard]] std::int64_t steps_in(const Period& days) const;
    // The level that a quantity reaches is paid whole, once a month, or by the days of the section
    // where they are fewer. `counts`: measured, estimated and missing intervals, and notes.
    Result<void> push_level(const Section& section, const Period& days, std::size_t window,
                            std::span<const Decimal> bounds, Decimal quantity, Breakdown counts);
    // A negative price (export) becomes a negative quantity at a positive price (EN 16931 BR-27).
    Result<void> push(Piece&& piece, Decimal quantity, Decimal price);

    // Those of the charge, until the next is pushed.
    [[nodiscard]] std::span<Piece> pieces() { return std::span(into_).subspan(begin_); }
    [[nodiscard]] const CompiledSchedule& schedule() const { return schedule_; }
    [[nodiscard]] const CompiledCharge& charge() const { return charge_; }

    // With which facts a formula was reckoned.
    void tell_facts(Piece& piece, const catalog::Formula& formula) const;

private:
    void tell_choice(Piece& piece) const;

    const CompiledSchedule& schedule_;
    const CompiledCharge& charge_;
    const catalog::Formula::Lookup& facts_;
    std::vector<Piece>& into_;
    std::size_t begin_;
};

}  // namespace bw::rate
