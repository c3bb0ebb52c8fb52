// Adds the facts of one batch. All SQL of the room that writes.
#include "books/customers/write_chunk.h"

#include <fmt/format.h>

#include <optional>
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

// A row of its day, put into words.
std::string term_words(const Term& term) {
    if (!term.share.is_zero()) return fmt::format("a share of {} %", term.share.to_string());
    if (term.plan.empty()) return "supply ends";
    std::string words = "plan " + term.plan;
    if (!term.payment_plan.empty()) words += ", payment plan " + term.payment_plan;
    if (!term.site.empty()) words += ", site " + term.site;
    return words;
}

Term term_of(const AccountRow& row, const std::string& user) {
    return {row.from, row.plan,  row.payment_plan, row.advance,
            row.site, row.share, row.share_of,     user};
}

bool ends(const AccountRow& row) { return row.plan.empty() && row.share.is_zero(); }

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

void write_reject(Transaction& tx, TenantId tenant, Batch batch, std::int64_t line,
                  std::string_view reason) {
    tx.execute("INSERT INTO account_reject (tenant_id, batch, line, reason) VALUES (?1, ?2, ?3, "
               "?4)",
               tenant, batch, line, reason);
}

std::vector<RejectedRow> rejects_of(Transaction& tx, TenantId tenant, Batch batch, int limit) {
    std::vector<RejectedRow> rows;
    tx.for_each(
        "SELECT line, reason FROM account_reject WHERE tenant_id = ?1 AND batch = ?2 ORDER BY line "
        "LIMIT ?3",
        [&](const store::Row& row) { rows.push_back({row.integer(0), row.string(1)}); }, tenant,
        batch, limit);
    return rows;
}

struct AccountWriter::State {
    struct Known {  // what a row speaks of, as far as it exists
        std::optional<Identifier> account, point, customer, parent;
        std::string user;               // who uses it, where that is not the payer
        std::int64_t subscription = 0;  // 0: none yet
        bool is_holder_said = false, is_term_said = false;  // by an earlier row of the batch
        bool is_takeover_said = false;                      // by any row
    };
    Transaction& tx;
    TenantId tenant;
    Batch batch;
    std::unordered_map<std::string, Identifier> issuers;  // that are known
    std::int64_t next_account, next_customer, next_point;
    IsBilled is_billed;
    WriteChunk chunk;
    std::int64_t accounts = 0, subscriptions = 0;

    Result<Identifier> issuer_of(const AccountRow& row);
    // Every check comes before the first write, so that nothing of a refused row is kept.
    Result<Known> check(const AccountRow& row, const Identifier& issuer);
    Result<void> check_account(const AccountRow& row, const Identifier& issuer, Known& known);
    Result<void> check_customer(const AccountRow& row, Known& known);
    Result<void> check_parent(const AccountRow& row, Known& known);
    Result<void> check_point(const AccountRow& row, Known& known);
    Result<void> check_term(const AccountRow& row, Known& known);
    Result<void> check_takeover(const AccountRow& row, Known& known);

    std::int64_t parent_of(std::int64_t customer) const;
    [[nodiscard]] bool is_below(std::int64_t customer, std::int64_t above) const;

    Identifier add_customer(const std::string& number);
    // The customer that the row speaks of, made where he is new; nothing where it speaks of none.
    std::optional<Identifier> customer_of(const AccountRow& row, const Known& known);
    Identifier add_account(const AccountRow& row, const Identifier& issuer,
                           const Identifier& customer);
    Identifier add_service_point(const AccountRow& row);
    void add_takeover(const AccountRow& row, const Identifier& account, std::int64_t subscription);
};

AccountWriter::AccountWriter(Transaction& tx, TenantId tenant, Batch batch, IsBilled is_billed)
    : state_(new State{tx,
                       tenant,
                       batch,
                       {},
                       last_id(tx, tenant, kAccount) + 1,
                       last_id(tx, tenant, kCustomer) + 1,
                       last_id(tx, tenant, kServicePoint) + 1,
                       std::move(is_billed),
                       WriteChunk(tx, tenant, batch)}) {}
AccountWriter::~AccountWriter() = default;
std::int64_t AccountWriter::accounts_added() const { return state_->accounts; }
std::int64_t AccountWriter::subscriptions_added() const { return state_->subscriptions; }

// Of one day a batch says one thing: a row that repeats it adds nothing, one that contradicts it
// is refused, for nobody could tell which of them stands.
Result<void> AccountWriter::State::check_account(const AccountRow& row, const Identifier& issuer,
                                                 Known& known) {
    known.account = chunk.find(kAccount, row.account);
    if (!known.account) return {};
    const auto is = chunk.account(*known.account);
    const bool same = is && is->issuer == issuer.id && is->currency == row.currency;
    if (!same)
        return fail(Code::Conflict,
                    "an account keeps its issuer and currency; open a new account instead",
                    "account " + row.account);
    const AccountVersion& h = row.holder;
    const auto said = chunk.holder(*known.account, h.from);
    known.is_holder_said = said.has_value();
    if (said && !(*said == h))
        return fail(Code::Conflict,
                    fmt::format("an earlier row of this file gives another holder from {}",
                                h.from.to_string()),
                    "account " + row.account);
    return {};
}

Result<void> AccountWriter::State::check_point(const AccountRow& row, Known& known) {
    known.point = chunk.find(kServicePoint, row.service_point);
    if (!known.point) return {};
    const auto is = chunk.point(*known.point);
    if (is && *is != std::pair(row.kind, row.zone))
        return fail(
            Code::Conflict,
            fmt::format("it is known as {} in {}; its kind and zone stay", is->first, is->second),
            "service point " + row.service_point);
    return {};
}

Result<void> AccountWriter::State::check_term(const AccountRow& row, Known& known) {
    const std::string subject = "service point " + row.service_point;
    LocalDate starts_on;
    if (known.account && known.point)
        if (const auto found = chunk.subscription(*known.account, *known.point, row.role)) {
            known.subscription = found->id;
            starts_on = found->starts_on;
        }
    if (ends(row) && (known.subscription == 0 || row.from < starts_on))
        return fail(Code::Conflict,
                    fmt::format("supply cannot end on {}: this account's begins later or never",
                                row.from.to_string()),
                    subject);
    if (!known.account || !known.point || known.subscription == 0) return {};
    const auto said = chunk.term(*known.account, known.subscription, row.from);
    known.is_term_said = said.has_value();
    if (said && *said != term_of(row, known.user))
        return fail(Code::Conflict,
                    fmt::format("an earlier row of this file says of {}: {}", row.from.to_string(),
                                term_words(*said)),
                    subject);
    return {};
}

std::int64_t AccountWriter::State::parent_of(std::int64_t customer) const {
    return tx
        .integer("SELECT parent_id FROM customer_parent WHERE tenant_id = ?1 AND customer_id = ?2 "
                 "ORDER BY batch DESC LIMIT 1",
                 tenant, customer)
        .value_or(0);
}

bool AccountWriter::State::is_below(std::int64_t customer, std::int64_t above) const {
    for (std::int64_t c = parent_of(customer); c != 0; c = parent_of(c))  // a tree: it ends
        if (c == above) return true;
    return false;
}

// Who is supplied is the account's customer, or one below him.
Result<void> AccountWriter::State::check_customer(const AccountRow& row, Known& known) {
    const std::string& number = row.customer.empty() ? row.account : row.customer;
    std::optional<std::int64_t> payer;
    if (known.account && !(row.customer.empty() && row.parent.empty()))
        if (const auto account = chunk.account(*known.account)) payer = account->customer;
    if (payer && row.customer.empty()) known.customer = Identifier{*payer, 0};
    else if (!known.account || payer) known.customer = chunk.find(kCustomer, number);
    TRY_VOID(check_parent(row, known));
    if (!payer || (known.customer && known.customer->id == *payer)) return {};
    const bool is_of_tree = known.parent
                                ? known.parent->id == *payer || is_below(known.parent->id, *payer)
                                : known.customer && is_below(known.customer->id, *payer);
    if (!is_of_tree)
        return fail(Code::Conflict,
                    "an account keeps its customer; another one that it pays for must stand below "
                    "him: give the customer above in 'parent'",
                    "account " + row.account);
    known.user = number;
    return {};
}

Result<void> AccountWriter::State::check_parent(const AccountRow& row, Known& known) {
    if (row.parent.empty()) return {};
    known.parent = chunk.find(kCustomer, row.parent);
    const std::string subject = "customer " + (row.customer.empty() ? row.account : row.customer);
    if (!known.parent)
        return fail(
            Code::NotFound,
            fmt::format("the customer above, '{}', is not known; his row comes first", row.parent),
            subject);
    if (known.customer &&
        (known.parent->id == known.customer->id || is_below(known.parent->id, known.customer->id)))
        return fail(
            Code::Conflict,
            fmt::format("'{}' stands below this customer and cannot stand above", row.parent),
            subject);
    return {};
}

// Up to when another system billed may be said again as long as we have billed nothing: a day of
// the takeover is put off.
Result<void> AccountWriter::State::check_takeover(const AccountRow& row, Known& known) {
    if (!row.billed_until || !known.account || known.subscription == 0) return {};
    struct Said {
        LocalDate billed_until, fees_until;
        Batch batch;
    };
    const auto said = tx.find(
        "SELECT billed_until, fees_until, batch FROM takeover WHERE tenant_id = ?1 AND bucket = ?2 "
        "AND billing_account_id = ?3 AND subscription_id = ?4 ORDER BY batch DESC LIMIT 1",
        [](const Row& r) { return Said{r.date(0), r.date(1), r.id<Batch>(2)}; }, tenant,
        known.account->bucket, known.account->id, known.subscription);
    known.is_takeover_said = said && said->billed_until == *row.billed_until &&
                             said->fees_until == row.fees_until.value_or(*row.billed_until);
    if (known.is_takeover_said) return {};
    const std::string subject = "service point " + row.service_point;
    if (said && said->batch == batch)
        return fail(Code::Conflict,
                    fmt::format("an earlier row of this file says that it was billed until {}",
                                said->billed_until.to_string()),
                    subject);
    const SubscriptionKey key{known.account->bucket, BillingAccountId{known.account->id},
                              SubscriptionId{known.subscription}};
    if (is_billed && is_billed(key))
        return fail(Code::Conflict,
                    "we have billed it already: up to when another system did is fixed", subject);
    return {};
}

Result<AccountWriter::State::Known> AccountWriter::State::check(const AccountRow& row,
                                                                const Identifier& issuer) {
    Known known;
    TRY_VOID(check_account(row, issuer, known));
    TRY_VOID(check_customer(row, known));
    TRY_VOID(check_point(row, known));
    TRY_VOID(check_term(row, known));
    TRY_VOID(check_takeover(row, known));
    return known;
}

Result<Identifier> AccountWriter::State::issuer_of(const AccountRow& row) {
    if (const auto known = issuers.find(row.issuer); known != issuers.end()) return known->second;
    const auto found = find_identifier(tx, tenant, kIssuer, row.issuer);
    if (!found)
        return fail(Code::Refused,
                    fmt::format("issuer '{}' is not known; import its `issuer:` document first, "
                                "then this file",
                                row.issuer));
    issuers.emplace(row.issuer, *found);
    return *found;
}

Identifier AccountWriter::State::add_customer(const std::string& number) {
    const Identifier made{next_customer++, 0};
    chunk.add_customer(made, number);
    return made;
}

std::optional<Identifier> AccountWriter::State::customer_of(const AccountRow& row,
                                                            const Known& known) {
    if (known.customer || (known.account && row.customer.empty())) return known.customer;
    return add_customer(row.customer.empty() ? row.account : row.customer);
}

Identifier AccountWriter::State::add_account(const AccountRow& row, const Identifier& issuer,
                                             const Identifier& customer) {
    const std::int64_t id = next_account++;
    const Identifier made{id, bucket_of(id)};
    chunk.add_account(made, row, {issuer.id, customer.id, row.currency});
    ++accounts;
    return made;
}

Identifier AccountWriter::State::add_service_point(const AccountRow& row) {
    const std::int64_t id = next_point++;
    const Identifier made{id, bucket_of(id)};
    chunk.add_point(made, row);
    return made;
}

void AccountWriter::State::add_takeover(const AccountRow& row, const Identifier& account,
                                        std::int64_t subscription) {
    if (!row.billed_until) return;
    tx.execute("INSERT INTO takeover (tenant_id, bucket, billing_account_id, subscription_id, "
               "batch, billed_until, fees_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
               tenant, account.bucket, account.id, subscription, batch, *row.billed_until,
               row.fees_until.value_or(*row.billed_until));
}

Result<void> AccountWriter::add(const AccountRow& row) {
    auto& s = *state_;
    const auto issuer = TRY(s.issuer_of(row));
    TRY_VOID(Currency::parse(row.currency));
    TRY_VOID(Zone::find(row.zone));
    const auto known = TRY(s.check(row, issuer));
    const auto customer = s.customer_of(row, known);
    if (customer && known.parent && s.parent_of(customer->id) != known.parent->id)
        s.tx.execute(
            "INSERT INTO customer_parent (tenant_id, customer_id, batch, parent_id) VALUES "
            "(?1, ?2, ?3, ?4) ON CONFLICT (tenant_id, customer_id, batch) DO UPDATE SET "
            "parent_id = excluded.parent_id",
            s.tenant, customer->id, s.batch, known.parent->id);
    const Identifier account = known.account
                                   ? *known.account
                                   : s.add_account(row, issuer, customer.value_or(Identifier{}));
    if (!known.is_holder_said) s.chunk.add_holder(account, row.holder);
    const Identifier point = known.point ? *known.point : s.add_service_point(row);
    std::int64_t subscription = known.subscription;
    if (subscription == 0) {
        subscription = s.chunk.add_subscription(account, point, row);
        ++s.subscriptions;
    }
    if (!known.is_term_said) s.chunk.add_term(account, subscription, term_of(row, known.user));
    if (!known.is_takeover_said) s.add_takeover(row, account, subscription);
    return {};
}

void AccountWriter::expect(const AccountCodes& codes) { state_->chunk.begin(codes); }

void AccountWriter::finish() { state_->chunk.flush(); }

}  // namespace bw::customers
