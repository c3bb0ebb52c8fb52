#include "flow/rate/telecom_plan.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

// A `usage:` section with the head of the schedule or plan that holds it.
struct Section {
    const catalog::Header* head = nullptr;
    const catalog::Telecom* usage = nullptr;
};

Result<std::vector<Section>> sections_of(const catalog::Catalog& catalog, const catalog::Plan& plan,
                                         const Period& period) {
    std::vector<Section> sections;
    if (plan.usage) sections.push_back({&plan.head, &*plan.usage});
    for (const std::string& name : plan.schedules) {
        const auto versions = TRY(catalog.schedule_versions(name, period));
        const bool has_usage = std::ranges::any_of(
            versions, [](const catalog::Schedule* version) { return version->usage.has_value(); });
        if (!has_usage) continue;
        if (!sections.empty())
            return fail(Code::Unsupported,
                        "usage is priced in two places; keep one `usage:` section",
                        "plan " + plan.head.name);
        for (const catalog::Schedule* version : versions) {
            if (!version->usage)
                return fail(Code::Unsupported,
                            fmt::format("the version of {} has no `usage:` section, another has",
                                        version->head.from.to_string()),
                            "schedule " + name);
            sections.push_back({&version->head, &*version->usage});
        }
    }
    return sections;
}

Result<std::vector<LocalDate>> holidays_of(const catalog::Catalog& catalog,
                                           const catalog::Header& head) {
    std::vector<LocalDate> days;
    if (head.holidays.empty()) return days;
    const auto calendar = catalog.calendar(head.holidays);
    if (!calendar) return fail(Code::NotFound, calendar.error().text, "schedule " + head.name);
    for (const auto& [day, name] : (*calendar)->holidays) days.push_back(day);
    return days;
}

}  // namespace

Result<std::optional<TelecomPlan>> compile_telecom_plan(const catalog::Catalog& catalog,
                                                        const catalog::Plan& plan,
                                                        const Period& period, const Zone& zone) {
    const std::vector<Section> sections = TRY(sections_of(catalog, plan, period));
    if (sections.empty()) return std::nullopt;
    TelecomPlan out;
    out.prices = sections.front().head->prices;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const catalog::Header& head = *sections[i].head;
        // A version holds until the next one; the first one is in force when the period begins.
        const Period days{i == 0 ? period.from : head.from,
                          i + 1 < sections.size() ? sections[i + 1].head->from : period.to};
        if (head.prices != out.prices)
            return fail(Code::Unsupported,
                        "prices change between net and gross inside a month: let the version begin "
                        "on the first of one",
                        "schedule " + head.name);
        const std::vector<LocalDate> holidays = TRY(holidays_of(catalog, head));
        const TelecomSources sources{
            .telecom = *sections[i].usage,
            .decks = catalog.decks,
            .allowances = plan.allowances,
            .holidays = holidays,
            .schedule = head.name,
            .version = head.from,
            .round = {head.round.method, head.round.places},
            .plan = fmt::format("{}@{}", plan.head.name, plan.head.from.to_string())};
        out.parts.push_back({days, TRY(compile_telecom(sources, period, zone))});
    }
    return out;
}

}  // namespace bw::rate
