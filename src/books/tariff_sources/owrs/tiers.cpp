// Charges whose prices stand in lists beside them: tier_starts and tier_prices.
#include "books/tariff_sources/lower.h"
#include "books/tariff_sources/owrs/customer_class.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources::owrs {
namespace {

// The first unit of a tier ends the one below: 15 is up to 14 units, 9.36 up to 9.
Decimal end_below(Decimal first) { return first.rounded(0, Rounding::Up) - Decimal(1); }

// Says how starts between two units are read.
void tell_fractions(const Value& starts, Notes& notes) {
    for (const auto* start : starts.each()) {
        const auto first = Decimal::parse(start->text);
        if (!first || *first == first->rounded(0, Rounding::Down)) continue;
        notes.explain(*start, fmt::format("a tier begins with a whole unit: the one below is up "
                                          "to {}",
                                          end_below(*first).to_string()));
    }
}

std::string small(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return text;
}

}  // namespace

int CustomerClass::named_list(std::string_view kind, std::string_view charge) const {
    for (const auto& stem : stems_of(charge))
        for (const std::string& name :
             {fmt::format("{}_{}", kind, stem), fmt::format("{}_{}", stem, kind)})
            if (const int index = find_only(name); index >= 0) return index;
    return -1;
}

bool CustomerClass::has_tiers(std::size_t index) const {
    const auto& [name, value] = map_.members()[index];
    return value.is_text() && names_tiers(value.text) && !name.starts_with("budget");
}

// Lists that no charge has by its name: each is that of its charge, where there are as many of
// both; else of the next charge above it, else of the next below.
Read<int> CustomerClass::list_by_place(std::string_view kind, std::size_t charge) const {
    const auto& members = map_.members();
    std::set<int> named;
    std::vector<std::size_t> charges, lists;
    for (std::size_t i = 0; i < members.size(); ++i) {
        const std::string& name = members[i].first;
        const int own = is_charge_name(name) || has_tiers(i) ? named_list(kind, name) : -1;
        if (own >= 0) named.insert(own);
        else if (has_tiers(i)) charges.push_back(i);
    }
    for (std::size_t i = 0; i < members.size(); ++i)
        if ((members[i].first.starts_with(kind) || members[i].first.ends_with(kind)) &&
            !named.contains(static_cast<int>(i)))
            lists.push_back(i);
    int found = -1;
    for (std::size_t k = 0; k < lists.size(); ++k) {
        const auto below = std::ranges::upper_bound(charges, lists[k]);
        const auto owner = lists.size() == charges.size()
                               ? charges.begin() + static_cast<std::ptrdiff_t>(k)
                               : (below == charges.begin() ? below : below - 1);
        if (owner == charges.end() || *owner != charge) continue;
        if (found >= 0)
            return fault(members[charge].second,
                         fmt::format("several members '{}' may be its own", kind));
        found = static_cast<int>(lists[k]);
    }
    return found;
}

Read<const Value*> CustomerClass::list(std::string_view kind, std::size_t charge) {
    const auto& [name, value] = map_.members()[charge];
    int found = named_list(kind, name);
    if (found < 0) found = TRY(list_by_place(kind, charge));
    if (found < 0) return fault(value, fmt::format("the class has no '{}' that is its own", kind));
    if (list_owners_.try_emplace(found, charge).first->second != charge)
        return fault(value, fmt::format("'{}' is that of another charge", name_at(found)));
    return &use(found);
}

// "budget", or the one with the charge's name behind or before it; empty: there is none.
std::string CustomerClass::budget_of(const std::string& charge) const {
    for (const auto& stem : stems_of(charge))
        for (const std::string& name : {"budget_" + stem, stem + "_budget"})
            if (find(name) >= 0) return name;
    return find("budget") >= 0 ? "budget" : "";
}

Read<catalog::Formula> CustomerClass::bound(const Value& start, const std::string& of) {
    std::string amount = without_spaces(start.text);
    if (const auto first = Decimal::parse(amount)) return catalog::Formula(end_below(*first));
    if (amount.ends_with('%')) {
        const auto percent = Decimal::parse(amount.substr(0, amount.size() - 1));
        if (!percent) return fault(start, fmt::format("'{}' is no percentage", amount));
        const std::string budget = budget_of(of);
        if (budget.empty()) return fault(start, "it is a part of a budget that the class has not");
        amount = fmt::format("{}*{}", TRY(divided(start, *percent, kPercent)).to_string(), budget);
    } else if (resolve(amount, of) < 0 && resolve(small(amount), of) >= 0) {
        amount = small(amount);
    }
    return formula({start, fmt::format("ceil({})-1", amount), of});
}

Read<catalog::Window> CustomerClass::tiers(const Value& starts, const Value& prices,
                                           const std::string& of) {
    const auto firsts = starts.each();
    const auto amounts = prices.each();
    if (firsts.empty() || firsts.size() != amounts.size())
        return fault(prices, "as many prices as starts of tiers are needed");
    const Decimal first = TRY(number(*firsts[0]));
    if (first != Decimal() && first != Decimal(1))
        return fault(*firsts[0], "the first tier begins with nothing or the first unit");
    tell_fractions(starts, notes_);
    catalog::Window window;
    Decimal before;
    for (std::size_t i = 0; i < firsts.size(); ++i) {
        catalog::Tier tier;
        tier.price = TRY(number(*amounts[i]));
        if (i + 1 < firsts.size()) tier.to = TRY(bound(*firsts[i + 1], of));
        const auto end = tier.to ? tier.to->constant() : std::nullopt;
        if (i == 0 && end && end->is_zero()) {
            notes_.explain(*firsts[1], fmt::format("it begins with the first unit: the tier "
                                                   "before it, at {}, holds none",
                                                   tier.price.to_string()));
            continue;
        }
        if (end && *end <= before) return fault(*firsts[i + 1], "tiers that do not ascend");
        before = end.value_or(before);
        window.tiers.push_back(std::move(tier));
    }
    if (window.tiers.size() > 1)
        window.per =
            utility_.is_monthly() ? catalog::TierPeriod::Month : catalog::TierPeriod::BillingPeriod;
    return window;
}

Read<void> CustomerClass::add_tiers(const std::string& name, std::size_t index) {
    const Value& charge_value = map_.members()[index].second;
    const Value* starts_value = TRY(list("tier_starts", index));
    const Value* prices_value = TRY(list("tier_prices", index));
    const Lookup starts = TRY(lookup(*starts_value));
    const Lookup prices = TRY(lookup(*prices_value));
    catalog::Charge charge;
    charge.of = {.channel = "water", .unit = utility_.unit};
    const PriceAt price_at = [&](const Binding& binding) -> MaybeWindow {
        const Value* start = starts.at(binding);
        const Value* prices_row = prices.at(binding);
        if (start == nullptr || prices_row == nullptr) return std::optional<catalog::Window>();
        return std::optional(TRY(tiers(*start, *prices_row, name)));
    };
    auto priced = TRY(price(charge_value, {&starts, &prices}, price_at));
    put(name, std::move(charge), std::move(priced));
    return {};
}

}  // namespace bw::tariff_sources::owrs
