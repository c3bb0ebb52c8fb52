// An issuer in a store, and rows of accounts to write beside it, all of batch 1: for tests of the
// room on both stores.
#pragma once

#include "books/customers/customers.h"
#include "testing/stores.h"

#include <gtest/gtest.h>

namespace bw::customers {

inline constexpr TenantId kTenant{1};
inline constexpr AsOf kNow{Batch{1}};
inline const LocalDate kStart = LocalDate::of(2026, 1, 1);

inline AccountRow row(const std::string& account, const std::string& point,
                      Role role = Role::Holder) {
    AccountRow r;
    r.account = account;
    r.issuer = "ONE";
    r.currency = "EUR";
    r.from = kStart;
    r.holder = {kStart, "Ada", {"S", "1", "C", "DE"}, "", "", "en", "monthly"};
    r.service_point = point;
    r.kind = "electricity";
    r.zone = "Europe/Berlin";
    r.supply = r.holder.address;
    r.role = role;
    if (role == Role::CoPayer) r.share = Decimal(60);
    else r.plan = "HOME";
    return r;
}

class InStore : public testing::OnBothStores {
protected:
    void SetUp() override {
        ASSERT_TRUE(
            store::migrate(*database_, store::all_of({store::platform_schema(), schema()})));
        tx_ = database_->begin(store::Access::Write);
        const std::string issuer =
            "issuer: ONE\nname: X\nvat_id: DE123456789\nstreet: S\npostcode: \"1\"\ncity: C\n"
            "country: DE\nseries: ONE\ntaxes: DE\nfrom: 2020-01-01\n";
        ASSERT_TRUE(save_issuer(*tx_, kTenant, Batch{1}, *parse_issuer(issuer, "i.yaml"), issuer));
    }
    void write(const std::vector<AccountRow>& rows) {
        AccountWriter writer(*tx_, kTenant, Batch{1});
        for (const auto& row : rows) {
            const auto added = writer.add(row);
            ASSERT_TRUE(added) << added.error().message();
        }
        writer.finish();
    }
    BillingAccount account(std::string_view number, AsOf as_of = kNow) {
        return load_account(*tx_, kTenant, number, as_of).value();
    }

    std::unique_ptr<store::Database> database_ = store::open(location()).value();
    std::unique_ptr<store::Transaction> tx_;
};

}  // namespace bw::customers
