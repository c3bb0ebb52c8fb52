#include "books/catalog/parse.h"
#include "flow/bill/quantities.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace bw::bill {
namespace {

using ::testing::ElementsAre;

const Period kApril{LocalDate::of(2026, 4, 1), LocalDate::of(2026, 5, 1)};

rate::CompiledSchedule schedule_of(const std::string& charges) {
    auto document = catalog::parse(
        "schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\ntax: "
        "standard\ncharges:\n" +
            charges,
        "s.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    rate::CompiledSchedule schedule;
    if (document) schedule.versions = std::move(document->schedules);
    return schedule;
}

rate::Piece piece(const std::string& charge, int quantity, const std::string& window = "") {
    rate::Piece of;
    of.kind = rate::PieceKind::Usage;
    of.version = LocalDate::of(2026, 1, 1);
    of.charge = charge;
    of.quantity = Decimal(quantity);
    of.breakdown.window = window;
    return of;
}

std::vector<std::string> words_of(std::vector<Measured> all) {
    std::vector<std::string> words;
    for (const auto& m : all)
        words.push_back(fmt::format("{} {} {}", m.channel, m.quantity.to_string(), m.unit));
    return words;
}

const std::string kGrid = "  energy: {of: import kWh, price: 0.10}\n"
                          "  levy: {of: import kWh, price: 0.02}\n";
const std::string kSupply = "  energy: {of: import kWh, windows: {day: {when: 08:00-20:00, price: "
                            "2}, night: {when: otherwise, price: 1}}}\n"
                            "  export: {of: export kWh, price: -0.05}\n";

TEST(Quantities, ChargesOfOneScheduleCountTheSameOnce) {
    Quantities quantities(kApril.from);
    const std::vector pieces{piece("energy", 360), piece("levy", 360)};
    quantities.add(pieces, schedule_of(kGrid), "GRID", kApril);
    EXPECT_THAT(words_of(quantities.take()), ElementsAre("import 360 kWh"));
}

TEST(Quantities, SchedulesThatPriceTheSameDaysCountTheSameOnce) {
    Quantities quantities(kApril.from);
    quantities.add(std::vector{piece("energy", 360)}, schedule_of(kGrid), "GRID", kApril);
    quantities.add(std::vector{piece("energy", 200, "day"), piece("energy", 160, "night"),
                               piece("export", -40)},
                   schedule_of(kSupply), "SUPPLY", kApril);
    EXPECT_THAT(words_of(quantities.take()), ElementsAre("import 360 kWh", "export 40 kWh"));
}

TEST(Quantities, SchedulesThatFollowOneAnotherCountTogether) {
    const LocalDate change = LocalDate::of(2026, 4, 16);
    Quantities quantities(kApril.from);
    quantities.add(std::vector{piece("energy", 100)}, schedule_of(kGrid), "OLD",
                   {kApril.from, change});
    quantities.add(std::vector{piece("energy", 120)}, schedule_of(kGrid), "NEW",
                   {change, kApril.to});
    EXPECT_THAT(words_of(quantities.take()), ElementsAre("import 220 kWh"));
}

TEST(Quantities, WindowsAreThoseOfTheChargeThatCounts) {
    Quantities quantities(kApril.from);
    quantities.add(std::vector{piece("energy", 200, "day"), piece("energy", 160, "night")},
                   schedule_of(kSupply), "SUPPLY", kApril);
    quantities.add(std::vector{piece("energy", 360)}, schedule_of(kGrid), "GRID", kApril);
    EXPECT_THAT(words_of(quantities.take()),
                ElementsAre("import 360 kWh", "import/day 200 kWh", "import/night 160 kWh"));
}

}  // namespace
}  // namespace bw::bill
