// Where a counter's use lies: whole between two reads; inside, shared by days, or by the weights of
// a profile or of degree days. Internal. Pure.
#pragma once

#include "books/catalog/factors.h"
#include "books/catalog/model.h"
#include "flow/rate/energy/registers.h"

namespace bw::rate {

// What is asked of a service point's channel beside its reads.
struct Place {
    std::span<const customers::Device> devices;
    std::string_view channel;
    const Zone& zone;
    const catalog::Factors* factors = nullptr;  // null: none is known
    // In force on the day; the first one before it begins; null: no row tells of the channel.
    [[nodiscard]] const customers::Device* device_on(LocalDate day) const;
};

class Spread {
public:
    // All must outlive it.
    Spread(const RegisterUse& use, const catalog::Sharing& sharing, const Place& place);

    struct Part {
        Decimal quantity;
        // The share of days that they have between reads; nothing where the reads alone tell.
        std::optional<Note> shared = {};
        // A weight that is missing for it: the days between those reads share evenly.
        std::optional<note::Unknown> unknown = {};
    };
    // What was used in some of the days; parts that touch sum to the whole, exactly. Weights are
    // asked for between reads that the days cut, if anything was used. Errors: Overflow; degree
    // days without a weather area.
    Result<Part> in(const Period& days);

private:
    // Of the days of a step, in millionths.
    struct Weights {
        std::vector<std::int64_t> of_days;
        std::optional<LocalDate> missing;  // the first day without one
    };
    Result<Decimal> until(LocalDate day);
    [[nodiscard]] Result<Weights> look_up(const Period& days) const;
    // Of days within a step, days where they share evenly.
    Result<std::int64_t> weight_of(const Period& days, std::size_t step);

    const RegisterUse& use_;
    const Place& place_;
    bool is_weighed_ = false;
    catalog::FactorKind kind_ = catalog::FactorKind::Profile;
    std::string name_;
    std::vector<std::optional<Weights>> weights_;  // by step, once it was cut
};

}  // namespace bw::rate
