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
    // Both must outlive it. Error: degree days without a weather area.
    static Result<Spread> make(const RegisterUse& use, const catalog::Sharing& sharing,
                               const Place& place);
    // What was used in some of the days; parts that touch sum to the whole, exactly. Error
    // (Overflow).
    [[nodiscard]] Result<Decimal> in(const Period& days) const;
    // The share of days that they have between reads; nothing where the reads alone tell.
    [[nodiscard]] std::optional<Note> shared(const Period& days) const;
    // A weight that is missing where they have a share: the days between those reads share evenly.
    [[nodiscard]] std::optional<note::Unknown> unknown(const Period& days) const;

private:
    explicit Spread(const RegisterUse& use) : use_(&use) {}
    void weigh(const Place& place);
    [[nodiscard]] Result<Decimal> until(LocalDate day) const;
    struct Share {
        Period part;  // of the days of the step
        std::size_t step = 0;
    };
    // Where the days begin or end between two reads.
    [[nodiscard]] std::vector<Share> shares(const Period& days) const;
    // Of the days, in millionths; within one step.
    [[nodiscard]] std::int64_t weight_of(const Period& days) const;

    const RegisterUse* use_;
    catalog::FactorKind kind_ = catalog::FactorKind::Profile;
    std::string name_;
    std::vector<std::int64_t> weights_;              // by day of the use; empty: evenly
    std::vector<std::optional<LocalDate>> missing_;  // by step, the first day without a weight
};

}  // namespace bw::rate
