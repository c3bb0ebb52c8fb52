#include "flow/bill/difference.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace bw::bill {
namespace {

// Two pieces are the same thing when all of this agrees; then only the quantity can differ.
using Key = std::tuple<std::string, std::string, std::string, LocalDate, Period, std::string,
                       std::string, Decimal, Decimal, std::int64_t, bool>;

Key key_of(const Item& item) {
    const auto& p = item.piece;
    return {p.charge,      p.part,           p.schedule, p.version, p.days,       p.tax,
            item.tax_code, item.tax_percent, p.price,    p.base,    item.is_gross};
}

struct Side {
    Decimal quantity;
    Money amount, net;  // net: as billed
    const Item* item = nullptr;
    const std::string* number = nullptr;
    std::size_t order = 0;
};

Result<void> accumulate(std::map<Key, Side>& sides, const Item& item, const BilledLine* line) {
    auto [it, fresh] = sides.try_emplace(key_of(item));
    Side& side = it->second;
    if (fresh) {
        side.amount.currency = side.net.currency = item.amount.currency;
        side.order = sides.size();
    }
    side.item = &item;
    if (line != nullptr) {
        side.number = &line->number;
        side.net = TRY(add(side.net, line->net));
    }
    side.quantity += item.piece.quantity;
    side.amount = TRY(add(side.amount, item.amount));
    return {};
}

bool stands(const Side& side) { return !side.quantity.is_zero() || side.amount.minor != 0; }

Adjustment reversal_of(const Side& side) {
    Adjustment a{*side.item, true, *side.number};
    a.item.piece.quantity = -side.quantity;
    a.item.piece.amount = -a.item.piece.amount;
    a.item.amount = -side.amount;
    if (a.item.is_gross) a.item.net = -side.net;
    return a;
}

}  // namespace

Result<std::vector<Adjustment>> difference(std::span<const BilledLine> standing,
                                           std::span<const Item> due, Correction policy,
                                           Same same) {
    std::map<Key, Side> old_sides;
    std::map<Key, Side> new_sides;
    for (const auto& line : standing) TRY_VOID(accumulate(old_sides, line.item, &line));
    for (const auto& item : due) TRY_VOID(accumulate(new_sides, item, nullptr));

    const auto unchanged = [](const Side& a, const Side& b) {
        return a.quantity == b.quantity && a.amount.minor == b.amount.minor;
    };
    bool any = same == Same::IsBilledAnew;
    for (const auto& [key, side] : old_sides) {
        const auto other = new_sides.find(key);
        any |= stands(side) && (other == new_sides.end() || !unchanged(side, other->second));
    }
    for (const auto& [key, side] : new_sides) {
        const auto other = old_sides.find(key);
        any |= other == old_sides.end() || !stands(other->second);
    }
    std::vector<Adjustment> result;
    if (!any) return result;

    const auto keep = [&](const std::map<Key, Side>& others, const Key& key, const Side& side) {
        if (policy == Correction::Rebill) return true;
        const auto other = others.find(key);
        return other == others.end() || !unchanged(side, other->second);
    };
    std::vector<std::pair<std::size_t, Adjustment>> reversals;
    for (const auto& [key, side] : old_sides)
        if (stands(side) && keep(new_sides, key, side))
            reversals.emplace_back(side.order, reversal_of(side));
    std::ranges::sort(reversals, {}, [](const auto& r) { return r.first; });
    std::string corrected = standing.empty() ? std::string() : standing.back().number;
    for (auto& [order, reversal] : reversals) result.push_back(std::move(reversal));
    for (const auto& item : due)
        if (keep(old_sides, key_of(item), new_sides.at(key_of(item))))
            result.push_back({item, false, corrected});
    return result;
}

}  // namespace bw::bill
