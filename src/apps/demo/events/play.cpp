#include "apps/demo/cast.h"
#include "apps/demo/events/events.h"

#include <fmt/format.h>

namespace bw::demo::events {
namespace {

// What cast.h tells of the accounts without events.
void stories(Script& script) {
    const auto aurora = [](std::int64_t position) {
        return fmt::format("A-{}", 100'000 + position);
    };
    const LocalDate moves = script.month(2).plus_days(15), changes = script.month(1).plus_days(15);
    script.happens(Event::MovedOut, aurora(cast::kMoves), moves);
    script.happens(Event::AddressChanged, aurora(cast::kMoves), moves);
    script.happens(Event::CorrectedByLines, aurora(cast::kEstimated),
                   script.month(1).plus_days(19));
    script.happens(Event::PlanChanged, fmt::format("N-{}", 100'000 + cast::kPlanChange), changes);
}

// From the eighth month on the bills of each go out when a second person has approved them.
void approvals(Script& script) {
    constexpr int kFirst = 7;
    script.text(script.month(kFirst).plus_days(9), "approval.yaml");
    for (int n = kFirst; n < script.options().months; ++n)
        script.happens(Event::ApprovedBySecond, script.month(n).to_string().substr(0, 7),
                       script.month(n));
}

}  // namespace

Result<Script> play(const Options& options) {
    Script script = TRY(Script::make(options));
    const LocalDate first = script.month(0);
    for (const auto* name : {"aurora-more.yaml", "aurora-fix.yaml", "nordlink-more.yaml",
                             "payment-plans.yaml", "checks.yaml"})
        script.text(first, name);
    script.text(first, "sonne.yaml", FileKind::Issuer);
    moves(script);
    contracts(script);
    payers(script);
    advances(script);
    counters(script);
    factors(script);
    corrections(script);
    takeovers(script);
    money(script);
    reading_troubles(script);
    contract_troubles(script);
    bill_troubles(script);
    machine_troubles(script);
    approvals(script);
    stories(script);
    return script;
}

}  // namespace bw::demo::events
