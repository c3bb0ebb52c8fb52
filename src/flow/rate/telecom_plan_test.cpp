#include "books/catalog/parse.h"
#include "flow/rate/telecom_fixture.h"
#include "flow/rate/telecom_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace bw::rate {
namespace {

using namespace fixture;

constexpr const char* kPlan = R"(
plan: MOBILE-S
sector: telecom
currency: EUR
prices: net
from: 2026-01-01
tax: standard
schedules: MOBILE
allowances:
  voice: {include: 2 minutes per month}
)";

std::string schedule(const std::string& from, const std::string& price) {
    return "schedule: MOBILE\nsector: telecom\ncurrency: EUR\nprices: net\nfrom: " + from +
           "\nround: line half-up 2\ntax: standard\nusage:\n  voice: {price: " + price +
           " per minute, connect: 0.10, increments: 60/1}\n";
}

catalog::Catalog catalog_of(const std::vector<std::string>& texts) {
    catalog::Catalog out;
    for (const std::string& text : texts) {
        auto document = catalog::parse(text, "test.yaml");
        if (!document) throw std::runtime_error(document.error().message());
        std::ranges::move(document->schedules, std::back_inserter(out.all.schedules));
        std::ranges::move(document->plans, std::back_inserter(out.all.plans));
    }
    return out;
}

TEST(TelecomPlan, TheUsageOfItsScheduleIsCompiled) {
    const auto catalog = catalog_of({schedule("2026-01-01", "0.06"), kPlan});
    const auto plan = compile_telecom_plan(catalog, catalog.all.plans[0], kMarch2026, {});
    ASSERT_TRUE(plan) << plan.error().message();
    ASSERT_TRUE(plan->has_value());
    const Events events = Events().call("2026-03-04T12:00:00Z", 180);
    const auto usage = rate_events((*plan)->parts, events.column, kMarch2026, {}, Detail::Totals);
    ASSERT_TRUE(usage) << usage.error().message();
    EXPECT_EQ(total(*usage).to_string(), "0.06");  // 2 of 3 minutes are included
    EXPECT_EQ(piece_of(*usage, "voice", "any")->schedule, "MOBILE");
    EXPECT_TRUE(piece_of(*usage, "voice", "included")
                    ->breakdown.clause.text()
                    .starts_with("MOBILE-S@2026-01-01 allowances.voice, line "));
}

TEST(TelecomPlan, ANewPriceInsideThePeriodHoldsFromItsDay) {
    const auto catalog =
        catalog_of({schedule("2026-01-01", "0.06"), schedule("2026-03-10", "0.12"), kPlan});
    const auto plan = compile_telecom_plan(catalog, catalog.all.plans[0], kMarch2026, {}).value();
    ASSERT_TRUE(plan.has_value());
    ASSERT_EQ(plan->parts.size(), 2U);
    Events events;
    events.call("2026-03-09T12:00:00Z", 60).call("2026-03-10T12:00:00Z", 120);
    events.call("2026-03-31T12:00:00Z", 60);
    const auto usage =
        rate_events(plan->parts, events.column, kMarch2026, {}, Detail::Events).value();
    // one allowance over both: 60 s before the change, 60 s after it
    EXPECT_EQ(usage.pieces.size(), 3U);
    EXPECT_EQ(total(usage).to_string(), "0.34");  // 60 s, then 0.10 + 60 s, at 0.12/min
    const Piece* piece = piece_of(usage, "voice", "any");
    ASSERT_NE(piece, nullptr);
    EXPECT_EQ(piece->version, LocalDate::of(2026, 3, 10));
    EXPECT_EQ(piece->days.from, LocalDate::of(2026, 3, 10));
    EXPECT_EQ(usage.events.size(), 3U);
}

TEST(TelecomPlan, APlanWithoutUsageHasNone) {
    catalog::Catalog catalog = catalog_of({kPlan});
    catalog.all.plans[0].schedules.clear();
    const auto plan = compile_telecom_plan(catalog, catalog.all.plans[0], kMarch2026, {});
    ASSERT_TRUE(plan) << plan.error().message();
    EXPECT_FALSE(plan->has_value());
}

TEST(TelecomPlan, AMissingScheduleOrCalendarIsAnError) {
    EXPECT_EQ(
        compile_telecom_plan(catalog_of({kPlan}), catalog_of({kPlan}).all.plans[0], kMarch2026, {})
            .error()
            .code,
        Code::NotFound);
    auto catalog = catalog_of({schedule("2026-01-01", "0.06"), kPlan});
    catalog.all.schedules[0].head.holidays = "DE";
    const auto plan = compile_telecom_plan(catalog, catalog.all.plans[0], kMarch2026, {});
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().text, "calendar 'DE' is not in the catalog");
}

TEST(TelecomPlan, TwoPlacesWithUsageAreRefused) {
    auto catalog = catalog_of({schedule("2026-01-01", "0.06"), kPlan});
    catalog.all.plans[0].usage = catalog.all.schedules[0].usage;
    const auto plan = compile_telecom_plan(catalog, catalog.all.plans[0], kMarch2026, {});
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, Code::Unsupported);
}

}  // namespace
}  // namespace bw::rate
