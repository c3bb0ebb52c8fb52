// From the measured quantity of a window to pieces, tier by tier. Internal.
#pragma once

#include "flow/rate/energy/charge_pieces.h"

#include <span>
#include <vector>

namespace bw::rate {

// The measured quantity of one window of a section.
struct Portion {
    const Section* section = nullptr;
    Period days;
    std::size_t window = 0;
    Decimal quantity;
    std::vector<Decimal> day_quantities;  // tiers per day on intervals; else empty
    std::int64_t intervals = 0;
    std::int64_t estimated = 0;
    std::int64_t missing = 0;
    Period extent;  // all days that are rated: what a tier 'per billing period' is for
    std::vector<Note> notes;
};

class TierPieces {
public:
    explicit TierPieces(ChargePieces& out) : out_(out) {}  // which must outlive it

    // A window that has its own tiers. Portions of joined days come one after the other, and go on
    // filling where those before them ended.
    Result<void> add(const Portion& portion);
    // All windows of joined days that share their tiers: by their parts of the sum.
    Result<void> add_pro_rata(std::span<const Portion> portions);
    // The same, filled in order of time: quantities by portion and tier.
    Result<void> add_filled(std::span<const Portion> portions,
                            std::span<const std::vector<Decimal>> quantities);

    // Upper bounds of a window's tiers for the days of a portion, ascending; fewer by one than
    // tiers. Scaled by days where the text says so.
    [[nodiscard]] Result<std::vector<Decimal>> bounds_of(const Portion& portion) const;
    // Portions that come next go on from none before them.
    void begin_anew() { filled_of_ = {}; }

private:
    [[nodiscard]] const catalog::Window& window_of(const Portion& portion) const {
        return out_.season(*portion.section).windows[portion.window];
    }
    // With its started or full units, where those count; they go on from portion to portion.
    Portion in_units(const Portion& portion);
    std::span<Decimal> filled(const Portion& portion);
    Result<void> emit(const Portion& portion, std::span<const Decimal> bounds,
                      std::span<const Decimal> quantities);

    ChargePieces& out_;
    Decimal used_;                 // by portions before, as far as units are not exact
    Period filled_of_;             // the joined days that filled_ is of
    std::vector<Decimal> filled_;  // by window and tier, most_tiers_ a window
    std::size_t most_tiers_ = 1;
};

}  // namespace bw::rate
