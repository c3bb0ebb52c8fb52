#include "books/tariff_sources/owrs/customer_class.h"

#include "books/tariff_sources/lower.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources::owrs {
namespace {

constexpr std::string_view kUsage = "usage_ccf";  // in the file's unit, whatever it is
constexpr std::string_view kCharge = "_charge";
constexpr int kPercent = 100;

std::string without_spaces(std::string_view text) {
    std::string out(text);
    std::erase(out, ' ');
    return out;
}

// At signs that stand in no bracket.
std::vector<std::string> split_at(std::string_view text, char sign) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (const char c : text) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == sign && depth == 0) parts.emplace_back();
        else parts.back() += c;
    }
    return parts;
}

// "service_charge" is "Service charge".
std::string spoken(std::string_view name) {
    std::string words(name);
    std::ranges::replace(words, '_', ' ');
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
        words[0] = static_cast<char>(words[0] - ('a' - 'A'));
    return words;
}

bool is_zero(const Value& value) {
    if (value.kind == Value::Kind::Null) return true;
    if (value.is_map()) {
        const Value* values = value.peek("values");
        return values != nullptr && std::ranges::all_of(values->members(), [](const auto& row) {
                   return is_zero(row.second);
               });
    }
    const auto all = value.each();
    return std::ranges::all_of(all, [](const Value* one) {
        const auto number = tariff_sources::number(*one);
        return number && number->is_zero();
    });
}

}  // namespace

int CustomerClass::find(std::string_view name) const {
    const auto& members = map_.members();
    for (std::size_t i = 0; i < members.size(); ++i)
        if (members[i].first == name) return static_cast<int>(i);
    return -1;
}

const Value& CustomerClass::use(int index) {
    const auto at = static_cast<std::size_t>(index);
    used_.insert(at);
    const Value& value = map_.members()[at].second;
    value.mark();
    return value;
}

int CustomerClass::belonging(std::string_view kind, const std::string& name,
                             std::size_t index) const {
    const auto& members = map_.members();
    std::string base = name;
    if (base.ends_with(kCharge)) base.resize(base.size() - kCharge.size());
    const std::string own = std::string(kind) + "_" + base;
    if (std::ranges::count(members, own, [](const auto& member) { return member.first; }) == 1)
        return find(own);
    for (std::size_t i = index + 1; i < members.size(); ++i)
        if (members[i].first.starts_with(kind)) return static_cast<int>(i);
    for (std::size_t i = index; i-- > 0;)
        if (members[i].first.starts_with(kind)) return static_cast<int>(i);
    return -1;
}

void CustomerClass::put(const std::string& name, catalog::Charge charge, Priced priced) {
    charge.key = free_key(key_of(name), keys_);
    charge.names = named("en", spoken(name));
    charge.seasons = std::move(priced.seasons);
    if (!priced.rows.empty()) {
        charge.by = std::move(priced.by);
        charge.rows = std::move(priced.rows);
    }
    charge.tax = schedule_->head.tax;
    schedule_->charges.push_back(std::move(charge));
}

// The price of a bill; of one of two months each has its half.
Read<void> CustomerClass::add_fixed(const std::string& name, const Value& at, const Value& value,
                                    std::optional<catalog::Formula> times) {
    if (is_zero(value)) return {};
    const Lookup lookup = TRY(Lookup::of(value));
    catalog::Charge charge;
    charge.kind = catalog::ChargeKind::Fixed;
    charge.per = catalog::TimeUnit::Month;
    charge.times = std::move(times);
    const PriceAt price_at = [&](const Binding& binding) -> Read<std::optional<catalog::Window>> {
        const Value* row = lookup.at(binding);
        if (row == nullptr) return std::optional<catalog::Window>();
        const Decimal amount = TRY(scalar(*row));
        return std::optional(flat(TRY(divided(*row, amount, utility_.months))));
    };
    auto priced = TRY(price(at, {&lookup}, price_at));
    put(name, std::move(charge), std::move(priced));
    return {};
}

Read<void> CustomerClass::add_per_unit(const std::string& name, const Expression& term,
                                       const std::string& price_text) {
    catalog::Charge charge;
    charge.of = {.channel = "water", .unit = utility_.unit};
    if (const auto constant = Decimal::parse(price_text)) {
        Priced priced;
        priced.seasons.emplace_back().windows = {flat(*constant)};
        if (!constant->is_zero()) put(name, std::move(charge), std::move(priced));
        return {};
    }
    const int index = find(price_text);
    if (index < 0)
        return fault(term.at,
                     fmt::format("it names '{}', which the class does not have", price_text));
    const Value& value = use(index);
    if (is_zero(value)) return {};
    const Lookup lookup = TRY(Lookup::of(value));
    const PriceAt price_at = [&](const Binding& binding) -> Read<std::optional<catalog::Window>> {
        const Value* row = lookup.at(binding);
        if (row == nullptr) return std::optional<catalog::Window>();
        return std::optional(flat(TRY(scalar(*row))));
    };
    auto priced = TRY(price(term.at, {&lookup}, price_at));
    put(name, std::move(charge), std::move(priced));
    return {};
}

// The first unit of a tier ends the one below: 15 is up to 14 units. Nothing: no such unit.
Read<std::optional<catalog::Formula>> CustomerClass::bound(const Value& start,
                                                           const std::string& budget) {
    const std::string text = without_spaces(start.text);
    if (const auto first = Decimal::parse(text)) {
        const Decimal end = first->rounded(0, Rounding::Up) - Decimal(1);
        if (end <= Decimal()) return fault(start, "a tier that begins with the first unit");
        return std::optional(catalog::Formula(end));
    }
    std::string amount = text;
    if (text.ends_with('%')) {
        const auto percent = Decimal::parse(text.substr(0, text.size() - 1));
        if (!percent) return fault(start, fmt::format("'{}' is no percentage", text));
        amount = fmt::format("{}*{}", TRY(divided(start, *percent, kPercent)).to_string(), budget);
    }
    return std::optional(TRY(formula({start, fmt::format("ceil({})-1", amount)})));
}

Read<catalog::Window> CustomerClass::tiers(const Value& starts, const Value& prices,
                                           const std::string& budget) {
    const auto firsts = starts.each();
    const auto amounts = prices.each();
    if (firsts.empty() || firsts.size() != amounts.size())
        return fault(prices, "as many prices as starts of tiers are needed");
    if (TRY(number(*firsts[0])) != Decimal())
        return fault(*firsts[0], "the first tier begins with nothing");
    catalog::Window window;
    Decimal before;
    for (std::size_t i = 0; i < firsts.size(); ++i) {
        catalog::Tier tier;
        tier.price = TRY(number(*amounts[i]));
        if (i + 1 < firsts.size()) tier.to = TRY(bound(*firsts[i + 1], budget));
        const auto end = tier.to ? tier.to->constant() : std::nullopt;
        if (end && *end <= before) return fault(*firsts[i + 1], "tiers that do not ascend");
        before = end.value_or(before);
        window.tiers.push_back(std::move(tier));
    }
    if (firsts.size() > 1)
        window.per =
            utility_.months == 1 ? catalog::TierPeriod::Month : catalog::TierPeriod::BillingPeriod;
    return window;
}

Read<void> CustomerClass::add_tiers(const std::string& name, std::size_t index) {
    const Value& charge_value = map_.members()[index].second;
    const int starts_at = belonging("tier_starts", name, index);
    const int prices_at = belonging("tier_prices", name, index);
    if (starts_at < 0 || prices_at < 0)
        return fault(charge_value, "its tier_starts and tier_prices are missing");
    const Value& starts_value = use(starts_at);
    const Value& prices_value = use(prices_at);
    const Lookup starts = TRY(Lookup::of(starts_value));
    const Lookup prices = TRY(Lookup::of(prices_value));
    const std::string own = "budget_" + name.substr(0, name.size() - kCharge.size());
    const std::string budget = find(own) >= 0 ? own : "budget";
    catalog::Charge charge;
    charge.of = {.channel = "water", .unit = utility_.unit};
    const PriceAt price_at = [&](const Binding& binding) -> Read<std::optional<catalog::Window>> {
        const Value* start = starts.at(binding);
        const Value* prices_row = prices.at(binding);
        if (start == nullptr || prices_row == nullptr) return std::optional<catalog::Window>();
        return std::optional(TRY(tiers(*start, *prices_row, budget)));
    };
    auto priced = TRY(price(charge_value, {&starts, &prices}, price_at));
    put(name, std::move(charge), std::move(priced));
    return {};
}

// A price times an attribute, or all of it as a formula of attributes.
Read<void> CustomerClass::add_times(const std::string& name, const Expression& whole) {
    const auto factors = split_at(whole.text, '*');
    if (split_at(whole.text, '+').size() == 1 && factors.size() == 2 && is_attribute(factors[1])) {
        auto times = TRY(formula({whole.at, factors[1]}));
        if (const int index = find(factors[0]); index >= 0)
            return add_fixed(name, whole.at, use(index), std::move(times));
    }
    auto times = TRY(formula(whole));
    Priced priced;
    const Decimal one = Decimal(1);
    priced.seasons.emplace_back().windows = {flat(TRY(divided(whole.at, one, utility_.months)))};
    catalog::Charge charge;
    charge.kind = catalog::ChargeKind::Fixed;
    charge.per = catalog::TimeUnit::Month;
    charge.times = std::move(times);
    put(name, std::move(charge), std::move(priced));
    return {};
}

Read<void> CustomerClass::add_sum(const std::string& name, const Expression& sum) {
    const auto terms = split_at(sum.text, '+');
    const bool counts_usage = sum.text.contains(kUsage);
    if (!counts_usage) return add_times(name, sum);
    for (const auto& term : terms) {
        auto factors = split_at(term, '*');
        const auto usage = std::ranges::find(factors, kUsage);
        if (usage == factors.end() && factors.size() == 1) {
            TRY_VOID(add(term, sum.at));
            continue;
        }
        if (usage == factors.end() || factors.size() != 2)
            return fault(sum.at, fmt::format("'{}' is no price times usage", term));
        factors.erase(usage);
        TRY_VOID(add_per_unit(name, {sum.at, term}, factors[0]));
    }
    return {};
}

Read<void> CustomerClass::add_value(const std::string& name, const Value& value,
                                    std::size_t index) {
    if (!value.is_text()) return add_fixed(name, value, value, std::nullopt);
    const std::string text = without_spaces(value.text);
    if (text == "Tiered" || text == "Budget") return add_tiers(name, index);
    if (Decimal::parse(text)) return add_fixed(name, value, value, std::nullopt);
    return add_sum(name, {value, text});
}

Read<void> CustomerClass::add(const std::string& name, const Value& at) {
    const int index = find(name);
    if (index < 0)
        return fault(at, fmt::format("it names '{}', which the class does not have", name));
    if (!open_.insert(name).second) return fault(at, fmt::format("'{}' names itself", name));
    const Value& value = use(index);
    const auto done = add_value(name, value, static_cast<std::size_t>(index));
    open_.erase(name);
    return done;
}

void CustomerClass::lower(catalog::Schedule& schedule) {
    schedule_ = &schedule;
    const int bill_at = find("bill");
    if (bill_at < 0)
        return notes_.refuse(map_, "no member 'bill' says which charges this class pays");
    const Value& bill = use(bill_at);
    std::string sum = without_spaces(bill.text);
    Decimal factor(1);
    if (const std::size_t open = sum.find("*("); open != std::string::npos && sum.ends_with(')')) {
        const auto number = Decimal::parse(sum.substr(0, open));
        if (!number) return notes_.refuse(bill, "a bill that is no sum");
        factor = *number;
        sum = sum.substr(open + 2, sum.size() - open - 3);
    }
    for (const auto& name : split_at(sum, '+'))
        if (const auto done = add(name, bill); !done)
            notes_.refuse(*done.error().at, name + ": " + done.error().why + "; it is not billed");
    if (factor != Decimal(1)) {
        catalog::Discount surcharge;
        surcharge.key = "surcharge";
        surcharge.names = named("en", "Surcharge");
        surcharge.is_surcharge = true;
        surcharge.percent = Decimal::from_nano((factor - Decimal(1)).nano() * kPercent);
        schedule.discounts.push_back(std::move(surcharge));
    }
    note_unused();
}

// What no charge of the bill needs: switched on by the utility, or forgotten by the author.
void CustomerClass::note_unused() {
    const auto& members = map_.members();
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (used_.contains(i)) continue;
        const Value& value = members[i].second;
        if (is_zero(value)) notes_.inform(value, "zero");
        else notes_.leave_out(value, "the bill of this class does not name it");
    }
}

}  // namespace bw::tariff_sources::owrs
