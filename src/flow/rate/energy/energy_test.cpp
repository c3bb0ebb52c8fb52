#include "base/random.h"
#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/pieces.h"
#include "testing/property.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bw::rate {
namespace {

using catalog::Schedule;

const std::string kHead = "schedule: HOME\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: "
                          "2012-01-01\ntax: standard\n";

std::vector<Schedule> schedules_of(const std::string& text) {
    auto document = catalog::parse(text, "test.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    return document ? document->schedules : std::vector<Schedule>{};
}

Zone sydney() { return *Zone::find("Australia/Sydney"); }
Period month(int year, int number) { return month_of(LocalDate::of(year, number, 1)); }

Result<CompiledSchedule> compiled(const std::vector<Schedule>& versions, const Period& period,
                                  std::vector<const catalog::Calendar*> calendars = {}) {
    CompileRequest request;
    for (const auto& version : versions) request.versions.push_back(&version);
    request.period = period;
    request.zone = sydney();
    request.calendars = std::move(calendars);
    return compile(request);
}

// Half hours of the period, each with the same value, in 0.001 kWh.
meter::IntervalColumn flat(const Period& period, std::int64_t value,
                           std::string channel = "import") {
    meter::IntervalColumn column;
    column.channel = std::move(channel);
    column.unit = "kWh";
    const Span span = sydney().span_of(period);
    column.start = span.from;
    const auto count = static_cast<std::size_t>((span.to.seconds() - span.from.seconds()) / 1800);
    column.values.assign(count, value);
    column.qualities.assign(count, meter::Quality::Actual);
    return column;
}

std::vector<Piece> pieces_of(const std::string& text, const Period& period,
                             std::vector<meter::IntervalColumn> columns,
                             const Circumstances& circumstances = {}) {
    const auto versions = schedules_of(text);
    const auto schedule = compiled(versions, period);
    EXPECT_TRUE(schedule.has_value()) << (schedule ? "" : schedule.error().message());
    if (!schedule) return {};
    meter::Usage usage;
    usage.intervals = std::move(columns);
    const auto rated = rate(*schedule, usage, {}, circumstances);
    EXPECT_TRUE(rated.has_value()) << (rated ? "" : rated.error().message());
    return rated ? rated->pieces : std::vector<Piece>{};
}

std::string amount(const Piece& piece) { return line_amount(piece)->to_string(2); }

TEST(RateEnergy, WindowsSumToTheWholeOfAnOrdinaryMonth) {
    const auto pieces = pieces_of(kHead + R"(charges:
  standing: {price: 0.50 per day}
  energy:
    of: import kWh
    windows:
      peak: {when: Mon-Fri 08:00-20:00, price: 0.30}
      night: {when: otherwise, price: 0.10}
)",
                                  month(2013, 3), {flat(month(2013, 3), 1000)});
    ASSERT_EQ(pieces.size(), 3u);
    EXPECT_EQ(pieces[0].kind, PieceKind::Fixed);
    EXPECT_EQ(pieces[0].quantity.to_string(), "31");
    EXPECT_EQ(amount(pieces[0]), "15.50");
    EXPECT_EQ(pieces[1].part, "peak");
    EXPECT_EQ(pieces[1].quantity.to_string(), "504");  // 21 weekdays x 24 half hours
    EXPECT_EQ(pieces[2].quantity.to_string(), "984");
    EXPECT_EQ(pieces[1].breakdown.intervals + pieces[2].breakdown.intervals, 31 * 48);
    EXPECT_EQ(pieces[1].breakdown.clause, "HOME@2012-01-01 charges.energy.windows.peak, line 12");
    EXPECT_EQ(pieces[1].tax, "standard");
    EXPECT_EQ(pieces[1].breakdown.missing, 0);
}

TEST(RateEnergy, ClockChangeDaysHave46And50HalfHours) {
    const std::string text =
        kHead +
        "charges:\n  energy: {of: import kWh, windows: {early: {when: 00:00-06:00, price: 1}, "
        "late: {when: otherwise, price: 2}}}\n";
    const auto one_day = [&](int m, int d) {
        const Period day{LocalDate::of(2013, m, d), LocalDate::of(2013, m, d).plus_days(1)};
        return pieces_of(text, day, {flat(day, 1000)});
    };
    const auto longer = one_day(4, 7);  // 3:00 back to 2:00
    EXPECT_EQ(longer[0].quantity.to_string(), "14");
    EXPECT_EQ(longer[1].quantity.to_string(), "36");
    const auto shorter = one_day(10, 6);  // 2:00 forward to 3:00
    EXPECT_EQ(shorter[0].quantity.to_string(), "10");
    EXPECT_EQ(shorter[1].quantity.to_string(), "36");
}

// Days of the same windows are put together where a column has the whole month; two columns of its
// halves are summed run by run.
TEST(RateEnergy, DaysPutTogetherSumAsTheirRunsDo) {
    Random random(17);
    for (const auto& period : {month(2013, 3), month(2013, 4), month(2013, 10)}) {
        auto whole = flat(period, 0);
        for (auto& value : whole.values) value = random.between(-50, 4'000);
        auto first = whole, second = whole;
        const auto cut = static_cast<std::ptrdiff_t>(random.below(whole.values.size()));
        first.values.erase(first.values.begin() + cut, first.values.end());
        first.qualities.resize(first.values.size());
        second.values.erase(second.values.begin(), second.values.begin() + cut);
        second.qualities.resize(second.values.size());
        second.start.us += cut * 1800 * Instant::kSecond;
        const std::string text = kHead + R"(charges:
  energy:
    of: import kWh
    windows:
      peak: {when: "Mon-Fri 07:30-21:00", price: 0.30}
      shoulder: {when: "Mon-Fri 21:00-23:00; Sat 09:00-02:00", price: 0.20}
      night: {when: otherwise, price: 0.10}
)";
        const auto at_once = pieces_of(text, period, {whole});
        const auto in_parts = pieces_of(text, period, {first, second});
        ASSERT_EQ(at_once.size(), 3U);
        ASSERT_EQ(in_parts.size(), 3U);
        for (std::size_t i = 0; i < at_once.size(); ++i) {
            EXPECT_EQ(at_once[i].quantity, in_parts[i].quantity) << period.from.to_string();
            EXPECT_EQ(at_once[i].breakdown.intervals, in_parts[i].breakdown.intervals);
        }
    }
}

TEST(RateEnergy, StandardClockIgnoresDaylightSaving) {
    // In January Sydney is UTC+11: 22:00 standard time is 23:00 on the wall.
    const std::string windows =
        "charges:\n  energy: {of: import kWh, windows: {night: {when: 22:00-24:00, price: 1}, "
        "day: {when: otherwise, price: 2}}}\n";
    const Period day{LocalDate::of(2013, 1, 15), LocalDate::of(2013, 1, 16)};
    auto column = flat(day, 0);
    column.values[46] = 1000;  // 23:00 local
    column.values[44] = 500;   // 22:00 local
    const auto standard = pieces_of(kHead + "clock: standard\n" + windows, day, {column});
    EXPECT_EQ(standard[0].quantity.to_string(), "1");
    EXPECT_EQ(standard[1].quantity.to_string(), "0.5");
    const auto offset = pieces_of(kHead + "clock: UTC+10:00\n" + windows, day, {column});
    EXPECT_EQ(offset[0].quantity, standard[0].quantity);
    const auto local = pieces_of(kHead + windows, day, {column});
    EXPECT_EQ(local[0].quantity.to_string(), "1.5");
}

TEST(RateEnergy, HolidaysChangeTheWindow) {
    const auto versions = schedules_of(kHead + R"(holidays: AU-NSW
charges:
  energy:
    of: import kWh
    windows:
      peak: {when: Mon-Fri 08:00-20:00 except holidays, price: 0.30}
      night: {when: otherwise, price: 0.10}
)");
    catalog::Calendar calendar;
    calendar.name = "AU-NSW";
    calendar.holidays = {{LocalDate::of(2013, 3, 29), "Good Friday"}};
    const auto schedule = compiled(versions, month(2013, 3), {&calendar});
    ASSERT_TRUE(schedule.has_value());
    meter::Usage usage;
    usage.intervals = {flat(month(2013, 3), 1000)};
    EXPECT_EQ(rate(*schedule, usage, {})->pieces[0].quantity.to_string(), "480");
    const auto without = compiled(versions, month(2013, 3));
    ASSERT_FALSE(without.has_value());
    EXPECT_NE(without.error().text.find("AU-NSW"), std::string::npos);
}

TEST(RateEnergy, SeasonsMayWrapTheYearAndSplitAPeriod) {
    const std::string text = kHead + R"(charges:
  energy:
    of: import kWh
    seasons:
      summer: {when: 1 Nov - 31 Mar, price: 0.30}
      rest:
        when: otherwise
        windows: {a: {when: 00:00-12:00, price: 0.2}, b: {when: 12:00-24:00, price: 0.1}}
)";
    const Period days{LocalDate::of(2013, 3, 30), LocalDate::of(2013, 4, 2)};
    const auto pieces = pieces_of(text, days, {flat(days, 1000)});
    ASSERT_EQ(pieces.size(), 3u);
    EXPECT_EQ(pieces[0].part, "summer");
    EXPECT_EQ(pieces[0].quantity.to_string(), "96");
    EXPECT_EQ(pieces[0].days.to, LocalDate::of(2013, 4, 1));
    EXPECT_EQ(pieces[1].part, "rest/a");
    EXPECT_EQ(pieces[1].quantity.to_string(), "24");
    EXPECT_EQ(pieces[1].breakdown.clause,
              "HOME@2012-01-01 charges.energy.seasons.rest.windows.a, line 14");
    const auto january = pieces_of(text, month(2013, 1), {flat(month(2013, 1), 1000)});
    ASSERT_EQ(january.size(), 1u);
    EXPECT_EQ(january[0].part, "summer");
}

TEST(RateEnergy, TiersPerDayStartAnewEachDay) {
    const std::string text = kHead + "charges:\n  energy: {of: import kWh, tiers per day: [{to: 5, "
                                     "price: 0.3}, {price: 0.2}]}\n";
    const Period days{LocalDate::of(2013, 3, 1), LocalDate::of(2013, 3, 3)};
    auto column = flat(days, 0);
    column.values[10] = 3000;                            // 3 kWh on the first day
    column.values[60] = 4000, column.values[70] = 4000;  // 8 kWh on the second
    const auto pieces = pieces_of(text, days, {column});
    ASSERT_EQ(pieces.size(), 2u);
    EXPECT_EQ(pieces[0].part, "tier-1");
    EXPECT_EQ(pieces[0].quantity.to_string(), "8");
    EXPECT_EQ(pieces[1].quantity.to_string(), "3");
    EXPECT_EQ(pieces[1].breakdown.tier_from, Decimal(5));
    EXPECT_EQ(pieces[0].breakdown.intervals, 96);
}

TEST(RateEnergy, TiersPerQuarterAreSharedByDays) {
    const std::string text =
        kHead + "charges:\n  energy: {of: import kWh, tiers per quarter shared by days: "
                "[{to: 1020, price: 0.348818}, {price: 0.358636}]}\n";
    const auto pieces = pieces_of(text, month(2013, 4), {flat(month(2013, 4), 500)});
    ASSERT_EQ(pieces.size(), 2u);
    // 1020 x 30 / 91, to nine decimals
    EXPECT_EQ(pieces[0].quantity.to_string(), "336.263736264");
    EXPECT_EQ((pieces[0].quantity + pieces[1].quantity).to_string(), "721");  // 1442 half hours in
                                                                              // April
    EXPECT_EQ(pieces[0].breakdown.tier_to, Decimal::parse("336.263736264").value());
}

TEST(RateEnergy, FreeUnitsAreATierAtZeroWithTheirReason) {
    const auto pieces = pieces_of(
        kHead + "charges:\n  excise: {of: import kWh, price: 0.0227, free: first 150 per month "
                "because domestic use}\n",
        month(2013, 3), {flat(month(2013, 3), 250)});
    ASSERT_EQ(pieces.size(), 2u);
    EXPECT_EQ(pieces[0].quantity.to_string(), "150");
    EXPECT_TRUE(pieces[0].amount.is_zero());
    EXPECT_EQ(pieces[0].breakdown.notes, std::vector<Note>{note::Free{"domestic use"}});
    EXPECT_EQ(pieces[1].quantity.to_string(), "222");
    EXPECT_EQ(amount(pieces[1]), "5.04");
}

TEST(RateEnergy, MonthsOfALongPeriodFillTheirTiersAnew) {
    const Period quarter{LocalDate::of(2013, 1, 1), LocalDate::of(2013, 4, 1)};
    const auto pieces = pieces_of(
        kHead + "charges:\n  energy: {of: import kWh, tiers per month: [{to: 100, price: 0.3}, "
                "{price: 0.2}]}\n",
        quarter, {flat(quarter, 100)});
    ASSERT_EQ(pieces.size(), 6u);
    EXPECT_EQ(pieces[0].quantity.to_string(), "100");
    EXPECT_EQ(pieces[2].days, month(2013, 2));
    EXPECT_EQ(pieces[2].quantity.to_string(), "100");
}

TEST(RateEnergy, ExportIsACreditAtAPositivePrice) {
    const auto pieces = pieces_of(
        kHead + "charges:\n  solar: {of: export kWh, price: -0.0820, tiers per day: [{to: 8}, "
                "{price: -0.0300}]}\n",
        month(2013, 3), {flat(month(2013, 3), 250, "export")});
    ASSERT_EQ(pieces.size(), 2u);
    EXPECT_EQ(pieces[0].quantity.to_string(), "-248");
    EXPECT_EQ(pieces[0].price.to_string(), "0.082");
    EXPECT_EQ(amount(pieces[0]), "-20.34");
    EXPECT_EQ(pieces[1].quantity.to_string(), "-124");
}

TEST(RateEnergy, MonthlyPricesAreSharedByDays) {
    const std::string text = kHead + "charges:\n  standing: {price: 39.90 per month}\n";
    const auto whole = pieces_of(text, month(2013, 3), {});
    ASSERT_EQ(whole.size(), 1u);
    EXPECT_EQ(whole[0].quantity.to_string(), "1");
    EXPECT_EQ(whole[0].unit, "month");
    EXPECT_EQ(amount(whole[0]), "39.90");
    const auto part = pieces_of(text, month(2013, 3), {},
                                {{LocalDate::of(2013, 3, 15), LocalDate::of(2013, 4, 1)}, {}});
    EXPECT_EQ(part[0].quantity.to_string(), "17");
    EXPECT_EQ(part[0].base, 31);
    EXPECT_EQ(amount(part[0]), "21.88");
    const auto cycle =
        pieces_of(text, {LocalDate::of(2013, 3, 15), LocalDate::of(2013, 4, 15)}, {});
    ASSERT_EQ(cycle.size(), 1u);
    EXPECT_EQ(cycle[0].unit, "month");
}

TEST(RateEnergy, AMinimumIsToppedUpBeforeDiscounts) {
    const auto pieces =
        pieces_of(kHead + R"(charges:
  energy: {of: import kWh, price: 0.10}
  solar: {of: export kWh, price: -0.05}
minimum: 12.00 per month
discounts:
  loyal: {on: energy, percent: 3, if: customer.years >= 2}
)",
                  month(2013, 3), {flat(month(2013, 3), 50), flat(month(2013, 3), 10, "export")},
                  {{}, {{"customer.years", Decimal(3)}}});
    ASSERT_EQ(pieces.size(), 4u);
    EXPECT_EQ(amount(pieces[0]), "7.44");
    EXPECT_EQ(pieces[2].kind, PieceKind::Minimum);
    EXPECT_EQ(amount(pieces[2]), "4.56");
    EXPECT_EQ(pieces[3].kind, PieceKind::Discount);
    EXPECT_EQ(pieces[3].quantity.to_string(), "-1");
    EXPECT_EQ(amount(pieces[3]), "-0.22");
    EXPECT_EQ(pieces[3].part, "standard");
    EXPECT_EQ(
        pieces[3].breakdown.notes,
        (std::vector<Note>{note::PercentOf{Decimal(3), Decimal::scaled(744, 2), {"energy"}}}));
}

TEST(RateEnergy, MinimumAndDiscountsCountWhatTheLinesSay) {
    std::string head = kHead;
    head.replace(head.find("EUR"), 3, "JPY");
    const auto pieces = pieces_of(head + R"(round: line half-up 2
charges:
  energy: {of: import kWh, price: 0.2016}
  levy: {of: import kWh, price: 0.2016}
minimum: 1000 per month
discounts: {loyal: {on: energy, percent: 1}}
)",
                                  month(2013, 3), {flat(month(2013, 3), 1500)});
    ASSERT_EQ(pieces.size(), 4u);  // 2 x 449.9712
    EXPECT_EQ(amount(pieces[0]), "450.00");
    EXPECT_EQ(amount(pieces[2]), "100.00");
    EXPECT_EQ(amount(pieces[3]), "-5.00");
}

TEST(RateEnergy, ADiscountNeedsItsFact) {
    const std::string text = kHead + "charges:\n  s: {price: 1 per day}\ndiscounts:\n  d: {on: "
                                     "all, percent: 5, if: bundle.services >= 1}\n";
    const auto versions = schedules_of(text);
    const auto schedule = compiled(versions, month(2013, 3));
    ASSERT_TRUE(schedule.has_value());
    const auto missing = rate(*schedule, {}, {});
    ASSERT_FALSE(missing.has_value());
    EXPECT_NE(missing.error().text.find("bundle.services"), std::string::npos);
    EXPECT_EQ(pieces_of(text, month(2013, 3), {}, {{}, {{"bundle.services", Decimal(0)}}}).size(),
              1u);
    EXPECT_EQ(pieces_of(text, month(2013, 3), {}, {{}, {{"bundle.services", Decimal(1)}}}).size(),
              2u);
}

TEST(RateEnergy, ADiscountEndsOnItsLastDay) {
    const auto pieces = pieces_of(
        kHead + "charges:\n  s: {price: 1 per day}\ndiscounts:\n  d: {on: all, percent: 10, until: "
                "2013-03-10}\n",
        month(2013, 3), {});
    ASSERT_EQ(pieces.size(), 3u);
    EXPECT_EQ(pieces[0].quantity.to_string(), "10");
    EXPECT_EQ(pieces[1].quantity.to_string(), "21");
    EXPECT_EQ(amount(pieces[2]), "-1.00");
    EXPECT_EQ(pieces[2].days.to, LocalDate::of(2013, 3, 11));
}

TEST(RateEnergy, ADiscountOnSomethingElseCutsNothing) {
    const auto pieces =
        pieces_of(kHead + "charges:\n  s: {price: 9.99 per month}\n  t: {price: 1 per day}\n"
                          "discounts:\n  d: {on: t, percent: 10, until: 2013-03-10}\n",
                  month(2013, 3), {});
    ASSERT_EQ(pieces.size(), 4u);
    EXPECT_EQ(amount(pieces[0]), "9.99");
    EXPECT_EQ(pieces[1].quantity.to_string(), "10");
}

TEST(RateEnergy, TiersGoOnFillingOverADiscountsEnd) {
    const auto pieces = pieces_of(kHead + R"(charges:
  energy: {of: import kWh, tiers per month: [{to: 1000, price: 0.2}, {price: 0.4}]}
discounts: {d: {on: energy, percent: 10, until: 2013-03-15}}
)",
                                  month(2013, 3), {flat(month(2013, 3), 1000)});  // 48 kWh a day
    ASSERT_EQ(pieces.size(), 4u);
    EXPECT_EQ(pieces[0].quantity.to_string(), "720");
    EXPECT_EQ(pieces[1].quantity.to_string(), "280");
    EXPECT_EQ(pieces[1].part, "tier-1");
    EXPECT_EQ(pieces[2].quantity.to_string(), "488");
    EXPECT_EQ(pieces[3].breakdown.notes,
              (std::vector<Note>{note::PercentOf{Decimal(10), Decimal(144), {"energy"}}}));
}

TEST(RateEnergy, APriceThatANewVersionKeepsIsRoundedAsOne) {
    std::string second = kHead;
    second.replace(second.find("2012-01-01"), 10, "2013-03-16");
    const std::string charges =
        "charges:\n  s: {price: 9.99 per month}\n  t: {price: 0.333 per day}\n";
    const auto pieces = pieces_of(kHead + charges + "---\n" + second + charges, month(2013, 4), {},
                                  {{LocalDate::of(2013, 4, 1), LocalDate::of(2013, 5, 1)}, {}});
    ASSERT_EQ(pieces.size(), 2u);
    const auto cut = pieces_of(kHead + charges + "---\n" + second + charges, month(2013, 3), {});
    ASSERT_EQ(cut.size(), 4u);
    EXPECT_EQ(amount(cut[0]), "4.83");  // 15 x 9.99 / 31 = 4.834
    EXPECT_EQ(amount(cut[1]), "5.16");
    EXPECT_EQ(amount(cut[2]), "5.00");  // 15 x 0.333 = 4.995; 31 x 0.333 = 10.323
    EXPECT_EQ(amount(cut[3]), "5.32");
    EXPECT_EQ(cut[3].breakdown.notes, std::vector<Note>{note::RoundedWith{Decimal(15)}});
}

TEST(RateEnergy, ANewVersionSplitsThePeriodByDays) {
    std::string second = kHead;
    second.replace(second.find("2012-01-01"), 10, "2013-03-11");
    const auto pieces = pieces_of(
        kHead +
            "charges:\n  energy: {of: import kWh, price: 0.10}\n  s: {price: 1 per day}\n---\n" +
            second + "charges:\n  energy: {of: import kWh, price: 0.20}\n  s: {price: 1 per day}\n",
        month(2013, 3), {flat(month(2013, 3), 1000)});
    ASSERT_EQ(pieces.size(), 4u);
    EXPECT_EQ(pieces[0].quantity.to_string(), "480");
    EXPECT_EQ(pieces[0].version, LocalDate::of(2012, 1, 1));
    EXPECT_EQ(pieces[1].quantity.to_string(), "1008");
    EXPECT_EQ(pieces[1].version, LocalDate::of(2013, 3, 11));
    EXPECT_EQ(pieces[1].days.from, LocalDate::of(2013, 3, 11));
    EXPECT_EQ(pieces[3].quantity.to_string(), "21");
}

TEST(RateEnergy, StatesOfOthersAreNotKeptAlive) {
    const auto versions = schedules_of(kHead + "charges:\n  s: {price: 1 per day}\n");
    const auto schedule = compiled(versions, month(2013, 3));
    ASSERT_TRUE(schedule.has_value());
    const auto rated = rate(*schedule, {}, {{"data", "allowance", Decimal(5)}});
    ASSERT_TRUE(rated.has_value());
    EXPECT_TRUE(rated->state_out.empty());
}

TEST(RateEnergy, MissingAndEstimatedIntervalsAreCounted) {
    auto column = flat(month(2013, 3), 1000);
    column.values[5] = meter::kMissing;
    column.qualities[5] = meter::Quality::Missing;
    column.qualities[6] = meter::Quality::Estimated;
    column.values.resize(column.values.size() - 10);
    column.qualities.resize(column.values.size());
    const std::string text = kHead + "charges:\n  energy: {of: import kWh, price: 0.10}\n";
    const auto pieces = pieces_of(text, month(2013, 3), {column});
    ASSERT_EQ(pieces.size(), 1u);
    EXPECT_EQ(pieces[0].breakdown.missing, 11);
    EXPECT_EQ(pieces[0].breakdown.estimated, 1);
    EXPECT_EQ(pieces[0].breakdown.intervals, 1477);
    const auto nothing = pieces_of(text, month(2013, 3), {});
    ASSERT_EQ(nothing.size(), 1u);
    EXPECT_TRUE(nothing[0].quantity.is_zero());
    EXPECT_EQ(nothing[0].breakdown.missing, 1488);
    EXPECT_EQ(nothing[0].breakdown.notes,
              (std::vector<Note>{note::Gap{note::Gap::Kind::NoReadings, "import", {}}}));
}

TEST(RateEnergy, MissingIntervalsAreCountedInTheirWindow) {
    auto column = flat(month(2013, 3), 1000);
    const auto forget = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            column.values[i] = meter::kMissing;
            column.qualities[i] = meter::Quality::Missing;
        }
    };
    forget(3 * 48 + 36, 3 * 48 + 48);  // Monday 18:00 to 24:00: 4 of them until 20:00
    const std::string windows =
        "charges:\n  energy: {of: import kWh, windows: {peak: {when: Mon-Fri 08:00-20:00, "
        "price: 0.30}, night: {when: otherwise, price: 0.10}}}\n";
    auto pieces = pieces_of(kHead + windows, month(2013, 3), {column});
    ASSERT_EQ(pieces.size(), 2u);
    EXPECT_EQ(pieces[0].part, "peak");
    EXPECT_EQ(pieces[0].breakdown.missing, 4);
    EXPECT_EQ(pieces[1].breakdown.missing, 8);
    // A window of which nothing is measured has no piece; nothing is lost all the same.
    for (std::size_t day = 0; day < 31; ++day) forget(day * 48 + 16, day * 48 + 40);
    pieces = pieces_of(kHead + windows, month(2013, 3), {column});
    ASSERT_EQ(pieces.size(), 1u);
    EXPECT_EQ(pieces[0].breakdown.intervals + pieces[0].breakdown.missing, 31 * 48);
}

TEST(RateEnergy, AnIntervalAcrossAWindowEdgeIsRefused) {
    const auto versions = schedules_of(
        kHead + "charges:\n  energy: {of: import kWh, windows: {a: {when: 08:30-20:00, price: 1}, "
                "b: {when: otherwise, price: 2}}}\n");
    const auto schedule = compiled(versions, month(2013, 3));
    ASSERT_TRUE(schedule.has_value());
    auto column = flat(month(2013, 3), 1000);
    column.step_seconds = 3600;
    column.values.resize(744), column.qualities.resize(744);
    meter::Usage usage;
    usage.intervals = {column};
    const auto rated = rate(*schedule, usage, {});
    ASSERT_FALSE(rated.has_value());
    EXPECT_NE(rated.error().message().find("2013-03-01 08:30:00, inside an interval of 3600 s"),
              std::string::npos)
        << rated.error().message();
    usage.intervals[0].start.us += 60 * Instant::kSecond;
    EXPECT_FALSE(rate(*schedule, usage, {}).has_value());
}

TEST(RateEnergy, ColumnsOfOtherUnitsAndStepsCount) {
    auto column = flat(month(2013, 3), 250'000);  // Wh at scale 3: 0.25 kWh
    column.unit = "Wh";
    const std::string text = kHead + "charges:\n  energy: {of: import kWh, price: 0.10}\n";
    EXPECT_EQ(pieces_of(text, month(2013, 3), {column})[0].quantity.to_string(), "372");
    column.step_seconds = 900;
    column.values.assign(31 * 96, 100'000),
        column.qualities.assign(31 * 96, meter::Quality::Actual);
    EXPECT_EQ(pieces_of(text, month(2013, 3), {column})[0].quantity.to_string(), "297.6");
}

PROPERTY_N(RateEnergy, PiecesOfASplitPeriodSumToTheWhole, 60) {
    const Period whole = month(2013, 10);  // has a clock change
    auto column = flat(whole, 0);
    for (auto& value : column.values) value = *testing::between<std::int64_t>(0, 5000);
    const int cut = *testing::between(1, 30);
    const std::string text = kHead + R"(charges:
  energy:
    of: import kWh
    windows:
      peak: {when: "Mon-Fri 07:30-09:00, 17:00-22:00", price: 0.3}
      late: {when: 22:00-02:30, price: 0.2}
      rest: {when: otherwise, price: 0.1}
)";
    const LocalDate middle = whole.from.plus_days(cut);
    std::map<std::string, Decimal> sum, all;
    for (const auto& piece : pieces_of(text, whole, {column})) all[piece.part] += piece.quantity;
    for (const Period part : {Period{whole.from, middle}, Period{middle, whole.to}})
        for (const auto& piece : pieces_of(text, whole, {column}, {part, {}}))
            sum[piece.part] += piece.quantity;
    RC_ASSERT(sum == all);
    Decimal total;
    for (const auto& [part, quantity] : all) total += quantity;
    std::int64_t expected = 0;
    for (const auto value : column.values) expected += value;
    RC_ASSERT(total == Decimal::scaled(expected, 3));
}

// Where a discount begins and ends moves lines, but what they come to before it stays.
PROPERTY_N(RateEnergy, TheDatesOfADiscountChangeNoOtherAmount, 60) {
    const Period days = month(2013, 4);
    auto column = flat(days, 0);
    for (auto& value : column.values) value = *testing::between<std::int64_t>(0, 500);
    const std::string charges = kHead + R"(charges:
  standing: {price: 9.99 per month}
  service: {price: 100 per year}
  energy: {of: import kWh, tiers per month: [{to: 100, price: 0.2113}, {price: 0.3337}]}
  levy: {of: import kWh, tiers per day: [{to: 8, price: 0.0111}, {price: 0.0223}]}
)";
    const auto on = *testing::between(0, 4);
    const std::string names[] = {"standing", "service", "energy", "levy", "all"};
    const LocalDate first = days.from.plus_days(*testing::between(0, 29));
    const auto text = fmt::format(
        "{}discounts: {{d: {{on: {}, percent: 10, from: {}, until: {}}}}}\n", charges, names[on],
        first.to_string(), first.plus_days(*testing::between(0, 29)).to_string());
    std::map<std::string, Decimal> with, without;
    for (const auto& piece : pieces_of(text, days, {column}))
        if (piece.kind != PieceKind::Discount)
            with[piece.charge + piece.part] += *line_amount(piece);
    for (const auto& piece : pieces_of(charges, days, {column}))
        without[piece.charge + piece.part] += *line_amount(piece);
    RC_ASSERT(with == without);
}

PROPERTY_N(RateEnergy, TheOrderOfColumnsDoesNotMatter, 30) {
    const Period whole = month(2013, 4);
    std::vector<meter::IntervalColumn> columns{flat(whole, 0), flat(whole, 0),
                                               flat(whole, 100, "export")};
    for (auto& value : columns[0].values) value = *testing::between<std::int64_t>(0, 5000);
    columns[1].scale = 0;
    columns[1].values.resize(500), columns[1].qualities.resize(500);
    const std::string text =
        kHead +
        "charges:\n  energy: {of: import kWh, tiers per day: [{to: 5, price: 0.3}, {price: 0.2}]}\n"
        "  solar: {of: export kWh, price: -0.1}\n";
    const auto one = pieces_of(text, whole, columns);
    std::swap(columns[0], columns[2]);
    RC_ASSERT(pieces_of(text, whole, columns) == one);
}

}  // namespace
}  // namespace bw::rate
