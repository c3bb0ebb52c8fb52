#include "flow/bill/store.h"
#include "flow/meter/segments/segment.h"
#include "platform/blob/lock.h"
#include "run/company_test.h"
#include "run/exceptions/bulk.h"
#include "run/store.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

#include <sstream>

namespace bw::run {
namespace {

using ::testing::HasSubstr;

class Runs : public testing::OnBothStores {
protected:
    void SetUp() override {
        company_.settle();
        ASSERT_TRUE(company_.import("april.csv", readings_of(kApril, kMay, "1")));
    }
    static constexpr int kWorkers = 1;
    const LocalDate kApril = LocalDate::of(2026, 4, 1), kMay = LocalDate::of(2026, 5, 1);
    Company company_{is_postgres() ? location() : ""};
};
ON_BOTH_STORES(Runs);

}  // namespace

// On a server each unit is leased instead, and several programs share the run.
TEST_P(Runs, OneProgramAtATimeCarriesARunOfAFileOn) {
    const RunId id = company_.start(kMay).value();
    {
        const auto other = blob::Lock::take(company_.root / "run.lock");
        ASSERT_TRUE(other);
        if (!is_postgres()) {
            const auto refused = carry_on(*company_.workspace, id, kWorkers, {});
            ASSERT_FALSE(refused);
            EXPECT_EQ(refused.error().code, Code::Conflict);
            EXPECT_THAT(refused.error().text, HasSubstr("another program"));
        }
        EXPECT_THAT(company_.start(kMay).error().text,
                    HasSubstr(is_postgres() ? "run resume 1" : "wait for it"));
    }
    EXPECT_THAT(company_.start(kMay).error().text, HasSubstr("run resume 1"));
    EXPECT_EQ(carry_on(*company_.workspace, id, kWorkers, {})->info.phase, Phase::Done);
    const auto other = blob::Lock::take(company_.root / "run.lock");
    EXPECT_TRUE(carry_on(*company_.workspace, id, kWorkers, {}));  // there is nothing left to do
}

TEST_P(Runs, StoreThatIsOlderThanItsArchiveStartsNoRun) {
    const auto folder = company_.root / "archive/tenant-1/books-2026/run-1";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "unit-5.seg") << "an invoice that the newer store knows";
    const auto refused = company_.start(kMay);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().text, HasSubstr("older than its archive"));
    EXPECT_TRUE(std::filesystem::exists(folder / "unit-5.seg"));
}

TEST_P(Runs, DamagedReadingsHoldTheirAccountAndNameTheirFile) {
    const auto usage = company_.root / "usage";
    const auto file = std::filesystem::directory_iterator(usage)->path();
    const auto at = static_cast<std::streamoff>(
        meter::Segment::open(file)->entries().back().offset);  // of April, which the run closes
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    const char whole = static_cast<char>(bytes.seekg(at).get());
    bytes.seekp(at).put(static_cast<char>(whole ^ 1)).flush();
    const RunId id = company_.start(kMay).value();
    const auto report = carry_on(*company_.workspace, id, kWorkers, {});
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->info.phase, Phase::Done);
    EXPECT_EQ(report->info.held, 1);
    bytes.seekp(at).put(whole).flush();
    company_.bill(kMay);  // restored, and holds nobody
    const auto tx = company_.workspace->database->begin(store::Access::Read);
    const auto held = bill::list_exceptions(*tx, company_.workspace->tenant, id, 10);
    ASSERT_EQ(held.size(), 1U);
    EXPECT_EQ(held[0].exception.cause, bill::Cause::DamagedData);
    EXPECT_THAT(held[0].exception.text, HasSubstr(file.filename().string()));
}

// As the run finds it whose processes died of the account (tests/kill/quarantine_test.cpp kills
// them).
TEST_P(Runs, AnAccountInQuarantineIsHeldByThatRunOnly) {
    const RunId id = company_.start(kMay).value();
    const TenantId tenant = company_.workspace->tenant;
    {
        const auto tx = company_.workspace->database->begin(store::Access::Write);
        const auto account =
            customers::find_identifier(*tx, tenant, customers::kAccount, "A-1").value();
        put_in_quarantine(*tx, tenant, id, BillingAccountId{account.id});
        tx->commit();
    }
    EXPECT_EQ(carry_on(*company_.workspace, id, kWorkers, {})->info.held, 1);
    Selected held;
    {
        const auto tx = company_.workspace->database->begin(store::Access::Read);
        held = select(*tx, tenant, {.run = id, .cause = {}, .below = {}, .accounts = {}}).value();
    }
    ASSERT_EQ(held.exceptions.size(), 1U);
    EXPECT_EQ(held.exceptions[0].exception.cause, bill::Cause::Quarantined);
    EXPECT_THAT(held.exceptions[0].exception.text, HasSubstr("Report it"));
    EXPECT_EQ(held.exceptions[0].exception.subject, "account A-1");
    const auto released =
        release(*company_.workspace, held, bill::Act::Release, {"grace", "it looks well"});
    ASSERT_FALSE(released);
    EXPECT_THAT(released.error().text, HasSubstr("quarantined cannot be released"));
    company_.bill(kMay);  // tries it again, and holds nobody
}

TEST_P(Runs, AskedToStopItEndsTheUnitsInWorkAndGoesOnLater) {
    const RunId id = company_.start(kMay).value();
    Workspace& workspace = *company_.workspace;
    std::atomic<bool> stop = false;
    workspace.stop = &stop;
    for (const auto& [stage, left] : {std::pair("prepare", UnitState::Waiting),
                                      {"number", UnitState::Prepared},
                                      {"seal", UnitState::Prepared}}) {
        stop = false;
        const auto stopped =
            carry_on(workspace, id, kWorkers, [&](std::string_view at, std::int64_t, std::int64_t) {
                if (at == stage) stop = true;
            });
        ASSERT_FALSE(stopped) << stage;
        EXPECT_EQ(stopped.error().code, Code::Refused);
        EXPECT_THAT(stopped.error().text, HasSubstr("billwright run resume 1"));
        const auto tx = workspace.database->begin(store::Access::Read);
        for (const Unit& unit : units_of(*tx, workspace.tenant, id)) {
            EXPECT_EQ(unit.state, left) << stage;
            EXPECT_EQ(unit.attempts, 0) << stage;  // it ended in order
            EXPECT_EQ(unit.worker, "") << stage;
        }
    }
    stop = false;
    EXPECT_EQ(carry_on(workspace, id, kWorkers, {})->info.phase, Phase::Done);
}

namespace {

// Nine homes, billed for a month in units of so many accounts. Gives every bill and what has its
// number, and how many units there were.
std::pair<std::string, int> billed_in_units_of(int accounts) {
    constexpr int kHomes = 9;
    const auto april = LocalDate::of(2026, 4, 1), may = LocalDate::of(2026, 5, 1);
    Company company;
    std::string rows(kAccountsHeader), readings;
    for (int n = 1; n <= kHomes; ++n) {
        rows += fmt::format("A-{0},TEST,EUR,Ada {0},Weg 2,10115,Berlin,DE,en,SP{0},electricity,"
                            "Europe/Berlin,HOME,2026-04-01\n",
                            n);
        std::istringstream lines(readings_of(april, may, fmt::format("0.{}", n)));
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("SP1,")) readings += fmt::format("SP{}{}\n", n, line.substr(3));
            else if (n == 1) readings += line + "\n";  // the head
        }
    }
    for (const auto& [name, text] :
         {std::pair("catalog.yaml", std::string(kCatalogText)),
          std::pair("issuer.yaml", std::string(kIssuerText)), std::pair("accounts.csv", rows),
          std::pair("april.csv", readings)})
        EXPECT_TRUE(company.import(name, text)) << name;
    RunRequest request;
    request.until = may;
    request.issued_on = may.plus_days(1);
    request.unit_accounts = accounts;
    const auto id = start(*company.workspace, request).value();
    const auto info = carry_on(*company.workspace, id, 1, {}).value().info;
    EXPECT_EQ(info.billed, kHomes);
    std::string bills;
    const auto tx = company.workspace->database->begin(store::Access::Read);
    tx->for_each(
        "SELECT number || ' ' || billing_account_id || ' ' || net || ' ' || gross FROM invoice "
        "ORDER BY number",
        [&](const store::Row& row) { bills += row.string(0) + "\n"; });
    tx->for_each(
        "SELECT document_id || ' ' || plain_bytes || ' ' || lower(hex(leaf)) FROM document ORDER "
        "BY document_id",
        [&](const store::Row& row) { bills += row.string(0) + "\n"; });
    return {bills, info.units};
}

}  // namespace

// Numbers, amounts, documents and their proofs.
TEST(RunUnits, HoweverManyAccountsTheyHaveTheBillsAreTheSame) {
    const auto [one_by_one, many] = billed_in_units_of(1);
    EXPECT_GT(many, 4);
    const auto [by_fours, some] = billed_in_units_of(4);
    EXPECT_LT(some, many);
    EXPECT_GT(some, 1);
    const auto [at_once, single] = billed_in_units_of(100);
    EXPECT_EQ(single, 1);
    EXPECT_EQ(by_fours, one_by_one);
    EXPECT_EQ(at_once, one_by_one);
}

}  // namespace bw::run
