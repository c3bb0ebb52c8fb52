#include "apps/billwright/demo_evidence.h"

#include "apps/demo/evidence.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace bw::app {
namespace {

std::vector<std::string> sorted_names(const std::vector<demo::Happening>& happenings,
                                      demo::Event event) {
    std::vector<std::string> names;
    for (const auto& happening : happenings)
        if (happening.event == event) names.push_back(happening.account);
    std::ranges::sort(names);
    return names;
}

DemoEvidence find(store::Transaction& tx, const demo::Options& options, const demo::Plan& plan,
                  demo::Event event) {
    DemoEvidence evidence;
    evidence.event = event;
    tx.for_each(
        demo::question_about(event),
        [&](const store::Row& row) {
            evidence.times.push_back({event, row.string(0), row.date(1)});
        },
        options.first_month);
    std::ranges::sort(evidence.times, {},
                      [](const demo::Happening& h) { return std::tie(h.day, h.account); });
    const auto planned = sorted_names(plan.happenings, event);
    const auto found = sorted_names(evidence.times, event);
    std::ranges::set_difference(planned, found, std::back_inserter(evidence.missing));
    if (demo::is_planned_in_full(event))
        std::ranges::set_difference(found, planned, std::back_inserter(evidence.unplanned));
    return evidence;
}

}  // namespace

std::vector<DemoEvidence> find_evidence(store::Transaction& tx, const demo::Options& options,
                                        const demo::Plan& plan) {
    std::vector<DemoEvidence> all;
    if (options.events)
        for (const auto event : demo::all_events()) all.push_back(find(tx, options, plan, event));
    return all;
}

}  // namespace bw::app
