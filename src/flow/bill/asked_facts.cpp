#include "flow/bill/asked_facts.h"

#include "books/catalog/asked.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace bw::bill {
namespace {

// Of all versions: a month may lie in several.
std::set<std::string> asked_by(const catalog::Catalog& catalog, std::string_view schedule) {
    const auto by_name = [](const catalog::Schedule& s) -> std::string_view { return s.head.name; };
    std::set<std::string> asked;
    for (const auto& version :
         std::ranges::equal_range(catalog.all.schedules, schedule, {}, by_name))
        for (auto& name : catalog::facts_asked(version)) asked.insert(std::move(name));
    return asked;
}

// The days inside of others on which something that is asked for changes.
std::set<LocalDate> changes_in(const catalog::Catalog& catalog, std::string_view schedule,
                               const Period& days,
                               std::span<const customers::Attribute> attributes) {
    std::set<LocalDate> changes;
    if (attributes.empty()) return changes;
    const auto asked = asked_by(catalog, schedule);
    for (const auto& attribute : attributes) {
        if (attribute.from <= days.from || days.to <= attribute.from) continue;
        if (!asked.contains(attribute.name)) continue;
        const auto* before =
            customers::attribute_on(attributes, attribute.name, attribute.from.plus_days(-1));
        const std::string value = before == nullptr ? std::string() : before->value;
        if (value != attribute.value) changes.insert(attribute.from);
    }
    return changes;
}

}  // namespace

std::vector<Period> cut_by_attributes(const catalog::Catalog& catalog, std::string_view schedule,
                                      const Period& days,
                                      std::span<const customers::Attribute> attributes) {
    std::vector<Period> parts;
    LocalDate from = days.from;
    for (const LocalDate cut : changes_in(catalog, schedule, days, attributes)) {
        parts.push_back({from, cut});
        from = cut;
    }
    parts.push_back({from, days.to});
    return parts;
}

Period days_alike(const catalog::Catalog& catalog, std::string_view schedule, const Period& days,
                  LocalDate day, std::span<const customers::Attribute> attributes) {
    Period alike = days;
    for (const LocalDate cut : changes_in(catalog, schedule, days, attributes)) {
        if (cut <= day) alike.from = cut;
        else alike.to = std::min(alike.to, cut);
    }
    return alike;
}

Result<void> add_attributes(const catalog::Catalog& catalog, std::string_view schedule,
                            LocalDate day, std::span<const customers::Attribute> attributes,
                            std::map<std::string, Decimal>& facts) {
    if (attributes.empty()) return {};
    for (const auto& name : asked_by(catalog, schedule)) {
        const auto* attribute = customers::attribute_on(attributes, name, day);
        if (attribute == nullptr) continue;
        const auto value = Decimal::parse(attribute->value);
        if (!value)
            return fail(Code::Invalid,
                        fmt::format("its attribute '{}' is '{}' on {}, and the tariff reckons with "
                                    "it: import a number with an attributes file",
                                    name, attribute->value, day.to_string()),
                        fmt::format("schedule {}", schedule));
        facts.insert_or_assign(name, *value);
    }
    return {};
}

}  // namespace bw::bill
