// Dollars or cents: the standard has dollars, republished archives of it cents; neither says so.
#include "books/tariff_sources/au_cdr/parts.h"

#include <fmt/format.h>

#include <optional>

namespace bw::tariff_sources::au_cdr {
namespace {

constexpr int kCents = 100;

constexpr Decimal hundredths(std::int64_t count) {
    return Decimal::from_nano(static_cast<int128>(count) * (Decimal::kScale / kCents));
}

// Nobody asks for fewer cents, or for more dollars; what lies between may be either.
struct Bounds {
    Decimal least_cents, most_dollars;
};
constexpr Bounds kPerKwh{.least_cents = hundredths(150), .most_dollars = hundredths(200)};
constexpr Bounds kPerMj{.least_cents = hundredths(25), .most_dollars = hundredths(50)};
constexpr Bounds kPerDay{.least_cents = Decimal(10), .most_dollars = Decimal(20)};

// The largest amount of a kind, as far as it is a number.
struct Largest {
    const Value* at = nullptr;
    Decimal amount;

    void look_at(const Value* value) {
        if (value == nullptr) return;
        Notes unheard;  // it is told where the price is held
        const auto found = near_number(*value, unheard);
        if (found && (at == nullptr || *found > amount)) *this = {value, *found};
    }
    [[nodiscard]] std::optional<Amounts> told(const Bounds& bounds) const {
        if (amount <= Decimal()) return std::nullopt;
        if (amount < bounds.least_cents) return Amounts::Dollars;
        if (amount > bounds.most_dollars) return Amounts::Cents;
        return std::nullopt;
    }
};

Largest largest_price(const std::vector<const Value*>& usage) {
    Largest largest;
    for (const auto* row : usage)
        for (const auto* kind : {"singleRate", "timeOfUseRates"})
            for (const auto* block : row->peek_each(kind))
                for (const auto* rate : block->peek_each("rates"))
                    largest.look_at(rate->peek("unitPrice"));
    return largest;
}

Largest largest_supply(const std::vector<const Value*>& usage) {
    Largest largest;
    for (const auto* row : usage)
        for (const auto* name : {"dailySupplyCharge", "dailySupplyCharges"})
            largest.look_at(row->peek(name));
    return largest;
}

std::string_view name_of(Amounts amounts) {
    return amounts == Amounts::Dollars ? "dollars" : "cents";
}

}  // namespace

Result<void> set_amounts(const std::vector<const Value*>& usage, std::string_view file,
                         Lowered& plan) {
    const Largest price = largest_price(usage);
    if (plan.options.amounts) {
        plan.amounts = *plan.options.amounts;
        if (price.at != nullptr)
            plan.notes.explain(
                *price.at, fmt::format("prices are {}, as --amounts says", name_of(plan.amounts)));
        return {};
    }
    const auto unclear = [&](const std::string& why) {
        const Value& at = price.at == nullptr ? *usage.front() : *price.at;
        return fail(Code::Invalid, why + ": --amounts dollars or --amounts cents says what it is",
                    fmt::format("{} line {}", file, at.line));
    };
    const auto told = price.told(plan.is_gas ? kPerMj : kPerKwh);
    if (!told)
        return unclear(fmt::format("the largest price of usage, {}, may be dollars or cents",
                                   price.at == nullptr ? "none" : price.at->brief(20)));
    const Largest supply = largest_supply(usage);
    if (const auto by_supply = supply.told(kPerDay); by_supply && *by_supply != *told)
        return unclear(fmt::format("the largest price of usage, {}, can only be {}, and the supply "
                                   "of a day, {}, only {}",
                                   price.at->brief(20), name_of(*told), supply.at->brief(20),
                                   name_of(*by_supply)));
    plan.amounts = *told;
    plan.notes.explain(*price.at, fmt::format("prices are read as {}: the largest of usage can be "
                                              "nothing else",
                                              name_of(*told)));
    return {};
}

Read<Decimal> dollars(const Value& amount, const Lowered& plan) {
    const Decimal value = TRY(near_number(amount, plan.notes));
    if (value.is_negative()) return fault(amount, "a price below zero");
    if (plan.amounts == Amounts::Dollars) return value;
    if (value.nano() % kCents != 0)
        plan.notes.explain(amount, "in dollars rounded to nine decimals, which is what is held");
    return Decimal::from_nano(divide_rounded(value.nano(), kCents, Rounding::HalfUp));
}

Read<Decimal> need_dollars(const Value& map, std::string_view name, const Lowered& plan) {
    return dollars(*TRY(need(map, name)), plan);
}

}  // namespace bw::tariff_sources::au_cdr
