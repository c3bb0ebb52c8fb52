#include "apps/demo/events/events.h"

namespace bw::demo::events {

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
    corrections(script);
    takeovers(script);
    money(script);
    reading_troubles(script);
    contract_troubles(script);
    bill_troubles(script);
    return script;
}

}  // namespace bw::demo::events
