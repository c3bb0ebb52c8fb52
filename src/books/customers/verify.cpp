// Checking the register: who is billed must be known by code, and all that hangs on it be there.
#include "books/customers/customers.h"
#include "platform/crypto/sha256.h"
#include "platform/store/findings.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::customers {
namespace {

using store::Findings;
using store::Row;

Result<void> check_issuer(const Row& row) {
    if (!std::ranges::equal(row.bytes(4), crypto::sha256(row.text(2)).bytes))
        return fail(Code::Corrupt, "its text is not the one that was imported");
    const auto issuer = TRY(parse_issuer(row.text(2), row.text(3), IssuerText::Stored));
    if (issuer.code != row.text(0) || issuer.valid_from != row.date(1))
        return fail(Code::Corrupt, "its text is of another issuer or day");
    return {};
}

void ask_issuers(Findings& findings) {
    findings.ask(
        "SELECT i.code, i.batch FROM issuer i WHERE i.tenant_id = ?1 AND (NOT EXISTS "
        "(SELECT 1 FROM identifier n WHERE n.tenant_id = i.tenant_id AND n.kind = ?3 AND "
        "n.code = i.code AND n.id = i.issuer_id) OR NOT EXISTS (SELECT 1 FROM batch b "
        "WHERE b.tenant_id = i.tenant_id AND b.batch = i.batch AND b.kind = 'issuer')) "
        "ORDER BY i.batch LIMIT ?2",
        [](const Row& row) {
            return fmt::format("issuer {} (batch {}): its code or batch is not known", row.text(0),
                               row.integer(1));
        },
        kIssuer);
}

// One content comes in once, so that each has its row.
void ask_issuer_batches(Findings& findings) {
    findings.ask("SELECT b.batch, b.source FROM batch b WHERE b.tenant_id = ?1 AND b.kind = "
                 "'issuer' AND NOT EXISTS (SELECT 1 FROM issuer i WHERE i.tenant_id = b.tenant_id "
                 "AND i.batch = b.batch) ORDER BY b.batch LIMIT ?2",
                 [](const Row& row) {
                     return fmt::format("batch {}: its issuer {} is not there", row.integer(0),
                                        row.text(1));
                 });
}

void check_issuers(store::Transaction& tx, TenantId tenant, Findings& findings) {
    tx.for_each(
        "SELECT i.code, i.valid_from, i.body, b.source, b.sha256, i.batch FROM issuer i JOIN batch "
        "b ON b.tenant_id = i.tenant_id AND b.batch = i.batch WHERE i.tenant_id = ?1 ORDER BY "
        "i.issuer_id, i.valid_from, i.batch",
        [&](const Row& row) {
            if (const auto good = check_issuer(row); !good)
                findings.add(fmt::format("issuer {} (batch {}): {}", row.text(0), row.integer(5),
                                         good.error().message()));
        },
        tenant);
    ask_issuers(findings);
    ask_issuer_batches(findings);
}

// Rows of `table` (as t) that `wrong` (an SQL condition) is true of.
struct Rule {
    std::string_view table, shown;  // shown: the SQL of a name, as a text
    std::string wrong;
    std::string_view sentence;
};

// Condition: no row of `table` (as o) for which `same` holds.
std::string none(std::string_view table, std::string_view same) {
    return fmt::format("NOT EXISTS (SELECT 1 FROM {} o WHERE o.tenant_id = t.tenant_id AND {})",
                       table, same);
}

constexpr std::string_view kSameAccount =
    "o.bucket = t.bucket AND o.billing_account_id = t.billing_account_id";
constexpr std::string_view kSameSubscription =
    "o.bucket = t.bucket AND o.billing_account_id = t.billing_account_id AND o.subscription_id = "
    "t.subscription_id";
constexpr std::string_view kId = "CAST(t.billing_account_id AS TEXT)";

void ask(Findings& findings, const Rule& rule) {
    findings.ask(fmt::format("SELECT {} FROM {} t WHERE t.tenant_id = ?1 AND {} LIMIT ?2",
                             rule.shown, rule.table, rule.wrong),
                 [&](const Row& row) { return fmt::format("{} {}", rule.sentence, row.text(0)); });
}

void ask_accounts(Findings& findings) {
    ask(findings, {"billing_account", "t.number",
                   none("identifier", "o.kind = 'billing account' AND o.code = t.number AND o.id = "
                                      "t.billing_account_id AND o.bucket = t.bucket"),
                   "the register of codes does not lead to billing account"});
    ask(findings, {"identifier", "t.code",
                   "t.kind = 'billing account' AND " +
                       none("billing_account", "o.bucket = t.bucket AND o.billing_account_id = "
                                               "t.id AND o.number = t.code"),
                   "known by its code and lost: billing account"});
    ask(findings, {"billing_account", "t.number", none("billing_account_version", kSameAccount),
                   "without a holder: billing account"});
    ask(findings, {"billing_account", "t.number",
                   none("customer", "o.customer_id = t.customer_id AND o.number = "
                                    "t.customer_number"),
                   "of a customer who is not there: billing account"});
    ask(findings, {"billing_account", "t.number", none("issuer", "o.issuer_id = t.issuer_id"),
                   "of an issuer that is not there: billing account"});
    ask(findings, {"billing_account_version", kId, none("billing_account", kSameAccount),
                   "a holder of an account that is not there: billing account"});
    ask(findings, {"customer", "t.number",
                   none("identifier", "o.kind = 'customer' AND o.code = t.number AND o.id = "
                                      "t.customer_id"),
                   "the register of codes does not lead to customer"});
    ask(findings, {"identifier", "t.code",
                   "t.kind = 'customer' AND " +
                       none("customer", "o.customer_id = t.id AND o.number = t.code"),
                   "known by its code and lost: customer"});
}

void ask_subscriptions(Findings& findings) {
    ask(findings, {"subscription", kId, none("billing_account", kSameAccount),
                   "a subscription of an account that is not there: billing account"});
    ask(findings, {"subscription", kId, none("subscription_version", kSameSubscription),
                   "a subscription without a plan: billing account"});
    ask(findings, {"subscription_version", kId, none("subscription", kSameSubscription),
                   "a plan of a subscription that is not there: billing account"});
    ask(findings, {"takeover", kId, none("subscription", kSameSubscription),
                   "billed elsewhere, of a subscription that is not there: billing account"});
    ask(findings, {"subscription", kId,
                   none("identifier", "o.kind = 'service point' AND o.id = t.service_point_id"),
                   "a subscription whose service point is not there: billing account"});
    ask(findings,
        {"subscription", kId,
         "NOT EXISTS (SELECT 1 FROM identifier n JOIN occupancy o ON o.tenant_id = n.tenant_id AND "
         "o.bucket = n.bucket AND o.service_point_id = n.id WHERE n.tenant_id = t.tenant_id AND "
         "n.kind = 'service point' AND n.id = t.service_point_id AND o.payer_bucket = t.bucket "
         "AND o.billing_account_id = t.billing_account_id AND o.subscription_id = "
         "t.subscription_id)",
         "its service point does not know a subscription of billing account"});
    ask(findings, {"occupancy", kId,
                   none("subscription", "o.bucket = t.payer_bucket AND o.billing_account_id = "
                                        "t.billing_account_id AND o.subscription_id = "
                                        "t.subscription_id AND o.service_point_id = "
                                        "t.service_point_id"),
                   "a service point names a subscription that is not there: billing account"});
    ask(findings, {"service_point", "t.code",
                   none("identifier", "o.kind = 'service point' AND o.code = t.code AND o.id = "
                                      "t.service_point_id AND o.bucket = t.bucket"),
                   "the register of codes does not lead to service point"});
    ask(findings, {"identifier", "t.code",
                   "t.kind = 'service point' AND " +
                       none("service_point", "o.bucket = t.bucket AND o.service_point_id = t.id "
                                             "AND o.code = t.code"),
                   "known by its code and lost: service point"});
    ask(findings, {"device", "CAST(t.service_point_id AS TEXT)",
                   none("service_point", "o.bucket = t.bucket AND o.service_point_id = "
                                         "t.service_point_id"),
                   "a meter of a service point that is not there: service point"});
    ask(findings, {"attribute", "CAST(t.service_point_id AS TEXT)",
                   none("service_point", "o.bucket = t.bucket AND o.service_point_id = "
                                         "t.service_point_id"),
                   "an attribute of a service point that is not there: service point"});
}

void ask_rejects(Findings& findings) {
    findings.ask(
        "SELECT b.batch, b.rejected FROM batch b WHERE b.tenant_id = ?1 AND b.kind IN ('accounts', "
        "'balances', 'history', 'meters', 'attributes', 'calorific-values', 'degree-days', "
        "'profiles', 'prices', 'system-peaks') AND b.rejected <> (SELECT COUNT(*) FROM "
        "account_reject r WHERE "
        "r.tenant_id = "
        "b.tenant_id AND r.batch = b.batch) AND NOT EXISTS (SELECT 1 FROM account_reject r WHERE "
        "r.tenant_id = b.tenant_id AND r.batch = b.batch AND r.line = 0) ORDER BY b.batch LIMIT ?2",
        [](const Row& row) {
            return fmt::format("batch {}: the rejected rows that are kept are not the {} "
                               "that it counted",
                               row.integer(0), row.integer(1));
        });
}

}  // namespace

std::vector<std::string> verify(store::Transaction& tx, TenantId tenant) {
    Findings findings(tx, tenant);
    check_issuers(tx, tenant, findings);
    ask_accounts(findings);
    ask_subscriptions(findings);
    ask_rejects(findings);
    return findings.take();
}

}  // namespace bw::customers
