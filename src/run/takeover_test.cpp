// A company that billed elsewhere: its former bills in the chart, and beside ours.
#include "books/customers/customers.h"
#include "flow/bill/biller.h"
#include "platform/store/batch.h"
#include "run/company/source_fixture.h"
#include "run/company_test.h"
#include "run/takeover/parallel.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

namespace bw::run {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kHistory =
    "account,number,line,from,last_day,service_point,quantity,unit,net,tax,gross\n"
    "A-1,R-4,total,2026-04-01,2026-04-30,,,,232.22,44.12,276.34\n"
    "A-1,R-4,usage,2026-04-01,2026-04-30,SP1,720,kWh,,,\n";

class Takeover : public testing::OnBothStores {
protected:
    void SetUp() override { company_.settle(); }

    std::vector<bill::Measured> measured() {
        const auto tx = company_.workspace->database->begin(store::Access::Read);
        const Batch cut = store::current_cut(*tx, company_.workspace->tenant);
        const auto account =
            customers::load_account(*tx, company_.workspace->tenant, "A-1", AsOf{cut});
        const bill::Payer payer{company_.workspace->tenant, account->bucket, account->id};
        return bill::history_of(*tx, payer, cut)
            .measured(account->subscriptions.front().id, LocalDate::of(2025, 1, 1))
            .value();
    }
    static takeover::ParallelRequest request_for_april() {
        takeover::ParallelRequest request;
        request.month = month_of(LocalDate::of(2026, 4, 1));
        request.tolerance = *Decimal::parse("0.05");
        return request;
    }
    Result<takeover::ParallelReport> parallel(int workers = 2) {
        auto request = request_for_april();
        request.workers = workers;
        return takeover::run_parallel(*company_.workspace, request, {});
    }
    // Beside bills of a file that is not imported.
    Result<takeover::ParallelReport> parallel_from(std::string_view history) {
        company::TextSource source(history);
        const auto mapping = company::default_mapping(company::FileKind::History);
        auto request = request_for_april();
        request.file.emplace("history.csv", source, mapping);
        return takeover::run_parallel(*company_.workspace, request, {});
    }
    Company company_{is_postgres() ? location() : ""};
};
ON_BOTH_STORES(Takeover);

}  // namespace

TEST_P(Takeover, WhatAnotherSystemMeasuredStandsInTheChart) {
    // The year before; a part of a month, and another reading of a month that is replaced later.
    const std::string head(kHistory.substr(0, kHistory.find('\n') + 1));
    ASSERT_TRUE(company_.import("old.csv", head + "A-1,R-1,usage,2025-04-01,2025-04-30,SP1,600,kWh,"
                                                  ",,\nA-1,R-2,usage,2025-05-01,2025-05-15,SP1,300,"
                                                  "kWh,,,\n"));
    ASSERT_TRUE(company_.import("new.csv", head + "A-1,R-1,usage,2025-04-01,2025-04-30,SP1,610,kWh,"
                                                  ",,\n"));
    const auto months = measured();
    ASSERT_EQ(months.size(), 1U);
    EXPECT_EQ(months[0].nominal_from, LocalDate::of(2025, 4, 1));
    EXPECT_EQ(months[0].quantity, Decimal(610));
    // What we measured ourselves is not theirs to tell.
    company_.bill_two_months();
    ASSERT_TRUE(company_.import("late.csv", kHistory));
    EXPECT_EQ(measured().size(), 3U);
    EXPECT_EQ(measured()[1].quantity, Decimal(720 - 12)) << "a day of April was halved";
}

TEST_P(Takeover, RowsThatCannotBeAreRejected) {
    const auto imported = company_.import(
        "history.csv", std::string(kHistory) +
                           "A-1,R-5,total,2026-05-01,2026-05-31,,,,1.00,0.19,1.20\n"
                           "A-1,R-5,usage,2026-05-01,2026-05-31,SP9,1,kWh,,,\n"
                           "A-9,R-5,total,2026-05-01,2026-05-31,,,,1.00,0.19,1.19\n"
                           "A-1,R-5,bill,2026-05-01,2026-05-31,,,,1.00,0.19,1.19\n"
                           "A-1,R-5,total,2026-05-31,2026-05-01,,,,1.00,0.19,1.19\n");
    ASSERT_TRUE(imported) << imported.error().message();
    ASSERT_EQ(imported->rejects.size(), 5U);
    const std::array<std::string, 5> reasons = {
        "net and tax do not make", "no service point of this", "no such billing account",
        "total, usage or charge", "'last_day' is not before"};
    for (std::size_t i = 0; i < reasons.size(); ++i)
        EXPECT_THAT(imported->rejects[i].reason, HasSubstr(reasons[i]));
}

TEST_P(Takeover, AMonthIsComparedBeforeItIsBilledAndAfter) {
    EXPECT_EQ(parallel().error().code, Code::NotFound);
    ASSERT_TRUE(company_.import("history.csv", kHistory));
    const auto held = parallel();
    ASSERT_TRUE(held) << held.error().message();
    EXPECT_EQ(held->compared.at(0).compared.difference, takeover::Difference::Held);
    EXPECT_THAT(held->compared[0].words, HasSubstr("no-readings"));
    const auto april = LocalDate::of(2026, 4, 1);
    ASSERT_TRUE(company_.import("april.csv", readings_of(april, april.plus_months(1), "1")));
    // 720 x 0.3017 = 217.22 and 30 days at 0.50: 232.22, VAT 44.12.
    const auto good = parallel();
    ASSERT_TRUE(good) << good.error().message();
    EXPECT_EQ(good->compared.at(0).compared.difference, takeover::Difference::Equal);
    EXPECT_EQ(good->compared[0].ours->fee->to_string(), "15.00");
    company_.bill(april.plus_months(1));
    const auto after = parallel(1);
    ASSERT_TRUE(after) << after.error().message();
    EXPECT_EQ(after->compared.at(0).compared.difference, takeover::Difference::Equal);
    EXPECT_EQ(after->differing, 0);
}

TEST_P(Takeover, ABillIsOfTheMonthInWhichItsTotalBeginsWithAllOfItsRows) {
    // March's bill and May's have a row of April each, and April's one of May and one of March.
    const std::string history =
        "account,number,line,from,last_day,service_point,charge,quantity,unit,net,tax,gross\n"
        "A-1,R-3,total,2026-03-01,2026-03-31,,,,,100.00,19.00,119.00\n"
        "A-1,R-3,charge,2026-04-01,2026-04-30,SP1,Fee in advance,1,month,15.00,,\n"
        "A-1,R-4,charge,2026-03-31,2026-03-31,SP1,Put right,1,month,1.00,,\n"
        "A-1,R-4,charge,2026-05-01,2026-05-31,SP1,Fee in advance,1,month,14.00,,\n"
        "A-1,R-4,usage,2026-04-01,2026-04-30,SP1,,720,kWh,,,\n"
        "A-1,R-4,total,2026-04-01,2026-04-30,,,,,232.22,44.12,276.34\n"
        "A-1,R-5,usage,2026-04-01,2026-04-30,SP1,,9,kWh,,,\n"
        "A-1,R-5,total,2026-05-01,2026-05-31,,,,,100.00,19.00,119.00\n";
    const auto april = LocalDate::of(2026, 4, 1);
    ASSERT_TRUE(company_.import("april.csv", readings_of(april, april.plus_months(1), "1")));
    const auto told = parallel_from(history);
    ASSERT_TRUE(company_.import("history.csv", history));
    for (const auto& report : {told, parallel()}) {
        ASSERT_TRUE(report) << report.error().message();
        const auto& one = report->compared.at(0);
        EXPECT_EQ(one.numbers, "R-4");
        EXPECT_EQ(one.compared.difference, takeover::Difference::Equal);
        EXPECT_EQ(one.theirs->fee->to_string(), "15.00");
        ASSERT_EQ(one.theirs->quantities.size(), 1U);
        EXPECT_EQ(one.theirs->quantities.begin()->second, Decimal(720));
    }
}

TEST_P(Takeover, RejectedRowsOfEveryKindOfFileAreCounted) {
    const auto tx = company_.workspace->database->begin(store::Access::Write);
    for (const auto kind : company::file_kinds()) {
        const auto name = company::layout_of(kind).name;
        ASSERT_TRUE(store::record_batch(
            *tx, company_.workspace->tenant,
            {name, "rows.csv", crypto::sha256(name), company_.clock.now(), {2, 1, 1, 0}}));
    }
    EXPECT_EQ(customers::verify(*tx, company_.workspace->tenant).size(),
              company::file_kinds().size())
        << "none of them is kept";
}

TEST_P(Takeover, ABillWithoutATotalIsOfNoMonth) {
    const std::string usage = std::string(kHistory.substr(0, kHistory.find('\n') + 1)) +
                              "A-1,R-4,usage,2026-04-01,2026-04-30,SP1,720,kWh,,,\n";
    EXPECT_EQ(parallel_from(usage).error().code, Code::NotFound);
    ASSERT_TRUE(company_.import("history.csv", usage));
    EXPECT_EQ(parallel().error().code, Code::NotFound);
}

}  // namespace bw::run
