// Who is billed, for what, where: issuers, billing accounts with their subscriptions, and service
// points. Facts are append-only rows with the date they are valid from and the batch that brought
// them; readers take an AsOf and a date. Owns no usage, no prices, no invoices.
#pragma once

#include "base/civil.h"
#include "base/ids.h"
#include "base/money.h"
#include "base/result.h"
#include "books/customers/attributes.h"
#include "books/customers/devices.h"
#include "books/customers/disclosures.h"
#include "platform/store/migration.h"
#include "platform/store/store.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::customers {

std::span<const store::Migration> schema();

struct Place {
    std::string street, postcode, city, country;
    friend bool operator==(const Place&, const Place&) = default;
};

// A legal entity that bills. Written as text (an `issuer:` document), kept as versions.
struct Issuer {
    IssuerId id;
    std::string code;  // "AURORA"
    std::string name, vat_id, registration, email, phone, web;
    Place address;
    std::string iban, bic, bank_account_name;
    std::string brand;      // key of a brand in compose
    std::string series;     // prefix of invoice numbers: "AU" gives AU-2026-000001
    std::string taxes;      // name of its tax table in the catalog
    int payment_days = 14;  // due date = issue date + payment days
    std::vector<Disclosure> disclosures;
    LocalDate valid_from;
};

struct ServicePoint {
    ServicePointId id;
    std::string code, kind, zone;  // zone: IANA name; billing happens in it (law 6)
    Place address;
    std::vector<Device> devices = {};        // by channel and moment; none: plain counters
    std::vector<Attribute> attributes = {};  // by name and day
};

// What an account is to a service point. The holder pays for what is used there; who pays while it
// is vacant stands in for him on the days without one; a co-payer takes a share off him.
enum class Role : std::uint8_t { Holder, Vacancy, CoPayer };
std::string_view role_name(Role role);  // "holder"
std::optional<Role> parse_role(std::string_view name);
// Who pays for what is used at a service point.
struct Payer {
    std::string account;  // its number
    Role role = Role::Holder;
    friend auto operator<=>(const Payer&, const Payer&) = default;
};

// One plan from a date on; an empty plan ends the subscription. With a payment plan (of the
// catalog) advances are paid, and the year is settled; the amount of one is the customer's own.
struct Term {
    LocalDate from;
    std::string plan;
    std::string payment_plan = {};  // empty: billed as it is used
    std::int64_t advance = 0;       // gross, in minor units of the account's currency
    std::string site = {};          // the part of the bill it stands in; may be empty
    Decimal share = {};             // of a co-payer: so many percent, on the holder's plan
    std::string share_of = {};      // of this charge only; empty: of all
    std::string customer = {};      // who uses it, below the payer in the tree; empty: the payer
    // Of the customer's row that it follows from, where that is another: a plan that was renewed, a
    // place that is vacant again.
    std::optional<LocalDate> row_from = {};
    std::optional<Payer> shared_with = {};  // of a co-payer, as it holds: whose bill it shares
    [[nodiscard]] LocalDate said_from() const { return row_from.value_or(from); }
    friend bool operator==(const Term&, const Term&) = default;
};

// Is a plan in force on the day?
[[nodiscard]] bool holds(std::span<const Term> terms, LocalDate day);

// Another account, or this one in another role, that has or had to do with the service point.
struct Occupant {
    std::string account;  // its number
    Role role = Role::Holder;
    std::vector<Term> terms;
    // Is it the one who pays for what is used on the day?
    [[nodiscard]] bool holds(LocalDate day) const;
};

struct BillingAccount;

struct Subscription {
    SubscriptionId id;
    ServicePoint service_point;
    Role role = Role::Holder;
    std::vector<Term> terms;  // by date, as they hold (roles.h); what was superseded is left out
    std::vector<Occupant> others;  // by account number
    // Of a co-payer: those whose bill it shares, each once; without their own co-payments.
    std::vector<std::shared_ptr<const BillingAccount>> holders;
    // Another system billed what was used before this day, and fees in advance up to the other one.
    // We never bill it, nor correct it; nothing: all is ours.
    std::optional<LocalDate> billed_until = {}, fees_until = {};
};

// What is known of the account's holder from a date on.
struct AccountVersion {
    LocalDate from;
    std::string name;
    Place address;
    std::string email, vat_id, language, cycle;
    std::string tax_status = {};  // of the issuer's tax table: "reseller"; may be empty
    friend bool operator==(const AccountVersion&, const AccountVersion&) = default;
};

struct BillingAccount {
    BillingAccountId id;
    int bucket = 0;
    std::string number, customer_number;
    IssuerId issuer;
    Currency currency;
    std::vector<AccountVersion> versions;
    std::vector<Subscription> subscriptions;  // by id
    Batch newest;  // that brought any of this, or of the others at its service points

    // The version in force on the date; the first one before it starts.
    [[nodiscard]] const AccountVersion& on(LocalDate date) const;
};

// --- readers ---------------------------------------------------------------------------------
// Every version of every issuer as of the cut.
class Issuers {
public:
    // Versions of one issuer, ascending; of equal dates the last one added stands.
    void add(Issuer version);
    // NotFound when the issuer is unknown or begins later.
    [[nodiscard]] Result<const Issuer*> on(IssuerId id, LocalDate date) const;
    // Those of every issuer that hold on the day or on a later one.
    [[nodiscard]] std::vector<const Issuer*> holding_from(LocalDate day) const;
    // The one that may give this number to a document of the day or of a later one; or nullptr.
    [[nodiscard]] const Issuer* numbering(std::string_view number, LocalDate from) const;

private:
    std::map<IssuerId, std::vector<Issuer>> versions_;
};
Result<Issuers> load_issuers(store::Transaction& tx, TenantId tenant, AsOf as_of);
// The buckets that hold accounts, in order.
std::vector<int> buckets(store::Transaction& tx, TenantId tenant, AsOf as_of);
// The kinds of supply that each issuer bills or billed, in alphabetical order. Reads every place.
std::map<IssuerId, std::vector<std::string>> services_billed(store::Transaction& tx,
                                                             TenantId tenant, AsOf as_of);
// Adds to the terms of a subscription what follows by itself when a plan lasts so long and no row
// says otherwise. The catalog knows; by default nothing follows.
using Follow = std::function<void(std::vector<Term>&)>;
// All accounts of a bucket with their subscriptions, by account id. Cost: a few statements a
// bucket, and one to five for each subscription: its place, its counters and attributes where it
// has any, who else was there.
Result<std::vector<BillingAccount>> load_bucket(store::Transaction& tx, TenantId tenant, int bucket,
                                                AsOf as_of, const Follow& follow = {});
// Some of them, each once, by account id: some hundred a statement, and as above.
Result<std::vector<BillingAccount>> load_some(store::Transaction& tx, TenantId tenant, int bucket,
                                              std::span<const BillingAccountId> ids, AsOf as_of,
                                              const Follow& follow = {});
Result<BillingAccount> load_account(store::Transaction& tx, TenantId tenant,
                                    std::string_view number, AsOf as_of, const Follow& follow = {});

struct Identifier {
    std::int64_t id = 0;
    int bucket = 0;
};
// Who is or was on one of these payment plans.
std::vector<Identifier> accounts_on(store::Transaction& tx, TenantId tenant,
                                    std::span<const std::string> payment_plans, AsOf as_of);

inline constexpr std::string_view kAccount = "billing account";
inline constexpr std::string_view kCustomer = "customer";
inline constexpr std::string_view kServicePoint = "service point";
inline constexpr std::string_view kIssuer = "issuer";
// What is said of a number that is none, with what to do next.
inline constexpr std::string_view kNoSuchAccount =
    "there is no such billing account; numbers are those of the accounts file, and `invoice list` "
    "shows those that were billed";
std::optional<Identifier> find_identifier(store::Transaction& tx, TenantId tenant,
                                          std::string_view kind, std::string_view code);
std::int64_t count_accounts(store::Transaction& tx, TenantId tenant, AsOf as_of);
std::int64_t count_accounts(store::Transaction& tx, TenantId tenant, int bucket, AsOf as_of);

// --- writing (one batch) ---------------------------------------------------------------------
// An `issuer:` document. Errors name file and line. One that is stored is not asked again what only
// newcomers must obey: it bills already.
enum class IssuerText : std::uint8_t { Imported, Stored };
Result<Issuer> parse_issuer(std::string_view text, std::string_view file,
                            IssuerText from = IssuerText::Imported);
// Conflict when another issuer numbers its documents in the same series.
Result<void> check_series(store::Transaction& tx, TenantId tenant, const Issuer& issuer);
Result<IssuerId> save_issuer(store::Transaction& tx, TenantId tenant, Batch batch,
                             const Issuer& issuer, std::string_view text);

// One row of an accounts file: an account, its holder and one subscription.
struct AccountRow {
    std::string account;
    std::string customer;  // who uses it; of the account's first row: who pays. Empty: the account
    std::string issuer, currency;
    AccountVersion holder;
    std::string service_point, kind, zone;
    Place supply;
    std::string plan;  // empty ends the subscription on `from`
    LocalDate from;
    std::string payment_plan = {};  // may be empty
    std::int64_t advance = 0;       // gross, minor units; above 0 with a payment plan
    Role role = Role::Holder;
    std::string site = {};      // may be empty
    Decimal share = {};         // of a co-payer, percent; 0 ends it
    std::string share_of = {};  // may be empty
    std::string parent = {};    // number of the customer above; empty: as it was, at first none
    std::optional<LocalDate> billed_until = {};  // by another system; nothing: the row does not say
    std::optional<LocalDate> fees_until = {};    // in advance; nothing: the same day
};

// Keeps a row of an accounts file that was not taken, in the batch that counts it.
void write_reject(store::Transaction& tx, TenantId tenant, Batch batch, std::int64_t line,
                  std::string_view reason);

struct RejectedRow {
    std::int64_t line = 0;  // 0: an older version did not keep which
    std::string reason;
};
// Of one batch in order of lines, at most `limit`.
std::vector<RejectedRow> rejects_of(store::Transaction& tx, TenantId tenant, Batch batch,
                                    int limit);

struct SubscriptionKey {
    int bucket = 0;
    BillingAccountId account;
    SubscriptionId subscription;
};
// The codes that some rows name, in any order.
struct AccountCodes {
    std::vector<std::string> accounts, customers, service_points;
};

// Whether we have billed it: what another system billed before us is fixed then.
using IsBilled = std::function<bool(const SubscriptionKey&)>;

// Adds rows of one batch; keeps what it must look up in memory (bounded by the file's own codes).
class AccountWriter {
public:
    AccountWriter(store::Transaction& tx, TenantId tenant, Batch batch, IsBilled is_billed = {});
    ~AccountWriter();
    AccountWriter(const AccountWriter&) = delete;
    AccountWriter& operator=(const AccountWriter&) = delete;
    // An Error is of this row and nothing of it is kept: an account that would change issuer or
    // currency, a service point that would change kind or zone, an end before the beginning, two
    // rows of the batch that say different things of one day, another end of what was billed
    // elsewhere after we have begun. Refused: its issuer is not known, which is a mistake of order;
    // the file comes again when he is.
    Result<void> add(const AccountRow& row);
    // Before some hundred rows: what they name is looked up at once. Not needed, but on a server a
    // row that was not expected takes a dozen journeys.
    void expect(const AccountCodes& codes);
    // After the last row; what was added is not in the store before.
    void finish();
    [[nodiscard]] std::int64_t accounts_added() const;
    [[nodiscard]] std::int64_t subscriptions_added() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// --- checking --------------------------------------------------------------------------------
// Findings as sentences, empty is good: issuers' texts are those that were imported and can be
// read; codes lead to what they name and back; accounts have holders, subscriptions a plan and a
// place; rejects are as many as their batch counted.
std::vector<std::string> verify(store::Transaction& tx, TenantId tenant);

}  // namespace bw::customers
