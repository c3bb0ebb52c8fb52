#include "books/catalog/asked.h"
#include "flow/meter/event_unit.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/limits.h"
#include "flow/rate/energy/per_interval.h"
#include "flow/rate/energy/sections.h"
#include "flow/rate/energy/stencils.h"
#include "flow/rate/energy/windows.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

Result<void> check_request(const CompileRequest& request) {
    if (request.versions.empty())
        return fail(Code::Invalid, "no version of the schedule was handed over");
    const std::string subject = "schedule " + request.versions[0]->head.name;
    if (request.period.is_empty() || days_in(request.period) > kPeriodDays)
        return fail(Code::Invalid,
                    fmt::format("a billing period from {} to {} cannot be rated",
                                request.period.from.to_string(), request.period.to.to_string()),
                    subject);
    const bool counts_amounts = std::ranges::any_of(
        request.versions, [](const auto* version) { return version->counts_amounts(); });
    for (std::size_t i = 1; i < request.versions.size(); ++i) {
        const auto& before = request.versions[i - 1]->head;
        const auto& head = request.versions[i]->head;
        if (head.name != before.name || head.from <= before.from)
            return fail(Code::Invalid,
                        "versions are of one schedule, in the order of their 'from' dates",
                        subject);
        if (head.currency != before.currency)
            return fail(Code::Unsupported,
                        "the currency changes inside a month: let the version begin on the first "
                        "of one",
                        subject);
        if (head.prices != before.prices && counts_amounts)
            return fail(Code::Unsupported,
                        "prices change between net and gross inside a month, and a minimum, "
                        "maximum, credit or discount counts both: let the version begin on the "
                        "first of one",
                        subject);
    }
    return {};
}

bool counts_per_day(const catalog::Charge& charge) {
    return std::any_of(charge.seasons.begin(), charge.seasons.end(), [](const auto& season) {
        return std::any_of(season.windows.begin(), season.windows.end(), [](const auto& window) {
            return window.per == catalog::TierPeriod::Day;
        });
    });
}

// Those in force in the period first: their charges are the bill's; others are there for counters.
std::vector<std::size_t> order_of_versions(const CompiledSchedule& schedule) {
    std::vector<std::size_t> in_force, others;
    for (std::size_t v = 0; v < schedule.versions.size(); ++v) {
        const bool is_over = v + 1 < schedule.versions.size() &&
                             schedule.versions[v + 1].head.from <= schedule.period.from;
        const bool is_later = schedule.period.to <= schedule.versions[v].head.from;
        (is_over || is_later ? others : in_force).push_back(v);
    }
    in_force.insert(in_force.end(), others.begin(), others.end());
    return in_force;
}

// The charges of all versions by key, in the order of the first version that has them. A key means
// one thing.
Result<void> collect_charges(CompiledSchedule& schedule) {
    for (const std::size_t v : order_of_versions(schedule)) {
        const auto& charges = schedule.versions[v].charges;
        for (std::size_t c = 0; c < charges.size(); ++c) {
            auto found =
                std::find_if(schedule.charges.begin(), schedule.charges.end(),
                             [&](const auto& known) { return known.key == charges[c].key; });
            if (found == schedule.charges.end()) {
                CompiledCharge charge;
                charge.key = charges[c].key;
                charge.in_version.assign(schedule.versions.size(), -1);
                found = schedule.charges.insert(found, std::move(charge));
            }
            for (std::size_t other = 0; other < schedule.versions.size(); ++other) {
                const auto* known = schedule.charge(*found, static_cast<int>(other));
                if (known != nullptr && !catalog::counts_the_same(*known, charges[c]))
                    return fail(Code::Unsupported,
                                "versions count different things under one key; use another key",
                                fmt::format("schedule {}@{} line {} charges.{}",
                                            schedule.versions[v].head.name,
                                            schedule.versions[v].head.from.to_string(),
                                            charges[c].line.number, charges[c].key));
            }
            found->in_version[v] = static_cast<int>(c);
            found->counts_events = meter::counts_events(charges[c].of.unit);
            found->per_day = found->per_day || counts_per_day(charges[c]) ||
                             charges[c].kind == catalog::ChargeKind::Demand;
        }
    }
    return {};
}

Result<void> find_asked(CompiledSchedule& schedule) {
    for (const auto& key : TRY(catalog::asked_in_order(schedule.versions)))
        if (const auto it = std::ranges::find(schedule.charges, key, &CompiledCharge::key);
            it != schedule.charges.end())
            schedule.asked.push_back(static_cast<std::size_t>(it - schedule.charges.begin()));
    return {};
}

std::uint32_t bucket_count(const CompiledSchedule& schedule, const CompiledCharge& charge) {
    if (charge.sections.empty()) return 0;
    const auto& last = charge.sections.back();
    const auto& season =
        schedule.charge(charge, last.version)->seasons[static_cast<std::size_t>(last.season)];
    return last.bucket + static_cast<std::uint32_t>(season.windows.size());
}

bool is_measured(const CompiledSchedule& schedule, const CompiledCharge& charge) {
    for (std::size_t v = 0; v < schedule.versions.size(); ++v)
        if (const auto* prices = schedule.charge(charge, static_cast<int>(v)))
            return prices->kind != catalog::ChargeKind::Fixed;
    return false;
}

bool has_interval_prices(const CompiledSchedule& schedule, const CompiledCharge& charge) {
    for (std::size_t v = 0; v < schedule.versions.size(); ++v)
        if (const auto* prices = schedule.charge(charge, static_cast<int>(v)))
            return is_per_interval(*prices);
    return false;
}

}  // namespace

bool CompiledSchedule::owns(const State& state) const {
    const auto has = [&](const auto& records) {
        return std::ranges::any_of(records,
                                   [&](const auto& record) { return record.key == state.charge; });
    };
    return state.charge == "minimum" || has(charges) ||
           std::ranges::any_of(versions, [&](const auto& v) { return has(v.credits); });
}

const catalog::Schedule& CompiledSchedule::rules_for(const Period& supplied) const {
    const auto* rules = &versions.front();
    for (const auto& version : versions)
        if (version.head.from < supplied.to) rules = &version;
    return *rules;
}

Result<CompiledSchedule> compile(const CompileRequest& request) {
    TRY_VOID(check_request(request));
    CompiledSchedule schedule;
    for (const auto* version : request.versions) schedule.versions.push_back(*version);
    schedule.period = request.period;
    schedule.zone = request.zone;
    schedule.span = request.zone.span_of(request.period);
    schedule.steps = request.steps;
    schedule.factors = request.factors;
    TRY_VOID(collect_charges(schedule));
    TRY_VOID(find_asked(schedule));
    for (auto& charge : schedule.charges) {
        cut_stencils(schedule, charge);
        charge.sections = TRY(cut_sections(schedule, charge, schedule.period, true));
        charge.buckets = bucket_count(schedule, charge);
        if (!is_measured(schedule, charge)) continue;
        TRY_VOID(cut_stretches(schedule, request.calendars, charge));
        for (const auto step : schedule.steps) {
            auto runs = runs_on_grid(schedule, charge, step);
            // A step that does not fit the windows is an Error only where a meter comes with it.
            charge.runs.push_back(runs ? std::move(*runs) : std::vector<Run>());
            charge.stacks.push_back(stack_days(schedule, charge, charge.runs.back(), step));
            if (!has_interval_prices(schedule, charge)) continue;
            auto prices = prices_on_grid(schedule, charge, step);
            charge.prices.push_back(prices ? std::move(*prices) : std::vector<std::int64_t>());
        }
    }
    return schedule;
}

}  // namespace bw::rate
