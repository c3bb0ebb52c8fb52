#include "flow/bill/decisions.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace bw::bill {

using store::Row;
using store::Transaction;

namespace {

constexpr std::array<std::string_view, 4> kActs = {"release", "exclude", "include", "hold"};

// What is said and what takes it back are words on one question: the cause, or nothing.
std::string_view question_of(const Decision& decision) {
    const bool is_of_cause = decision.act == Act::Release || decision.act == Act::Hold;
    return is_of_cause ? cause_name(decision.cause) : "";
}

void add_word(Decisions& decisions, std::string_view act, std::string_view cause, LocalDate month) {
    if (act == act_name(Act::Release)) {
        if (const auto known = parse_cause(cause)) decisions.releases.push_back({*known, month});
    } else if (act == act_name(Act::Exclude)) {
        decisions.excluded_up_to = std::max(decisions.excluded_up_to.value_or(month), month);
    }
}

}  // namespace

std::string_view act_name(Act act) { return kActs[static_cast<std::size_t>(act)]; }

void write_decisions(Transaction& tx, Batch batch, const DecidedBy& by,
                     std::span<const Decision> decisions) {
    for (const auto& d : decisions)
        tx.execute("INSERT INTO bill_decision (tenant_id, bucket, billing_account_id, month, "
                   "cause, batch, act, person, decided_at_us, reason, run_id) VALUES (?1, ?2, ?3, "
                   "?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                   d.payer.tenant, d.payer.bucket, d.payer.account, d.month, question_of(d), batch,
                   act_name(d.act), by.person, by.at, by.reason, by.run);
}

void write_rebill_orders(Transaction& tx, Batch batch, const DecidedBy& by,
                         std::span<const OrderedRebill> orders) {
    for (const auto& [payer, order] : orders)
        tx.execute("INSERT INTO rebill_order (tenant_id, bucket, billing_account_id, "
                   "subscription_id, stream, nominal_from, batch, person, decided_at_us, reason, "
                   "run_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                   payer.tenant, payer.bucket, payer.account, order.subscription, order.stream,
                   order.nominal_from, batch, by.person, by.at, by.reason, by.run);
}

MonthWords load_words(Transaction& tx, TenantId tenant, LocalDate month) {
    MonthWords words;
    tx.for_each(
        "SELECT d.billing_account_id, d.act, d.cause FROM bill_decision d WHERE d.tenant_id = ?1 "
        "AND d.month = ?2 AND d.batch = (SELECT MAX(e.batch) FROM bill_decision e WHERE "
        "e.tenant_id = d.tenant_id AND e.bucket = d.bucket AND e.billing_account_id = "
        "d.billing_account_id AND e.month = d.month AND e.cause = d.cause)",
        [&](const Row& row) {
            const auto account = row.id<BillingAccountId>(0);
            const auto cause = parse_cause(row.text(2));
            if (row.text(1) == act_name(Act::Exclude)) words.excluded.insert(account);
            if (cause && row.text(1) == act_name(Act::Release))
                words.released.emplace(account, *cause);
        },
        tenant, month);
    return words;
}

bool is_new(const Decision& decision, const MonthWords& words) {
    const auto account = decision.payer.account;
    const bool is_released = words.released.contains({account, decision.cause});
    const bool is_excluded = words.excluded.contains(account);
    switch (decision.act) {
        case Act::Release: return !is_released;
        case Act::Hold: return is_released;
        case Act::Exclude: return !is_excluded;
        case Act::Include: return is_excluded;
    }
    return true;
}

bool is_both(BillingAccountId account, Act act, const MonthWords& words) {
    if (act == Act::Release) return words.excluded.contains(account);
    if (act != Act::Exclude) return false;
    const auto release = words.released.lower_bound({account, Cause{}});
    return release != words.released.end() && release->first == account;
}

void add_decisions(Transaction& tx, TenantId tenant, int bucket, Batch cut, Priors& priors,
                   BillingAccountId only) {
    tx.for_each(
        std::string(
            "SELECT d.billing_account_id, d.act, d.cause, d.month FROM bill_decision d WHERE ") +
            "d.tenant_id = ?1 AND d.bucket = ?2 AND " +
            of_account("d.billing_account_id", "?4", only) +
            " AND d.batch = (SELECT MAX(e.batch) FROM bill_decision e WHERE e.tenant_id = "
            "d.tenant_id AND e.bucket "
            "= d.bucket AND e.billing_account_id = d.billing_account_id AND e.month = d.month AND "
            "e.cause = d.cause AND e.batch <= ?3) ORDER BY d.billing_account_id, d.month, d.cause",
        [&](const Row& row) {
            add_word(priors[row.id<BillingAccountId>(0)].decisions, row.text(1), row.text(2),
                     row.date(3));
        },
        tenant, bucket, cut, only);
    tx.for_each(
        "SELECT billing_account_id, subscription_id, stream, nominal_from, batch FROM "
        "rebill_order WHERE tenant_id = ?1 AND bucket = ?2 AND " +
            of_account("billing_account_id", "?4", only) +
            " AND batch <= ?3 ORDER BY billing_account_id, subscription_id, stream, nominal_from, "
            "batch",
        [&](const Row& row) {
            priors[row.id<BillingAccountId>(0)].decisions.rebills.push_back(
                {row.id<SubscriptionId>(1), static_cast<Stream>(row.integer(2)), row.date(3),
                 row.id<Batch>(4)});
        },
        tenant, bucket, cut, only);
}

bool releases(const Decisions& decisions, Cause cause, LocalDate month) {
    return std::ranges::any_of(decisions.releases, [&](const Release& release) {
        return release.cause == cause && month <= release.month;
    });
}

bool excludes(const Decisions& decisions, LocalDate month) {
    return decisions.excluded_up_to && month <= *decisions.excluded_up_to;
}

bool is_to_bill_anew(const Decisions& decisions, const MonthMark& billed) {
    return std::ranges::any_of(decisions.rebills, [&](const RebillOrder& order) {
        return order.subscription == billed.subscription && order.stream == billed.stream &&
               order.nominal_from == billed.nominal_from && billed.cut < order.batch;
    });
}

}  // namespace bw::bill
