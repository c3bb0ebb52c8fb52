#include "run/takeover/compare.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace bw::takeover {
namespace {

constexpr std::array<std::string_view, 10> kNames = {
    "equal",  "rounding",    "missing-with-us", "held", "missing-with-them",
    "period", "consumption", "price",           "fee",  "tax"};

int decimals_of(Decimal value) {
    const std::string text = value.to_string();
    const auto point = text.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
}

// Ours may have more decimals: it is theirs when it rounds to it.
bool is_same(Decimal ours, Decimal theirs) {
    return ours.to_string(decimals_of(theirs)) == theirs.to_string(decimals_of(theirs));
}

bool is_same(const Quantities& ours, const Quantities& theirs) {
    if (theirs.empty()) return true;  // they do not say
    return std::ranges::all_of(theirs, [&](const auto& entry) {
        const auto mine = ours.find(entry.first);
        return mine != ours.end() ? is_same(mine->second, entry.second) : entry.second == Decimal();
    });
}

// At their average price; all of it where that is not known or units are mixed.
Result<Money> consumption_of(const Side& ours, const Side& theirs, const Money& rest,
                             const Money& their_fee) {
    if (is_same(ours.quantities, theirs.quantities)) return Money{0, rest.currency};
    if (theirs.quantities.size() != 1) return rest;
    const auto& [key, used] = *theirs.quantities.begin();
    const auto mine = ours.quantities.find(key);
    if (mine == ours.quantities.end() || used.nano() <= 0) return rest;
    const Money usage = TRY(add(theirs.net, -their_fee));
    const int128 more = static_cast<int128>(usage.minor) * (mine->second.nano() - used.nano());
    return Money{static_cast<std::int64_t>(divide_rounded(more, used.nano(), Rounding::HalfEven)),
                 rest.currency};
}

Result<Shares> shares_of(const Side& ours, const Side& theirs, const Money& gross) {
    const Money none{0, gross.currency};
    const Money net = TRY(add(ours.net, -theirs.net));
    Shares shares{none, none, none, TRY(add(gross, -net))};
    if (ours.fee && theirs.fee) shares.fee = TRY(add(*ours.fee, -*theirs.fee));
    const Money rest = TRY(add(net, -shares.fee));
    const Money their_fee = theirs.fee ? *theirs.fee : ours.fee.value_or(none);
    shares.consumption = TRY(consumption_of(ours, theirs, rest, their_fee));
    shares.price = TRY(add(rest, -shares.consumption));
    return shares;
}

Difference largest(const Shares& shares) {
    const std::array parts = {std::pair(shares.consumption.minor, Difference::Consumption),
                              std::pair(shares.price.minor, Difference::Price),
                              std::pair(shares.fee.minor, Difference::Fee)};
    return std::ranges::max_element(parts, {},
                                    [](const auto& part) { return std::abs(part.first); })
        ->second;
}

}  // namespace

std::string_view difference_name(Difference difference) {
    return kNames[static_cast<std::size_t>(difference)];
}

bool is_good(Difference difference) {
    return difference == Difference::Equal || difference == Difference::Rounding;
}

Result<Compared> compare(const std::optional<Side>& ours, const std::optional<Side>& theirs,
                         const Money& tolerance) {
    CHECK(ours || theirs);
    Compared compared;
    const Money none{0, (ours ? *ours : *theirs).gross.currency};
    compared.shares = {none, none, none, none};
    if (!ours || !theirs) {
        compared.difference = ours ? Difference::MissingWithThem : Difference::MissingWithUs;
        compared.amount = ours ? ours->gross : -theirs->gross;
        return compared;
    }
    compared.amount = TRY(add(ours->gross, -theirs->gross));
    compared.shares = TRY(shares_of(*ours, *theirs, compared.amount));
    const std::int64_t off = std::abs(compared.amount.minor);
    const Money net = TRY(add(ours->net, -theirs->net));
    if (off == 0) compared.difference = Difference::Equal;
    else if (off <= tolerance.minor) compared.difference = Difference::Rounding;
    else if (ours->days != theirs->days) compared.difference = Difference::Period;
    else if (std::abs(net.minor) <= tolerance.minor) compared.difference = Difference::Tax;
    else compared.difference = largest(compared.shares);
    return compared;
}

}  // namespace bw::takeover
