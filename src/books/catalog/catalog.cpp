#include "books/catalog/catalog.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::catalog {
namespace {

template <typename T>
std::string names_of(const std::vector<T>& records) {
    std::string names;
    for (const auto& r : records)
        if (names.find(r.head.name) == std::string::npos) names += (names.empty() ? "" : ", ") + r.head.name;
    return names.empty() ? "none" : names;
}

template <typename T>
const T* by_name(const std::vector<T>& records, std::string_view name) {
    const auto it = std::ranges::find_if(records, [&](const T& r) { return r.name == name; });
    return it == records.end() ? nullptr : &*it;
}

}  // namespace

Result<const Plan*> Catalog::plan_on(std::string_view name, LocalDate day) const {
    const Plan* found = nullptr;
    bool known = false;
    for (const auto& plan : all.plans) {
        if (plan.head.name != name) continue;
        known = true;
        if (plan.head.from <= day && (found == nullptr || found->head.from < plan.head.from)) found = &plan;
    }
    if (found != nullptr) return found;
    if (known)
        return fail(Code::NotFound, fmt::format("plan {} has no version in force on {}", name, day.to_string()));
    return fail(Code::NotFound, fmt::format("plan {} is not in the catalog (there are: {})", name, names_of(all.plans)));
}

Result<std::vector<const Schedule*>> Catalog::schedule_versions(std::string_view name, const Period& period) const {
    std::vector<const Schedule*> versions;
    bool known = false;
    for (const auto& schedule : all.schedules) {
        if (schedule.head.name != name) continue;
        known = true;
        if (schedule.head.from < period.to) versions.push_back(&schedule);
    }
    std::ranges::sort(versions, {}, [](const Schedule* s) { return s->head.from; });
    // Only the last of those that begin before the period is still in force on its first day.
    while (versions.size() > 1 && versions[1]->head.from <= period.from) versions.erase(versions.begin());
    if (!versions.empty() && versions.front()->head.from <= period.from) return versions;
    if (known)
        return fail(Code::NotFound, fmt::format("schedule {} has no version in force on {}", name, period.from.to_string()));
    return fail(Code::NotFound,
                fmt::format("schedule {} is not in the catalog (there are: {})", name, names_of(all.schedules)));
}

const Calendar* Catalog::find_calendar(std::string_view name) const { return by_name(all.calendars, name); }
const Deck* Catalog::find_deck(std::string_view name) const { return by_name(decks, name); }

const Taxes* Catalog::find_taxes(std::string_view name) const {
    if (const auto* taxes = by_name(all.taxes, name)) return taxes;
    const auto it = std::ranges::find_if(all.taxes, [&](const Taxes& t) { return t.country == name; });
    return it == all.taxes.end() ? nullptr : &*it;
}

Result<TaxOn> Catalog::tax_on(std::string_view name, std::string_view key, LocalDate day) const {
    const Taxes* taxes = find_taxes(name);
    if (taxes == nullptr) return fail(Code::NotFound, fmt::format("taxes {} are not in the catalog", name));
    const TaxCategory* category = taxes->find(key);
    if (category == nullptr)
        return fail(Code::NotFound, fmt::format("taxes {} have no category '{}'", name, key));
    const TaxRate* rate = category->rate_on(day);
    if (rate == nullptr)
        return fail(Code::NotFound, fmt::format("taxes {}: category '{}' has no rate on {}", name, key, day.to_string()));
    return TaxOn{category, rate};
}

std::string Catalog::charge_name(std::string_view schedule, LocalDate version, std::string_view charge,
                                 const std::string& language) const {
    for (const auto& s : all.schedules) {
        if (s.head.name != schedule || s.head.from != version) continue;
        if (const auto* c = s.find(charge)) return name_in(c->names, language, c->key);
        for (const auto& d : s.discounts)
            if (d.key == charge) return name_in(d.names, language, d.key);
    }
    return std::string(charge);
}

}  // namespace bw::catalog
