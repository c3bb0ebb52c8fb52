#include "books/catalog/factors.h"
#include "books/catalog/store.h"
#include "testing/stores.h"

#include <gtest/gtest.h>

namespace bw::catalog {
namespace {

using enum FactorKind;
LocalDate april(int day) { return LocalDate::of(2026, 4, day); }

TEST(Factors, ADayIsWrittenAsItsKindAsks) {
    EXPECT_TRUE(parse_factor_day(CalorificValue, "2026-04"));
    EXPECT_FALSE(parse_factor_day(CalorificValue, "2026-04-01"));
    EXPECT_TRUE(parse_factor_day(DegreeDays, "2026-04-30"));
    for (const auto* text : {"2026-04-31", "04-16", "Apr", "yesterday", ""})
        EXPECT_FALSE(parse_factor_day(DegreeDays, text)) << text;
    for (const auto* text : {"2026-04-16", "02-29", "Apr", "Apr Sat"})
        EXPECT_TRUE(parse_factor_day(Profile, text)) << text;
    for (const auto* text : {"April", "Apr Saturday", "Apr  Sat", "2026-04", "02-30"})
        EXPECT_FALSE(parse_factor_day(Profile, text)) << text;
}

TEST(Factors, TheNearestWeightOfADayHolds) {
    Factors factors;
    factors.add(Profile, "H0", "Apr", Decimal(1));
    factors.add(Profile, "H0", "Apr Sat", Decimal(2));
    factors.add(Profile, "H0", "04-18", Decimal(3));
    factors.add(Profile, "H0", "2026-04-25", Decimal(4));
    const auto on = [&](int day) { return factors.weight(Profile, "H0", april(day)); };
    EXPECT_EQ(on(17), Decimal(1));
    EXPECT_EQ(on(11), Decimal(2));
    EXPECT_EQ(on(18), Decimal(3));
    EXPECT_EQ(on(25), Decimal(4));
    EXPECT_EQ(factors.weight(Profile, "H0", LocalDate::of(2026, 5, 1)), std::nullopt);
    EXPECT_EQ(factors.weight(Profile, "G1", april(1)), std::nullopt);
    EXPECT_EQ(factors.weight(DegreeDays, "H0", april(1)), std::nullopt);
}

TEST(Factors, AMonthThatIsNotKnownGoesByTheLastOneBefore) {
    Factors factors;
    factors.add(CalorificValue, "NORTH", "2026-03", Decimal(11));
    const auto march = factors.calorific_value("NORTH", LocalDate::of(2026, 3, 31));
    ASSERT_TRUE(march);
    EXPECT_EQ(march->stands_in, std::nullopt);
    const auto may = factors.calorific_value("NORTH", LocalDate::of(2026, 5, 1));
    ASSERT_TRUE(may);
    EXPECT_EQ(may->number, Decimal(11));
    EXPECT_EQ(may->stands_in, LocalDate::of(2026, 3, 1));
    EXPECT_FALSE(factors.calorific_value("NORTH", LocalDate::of(2026, 2, 28)));
    EXPECT_FALSE(factors.calorific_value("SOUTH", LocalDate::of(2026, 5, 1)));
}

class StoredFactors : public testing::OnBothStores {};
ON_BOTH_STORES(StoredFactors);

TEST_P(StoredFactors, ALaterBatchSupersedesAndACutSeesWhatItSaw) {
    const auto database = store::open(location()).value();
    ASSERT_TRUE(store::migrate(*database, store::all_of({store::platform_schema(), schema()})));
    const auto save = [&](std::int64_t batch, std::int64_t value) {
        const auto tx = database->begin(store::Access::Write);
        const auto saved = save_factor(*tx, TenantId{1}, Batch{batch}, CalorificValue, "NORTH",
                                       "2026-04", Decimal(value));
        tx->commit();
        return saved.has_value();
    };
    EXPECT_TRUE(save(1, 10));
    EXPECT_TRUE(save(1, 10));
    EXPECT_FALSE(save(1, 11));  // the file contradicts itself
    EXPECT_TRUE(save(2, 12));
    const auto value = [&](std::int64_t cut) {
        const auto tx = database->begin(store::Access::Read);
        return load_factors(*tx, TenantId{1}, AsOf{Batch{cut}})
            .calorific_value("NORTH", april(1))
            ->number;
    };
    EXPECT_EQ(value(1), Decimal(10));
    EXPECT_EQ(value(2), Decimal(12));
}

TEST(Factors, APriceHoldsUntilTheNextAnHourAtMost) {
    Factors factors;
    const auto at = [](const char* text) { return *Instant::parse(text); };
    const auto add = [&](const char* from, int price) {
        factors.add(FactorKind::Price, "S", *parse_factor_day(FactorKind::Price, from),
                    Decimal(price));
    };
    add("2026-04-16T12:00:00Z", 3);
    add("2026-04-16T13:00:00+02:00", 1);
    add("2026-04-16T11:30:00Z", 2);
    EXPECT_EQ(factors.price("S", at("2026-04-16T10:59:59Z")), std::nullopt);
    EXPECT_EQ(factors.price("S", at("2026-04-16T11:29:59Z")), Decimal(1));
    EXPECT_EQ(factors.price("S", at("2026-04-16T11:30:00Z")), Decimal(2));
    EXPECT_EQ(factors.price("S", at("2026-04-16T12:59:59Z")), Decimal(3));
    EXPECT_EQ(factors.price("S", at("2026-04-16T13:00:00Z")), std::nullopt);
    EXPECT_EQ(factors.price("T", at("2026-04-16T12:00:00Z")), std::nullopt);
    const Span day{at("2026-04-16T00:00:00Z"), at("2026-04-17T00:00:00Z")};
    const auto before = factors.timed_hash(FactorKind::Price, "S", day);
    add("2026-04-16T12:00:00Z", 4);
    EXPECT_EQ(factors.price("S", at("2026-04-16T12:30:00Z")), Decimal(4));
    EXPECT_NE(factors.timed_hash(FactorKind::Price, "S", day), before);
    EXPECT_FALSE(parse_factor_day(FactorKind::Price, "2026-04-16T12:00:00"));
    EXPECT_FALSE(parse_factor_day(FactorKind::Price, "2026-04-16"));
}

TEST(Factors, PeaksOfAGridThatBeginInASpan) {
    Factors factors;
    const auto at = [](const char* text) { return *Instant::parse(text); };
    const auto add = [&](const char* grid, const char* from, int minutes) {
        factors.add(FactorKind::SystemPeak, grid, *parse_factor_day(FactorKind::SystemPeak, from),
                    Decimal(minutes));
    };
    add("N", "2026-07-16T17:00:00Z", 60);
    add("N", "2026-07-02T16:30:00Z", 30);
    add("N", "2026-08-01T00:00:00Z", 60);
    add("S", "2026-07-16T17:00:00Z", 60);
    const Span july{at("2026-07-01T00:00:00Z"), at("2026-08-01T00:00:00Z")};
    EXPECT_THAT(
        factors.system_peaks("N", july),
        ::testing::ElementsAre(Span{at("2026-07-02T16:30:00Z"), at("2026-07-02T17:00:00Z")},
                               Span{at("2026-07-16T17:00:00Z"), at("2026-07-16T18:00:00Z")}));
    add("N", "2026-07-02T16:30:00Z", 0);  // taken back
    EXPECT_EQ(factors.system_peaks("N", july).size(), 1U);
    EXPECT_THAT(factors.system_peaks("E", july), ::testing::IsEmpty());
}

}  // namespace
}  // namespace bw::catalog
