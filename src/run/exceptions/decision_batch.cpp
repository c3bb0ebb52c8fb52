#include "run/exceptions/decision_batch.h"

#include "platform/store/batch.h"
#include "run/store.h"

#include <fmt/format.h>

namespace bw::run {

template <typename Write>
Result<Decided> DecisionBatch::record(std::int64_t accounts, Write&& write) {
    const Hand& hand = about_.hand;
    if (hand.person.empty())
        return fail(Code::Invalid, "name who decides it: --as NAME", about_.act);
    if (hand.reason.empty()) return fail(Code::Invalid, "say why: --reason WORDS", about_.act);
    if (accounts == 0) return Decided{};
    const auto tx = workspace_.database->begin(store::Access::Write);
    const Instant now = workspace_.clock->now();
    // The same decision may be taken twice: what tells batches apart is their number.
    const auto next = store::current_cut(*tx, workspace_.tenant).value + 1;
    const std::string source =
        fmt::format("{} {}, {} accounts", about_.act, about_.subject, accounts);
    const Batch batch = TRY(store::record_batch(*tx, workspace_.tenant,
                                                {"decision",
                                                 source,
                                                 crypto::sha256(fmt::format("decision {}", next)),
                                                 now,
                                                 {accounts, accounts, 0, 0}}));
    write(*tx, batch, bill::DecidedBy{hand.person, now, hand.reason, about_.run});
    write_touch(*tx, workspace_.tenant,
                {now, hand.person, about_.act, about_.subject, about_.month, about_.run, accounts,
                 hand.reason});
    tx->commit();
    return Decided{batch, accounts};
}

Result<Decided> DecisionBatch::decide(std::span<const bill::Decision> decisions,
                                      std::int64_t accounts) {
    return record(accounts, [&](store::Transaction& tx, Batch batch, const bill::DecidedBy& by) {
        bill::write_decisions(tx, batch, by, decisions);
    });
}

Result<Decided> DecisionBatch::order(std::span<const bill::OrderedRebill> orders,
                                     std::int64_t accounts) {
    return record(accounts, [&](store::Transaction& tx, Batch batch, const bill::DecidedBy& by) {
        bill::write_rebill_orders(tx, batch, by, orders);
    });
}

}  // namespace bw::run
