// A small company for tests of the room: two issuers, accounts of the first and B-1 of
// the second, all in EUR; documents are put into the tables as a run would.
#pragma once

#include "books/customers/customers.h"
#include "books/ledger/ledger.h"
#include "flow/collect/account.h"
#include "flow/collect/desk.h"
#include "flow/collect/settle.h"
#include "platform/store/batch.h"
#include "testing/stores.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace bw::bill {
std::span<const store::Migration> schema();
}

namespace bw::collect {

inline constexpr TenantId kTenant{1};
inline const Currency kEur = *Currency::parse("EUR");
inline LocalDate may(int day) { return LocalDate::of(2026, 5, day); }

class Company {
public:
    explicit Company(testing::StoreKind kind = testing::StoreKind::Sqlite) : store(kind) {
        const auto all = store::all_of({store::platform_schema(), customers::schema(),
                                        ledger::schema(), bill::schema(), schema()});
        EXPECT_TRUE(store::migrate(*database, all).has_value());
        const auto tx = database->begin(store::Access::Write);
        const Batch batch = record(*tx, "issuers");
        for (const std::string code : {"ONE", "TWO"}) {
            const std::string text = fmt::format(
                "issuer: {}\nname: X\nvat_id: DE123456789\nstreet: S\npostcode: \"1\"\ncity: C\n"
                "country: DE\niban: DE89370400440532013000\nseries: {}\ntaxes: DE\nfrom: "
                "2020-01-01\n",
                code, code);
            const auto issuer = customers::parse_issuer(text, "issuer.yaml");
            EXPECT_TRUE(customers::save_issuer(*tx, kTenant, batch, issuer.value(), text));
        }
        tx->commit();
        for (const auto& [account, issuer] :
             {std::pair("A-1", "ONE"), {"A-2", "ONE"}, {"B-1", "TWO"}})
            open_account(account, issuer, "EUR");
    }

    void open_account(const std::string& account, const std::string& issuer,
                      const std::string& currency) {
        const auto tx = database->begin(store::Access::Write);
        customers::AccountWriter writer(*tx, kTenant, record(*tx, "account " + account));
        EXPECT_TRUE(writer.add(row(account, issuer, currency)));
        writer.finish();
        tx->commit();
    }

    [[nodiscard]] Desk desk() { return {*database, kTenant, clock}; }

    // An invoice (or a credit note, below zero) of an account, due 14 days later.
    void bill(const std::string& account, const std::string& number, LocalDate on,
              std::int64_t gross, const std::string& corrects = "") {
        const auto tx = database->begin(store::Access::Write);
        const Payer payer = load_payer(*tx, kTenant, account).value();
        const Batch batch = record(*tx, number);
        const InvoiceId id{static_cast<std::int64_t>(std::hash<std::string>{}(number) >> 2U)};
        const bool back = gross < 0;
        const auto statement = tx->integer("SELECT COUNT(*) + 1 FROM invoice").value();
        tx->execute("INSERT INTO invoice (tenant_id, bucket, billing_account_id, statement, "
                    "invoice_id, run_id, issuer_id, kind, number, issued_on, due_on, period_from, "
                    "period_to, currency, net, tax, gross, payable, reference, cut) VALUES (?1, "
                    "?2, ?3, ?4, ?5, 1, ?6, ?7, ?8, ?9, ?10, ?9, ?9, 'EUR', ?11, 0, ?11, ?11, "
                    "?12, 1)",
                    kTenant, payer.bucket, payer.id, statement, id, payer.issuer, back ? 1 : 0,
                    number, on, on.plus_days(14), std::abs(gross), "RF-of-" + number);
        tx->execute("INSERT INTO invoice_number (tenant_id, number, bucket, billing_account_id, "
                    "statement) VALUES (?1, ?2, ?3, ?4, ?5)",
                    kTenant, number, payer.bucket, payer.id, statement);
        if (!corrects.empty())
            tx->execute("INSERT INTO billed_line (tenant_id, bucket, billing_account_id, "
                        "statement, line, subscription_id, stream, nominal_from, kind, charge, "
                        "part, schedule, version, days_from, days_to, tax, tax_code, tax_percent, "
                        "quantity, unit, price, base, net, name, corrects, breakdown) VALUES (?1, "
                        "?2, ?3, ?4, 1, 1, 0, 0, 0, '', '', '', 0, 0, 0, '', '', '0', '0', '', "
                        "'0', 1, ?5, '', ?6, '')",
                        kTenant, payer.bucket, payer.id, statement, gross, corrects);
        const auto entry = ledger::invoice_entry(
            {.account = payer.id,
             .issuer = payer.issuer,
             .invoice = id,
             .kind = back ? ledger::EntryKind::CreditNote : ledger::EntryKind::Invoice,
             .issued_on = on,
             .batch = batch,
             .number = number,
             .gross = {gross, kEur},
             .parts = {{"S0", {gross, kEur}, {0, kEur}}},
             .third_party = {}});
        EXPECT_TRUE(ledger::post(*tx, kTenant, std::span(&entry.value(), 1)));
        note_credit(*tx, kTenant, std::span(&entry.value(), 1));
        tx->commit();
    }

    Result<Receipt> pay(const std::string& account, const std::string& amount, LocalDate on,
                        const std::string& reference = "", const std::string& key = "") {
        return record_payment(desk(), {account, amount, on, reference, key, ""});
    }

    // "T-1 40.00, T-2 -5.00; credit 3.00; owed 32.00", what is zero left out
    std::string standing(const std::string& account) {
        const auto tx = database->begin(store::Access::Read);
        const Payer payer = load_payer(*tx, kTenant, account).value();
        const auto s =
            load_standing(*tx, kTenant, payer, may(31), AsOf{store::current_cut(*tx, kTenant)})
                .value();
        std::string out;
        for (const auto& item : s.items)
            out += fmt::format("{}{} {}", out.empty() ? "" : ", ",
                               item.number.empty() ? "-" : item.number, item.open.to_string());
        const auto add_if = [&](std::string_view name, const Money& amount) {
            if (amount.minor != 0)
                out += fmt::format("{}{} {}", out.empty() ? "" : "; ", name, amount.to_string());
        };
        add_if("credit", s.credit);
        add_if("deposits", s.deposits);
        add_if("owed", s.owed);
        return out;
    }

    // Balance of an account of the first issuer's chart.
    std::string balance(ledger::AccountKind kind, const std::string& detail = "") {
        const auto tx = database->begin(store::Access::Read);
        return ledger::balance(*tx, kTenant, {IssuerId{1}, kind, detail, kEur},
                               AsOf{store::current_cut(*tx, kTenant)})
            .to_string();
    }

    std::int64_t count(const std::string& table) {
        const auto tx = database->begin(store::Access::Read);
        return tx->integer("SELECT COUNT(*) FROM " + table).value();
    }

    std::filesystem::path file(const std::string& name, const std::string& text) {
        std::ofstream(dir.path() / name, std::ios::binary) << text;
        return dir.path() / name;
    }

    testing::TempDir dir;
    testing::TestStore store;
    std::unique_ptr<store::Database> database = store::open(store.location()).value();
    FixedClock clock{Instant::from_seconds(1'780'000'000)};

private:
    static customers::AccountRow row(const std::string& account, const std::string& issuer,
                                     const std::string& currency) {
        customers::AccountRow r;
        r.account = account;
        r.issuer = issuer;
        r.currency = currency;
        r.from = LocalDate::of(2026, 1, 1);
        r.holder = {r.from, "Ada", {"S", "1", "C", "DE"}, "", "", "en", "monthly"};
        r.service_point = "SP-" + account;
        r.kind = "electricity";
        r.zone = "Europe/Berlin";
        r.supply = r.holder.address;
        r.plan = "HOME";
        return r;
    }
    Batch record(store::Transaction& tx, const std::string& what) {
        return store::record_batch(
                   tx, kTenant, {"test", "test", crypto::sha256(what), clock.now(), {1, 1, 0, 0}})
            .value();
    }
};

}  // namespace bw::collect
