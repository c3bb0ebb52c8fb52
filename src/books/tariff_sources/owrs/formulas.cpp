// Formulas of a customer class: its names become named numbers of the schedule.
#include "books/tariff_sources/owrs/customer_class.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources::owrs {
namespace {

constexpr std::string_view kDaysTheirs = "days_in_period", kDays = "days";

// "x*(1/748)" is "x/748", which is not rounded in between.
std::string without_inverses(std::string text) {
    constexpr std::string_view kOpen = "*(1/";
    for (std::size_t at = text.find(kOpen); at != std::string::npos;
         at = text.find(kOpen, at + 1)) {
        const std::size_t first = at + kOpen.size();
        const std::size_t end = text.find_first_not_of("0123456789.", first);
        if (end == std::string::npos || end == first || text[end] != ')') continue;
        text.erase(end, 1);
        text.replace(at, kOpen.size(), "/");
    }
    return text;
}

// ".8" is "0.8".
std::string with_zeros(std::string text) {
    for (std::size_t at = text.find('.'); at != std::string::npos; at = text.find('.', at + 1)) {
        const char before = at == 0 ? '(' : text[at - 1];
        if (std::string_view("(+-*/,").contains(before)) text.insert(at++, 1, '0');
    }
    return text;
}

}  // namespace

Read<catalog::Formula> CustomerClass::formula(const Expression& of) {
    auto parsed = catalog::Formula::parse(without_inverses(with_zeros(of.text)));
    if (!parsed) return fault(of.at, parsed.error().text);
    catalog::Formula whole = *parsed;
    for (const auto& name : parsed->names()) {
        const std::string ours = TRY(named_number(name, of));
        const auto instead = catalog::Formula::parse(ours);
        if (!instead) return fault(of.at, instead.error().text);
        if (ours != name) whole = whole.with(name, *instead);
    }
    return whole;
}

Read<std::string> CustomerClass::named_number(const std::string& name, const Expression& of) {
    if (const int index = resolve(name, of.of); index >= 0) {
        const std::string& member = name_at(index);
        TRY_VOID(let(member, of));
        return member;
    }
    if (name == kUsage)
        return fault(of.at, "it reckons with usage_ccf otherwise than a price times usage");
    if (names_tiers(name) || is_charge_name(name))
        return fault(of.at, fmt::format("'{}' is no number of the class or the place", name));
    if (name == kDaysTheirs) {
        notes_.explain(of.at, "days_in_period is no member of the class: the days of the bill");
        return std::string(kDays);
    }
    std::string ours = TRY(attribute_of(of.at, name));
    if (find(ours) >= 0)
        return fault(
            of.at, fmt::format("'{}' is an attribute, and '{}' a member of the class", name, ours));
    if (!is_known_column(name))
        notes_.explain(of.at, fmt::format("'{}' is no member of the class: the attribute {} of "
                                          "the place",
                                          name, ours));
    return ours;
}

Read<void> CustomerClass::let(const std::string& name, const Expression& of) {
    const auto& lets = schedule_->lets;
    if (std::ranges::find(lets, name, &catalog::Let::name) != lets.end()) return {};
    TRY_VOID(open(name, of.at));
    // The names in it are those of the charge where its own is.
    const bool is_charges_own = std::ranges::any_of(stems_of(of.of), [&](const auto& stem) {
        return name.ends_with("_" + stem) || name.starts_with(stem + "_");
    });
    auto number = number_of(name, is_charges_own ? of.of : "");
    open_.erase(name);
    if (!number) return std::unexpected(number.error());
    schedule_->lets.push_back(*std::move(number));
    return {};
}

// A number, a table by one attribute or month, or a formula.
Read<catalog::Let> CustomerClass::number_of(const std::string& name, const std::string& of) {
    const Value& value = use(find(name));
    if (name == kDays || name == kMonth)
        return fault(value, fmt::format("'{}' has a meaning of its own in our formulas", name));
    catalog::Let out;
    out.name = name;
    if (!value.is_map()) {
        const std::string text = without_spaces(value.text);
        if (text.contains(kUsage) || (is_charge_name(name) && names_tiers(text)))
            return fault(value, "it is no number: it goes by what was used");
        out.is = TRY(formula({value, text, of}));
        return out;
    }
    const Lookup rows = TRY(lookup(value));
    if (rows.attributes().size() != 1)
        return fault(value, "a number in a formula goes by one attribute");
    const std::string& attribute = rows.attributes()[0];
    out.by = attribute == kMonth ? attribute : TRY(attribute_of(value, attribute));
    for (const auto& row : rows.values_of(attribute))
        out.rows.push_back({row, catalog::Formula(TRY(scalar(*rows.at({{attribute, row}}))))});
    return out;
}

bool CustomerClass::counts_days(const catalog::Formula& formula) const {
    std::set<std::string, std::less<>> counting{std::string(kDays)};
    const auto counts = [&](const catalog::Formula& one) {
        return std::ranges::any_of(one.names(),
                                   [&](const auto& name) { return counting.contains(name); });
    };
    for (const auto& let : schedule_->lets)  // each names those before it
        if (counts(let.is)) counting.insert(let.name);
    return counts(formula);
}

}  // namespace bw::tariff_sources::owrs
