#include "books/catalog/parse.h"
#include "flow/rate/energy/hourly_test.h"
#include "flow/rate/energy/per_interval.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace bw::rate {
namespace {

using testing::HasSubstr;

constexpr std::string_view kSpot = R"(schedule: SPOT
sector: electricity
currency: EUR
prices: net
from: 2026-01-01
tax: standard
charges:
  energy:
    of: import kWh
    windows:
      day: {when: 06:00-22:00, price per interval: {series: S, times: 1.1, plus: 0.05}}
      night: {when: otherwise, price per interval: {series: S, plus: -0.01}}
)";

catalog::Schedule schedule_of(std::string_view text) {
    return catalog::parse(text, "t.yaml")->schedules.front();
}
// April, at prices of the series S.
Result<RatedUsage> rate_april(const catalog::Schedule& schedule, const catalog::Factors& prices,
                              const meter::IntervalColumn& column) {
    CompileRequest request;
    request.versions = {&schedule};
    request.period = month(4);
    request.factors = &prices;
    request.steps = {3600, 1800};
    const auto compiled = TRY(compile(request));
    meter::Usage usage;
    usage.intervals.push_back(column);
    return rate(compiled, usage, {});
}
void add(catalog::Factors& prices, Instant from, Decimal price) {
    prices.add(catalog::FactorKind::Price, "S", from.to_string(), price);
}
Instant hour_of_april(std::int64_t hour) {
    return Instant::from_seconds(Zone().span_of(month(4)).from.seconds() + hour * 3600);
}
Decimal price_at(std::int64_t hour) { return Decimal::scaled((hour * 37) % 501 - 100, 3); }
catalog::Factors all_prices() {
    catalog::Factors prices;
    for (std::int64_t hour = 0; hour < 720; ++hour)
        add(prices, hour_of_april(hour), price_at(hour));
    return prices;
}

TEST(PerInterval, SumsEachIntervalAtItsOwnPrice) {
    auto column = hourly(month(4), "import");
    Decimal day, night, day_kwh, night_kwh;
    for (std::size_t h = 0; h < column.values.size(); ++h) {
        column.values[h] = static_cast<std::int64_t>((h * 13) % 7);
        const Decimal kwh(column.values[h]);
        const Decimal spot = price_at(static_cast<std::int64_t>(h));
        const bool is_day = h % 24 >= 6 && h % 24 < 22;
        const Decimal price =
            is_day ? multiply(spot, Decimal::scaled(11, 1))->rounded(9, Rounding::HalfEven) +
                         Decimal::scaled(5, 2)
                   : spot - Decimal::scaled(1, 2);
        (is_day ? day : night) += multiply(kwh, price)->rounded(9, Rounding::HalfEven);
        (is_day ? day_kwh : night_kwh) += kwh;
    }
    const auto rated = rate_april(schedule_of(kSpot), all_prices(), column);
    ASSERT_TRUE(rated) << rated.error().message();
    ASSERT_EQ(rated->pieces.size(), 2);
    const auto cents = [](Decimal amount) { return amount.rounded(2, Rounding::HalfUp); };
    EXPECT_EQ(rated->pieces[0].part, "day");
    EXPECT_EQ(rated->pieces[0].quantity, day_kwh);
    EXPECT_EQ(cents(rated->pieces[0].amount), cents(day));
    EXPECT_EQ(rated->pieces[1].quantity, night_kwh);
    EXPECT_EQ(cents(rated->pieces[1].amount), cents(night));
    EXPECT_FALSE(rated->lacking);
}

TEST(PerInterval, AHalfHourHasThePriceOfItsHour) {
    auto column = hourly(month(4), "import");
    column.values.assign(720, 2);
    auto halves = column;
    halves.step_seconds = 1800;
    halves.values.assign(1440, 1);
    halves.qualities.assign(1440, meter::Quality::Actual);
    const auto whole = rate_april(schedule_of(kSpot), all_prices(), column);
    const auto half = rate_april(schedule_of(kSpot), all_prices(), halves);
    ASSERT_TRUE(whole && half);
    EXPECT_EQ(whole->pieces[0].price, half->pieces[0].price);
    EXPECT_EQ(whole->pieces[1].amount, half->pieces[1].amount);
}

TEST(PerInterval, APriceThatChangesInsideAnIntervalIsRefused) {
    auto prices = all_prices();
    add(prices, Instant::from_seconds(hour_of_april(30).seconds() + 900), Decimal(1));
    const auto rated = rate_april(schedule_of(kSpot), prices, hourly(month(4), "import"));
    ASSERT_FALSE(rated);
    EXPECT_THAT(rated.error().message(),
                HasSubstr("series S changes its price at 2026-04-02 06:15"));
    EXPECT_THAT(rated.error().message(), HasSubstr("inside an interval of 3600 s"));
}

TEST(PerInterval, APriceThatIsNotKnownIsToldWhereItIsNeeded) {
    auto column = hourly(month(4), "import");
    catalog::Factors prices;
    for (std::int64_t hour = 0; hour < 50; ++hour) add(prices, hour_of_april(hour), Decimal(1));
    const auto unused = rate_april(schedule_of(kSpot), prices, column);
    ASSERT_TRUE(unused);
    EXPECT_FALSE(unused->lacking);
    column.values[60] = 1;
    const auto rated = rate_april(schedule_of(kSpot), prices, column);
    ASSERT_TRUE(rated);
    EXPECT_EQ(rated->lacking,
              (note::Unknown{catalog::FactorKind::Price, "S", LocalDate::of(2026, 4, 3)}));
}

TEST(PerInterval, WhatNobodyMeasuredIsMissing) {
    auto column = hourly(month(4), "import");
    column.values[3] = meter::kMissing;
    column.values[8] = 5;
    column.qualities[8] = meter::Quality::Estimated;
    const auto rated = rate_april(schedule_of(kSpot), all_prices(), column);
    ASSERT_TRUE(rated);
    ASSERT_EQ(rated->pieces.size(), 1);
    EXPECT_EQ(rated->pieces[0].breakdown.missing, 1);
    EXPECT_EQ(rated->pieces[0].breakdown.estimated, 1);
    const auto* told = rated->pieces[0].breakdown.find<note::PerInterval>();
    ASSERT_NE(told, nullptr);
    EXPECT_EQ(told->lowest, told->highest);
}

TEST(PerInterval, AMeanBelowNothingPaysTheCustomer) {
    auto column = hourly(month(4), "import");
    catalog::Factors prices;
    for (std::int64_t hour = 0; hour < 720; ++hour)
        add(prices, hour_of_april(hour), Decimal::scaled(-25, 2));
    column.values[0] = 4;  // at night
    const auto rated = rate_april(schedule_of(kSpot), prices, column);
    ASSERT_TRUE(rated);
    EXPECT_EQ(rated->pieces[0].quantity, Decimal(-4));
    EXPECT_EQ(rated->pieces[0].price, Decimal::scaled(26, 2));
    EXPECT_EQ(rated->pieces[0].amount, Decimal::scaled(-104, 2));
}

TEST(PerInterval, ARegisterIsRefused) {
    const auto schedule = schedule_of(kSpot);
    const auto prices = all_prices();
    CompileRequest request;
    request.versions = {&schedule};
    request.period = month(4);
    request.factors = &prices;
    meter::Usage usage;
    usage.registers.push_back({"import", "kWh", 0, 0, false, {}, {}, {}, {}, {}});
    const auto rated = rate(*compile(request), usage, {});
    ASSERT_FALSE(rated);
    EXPECT_THAT(rated.error().message(), HasSubstr("is a register: use interval data"));
}

}  // namespace
}  // namespace bw::rate
