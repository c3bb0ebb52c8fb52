#include "books/tariff_sources/owrs/customer_class.h"

#include "books/tariff_sources/lower.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources::owrs {
namespace {

constexpr int kAddsMost = 1'000;  // charges that the sums of a class name
constexpr std::size_t kOpenMost = 100;

// "budget", "indoor_commodity": a number of units.
bool is_water(std::string_view text) {
    return catalog::is_fact_name(text) &&
           (text.starts_with("budget") || text.starts_with("indoor") ||
            text.starts_with("outdoor"));
}

}  // namespace

std::string spoken(std::string_view name) {
    std::string words(name);
    std::ranges::replace(words, '_', ' ');
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
        words[0] = static_cast<char>(words[0] - ('a' - 'A'));
    return words;
}

std::vector<std::string> stems_of(std::string_view charge) {
    std::vector<std::string> stems;
    for (const std::string_view end : {"_surcharge", "_charge"})
        if (charge.ends_with(end)) charge.remove_suffix(end.size());
    if (charge.empty()) return stems;
    stems.emplace_back(charge);
    for (const std::string_view begin : {"variable_", "fixed_"})
        if (charge.starts_with(begin) && charge.size() > begin.size())
            stems.emplace_back(charge.substr(begin.size()));
    return stems;
}

std::string without_spaces(std::string_view text) {
    std::string out(text);
    std::erase(out, ' ');
    return out;
}

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

bool names_tiers(std::string_view text) {
    const auto is_alike = [](char a, char b) {
        return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b);
    };
    return std::ranges::equal(text, std::string_view("tiered"), is_alike) ||
           std::ranges::equal(text, std::string_view("budget"), is_alike);
}

bool is_charge_name(std::string_view name) { return name.ends_with("charge"); }

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

CustomerClass::CustomerClass(const Value& map, const Utility& utility, Notes& notes)
    : map_(map), utility_(utility), notes_(notes) {
    int index = 0;
    for (const auto& member : map_.members()) places_[member.first].push_back(index++);
}

int CustomerClass::find(std::string_view name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? -1 : found->second.front();
}

int CustomerClass::find_only(std::string_view name) const {
    const auto found = places_.find(name);
    return found == places_.end() || found->second.size() > 1 ? -1 : found->second.front();
}

int CustomerClass::resolve(const std::string& name, const std::string& of) const {
    const int own = find(name);
    if (own >= 0) return own;
    for (const auto& stem : stems_of(of))
        for (const std::string& longer : {name + "_" + stem, stem + "_" + name})
            // "hhsize_commodity: hhsize" is the customer's own.
            if (!(is_known_column(name) && open_.contains(longer)) && find(longer) >= 0)
                return find(longer);
    return -1;
}

const std::string& CustomerClass::name_at(int index) const {
    return map_.members()[static_cast<std::size_t>(index)].first;
}

const Value& CustomerClass::use(int index) {
    const auto at = static_cast<std::size_t>(index);
    used_.insert(at);
    const Value& value = map_.members()[at].second;
    value.mark();
    return value;
}

// By columns of the customer's data that no member of the class is called like.
Read<Lookup> CustomerClass::lookup(const Value& value) {
    auto rows = TRY(Lookup::of(value));
    for (const auto& name : rows.attributes()) {
        if (find(name) >= 0)
            return fault(value, fmt::format("it goes by '{}', a member of the class", name));
        if (name != kMonth && !is_known_column(name))
            notes_.explain(*value.find("depends_on"),
                           fmt::format("'{}' is the attribute {} of the place", name,
                                       TRY(attribute_of(value, name))));
    }
    return rows;
}

std::string CustomerClass::new_key(const std::string& name) {
    std::string key = free_key(key_of(name), added_.keys);
    for (const auto& charge : open_) added_.keys_of[charge].push_back(key);
    return key;
}

void CustomerClass::put(const std::string& name, catalog::Charge charge, Priced priced) {
    charge.key = new_key(name);
    charge.names = named("en", spoken(name));
    charge.seasons = std::move(priced.seasons);
    if (!priced.rows.empty()) {
        charge.by = std::move(priced.by);
        charge.rows = std::move(priced.rows);
    }
    charge.tax = schedule_->head.tax;
    schedule_->charges.push_back(std::move(charge));
}

// The price of a bill; of one of two months or quarters each has its half.
Read<void> CustomerClass::add_fixed(const std::string& name, const Value& at, const Value& value,
                                    std::optional<catalog::Formula> times) {
    if (is_zero(value)) return {};
    const Lookup rows = TRY(lookup(value));
    catalog::Charge charge;
    charge.kind = catalog::ChargeKind::Fixed;
    charge.per = utility_.per;
    charge.times = std::move(times);
    const PriceAt price_at = [&](const Binding& binding) -> MaybeWindow {
        const Value* row = rows.at(binding);
        if (row == nullptr) return std::optional<catalog::Window>();
        const Decimal amount = TRY(scalar(*row));
        return std::optional(flat(TRY(divided(*row, amount, utility_.times))));
    };
    auto priced = TRY(price(at, {&rows}, price_at));
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
    const int index = resolve(price_text, name);
    if (index < 0)
        return fault(term.at,
                     fmt::format("it names '{}', which the class does not have", price_text));
    const Value& value = use(index);
    if (is_zero(value)) return {};
    const Lookup rows = TRY(lookup(value));
    const PriceAt price_at = [&](const Binding& binding) -> MaybeWindow {
        const Value* row = rows.at(binding);
        if (row == nullptr) return std::optional<catalog::Window>();
        return std::optional(flat(TRY(scalar(*row))));
    };
    auto priced = TRY(price(term.at, {&rows}, price_at));
    put(name, std::move(charge), std::move(priced));
    return {};
}

// A share of other charges, a price times an attribute, or all of it as a formula of attributes.
Read<void> CustomerClass::add_times(const std::string& name, const Expression& whole) {
    if (auto share = share_of(name, whole)) {
        add_share(*std::move(share));
        return {};
    }
    const std::string& text = whole.text;
    if (std::ranges::all_of(split_at(text, '+'), is_water))
        return fault(whole.at, fmt::format("'{}' is an amount of water and no price", text));
    const bool is_word = catalog::is_fact_name(text);
    if (is_word && resolve(text, name) < 0 && !is_known_column(text))
        return fault(whole.at, fmt::format("'{}' is no member of the class and no price", text));
    const auto factors = split_at(text, '*');
    const bool is_price_times = split_at(text, '+').size() == 1 && factors.size() == 2 &&
                                catalog::is_fact_name(factors[1]) && resolve(factors[1], name) < 0;
    const int price_at = is_price_times ? resolve(factors[0], name) : -1;
    auto times = TRY(formula({whole.at, price_at >= 0 ? factors[1] : text, name}));
    if (counts_days(times)) return fault(whole.at, "only tiers can reckon with the days of a bill");
    if (price_at >= 0) return add_fixed(name, whole.at, use(price_at), std::move(times));
    Priced priced;
    const Decimal one = Decimal(1);
    priced.seasons.emplace_back().windows = {flat(TRY(divided(whole.at, one, utility_.times)))};
    catalog::Charge charge;
    charge.kind = catalog::ChargeKind::Fixed;
    charge.per = utility_.per;
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
        TRY_VOID(add_per_unit(name, {sum.at, term, name}, factors[0]));
    }
    return {};
}

Read<void> CustomerClass::add_value(const std::string& name, const Value& value,
                                    std::size_t index) {
    if (!value.is_text()) return add_fixed(name, value, value, std::nullopt);
    const std::string text = without_spaces(value.text);
    if (names_tiers(text)) return add_tiers(name, index);
    if (Decimal::parse(text)) return add_fixed(name, value, value, std::nullopt);
    return add_sum(name, {value, text, name});
}

Read<void> CustomerClass::open(const std::string& name, const Value& at) {
    if (open_.size() >= kOpenMost) return fault(at, "names that name others, too deep");
    if (!open_.insert(name).second) return fault(at, fmt::format("'{}' names itself", name));
    return {};
}

Read<void> CustomerClass::add(const std::string& name, const Value& at) {
    const int index = find(name);
    if (index < 0)
        return fault(at, fmt::format("it names '{}', which the class does not have", name));
    if (++adds_ > kAddsMost) return fault(at, "its sums name too many charges");
    TRY_VOID(open(name, at));
    const Value& value = use(index);
    added_.keys_of.try_emplace(name);
    const auto done = add_value(name, value, static_cast<std::size_t>(index));
    open_.erase(name);
    return done;
}

}  // namespace bw::tariff_sources::owrs
