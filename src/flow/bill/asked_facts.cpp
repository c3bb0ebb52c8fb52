#include "flow/bill/asked_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace bw::bill {
namespace {

// The days inside of others on which something that is asked for changes.
std::set<LocalDate> changes_in(const AskedFacts& facts, const Period& days) {
    std::set<LocalDate> changes;
    for (const auto& count : facts.services)
        if (days.from < count.from && count.from < days.to) changes.insert(count.from);
    if (facts.asked == nullptr) return changes;
    for (const auto& attribute : facts.attributes) {
        if (attribute.from <= days.from || days.to <= attribute.from) continue;
        if (!std::ranges::binary_search(facts.asked->all, attribute.name)) continue;
        const auto* before =
            customers::attribute_on(facts.attributes, attribute.name, attribute.from.plus_days(-1));
        const std::string value = before == nullptr ? std::string() : before->value;
        if (value != attribute.value) changes.insert(attribute.from);
    }
    return changes;
}

}  // namespace

std::vector<Period> cut_by_facts(const AskedFacts& facts, const Period& days) {
    std::vector<Period> parts;
    LocalDate from = days.from;
    for (const LocalDate cut : changes_in(facts, days)) {
        parts.push_back({from, cut});
        from = cut;
    }
    parts.push_back({from, days.to});
    return parts;
}

Period days_alike(const AskedFacts& facts, const Period& days, LocalDate day) {
    Period alike = days;
    for (const LocalDate cut : changes_in(facts, days)) {
        if (cut <= day) alike.from = cut;
        else alike.to = std::min(alike.to, cut);
    }
    return alike;
}

Result<void> add_attributes(const AskedFacts& facts, LocalDate day,
                            std::map<std::string, Decimal>& known) {
    if (facts.asked == nullptr) return {};
    for (const auto& name : facts.asked->numbers) {
        const auto* attribute = customers::attribute_on(facts.attributes, name, day);
        if (attribute == nullptr) continue;
        const auto value = Decimal::parse(attribute->value);
        if (!value)
            return fail(Code::Invalid,
                        fmt::format("its attribute '{}' is '{}' on {}, and the tariff reckons with "
                                    "it: import a number with an attributes file",
                                    name, attribute->value, day.to_string()));
        known.insert_or_assign(name, *value);
    }
    return {};
}

catalog::KnownFacts known_facts(const AskedFacts& facts, LocalDate day,
                                const std::map<std::string, Decimal>& numbers) {
    catalog::KnownFacts known;
    for (const auto& [name, value] : numbers) known.emplace(name, value.to_string());
    if (facts.asked == nullptr) return known;
    for (const auto& name : facts.asked->all) {
        const auto* attribute = customers::attribute_on(facts.attributes, name, day);
        if (attribute != nullptr) known.insert_or_assign(name, attribute->value);
    }
    return known;
}

}  // namespace bw::bill
