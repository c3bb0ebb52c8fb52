#include "run/exceptions/decision_batch.h"

#include "platform/store/batch.h"
#include "platform/text/same_name.h"
#include "run/store.h"

#include <fmt/format.h>

#include <set>

namespace bw::run {

Result<void> DecisionBatch::check_hand() const {
    if (text::is_blank(about_.hand.person))
        return fail(Code::Invalid, "name who decides it: --as NAME", about_.act);
    if (text::is_blank(about_.hand.reason))
        return fail(Code::Invalid, "say why: --reason WORDS", about_.act);
    return {};
}

template <typename Write>
Result<Batch> DecisionBatch::record(store::Transaction& tx, std::int64_t accounts, Write&& write) {
    const Hand& hand = about_.hand;
    const Instant now = workspace_.clock->now();
    // A decision may be taken again after it was taken back: what tells batches apart is their
    // number.
    const auto next = store::current_cut(tx, workspace_.tenant).value + 1;
    const std::string source =
        fmt::format("{} {}, {} accounts", about_.act, about_.subject, accounts);
    const Batch batch = TRY(store::record_batch(tx, workspace_.tenant,
                                                {"decision",
                                                 source,
                                                 crypto::sha256(fmt::format("decision {}", next)),
                                                 now,
                                                 {accounts, accounts, 0, 0}}));
    write(batch, bill::DecidedBy{hand.person, now, hand.reason, about_.run});
    write_touch(tx, workspace_.tenant,
                {now, hand.person, about_.act, about_.subject, about_.month, about_.run, accounts,
                 hand.reason});
    return batch;
}

Result<Decided> DecisionBatch::decide(std::span<const bill::Decision> decisions) {
    TRY_VOID(check_hand());
    const auto tx = workspace_.database->begin(store::Access::Write);
    const auto words = bill::load_words(*tx, workspace_.tenant, about_.month);
    std::vector<bill::Decision> said;
    std::set<BillingAccountId> all, concerned, both;
    for (const auto& decision : decisions) {
        const auto account = decision.payer.account;
        all.insert(account);
        if (bill::is_both(account, decision.act, words)) both.insert(account);
        if (!bill::is_new(decision, words)) continue;
        concerned.insert(account);
        said.push_back(decision);
    }
    const auto accounts = static_cast<std::int64_t>(concerned.size());
    Decided decided{{},
                    accounts,
                    static_cast<std::int64_t>(all.size()) - accounts,
                    static_cast<std::int64_t>(both.size())};
    if (said.empty()) return decided;
    decided.batch = TRY(record(*tx, accounts, [&](Batch batch, const bill::DecidedBy& by) {
        bill::write_decisions(*tx, batch, by, said);
    }));
    tx->commit();
    return decided;
}

Result<Decided> DecisionBatch::order(std::span<const bill::OrderedRebill> orders,
                                     std::int64_t accounts) {
    TRY_VOID(check_hand());
    if (accounts == 0) return Decided{};
    const auto tx = workspace_.database->begin(store::Access::Write);
    const Batch batch = TRY(record(*tx, accounts, [&](Batch of, const bill::DecidedBy& by) {
        bill::write_rebill_orders(*tx, of, by, orders);
    }));
    tx->commit();
    return Decided{batch, accounts};
}

}  // namespace bw::run
