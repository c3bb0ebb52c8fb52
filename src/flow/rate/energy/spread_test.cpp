// Where a use lies between its reads, and gas in kWh: each of one use.
#include "flow/rate/energy/gas.h"
#include "flow/rate/energy/reads_test.h"
#include "flow/rate/energy/spread.h"
#include "testing/property.h"

#include <gmock/gmock.h>

namespace bw::rate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kProfile = catalog::FactorKind::Profile;
constexpr auto kDegreeDays = catalog::FactorKind::DegreeDays;
constexpr auto kCalorificValue = catalog::FactorKind::CalorificValue;

RegisterUse use_of_steps(const std::vector<CountedStep>& steps) {
    RegisterUse use;
    use.days = {steps.front().days.from, steps.back().days.to};
    for (const auto& step : steps) use.quantity += step.quantity;
    use.steps = steps;
    use.reads = static_cast<std::int64_t>(steps.size());
    return use;
}
RegisterUse use_between(LocalDate from, LocalDate to, std::int64_t quantity) {
    return use_of_steps({{{from, to}, Decimal(quantity)}});
}
Spread::Part part_of(Spread& spread, const Period& days) {
    const auto part = spread.in(days);
    EXPECT_TRUE(part) << (part ? "" : part.error().message());
    return part.value_or(Spread::Part{});
}

TEST(Spread, SharesByTheWeightsOfAProfile) {
    catalog::Factors factors;
    factors.add(kProfile, "H0", "Mar", Decimal(1));
    factors.add(kProfile, "H0", "Mar Sun", Decimal(3));  // 1, 8, 15, 22, 29
    const auto use = use_between(day(3, 1), day(4, 1), 41);
    const Place place{{}, "water", rome(), &factors};
    Spread spread(use, {catalog::SharedBy::Profile, "H0"}, place);
    const auto first = part_of(spread, {day(3, 1), day(3, 9)});
    EXPECT_EQ(first.quantity, Decimal(12));
    EXPECT_EQ(first.shared, Note(note::SharedByWeight{kProfile, "H0", Decimal(12), Decimal(41)}));
    EXPECT_EQ(first.unknown, std::nullopt);
    EXPECT_EQ(part_of(spread, {day(3, 9), day(4, 1)}).quantity, Decimal(29));
    EXPECT_EQ(part_of(spread, use.days).shared, std::nullopt);
}

TEST(Spread, ADayWithoutAWeightLetsTheDaysShareEvenly) {
    catalog::Factors factors;
    factors.add(kDegreeDays, "ROME", "2026-03-01", Decimal(9));
    const auto use = use_between(day(3, 1), day(4, 1), 31);
    const Place place{{}, "heat", rome(), &factors};
    Spread spread(use, {catalog::SharedBy::DegreeDays, "ROME"}, place);
    const auto part = part_of(spread, {day(3, 1), day(3, 11)});
    EXPECT_EQ(part.quantity, Decimal(10));
    EXPECT_EQ(part.unknown, (note::Unknown{kDegreeDays, "ROME", day(3, 2)}));
    EXPECT_EQ(part.shared, Note(note::SharedByDays{10, 31}));
    EXPECT_EQ(part_of(spread, use.days).unknown, std::nullopt);  // the reads tell
}

// Where the reads tell, or nothing was used, no weight is asked for.
TEST(Spread, AsksForWeightsOnlyWhereSomethingIsShared) {
    const Place place{{}, "heat", rome(), nullptr};
    const auto use = use_of_steps({{{day(3, 1), day(3, 11)}, Decimal(7)},
                                   {{day(3, 11), day(3, 21)}, Decimal(0)},
                                   {{day(3, 21), day(4, 1)}, Decimal(11)}});
    Spread spread(use, {catalog::SharedBy::DegreeDays, ""}, place);  // of an area that is not told
    const auto part = part_of(spread, {day(3, 1), day(3, 15)});
    EXPECT_EQ(part.quantity, Decimal(7));
    EXPECT_EQ(part.shared, std::nullopt);
    EXPECT_EQ(part.unknown, std::nullopt);
    EXPECT_EQ(part_of(spread, {day(3, 15), day(4, 1)}).quantity, Decimal(11));
    const auto cut = spread.in({day(3, 1), day(3, 25)});
    ASSERT_FALSE(cut);
    EXPECT_THAT(cut.error().message(), HasSubstr("no weather area is told"));
}

PROPERTY(Spread, WeighedSharesSumToTheWhole) {
    catalog::Factors factors;
    for (int d = 1; d <= 31; ++d)
        factors.add(kProfile, "P", day(3, d).to_string(),
                    Decimal::scaled(*testing::between(0, 2'000'000), 6));
    const auto use = use_between(day(3, 1), day(4, 1), *testing::between(0, 1'000'000));
    const Place place{{}, "water", rome(), &factors};
    Spread spread(use, {catalog::SharedBy::Profile, "P"}, place);
    Decimal sum;
    for (LocalDate from = day(3, 1); from < day(4, 1);) {
        const LocalDate to = std::min(day(4, 1), from.plus_days(*testing::between(1, 9)));
        const auto part = spread.in({from, to});
        RC_ASSERT(part.has_value());
        sum += part->quantity;
        from = to;
    }
    RC_ASSERT(sum == use.quantity);
}

std::vector<customers::Device> gas_meters() {
    std::vector devices{device(day(1, 1), 1, "G"), device(day(3, 21), 1, "G")};
    for (auto& d : devices) d.gas_area = "N";
    devices[0].volume_factor = *Decimal::parse("0.95");
    return devices;
}
catalog::Factors value_of_march() {
    catalog::Factors factors;
    factors.add(kCalorificValue, "N", "2026-03", *Decimal::parse("11.2345"));
    return factors;
}

TEST(Gas, BecomesWholeKilowattHoursThatSumToTheUse) {
    const auto devices = gas_meters();
    const auto factors = value_of_march();
    const auto use = use_between(day(3, 1), day(4, 11), 41);
    const Place place{devices, "water", rome(), &factors};
    Spread volume(use, {}, place);
    const catalog::GasRules rules;
    Gas gas(volume, place, rules);
    const auto first = gas.in({day(3, 1), day(3, 11)});  // 10 x 0.95 x 11.235 = 106.73
    const auto rest = gas.in({day(3, 11), day(4, 11)});
    ASSERT_TRUE(first);
    ASSERT_TRUE(rest);
    EXPECT_EQ(first->kwh, Decimal(107));
    EXPECT_THAT(first->unknown, IsEmpty());
    // 20 x 0.95 x 11.235 + 21 x 11.235 = 449.40, rounded with the first
    EXPECT_EQ(rest->kwh, Decimal(342));
    ASSERT_THAT(rest->note.parts, SizeIs(3));  // to the 21st, to the end of March, April
    EXPECT_TRUE(rest->note.parts[2].is_provisional);
    EXPECT_THAT(rest->unknown, ElementsAre(note::Unknown{kCalorificValue, "N", day(4, 1)}));
}

// The value of April is not known, but nothing was used in April.
TEST(Gas, AsksForNoValueWhereNothingWasUsed) {
    const auto devices = gas_meters();
    const auto factors = value_of_march();
    const auto use = use_of_steps({{{day(2, 1), day(3, 1)}, Decimal(0)},
                                   {{day(3, 1), day(4, 1)}, Decimal(10)},
                                   {{day(4, 1), day(5, 1)}, Decimal(0)}});
    const Place place{devices, "water", rome(), &factors};
    Spread volume(use, {}, place);
    const catalog::GasRules rules;
    Gas gas(volume, place, rules);
    const auto energy = gas.in(use.days);
    ASSERT_TRUE(energy) << energy.error().message();
    EXPECT_THAT(energy->unknown, IsEmpty());
    EXPECT_THAT(energy->note.parts, SizeIs(2));  // of March, by its devices
}

// March has the first value of the area: nothing stands in for that of February.
TEST(Gas, LacksAValueThatNoneBeforeItStandsInFor) {
    const auto devices = gas_meters();
    const auto factors = value_of_march();
    const auto use = use_of_steps(
        {{{day(2, 1), day(3, 1)}, Decimal(7)}, {{day(3, 22), day(4, 1)}, Decimal(10)}});
    const Place place{devices, "water", rome(), &factors};
    Spread volume(use, {}, place);
    const catalog::GasRules rules;
    Gas gas(volume, place, rules);
    const auto energy = gas.in(use.days);
    ASSERT_TRUE(energy) << energy.error().message();
    EXPECT_EQ(energy->lacking, (note::Unknown{kCalorificValue, "N", day(2, 1)}));
    EXPECT_EQ(energy->kwh, Decimal(112));  // 10 x 11.235
    EXPECT_THAT(energy->unknown, IsEmpty());
}

// Both the value of April and the weight that tells April's volume.
TEST(Gas, TellsEveryFactorThatOthersStandInFor) {
    const auto devices = gas_meters();
    const auto factors = value_of_march();
    const auto use = use_between(day(3, 22), day(4, 11), 20);
    const Place place{devices, "water", rome(), &factors};
    Spread volume(use, {catalog::SharedBy::Profile, "G"}, place);
    const catalog::GasRules rules;
    Gas gas(volume, place, rules);
    const auto energy = gas.in(use.days);
    ASSERT_TRUE(energy);
    const note::Unknown weight{kProfile, "G", day(3, 22)};
    EXPECT_THAT(energy->unknown,
                ElementsAre(weight, note::Unknown{kCalorificValue, "N", day(4, 1)}, weight));
}

}  // namespace
}  // namespace bw::rate
