// The tariffs that people copy: each one priced for August 2026 with usage that can be reckoned by
// hand.
#include "apps/demo/holidays.h"
#include "apps/demo/texts.h"
#include "books/catalog/catalog.h"
#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/recurring.h"
#include "flow/rate/events.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace bw::demo {
namespace {

using ::testing::ElementsAre;

const Period kAugust = month_of(LocalDate::of(2026, 8, 1));

Zone berlin() { return *Zone::find("Europe/Berlin"); }

const catalog::Catalog& tariffs() {
    static const catalog::Catalog catalog = [] {
        catalog::Document all = *catalog::parse(german_calendar(2026, 2026), "calendar-de.yaml");
        std::vector<catalog::Deck> decks;
        for (const Text& text : texts()) {
            if (text.path.ends_with(".csv")) {
                decks.push_back(*catalog::parse_deck(text.text, text.path));
            } else if (text.path.starts_with("catalog/")) {
                const auto document = *catalog::parse(text.text, text.path);
                std::ranges::copy(document.taxes, std::back_inserter(all.taxes));
                std::ranges::copy(document.schedules, std::back_inserter(all.schedules));
                std::ranges::copy(document.plans, std::back_inserter(all.plans));
            }
        }
        return *catalog::Catalog::make(std::move(all), std::move(decks));
    }();
    return catalog;
}

// "charge part quantity amount" of each piece.
std::vector<std::string> lines_of(const std::vector<rate::Piece>& pieces) {
    std::vector<std::string> lines;
    for (const rate::Piece& piece : pieces) {
        std::string line = piece.charge;
        if (!piece.part.empty()) line += " " + piece.part;
        lines.push_back(line + " " + piece.quantity.to_string() + " " +
                        rate::line_amount(piece)->to_string(2));
    }
    return lines;
}

std::vector<std::string> bill_energy(std::string_view schedule, const meter::Usage& usage) {
    rate::CompileRequest request;
    request.versions = *tariffs().schedule_versions(schedule, kAugust);
    request.period = kAugust;
    request.zone = berlin();
    for (const auto& calendar : tariffs().all.calendars) request.calendars.push_back(&calendar);
    const auto compiled = rate::compile(request);
    EXPECT_TRUE(compiled) << compiled.error().message();
    const auto rated = rate::rate(*compiled, usage, {});
    EXPECT_TRUE(rated) << rated.error().message();
    return lines_of(rated->pieces);
}

// Half hours of August, 0.500 kWh each: 744 kWh.
meter::Usage half_a_kilowatt_hour() {
    const Span span = berlin().span_of(kAugust);
    meter::IntervalColumn column;
    column.channel = "import";
    column.unit = "kWh";
    column.start = span.from;
    column.values.assign(31 * 48, 500);
    column.qualities.assign(31 * 48, meter::Quality::Actual);
    meter::Usage usage;
    usage.intervals.push_back(std::move(column));
    return usage;
}

TEST(DemoTariffs, HomeHasOnePriceAStandingChargeAndAWelcomeDiscount) {
    EXPECT_THAT(bill_energy("AURORA-HOME", half_a_kilowatt_hour()),
                ElementsAre("standing 31 10.19",            // 31 x 0.3287
                            "energy 744 190.69",            // 744 x 0.25630
                            "excise 744 15.25",             // 744 x 0.02050
                            "welcome standard -1 -5.72"));  // 3 % of 190.69
}

TEST(DemoTariffs, FlexTellsPeakShoulderAndNightApart) {
    // August 2026 has 21 days from Monday to Friday, 5 Saturdays, 5 Sundays and no holiday. A
    // kilowatt: peak 21 x 11 h, shoulder 21 x 5 h and 5 x 14 h, night what is left of 744 h.
    EXPECT_THAT(bill_energy("AURORA-FLEX", half_a_kilowatt_hour()),
                ElementsAre("standing 31 12.13",          // 31 x 0.3912
                            "energy peak 231 66.32",      // x 0.28710
                            "energy shoulder 175 43.45",  // x 0.24830
                            "energy night 338 65.34",     // x 0.19330
                            "excise tier-1 20 0.00",      // the first 20 kWh
                            "excise tier-2 724 14.84",    // x 0.02050
                            "loyal standard -1 -7.00"));  // 4 % of 175.11
}

TEST(DemoTariffs, WaterIsDearerAboveTenCubicMetresAndPaysTheSewer) {
    meter::RegisterColumn column;
    column.channel = "water";
    column.unit = "m3";
    const Span span = berlin().span_of(kAugust);
    column.times = {span.from, span.to};
    column.reads = {100'000, 112'500};
    column.qualities.assign(2, meter::Quality::Actual);
    meter::Usage usage;
    usage.registers.push_back(std::move(column));
    EXPECT_THAT(bill_energy("AURORA-WATER", usage),
                ElementsAre("standing 1 6.40", "water tier-1 10 19.20",  // x 1.92
                            "water tier-2 2.5 6.20",                     // x 2.48
                            "sewer 12.5 29.63"));                        // x 2.37
}

struct Event {
    LocalTime start;
    meter::EventKind kind = meter::EventKind::Voice;
    std::int64_t seconds = 0, bytes = 0;
    std::string destination;
};

std::vector<std::string> bill_events(std::string_view name, const std::vector<Event>& events) {
    const catalog::Plan* plan = *tariffs().plan_on(name, kAugust.from);
    std::vector<LocalDate> holidays;
    for (const auto& [day, holiday] : tariffs().find_calendar(plan->head.holidays)->holidays)
        holidays.push_back(day);
    const rate::TelecomSources sources{*plan->usage,
                                       tariffs().decks,
                                       plan->allowances,
                                       holidays,
                                       plan->head.name,
                                       plan->head.from,
                                       {plan->head.round.method, plan->head.round.places}};
    const auto compiled = rate::compile_telecom(sources, kAugust, berlin());
    EXPECT_TRUE(compiled) << compiled.error().message();
    meter::EventColumn column;
    for (const Event& event : events) {
        column.starts.push_back(berlin().to_instant(event.start));
        column.seconds.push_back(event.seconds);
        column.bytes.push_back(event.bytes);
        column.kinds.push_back(event.kind);
        column.destinations.push_back(event.destination);
        column.record_ids.push_back(std::to_string(column.record_ids.size()));
    }
    const auto rated = rate::rate_events(*compiled, column, kAugust, {}, rate::Detail::Totals);
    EXPECT_TRUE(rated) << rated.error().message();
    for (const auto& unrated : rated->unrated) ADD_FAILURE() << unrated.reason;
    return lines_of(rated->pieces);
}

TEST(DemoTariffs, MobileIncludesNationalMinutesAndCapsALongCall) {
    const LocalDate monday = LocalDate::of(2026, 8, 3);
    const auto at = [&](int hour) { return LocalTime{monday, hour * 3600}; };
    const auto lines =
        bill_events("NORDLINK-MOBILE-S",
                    {{at(9), meter::EventKind::Voice, 7100, 0, "+493023456789"},   // 118 minutes 20
                                                                                   // s are included
                     {at(12), meter::EventKind::Voice, 61, 0, "+493023456789"},    // so are these
                     {at(13), meter::EventKind::Voice, 30, 0, "+4312345678"},      // a minute to
                                                                                   // Austria: 0.15
                     {at(14), meter::EventKind::Voice, 14'400, 0, "+4312345678"},  // four hours:
                                                                                   // capped at 5.00
                     {at(20), meter::EventKind::Voice, 90, 0, "+8131234567"},  // off-peak: 1.5 x
                                                                               // 0.69 x 0.8
                     {at(21), meter::EventKind::Message, 0, 0, "+491781234567"},
                     {at(22), meter::EventKind::Data, 60, 5'000'000'000, ""},  // included
                     {at(23), meter::EventKind::Data, 60, 500'000'001, ""}});  // two blocks beyond
    EXPECT_THAT(lines,
                ::testing::IsSupersetOf({"voice Austria 1 5.15", "voice Japan/off-peak 1 0.83",
                                         "messages any 1 0.07", "data 2 3.00"}));
}

TEST(DemoTariffs, TheLargePlanIncludesNationalCalls) {
    const LocalTime noon{LocalDate::of(2026, 8, 3), 12 * 3600};
    const auto lines =
        bill_events("NORDLINK-MOBILE-L", {{noon, meter::EventKind::Voice, 9000, 0, "+493023456789"},
                                          {noon, meter::EventKind::Voice, 100, 0, "+4312345678"}});
    EXPECT_THAT(lines, ElementsAre("voice Austria 1 0.25",  // 100 s x 0.15 / 60, by the second
                                   "voice included 1 0.00"));
}

TEST(DemoTariffs, FibreIsAFeeSharedByDays) {
    const catalog::Plan* plan = *tariffs().plan_on("NORDLINK-FIBRE", kAugust.from);
    ASSERT_EQ(plan->recurring.size(), 2U);
    const Period last_days{LocalDate::of(2026, 8, 22), kAugust.to};
    EXPECT_THAT(lines_of(*rate::recurring_pieces(*plan, plan->recurring[0], kAugust, kAugust)),
                ElementsAre("fee 1 33.60"));
    EXPECT_THAT(lines_of(*rate::recurring_pieces(*plan, plan->recurring[0], kAugust, last_days)),
                ElementsAre("fee 10 10.84"));  // 33.60 x 10 / 31
}

TEST(DemoTariffs, TaxesAreThoseOfTheDayOfSupply) {
    const auto percent = [](std::string_view key, LocalDate day) {
        return tariffs().tax_on("DE", key, day)->rate->percent.to_string();
    };
    EXPECT_EQ(percent("standard", LocalDate::of(2026, 8, 31)), "19");
    EXPECT_EQ(percent("reduced", LocalDate::of(2026, 8, 31)), "7");
    EXPECT_EQ(percent("standard", LocalDate::of(2020, 12, 31)), "16");
}

}  // namespace
}  // namespace bw::demo
