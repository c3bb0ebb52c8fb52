// Adds the facts of one batch. All SQL of the room that writes.
#include "books/customers/customers.h"

#include <fmt/format.h>

#include <unordered_map>

namespace bw::customers {

using store::Row;
using store::Transaction;

namespace {

std::int64_t last_id(Transaction& tx, TenantId tenant, std::string_view kind) {
    return tx
        .integer("SELECT COALESCE(MAX(id), 0) FROM identifier WHERE tenant_id = ?1 AND kind = ?2",
                 tenant, kind)
        .value_or(0);
}

void add_identifier(Transaction& tx, TenantId tenant, Batch batch, std::string_view kind,
                    std::string_view code, const Identifier& id) {
    tx.execute("INSERT INTO identifier (tenant_id, kind, code, id, bucket, batch) VALUES (?1, ?2, "
               "?3, ?4, ?5, ?6)",
               tenant, kind, code, id.id, id.bucket, batch);
}

}  // namespace

Result<IssuerId> save_issuer(Transaction& tx, TenantId tenant, Batch batch, const Issuer& issuer,
                             std::string_view text) {
    auto found = find_identifier(tx, tenant, kIssuer, issuer.code);
    if (!found) {
        found = Identifier{last_id(tx, tenant, kIssuer) + 1, 0};
        add_identifier(tx, tenant, batch, kIssuer, issuer.code, *found);
    }
    tx.execute("INSERT INTO issuer (tenant_id, issuer_id, valid_from, batch, code, body) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
               tenant, found->id, issuer.valid_from, batch, issuer.code, text);
    return IssuerId{found->id};
}

struct AccountWriter::State {
    Transaction& tx;
    TenantId tenant;
    Batch batch;
    std::unordered_map<std::string, Identifier> issuers;
    std::int64_t next_account, next_customer, next_point;
    std::int64_t accounts = 0, subscriptions = 0;

    // Finds or makes the account of the row.
    Result<Identifier> account(const AccountRow& row, const Identifier& issuer);
    Identifier service_point(const AccountRow& row);
    void holder(const AccountRow& row, const Identifier& account);
    void subscription(const AccountRow& row, const Identifier& account, const Identifier& point);
};

AccountWriter::AccountWriter(Transaction& tx, TenantId tenant, Batch batch)
    : state_(new State{tx,
                       tenant,
                       batch,
                       {},
                       last_id(tx, tenant, kAccount) + 1,
                       last_id(tx, tenant, kCustomer) + 1,
                       last_id(tx, tenant, kServicePoint) + 1}) {}
AccountWriter::~AccountWriter() = default;
std::int64_t AccountWriter::accounts_added() const { return state_->accounts; }
std::int64_t AccountWriter::subscriptions_added() const { return state_->subscriptions; }

Result<Identifier> AccountWriter::State::account(const AccountRow& row, const Identifier& issuer) {
    if (const auto found = find_identifier(tx, tenant, kAccount, row.account)) {
        const bool same = tx.find(
                                "SELECT issuer_id, currency FROM billing_account WHERE tenant_id = "
                                "?1 AND bucket = ?2 AND "
                                "billing_account_id = ?3",
                                [&](const Row& r) {
                                    return r.integer(0) == issuer.id && r.text(1) == row.currency;
                                },
                                tenant, found->bucket, found->id)
                              .value_or(false);
        if (!same)
            return fail(Code::Conflict,
                        "an account keeps its issuer and currency; open a new account instead",
                        "account " + row.account);
        return *found;
    }
    const std::string number = row.customer.empty() ? row.account : row.customer;
    auto customer = find_identifier(tx, tenant, kCustomer, number);
    if (!customer) {
        customer = Identifier{next_customer++, 0};
        add_identifier(tx, tenant, batch, kCustomer, number, *customer);
        tx.execute("INSERT INTO customer (tenant_id, customer_id, number, parent_id, batch) VALUES "
                   "(?1, ?2, ?3, 0, ?4)",
                   tenant, customer->id, number, batch);
    }
    const std::int64_t id = next_account++;
    const Identifier made{id, bucket_of(id)};
    add_identifier(tx, tenant, batch, kAccount, row.account, made);
    tx.execute(
        "INSERT INTO billing_account (tenant_id, bucket, billing_account_id, number, customer_id, "
        "customer_number, issuer_id, currency, batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        tenant, made.bucket, made.id, row.account, customer->id, number, issuer.id, row.currency,
        batch);
    ++accounts;
    return made;
}

void AccountWriter::State::holder(const AccountRow& row, const Identifier& account) {
    const AccountVersion& h = row.holder;
    // The same holder said again is not a new fact; another one from the same day supersedes within
    // the batch.
    tx.execute("INSERT INTO billing_account_version (tenant_id, bucket, billing_account_id, "
               "valid_from, batch, name, "
               "street, postcode, city, country, email, vat_id, language, cycle) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT "
               "DO NOTHING",
               tenant, account.bucket, account.id, h.from, batch, h.name, h.address.street,
               h.address.postcode, h.address.city, h.address.country, h.email, h.vat_id, h.language,
               h.cycle);
}

Identifier AccountWriter::State::service_point(const AccountRow& row) {
    if (const auto found = find_identifier(tx, tenant, kServicePoint, row.service_point))
        return *found;
    const std::int64_t id = next_point++;
    const Identifier made{id, bucket_of(id)};
    add_identifier(tx, tenant, batch, kServicePoint, row.service_point, made);
    tx.execute("INSERT INTO service_point (tenant_id, bucket, service_point_id, code, kind, zone, "
               "street, postcode, "
               "city, country, batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
               tenant, made.bucket, made.id, row.service_point, row.kind, row.zone,
               row.supply.street, row.supply.postcode, row.supply.city, row.supply.country, batch);
    return made;
}

void AccountWriter::State::subscription(const AccountRow& row, const Identifier& account,
                                        const Identifier& point) {
    auto id = tx.integer(
        "SELECT subscription_id FROM subscription WHERE tenant_id = ?1 AND bucket = ?2 AND "
        "billing_account_id = ?3 AND service_point_id = ?4",
        tenant, account.bucket, account.id, point.id);
    if (!id) {
        id = tx.integer("SELECT COALESCE(MAX(subscription_id), 0) + 1 FROM subscription WHERE "
                        "tenant_id = ?1 AND "
                        "bucket = ?2 AND billing_account_id = ?3",
                        tenant, account.bucket, account.id)
                 .value_or(1);
        tx.execute(
            "INSERT INTO subscription (tenant_id, bucket, billing_account_id, subscription_id, "
            "service_point_id, starts_on, batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            tenant, account.bucket, account.id, *id, point.id, row.from, batch);
        ++subscriptions;
    }
    tx.execute("INSERT INTO subscription_version (tenant_id, bucket, billing_account_id, "
               "subscription_id, valid_from, "
               "batch, plan) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
               tenant, account.bucket, account.id, *id, row.from, batch, row.plan);
}

Result<void> AccountWriter::add(const AccountRow& row) {
    auto& s = *state_;
    TRY_VOID(Currency::parse(row.currency));
    TRY_VOID(Zone::find(row.zone));
    auto issuer = s.issuers.find(row.issuer);
    if (issuer == s.issuers.end()) {
        const auto found = find_identifier(s.tx, s.tenant, kIssuer, row.issuer);
        if (!found)
            return fail(Code::NotFound,
                        fmt::format("issuer '{}' is not known; import its `issuer:` document first",
                                    row.issuer));
        issuer = s.issuers.emplace(row.issuer, *found).first;
    }
    const Identifier account = TRY(s.account(row, issuer->second));
    s.holder(row, account);
    s.subscription(row, account, s.service_point(row));
    return {};
}

}  // namespace bw::customers
