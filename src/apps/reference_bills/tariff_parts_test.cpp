#include "apps/reference_bills/energy_case.h"
#include "apps/reference_bills/tariff_parts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::reference_bills {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

// Period 2 in the afternoon of workdays from May to October, else 1.
HourTable summer_afternoons() {
    HourTable table;
    for (auto& row : table.weekdays) row.fill(1);
    table.weekends = table.weekdays;
    for (std::size_t month = 4; month < 10; ++month)
        for (std::size_t hour = 12; hour < 18; ++hour) table.weekdays[month][hour] = 2;
    return table;
}

Result<std::vector<catalog::Tier>> as_cents(int period) {
    if (period > 2) return fail(Code::NotFound, "no such period");
    return std::vector{make_tier(Decimal::scaled(period, 2))};
}

TEST(TariffParts, MonthsThatAreAlikeAreASeason) {
    const auto seasons = seasons_of(summer_afternoons(), as_cents);
    ASSERT_TRUE(seasons) << seasons.error().message();
    ASSERT_THAT(*seasons, SizeIs(2));
    const catalog::Season& winter = seasons->front();
    EXPECT_THAT(winter.ranges, ElementsAre(catalog::DateRange{{1, 1}, {4, 30}},
                                           catalog::DateRange{{11, 1}, {12, 31}}));
    ASSERT_THAT(winter.windows, SizeIs(1));
    EXPECT_TRUE(winter.windows[0].when.always());
    const catalog::Season& summer = seasons->back();
    ASSERT_THAT(summer.windows, SizeIs(2));
    EXPECT_EQ(catalog::print_when(summer.windows[1].when), "Mon-Fri 12:00-18:00");
    EXPECT_EQ(summer.windows[1].tiers[0].price.to_string(), "0.02");
}

TEST(TariffParts, APeriodThatNobodyPricesIsAnError) {
    HourTable table = summer_afternoons();
    table.weekends[3][7] = 3;
    EXPECT_FALSE(seasons_of(table, as_cents));
}

TEST(EnergyCase, AMonthTellsTheNextWhatItsRatchetAsks) {
    catalog::Charge power = demand_charge("power");
    power.seasons = {whole_year({make_tier(Decimal(1))})};
    power.peak.ratchets = {{Decimal(50), {}, 11}};
    EnergyCase of;
    of.schedule = make_schedule("S", Currency());
    of.schedule.charges = {power};
    std::vector<Decimal> hours(365 * 24, Decimal(2));
    hours[40 * 24] = Decimal(10);  // on 10 February
    of.columns = {column_from(LocalDate::of(2018, 1, 1), "import", "kWh", 3600, hours)};
    const auto months = rate_year(of, 2018);
    ASSERT_TRUE(months) << months.error().message();
    ASSERT_THAT(*months, SizeIs(12));
    EXPECT_EQ(amount_of((*months)[0]).to_string(), "2");
    EXPECT_EQ(amount_of((*months)[1]).to_string(), "10");
    EXPECT_EQ(amount_of_charge((*months)[11], "power").to_string(), "5");
    EXPECT_EQ(sum_of(*months, of.schedule, catalog::ChargeKind::Demand).to_string(), "62");
}

TEST(TariffParts, PricesOfMillionthsAreAMillionTimesAsHigh) {
    auto schedule = make_schedule("s", *Currency::parse("USD"));
    schedule.charges = {fixed_charge("fixed", catalog::TimeUnit::Month, *Decimal::parse("9.5"))};
    schedule.charges[0].surplus.pay = *Decimal::parse("0.02789");
    schedule.minimum.emplace().price = Decimal(10);
    schedule.year_minimum.emplace().price = Decimal(100);
    ASSERT_TRUE(to_millionths(schedule));
    EXPECT_EQ(schedule.charges[0].seasons[0].windows[0].tiers[0].price, Decimal(9'500'000));
    EXPECT_EQ(schedule.charges[0].surplus.pay, Decimal(27'890));
    EXPECT_EQ(schedule.minimum->price, Decimal(10'000'000));
    EXPECT_EQ(schedule.year_minimum->price, Decimal(100'000'000));
    EXPECT_EQ(from_millionths(Decimal(27'890)).value().to_string(), "0.02789");
}

}  // namespace
}  // namespace bw::reference_bills
