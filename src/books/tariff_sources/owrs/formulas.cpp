// Formulas of a customer class: its names become named numbers of the schedule.
#include "books/tariff_sources/owrs/customer_class.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources::owrs {
namespace {

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

}  // namespace

Read<catalog::Formula> CustomerClass::formula(const Expression& of) {
    auto parsed = catalog::Formula::parse(without_inverses(of.text));
    if (!parsed) return fault(of.at, parsed.error().text);
    catalog::Formula whole = *parsed;
    for (const auto& name : parsed->names()) {
        if (find(name) >= 0) {
            TRY_VOID(let(name, of.at));
            continue;
        }
        if (!is_attribute(name))
            return fault(of.at, fmt::format("it names '{}', which the class does not have", name));
        const auto ours = catalog::Formula::parse(TRY(attribute_of(of.at, name)));
        if (!ours) return fault(of.at, ours.error().text);
        whole = whole.with(name, *ours);
    }
    return whole;
}

// A number, a table by one attribute or month, or a formula.
Read<void> CustomerClass::let(const std::string& name, const Value& at) {
    auto& lets = schedule_->lets;
    if (std::ranges::find(lets, name, &catalog::Let::name) != lets.end()) return {};
    if (!open_.insert(name).second) return fault(at, fmt::format("'{}' names itself", name));
    const Value& value = use(find(name));
    catalog::Let out;
    out.name = name;
    if (value.is_map()) {
        const Lookup lookup = TRY(Lookup::of(value));
        if (lookup.attributes().size() != 1)
            return fault(value, "a number in a formula goes by one attribute");
        const std::string& attribute = lookup.attributes()[0];
        out.by = attribute == kMonth ? attribute : TRY(attribute_of(value, attribute));
        for (const auto& row : lookup.values_of(attribute))
            out.rows.push_back(
                {row, catalog::Formula(TRY(scalar(*lookup.at({{attribute, row}}))))});
    } else {
        std::string text = value.text;
        std::erase(text, ' ');
        if (text.starts_with('.')) text.insert(0, "0");
        out.is = TRY(formula({value, text}));
    }
    open_.erase(name);
    lets.push_back(std::move(out));
    return {};
}

}  // namespace bw::tariff_sources::owrs
