// All SQL of the room.
#include "books/customers/customers.h"
#include "books/customers/roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace bw::customers {
namespace {

using store::Row;
using store::Transaction;

// Rows come ordered by (date, batch): the last of equal dates is the one in force.
template <typename T, typename D>
void supersede(std::vector<T>& versions, T version, D date_of) {
    if (!versions.empty() && date_of(versions.back()) == date_of(version))
        versions.back() = std::move(version);
    else versions.push_back(std::move(version));
}

Place read_place(const Row& row, int first) {
    return {row.string(first), row.string(first + 1), row.string(first + 2), row.string(first + 3)};
}

constexpr std::string_view kAccountColumns =
    "SELECT billing_account_id, number, customer_number, issuer_id, currency, batch FROM "
    "billing_account ";
constexpr std::string_view kVersionColumns =
    "SELECT billing_account_id, valid_from, name, street, postcode, city, country, email, vat_id, "
    "language, cycle, tax_status, batch FROM billing_account_version ";
constexpr std::string_view kSubscriptionColumns =
    "SELECT billing_account_id, subscription_id, service_point_id, role FROM subscription ";
constexpr std::string_view kTermColumns =
    "SELECT billing_account_id, subscription_id, valid_from, plan, payment_plan, advance, site, "
    "share, share_of, customer, batch FROM subscription_version ";
constexpr std::string_view kTakeoverColumns =
    "SELECT billing_account_id, subscription_id, billed_until, fees_until, batch FROM takeover ";

// Columns from `first` on, in the order above.
Term read_term(const Row& row, int first) {
    return {row.date(first),       row.string(first + 1),
            row.string(first + 2), row.integer(first + 3),
            row.string(first + 4), Decimal::from_nano(row.integer(first + 5)),
            row.string(first + 6), row.string(first + 7)};
}

// Every statement asks for so many accounts at once, in one text: the last one is repeated.
constexpr std::size_t kIdsAsked = 250;

// Of an account whose subscriptions are all there, by id; there may be many thousands.
Subscription* find_subscription(BillingAccount& account, SubscriptionId id) {
    const auto it = std::ranges::lower_bound(account.subscriptions, id, {}, &Subscription::id);
    return it == account.subscriptions.end() || it->id != id ? nullptr : &*it;
}

// Reads accounts and all that hangs on them, by id: those of a bucket, or some of it.
class Loader {
public:
    // Whose bill is shared is loaded without whose bills it shares itself.
    enum class Depth : std::uint8_t { Whole, Shared };
    // `ids`: at most kIdsAsked, which outlive it; none: the whole bucket.
    Loader(Transaction& tx, TenantId tenant, int bucket, AsOf as_of,
           std::span<const BillingAccountId> ids, const Follow& follow, Depth depth = Depth::Whole)
        : tx_(tx), tenant_(tenant), bucket_(bucket), as_of_(as_of), ids_(ids), follow_(follow),
          depth_(depth) {}

    Result<std::vector<BillingAccount>> load() {
        read_accounts();
        if (bad_currency_) return std::unexpected(*bad_currency_);
        read_versions();
        read_subscriptions();
        read_terms();
        read_takeovers();
        TRY_VOID(read_service_points());
        for (auto& account : accounts_)
            if (account.versions.empty())
                return fail(Code::Corrupt, "the account has no holder",
                            "account " + account.number);
        return std::move(accounts_);
    }

private:
    template <typename F>
    void each(std::string_view columns, std::string_view order, F&& on_row) {
        std::vector<store::Value> values{store::to_value(tenant_), store::to_value(bucket_),
                                         store::to_value(as_of_.cut)};
        std::string some;
        const std::size_t asked = ids_.size() > 1 ? kIdsAsked : ids_.size();
        for (std::size_t i = 0; i < asked; ++i) {
            some += fmt::format("{}?{}", i == 0 ? " AND billing_account_id IN (" : ", ", i + 4);
            values.push_back(store::to_value(ids_[std::min(i, ids_.size() - 1)]));
        }
        if (asked > 0) some += ")";
        tx_.prepare(fmt::format("{}WHERE tenant_id = ?1 AND bucket = ?2 AND batch <= ?3{} "
                                "ORDER BY {}",
                                columns, some, order))
            .query(values, [&](const Row& row) {
                on_row(row);
                return true;
            });
    }
    BillingAccount* account_of(const Row& row) {
        const auto it = index_.find(row.integer(0));
        return it == index_.end() ? nullptr : &accounts_[it->second];
    }

    void read_accounts() {
        each(kAccountColumns, "billing_account_id", [&](const Row& row) {
            BillingAccount a;
            a.id = row.id<BillingAccountId>(0);
            a.bucket = bucket_;
            a.number = row.string(1);
            a.customer_number = row.string(2);
            a.issuer = row.id<IssuerId>(3);
            a.newest = row.id<Batch>(5);
            const auto currency = Currency::parse(row.text(4));
            if (!currency) bad_currency_ = currency.error();
            else a.currency = *currency;
            index_[a.id.value] = accounts_.size();
            accounts_.push_back(std::move(a));
        });
    }

    void read_versions() {
        each(kVersionColumns, "billing_account_id, valid_from, batch", [&](const Row& row) {
            if (auto* account = account_of(row)) {
                account->newest = std::max(account->newest, row.id<Batch>(12));
                supersede(account->versions,
                          AccountVersion{row.date(1), row.string(2), read_place(row, 3),
                                         row.string(7), row.string(8), row.string(9),
                                         row.string(10), row.string(11)},
                          [](const AccountVersion& v) { return v.from; });
            }
        });
    }

    void read_subscriptions() {
        each(kSubscriptionColumns, "billing_account_id, subscription_id", [&](const Row& row) {
            if (auto* account = account_of(row)) {
                Subscription s;
                s.id = row.id<SubscriptionId>(1);
                s.service_point.id = row.id<ServicePointId>(2);
                s.role = static_cast<Role>(row.integer(3));
                account->subscriptions.push_back(std::move(s));
            }
        });
    }

    void read_terms() {
        each(kTermColumns, "billing_account_id, subscription_id, valid_from, batch",
             [&](const Row& row) {
                 auto* account = account_of(row);
                 if (account == nullptr) return;
                 account->newest = std::max(account->newest, row.id<Batch>(10));
                 if (auto* of = find_subscription(*account, row.id<SubscriptionId>(1)))
                     supersede(of->terms, read_term(row, 2), [](const Term& t) { return t.from; });
             });
    }

    // The latest word stands.
    void read_takeovers() {
        each(kTakeoverColumns, "billing_account_id, subscription_id, batch", [&](const Row& row) {
            auto* account = account_of(row);
            if (account == nullptr) return;
            account->newest = std::max(account->newest, row.id<Batch>(4));
            if (auto* of = find_subscription(*account, row.id<SubscriptionId>(1))) {
                of->billed_until = row.date(2);
                of->fees_until = row.date(3);
            }
        });
    }

    // How many rows hang on a service point: most have one holder and nothing else to be read.
    struct Counts {
        std::int64_t holders = 0, devices = 0, attributes = 0;
    };
    std::optional<Counts> read_point(ServicePoint& point) {
        return tx_.find(
            "SELECT code, kind, zone, street, postcode, city, country, (SELECT COUNT(*) FROM "
            "occupancy o WHERE o.tenant_id = ?1 AND o.bucket = ?2 AND o.service_point_id = ?3 AND "
            "o.batch <= ?4), (SELECT COUNT(*) FROM device d WHERE d.tenant_id = ?1 AND d.bucket = "
            "?2 AND d.service_point_id = ?3 AND d.batch <= ?4), (SELECT COUNT(*) FROM attribute a "
            "WHERE a.tenant_id = ?1 AND a.bucket = ?2 AND a.service_point_id = ?3 AND a.batch <= "
            "?4) FROM service_point WHERE tenant_id = ?1 AND bucket = ?2 AND service_point_id = ?3",
            [&](const Row& row) {
                point.code = row.string(0);
                point.kind = row.string(1);
                point.zone = row.string(2);
                point.address = read_place(row, 3);
                return Counts{row.integer(7), row.integer(8), row.integer(9)};
            },
            tenant_, bucket_of(point.id.value), point.id, as_of_.cut);
    }

    void read_what_hangs_on(ServicePoint& point, const Counts& counts, BillingAccount& account) {
        if (counts.devices > 0) point.devices = load_devices(tx_, tenant_, point.id, as_of_);
        if (counts.attributes > 0)
            point.attributes = load_attributes(tx_, tenant_, point.id, as_of_);
        for (const auto& device : point.devices)
            account.newest = std::max(account.newest, device.batch);
        for (const auto& attribute : point.attributes)
            account.newest = std::max(account.newest, attribute.batch);
    }

    Result<void> read_service_points() {
        for (auto& account : accounts_)
            for (auto& subscription : account.subscriptions) {
                const auto counts = read_point(subscription.service_point);
                if (!counts)
                    return fail(Code::Corrupt, "the service point of a subscription is missing",
                                "account " + account.number);
                read_what_hangs_on(subscription.service_point, *counts, account);
                if (follow_) follow_(subscription.terms);
                if (counts->holders > 1) read_others(account, subscription);
                if (counts->holders > 1 || subscription.role != Role::Holder)
                    come_into_force(account.number, subscription);
                if (subscription.role == Role::CoPayer)
                    TRY_VOID(read_holders(account, subscription));
            }
        return {};
    }

    // Seldom: most service points have had one holder.
    void read_others(BillingAccount& account, Subscription& subscription) {
        std::pair<std::int64_t, std::int64_t> last;
        tx_.for_each(
            "SELECT o.payer_bucket, o.billing_account_id, o.subscription_id, a.number, s.role, "
            "v.valid_from, v.plan, v.payment_plan, v.advance, v.site, v.share, v.share_of, "
            "v.customer, v.batch "
            "FROM occupancy o "
            "JOIN billing_account a ON a.tenant_id = o.tenant_id AND a.bucket = o.payer_bucket AND "
            "a.billing_account_id = o.billing_account_id "
            "JOIN subscription s ON s.tenant_id = o.tenant_id AND s.bucket = o.payer_bucket AND "
            "s.billing_account_id = o.billing_account_id AND s.subscription_id = "
            "o.subscription_id "
            "JOIN subscription_version v ON v.tenant_id = o.tenant_id AND v.bucket = "
            "o.payer_bucket AND v.billing_account_id = o.billing_account_id AND v.subscription_id "
            "= o.subscription_id AND v.batch <= ?4 "
            "WHERE o.tenant_id = ?1 AND o.bucket = ?2 AND o.service_point_id = ?3 AND o.batch <= "
            "?4 AND (o.billing_account_id <> ?5 OR o.subscription_id <> ?6) "
            "ORDER BY a.number, o.subscription_id, v.valid_from, v.batch",
            [&](const Row& row) {
                account.newest = std::max(account.newest, row.id<Batch>(13));
                auto& others = subscription.others;
                const std::pair of{row.integer(1), row.integer(2)};
                if (others.empty() || last != of)
                    others.push_back({row.string(3), static_cast<Role>(row.integer(4)), {}});
                last = of;
                supersede(others.back().terms, read_term(row, 5),
                          [](const Term& t) { return t.from; });
            },
            tenant_, bucket_of(subscription.service_point.id.value), subscription.service_point.id,
            as_of_.cut, account.id, subscription.id);
        if (follow_)
            for (auto& other : subscription.others) follow_(other.terms);
    }

    // The accounts whose bill a co-payer shares; one may be there in several roles.
    Result<void> read_holders(BillingAccount& account, Subscription& subscription) {
        if (depth_ == Depth::Shared) return {};
        auto& holders = subscription.holders;
        for (const auto& other : subscription.others) {
            if (other.role == Role::CoPayer) continue;
            const auto holder = TRY(holder_of(other.account));
            if (!holder || std::ranges::find(holders, holder) != holders.end()) continue;
            account.newest = std::max(account.newest, holder->newest);
            holders.push_back(holder);
        }
        return {};
    }

    // Nobody, where it was not there at the cut. Kept: a co-payer may share thousands of services
    // of one holder.
    Result<std::shared_ptr<const BillingAccount>> holder_of(const std::string& number) {
        const auto [known, is_new] = shared_.try_emplace(number);
        if (!is_new) return known->second;
        const auto found = find_identifier(tx_, tenant_, kAccount, number);
        if (!found) return known->second;
        const BillingAccountId ids[] = {BillingAccountId{found->id}};
        auto loaded =
            TRY(Loader(tx_, tenant_, found->bucket, as_of_, ids, follow_, Depth::Shared).load());
        if (!loaded.empty())
            known->second = std::make_shared<const BillingAccount>(std::move(loaded.front()));
        return known->second;
    }

    Transaction& tx_;
    TenantId tenant_;
    int bucket_;
    AsOf as_of_;
    std::span<const BillingAccountId> ids_;
    const Follow& follow_;
    Depth depth_;
    std::vector<BillingAccount> accounts_;
    std::unordered_map<std::int64_t, std::size_t> index_;
    std::unordered_map<std::string, std::shared_ptr<const BillingAccount>> shared_;  // by number
    std::optional<Error> bad_currency_;
};

}  // namespace

bool Occupant::holds(LocalDate day) const {
    return role != Role::CoPayer && customers::holds(terms, day);
}

bool holds(std::span<const Term> terms, LocalDate day) {
    const auto after = std::ranges::upper_bound(terms, day, {}, &Term::from);
    return after != terms.begin() && !std::prev(after)->plan.empty();
}

const AccountVersion& BillingAccount::on(LocalDate date) const {
    const auto after = std::ranges::upper_bound(versions, date, {}, &AccountVersion::from);
    return after == versions.begin() ? versions.front() : *std::prev(after);
}

void Issuers::add(Issuer version) {
    auto& versions = versions_[version.id];
    supersede(versions, std::move(version), [](const Issuer& i) { return i.valid_from; });
}

Result<const Issuer*> Issuers::on(IssuerId id, LocalDate date) const {
    const auto found = versions_.find(id);
    if (found == versions_.end()) return fail(Code::NotFound, "the issuer is not known");
    const auto after = std::ranges::upper_bound(found->second, date, {}, &Issuer::valid_from);
    if (after == found->second.begin())
        return fail(Code::NotFound,
                    fmt::format("it begins on {}; nothing is in force on {}",
                                found->second.front().valid_from.to_string(), date.to_string()),
                    "issuer " + found->second.front().code);
    return &*std::prev(after);
}

Result<Issuers> load_issuers(Transaction& tx, TenantId tenant, AsOf as_of) {
    Issuers issuers;
    std::optional<Error> bad;
    tx.for_each(
        "SELECT issuer_id, body FROM issuer WHERE tenant_id = ?1 AND batch <= ?2 "
        "ORDER BY issuer_id, valid_from, batch",
        [&](const Row& row) {
            auto issuer = parse_issuer(row.text(1), "issuer", IssuerText::Stored);
            if (!issuer) {
                bad = issuer.error();
                return;
            }
            issuer->id = row.id<IssuerId>(0);
            issuers.add(*std::move(issuer));
        },
        tenant, as_of.cut);
    if (bad) return std::unexpected(*bad);
    return issuers;
}

std::map<IssuerId, std::vector<std::string>> services_billed(Transaction& tx, TenantId tenant,
                                                             AsOf as_of) {
    std::map<IssuerId, std::vector<std::string>> services;
    tx.for_each(
        "SELECT DISTINCT a.issuer_id, p.kind FROM occupancy o JOIN service_point p ON p.tenant_id "
        "= "
        "o.tenant_id AND p.bucket = o.bucket AND p.service_point_id = o.service_point_id JOIN "
        "billing_account a ON a.tenant_id = o.tenant_id AND a.bucket = o.payer_bucket AND "
        "a.billing_account_id = o.billing_account_id WHERE o.tenant_id = ?1 AND o.batch <= ?2 "
        "ORDER BY a.issuer_id, p.kind",
        [&](const Row& row) { services[row.id<IssuerId>(0)].emplace_back(row.text(1)); }, tenant,
        as_of.cut);
    return services;
}

std::vector<int> buckets(Transaction& tx, TenantId tenant, AsOf as_of) {
    std::vector<int> result;
    tx.for_each(
        "SELECT DISTINCT bucket FROM billing_account WHERE tenant_id = ?1 AND batch <= ?2 ORDER BY "
        "bucket",
        [&](const Row& row) { result.push_back(row.small(0)); }, tenant, as_of.cut);
    return result;
}

Result<std::vector<BillingAccount>> load_bucket(Transaction& tx, TenantId tenant, int bucket,
                                                AsOf as_of, const Follow& follow) {
    return Loader(tx, tenant, bucket, as_of, {}, follow).load();
}

Result<std::vector<BillingAccount>> load_some(Transaction& tx, TenantId tenant, int bucket,
                                              std::span<const BillingAccountId> ids, AsOf as_of,
                                              const Follow& follow) {
    std::vector<BillingAccountId> sorted(ids.begin(), ids.end());
    std::ranges::sort(sorted);
    const auto twice = std::ranges::unique(sorted);
    sorted.erase(twice.begin(), twice.end());
    std::vector<BillingAccount> accounts;
    for (std::span<const BillingAccountId> rest = sorted; !rest.empty();) {
        const auto chunk = rest.first(std::min(rest.size(), kIdsAsked));
        rest = rest.subspan(chunk.size());
        std::ranges::move(TRY(Loader(tx, tenant, bucket, as_of, chunk, follow).load()),
                          std::back_inserter(accounts));
    }
    return accounts;
}

Result<BillingAccount> load_account(Transaction& tx, TenantId tenant, std::string_view number,
                                    AsOf as_of, const Follow& follow) {
    const auto found = find_identifier(tx, tenant, kAccount, number);
    if (!found)
        return fail(Code::NotFound, std::string(customers::kNoSuchAccount),
                    "account " + std::string(number));
    const BillingAccountId ids[] = {BillingAccountId{found->id}};
    auto accounts = TRY(Loader(tx, tenant, found->bucket, as_of, ids, follow).load());
    if (accounts.empty())
        return fail(Code::NotFound, "the billing account did not exist at the cut",
                    "account " + std::string(number));
    return std::move(accounts.front());
}

std::optional<Identifier> find_identifier(Transaction& tx, TenantId tenant, std::string_view kind,
                                          std::string_view code) {
    return tx.find(
        "SELECT id, bucket FROM identifier WHERE tenant_id = ?1 AND kind = ?2 AND code = ?3",
        [](const Row& row) { return Identifier{row.integer(0), row.small(1)}; }, tenant, kind,
        code);
}

std::int64_t count_accounts(Transaction& tx, TenantId tenant, AsOf as_of) {
    return tx
        .integer("SELECT COUNT(*) FROM billing_account WHERE tenant_id = ?1 AND batch <= ?2",
                 tenant, as_of.cut)
        .value_or(0);
}

std::int64_t count_accounts(Transaction& tx, TenantId tenant, int bucket, AsOf as_of) {
    return tx
        .integer("SELECT COUNT(*) FROM billing_account WHERE tenant_id = ?1 AND bucket = ?2 AND "
                 "batch <= ?3",
                 tenant, bucket, as_of.cut)
        .value_or(0);
}

std::vector<Identifier> accounts_on(Transaction& tx, TenantId tenant,
                                    std::span<const std::string> payment_plans, AsOf as_of) {
    std::vector<Identifier> accounts;
    tx.for_each(
        "SELECT DISTINCT billing_account_id, bucket, payment_plan FROM subscription_version WHERE "
        "tenant_id = ?1 AND payment_plan <> '' AND batch <= ?2 ORDER BY bucket, billing_account_id",
        [&](const Row& row) {
            const bool is_of = std::ranges::find(payment_plans, row.text(2)) != payment_plans.end();
            const bool is_known = !accounts.empty() && accounts.back().id == row.integer(0);
            if (is_of && !is_known) accounts.push_back({row.integer(0), row.small(1)});
        },
        tenant, as_of.cut);
    return accounts;
}

}  // namespace bw::customers
