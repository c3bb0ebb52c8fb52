// A company that billed elsewhere: its former bills in the chart, and beside ours.
#include "books/customers/customers.h"
#include "flow/bill/biller.h"
#include "platform/store/batch.h"
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
    Result<takeover::ParallelReport> parallel(int workers = 2) {
        takeover::ParallelRequest request;
        request.month = month_of(LocalDate::of(2026, 4, 1));
        request.tolerance = *Decimal::parse("0.05");
        request.workers = workers;
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

}  // namespace bw::run
