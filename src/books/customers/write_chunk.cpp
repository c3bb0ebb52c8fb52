#include "books/customers/write_chunk.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::customers {

using store::Row;

namespace {

// One statement, whatever the number of codes: the last one is repeated.
constexpr std::size_t kCodesAsked = 250;

const std::string& codes_sql() {
    static const std::string kSql = [] {
        std::string sql = "SELECT code, id, bucket FROM identifier WHERE tenant_id = ?1 AND kind = "
                          "?2 AND code IN (";
        for (std::size_t i = 0; i < kCodesAsked; ++i)
            sql += fmt::format("{}?{}", i == 0 ? "" : ", ", i + 3);
        return sql + ")";
    }();
    return kSql;
}

}  // namespace

void WriteChunk::begin(const AccountCodes& codes) {
    flush();
    codes_.clear();
    accounts_.clear();
    points_.clear();
    subscriptions_.clear();
    highest_.clear();
    holders_.clear();
    terms_.clear();
    ask(kAccount, codes.accounts);
    ask(kCustomer, codes.customers);
    ask(kServicePoint, codes.service_points);
}

void WriteChunk::ask(std::string_view kind, const std::vector<std::string>& codes) {
    const std::string kind_name(kind);
    for (const auto& code : codes) codes_.try_emplace({kind_name, code});
    for (std::size_t first = 0; first < codes.size(); first += kCodesAsked) {
        std::vector<store::Value> values{store::to_value(tenant_), store::to_value(kind)};
        for (std::size_t i = 0; i < kCodesAsked; ++i)
            values.push_back(store::to_value(codes[std::min(first + i, codes.size() - 1)]));
        tx_.prepare(codes_sql()).query(values, [&](const Row& row) {
            codes_[{kind_name, row.string(0)}] = Identifier{row.integer(1), row.small(2)};
            return true;
        });
    }
}

std::optional<Identifier> WriteChunk::find(std::string_view kind, const std::string& code) {
    const auto [known, is_new] = codes_.try_emplace({std::string(kind), code});
    if (is_new) known->second = find_identifier(tx_, tenant_, kind, code);
    return known->second;
}

std::optional<WriteChunk::Account> WriteChunk::account(const Identifier& id) {
    if (const auto known = accounts_.find(id.id); known != accounts_.end()) return known->second;
    auto found = tx_.find(
        "SELECT issuer_id, customer_id, currency FROM billing_account WHERE tenant_id = ?1 AND "
        "bucket = ?2 AND billing_account_id = ?3",
        [](const Row& r) { return Account{r.integer(0), r.integer(1), r.string(2)}; }, tenant_,
        id.bucket, id.id);
    if (found) accounts_.emplace(id.id, *found);
    return found;
}

std::optional<std::pair<std::string, std::string>> WriteChunk::point(const Identifier& id) {
    if (const auto known = points_.find(id.id); known != points_.end()) return known->second;
    auto found = tx_.find(
        "SELECT kind, zone FROM service_point WHERE tenant_id = ?1 AND bucket = ?2 AND "
        "service_point_id = ?3",
        [](const Row& r) { return std::pair(r.string(0), r.string(1)); }, tenant_, id.bucket,
        id.id);
    if (found) points_.emplace(id.id, *found);
    return found;
}

std::optional<WriteChunk::Subscribed> WriteChunk::subscription(const Identifier& account,
                                                               const Identifier& point, Role role) {
    const std::tuple key{account.id, point.id, role};
    if (const auto known = subscriptions_.find(key); known != subscriptions_.end())
        return known->second;
    // An account may have thousands, a service point has a few: by its key.
    auto found = tx_.find(
        "SELECT s.subscription_id, s.starts_on FROM occupancy o JOIN subscription s ON s.tenant_id "
        "= o.tenant_id AND s.bucket = o.payer_bucket AND s.billing_account_id = "
        "o.billing_account_id AND s.subscription_id = o.subscription_id WHERE o.tenant_id = ?1 AND "
        "o.bucket = ?2 AND o.service_point_id = ?3 AND o.billing_account_id = ?4 AND s.role = ?5",
        [](const Row& r) { return Subscribed{r.integer(0), r.date(1)}; }, tenant_, point.bucket,
        point.id, account.id, role);
    if (found) subscriptions_.emplace(key, *found);
    return found;
}

std::optional<AccountVersion> WriteChunk::holder(const Identifier& account, LocalDate from) {
    const auto known = holders_.find({account.id, from});
    if (known != holders_.end()) return known->second;
    return tx_.find(
        "SELECT name, street, postcode, city, country, email, vat_id, language, cycle, tax_status "
        "FROM billing_account_version WHERE tenant_id = ?1 AND bucket = ?2 AND billing_account_id "
        "= ?3 AND valid_from = ?4 AND batch = ?5",
        [&](const Row& r) {
            return AccountVersion{
                from,        r.string(0), {r.string(1), r.string(2), r.string(3), r.string(4)},
                r.string(5), r.string(6), r.string(7),
                r.string(8), r.string(9)};
        },
        tenant_, account.bucket, account.id, from, batch_);
}

std::optional<Term> WriteChunk::term(const Identifier& account, std::int64_t subscription,
                                     LocalDate from) {
    const auto known = terms_.find({account.id, subscription, from});
    if (known != terms_.end()) return known->second;
    return tx_.find(
        "SELECT plan, payment_plan, advance, site, share, share_of, customer FROM "
        "subscription_version WHERE tenant_id = ?1 AND bucket = ?2 AND billing_account_id = ?3 AND "
        "subscription_id = ?4 AND valid_from = ?5 AND batch = ?6",
        [&](const Row& r) {
            return Term{from,         r.string(0), r.string(1),
                        r.integer(2), r.string(3), Decimal::from_nano(r.integer(4)),
                        r.string(5),  r.string(6)};
        },
        tenant_, account.bucket, account.id, subscription, from, batch_);
}

template <typename... T>
void WriteChunk::put(std::string_view table, std::initializer_list<std::string_view> columns,
                     const T&... values) {
    auto pending = std::ranges::find(tables_, table, &std::pair<std::string_view, Table>::first);
    if (pending == tables_.end())
        pending = tables_.insert(tables_.end(), {table, Table{columns, {}}});
    const auto value = [](const auto& v) -> Value {
        using V = std::decay_t<decltype(v)>;
        if constexpr (std::is_convertible_v<const V&, std::string_view>)
            return std::string(std::string_view(v));
        else return std::get<std::int64_t>(store::to_value(v));
    };
    pending->second.rows.push_back({value(values)...});
}

void WriteChunk::flush() {
    std::vector<store::Value> values;
    for (const auto& [name, table] : tables_) {
        const auto bulk = tx_.bulk(name, table.columns);
        for (const auto& row : table.rows) {
            values.clear();
            for (const auto& value : row)
                values.push_back(
                    std::visit([](const auto& v) { return store::to_value(v); }, value));
            bulk->add(values);
        }
        bulk->finish();
    }
    tables_.clear();
}

void WriteChunk::add(std::string_view kind, const std::string& code, const Identifier& id) {
    codes_[{std::string(kind), code}] = id;
    put("identifier", {"tenant_id", "kind", "code", "id", "bucket", "batch"}, tenant_, kind, code,
        id.id, id.bucket, batch_);
}

void WriteChunk::add_customer(const Identifier& id, const std::string& number) {
    add(kCustomer, number, id);
    put("customer", {"tenant_id", "customer_id", "number", "parent_id", "batch"}, tenant_, id.id,
        number, 0, batch_);
}

void WriteChunk::add_account(const Identifier& id, const AccountRow& row, const Account& account) {
    add(kAccount, row.account, id);
    accounts_[id.id] = account;
    highest_[id.id] = 0;
    put("billing_account",
        {"tenant_id", "bucket", "billing_account_id", "number", "customer_id", "customer_number",
         "issuer_id", "currency", "batch"},
        tenant_, id.bucket, id.id, row.account, account.customer,
        row.customer.empty() ? row.account : row.customer, account.issuer, row.currency, batch_);
}

void WriteChunk::add_point(const Identifier& id, const AccountRow& row) {
    add(kServicePoint, row.service_point, id);
    points_[id.id] = {row.kind, row.zone};
    put("service_point",
        {"tenant_id", "bucket", "service_point_id", "code", "kind", "zone", "street", "postcode",
         "city", "country", "batch"},
        tenant_, id.bucket, id.id, row.service_point, row.kind, row.zone, row.supply.street,
        row.supply.postcode, row.supply.city, row.supply.country, batch_);
}

std::int64_t WriteChunk::highest_subscription(const Identifier& account) {
    if (const auto known = highest_.find(account.id); known != highest_.end()) return known->second;
    return tx_
        .integer("SELECT COALESCE(MAX(subscription_id), 0) FROM subscription WHERE tenant_id = ?1 "
                 "AND bucket = ?2 AND billing_account_id = ?3",
                 tenant_, account.bucket, account.id)
        .value_or(0);
}

std::int64_t WriteChunk::add_subscription(const Identifier& account, const Identifier& point,
                                          const AccountRow& row) {
    const std::int64_t id = highest_subscription(account) + 1;
    highest_[account.id] = id;
    subscriptions_[{account.id, point.id, row.role}] = {id, row.from};
    put("subscription",
        {"tenant_id", "bucket", "billing_account_id", "subscription_id", "service_point_id",
         "starts_on", "batch", "role"},
        tenant_, account.bucket, account.id, id, point.id, row.from, batch_, row.role);
    put("occupancy",
        {"tenant_id", "bucket", "service_point_id", "payer_bucket", "billing_account_id",
         "subscription_id", "batch"},
        tenant_, point.bucket, point.id, account.bucket, account.id, id, batch_);
    return id;
}

void WriteChunk::add_holder(const Identifier& account, const AccountVersion& h) {
    holders_[{account.id, h.from}] = h;
    put("billing_account_version",
        {"tenant_id", "bucket", "billing_account_id", "valid_from", "batch", "name", "street",
         "postcode", "city", "country", "email", "vat_id", "language", "cycle", "tax_status"},
        tenant_, account.bucket, account.id, h.from, batch_, h.name, h.address.street,
        h.address.postcode, h.address.city, h.address.country, h.email, h.vat_id, h.language,
        h.cycle, h.tax_status);
}

void WriteChunk::add_term(const Identifier& account, std::int64_t subscription, const Term& term) {
    terms_[{account.id, subscription, term.from}] = term;
    put("subscription_version",
        {"tenant_id", "bucket", "billing_account_id", "subscription_id", "valid_from", "batch",
         "plan", "payment_plan", "advance", "site", "share", "share_of", "customer"},
        tenant_, account.bucket, account.id, subscription, term.from, batch_, term.plan,
        term.payment_plan, term.advance, term.site, static_cast<std::int64_t>(term.share.nano()),
        term.share_of, term.customer);
}

}  // namespace bw::customers
