#include "books/catalog/when.h"
#include "testing/property.h"

#include <gtest/gtest.h>

namespace bw::catalog {
namespace {

When when_of(std::string_view text) {
    auto when = parse_when(text);
    EXPECT_TRUE(when.has_value()) << text << ": " << (when ? "" : when.error().text);
    return when ? *when : When{};
}

TEST(When, HoldsOnItsDaysAndHours) {
    const auto when = when_of("Mon-Fri 07:00-08:00, 19:00-23:00; Sat 07:00-23:00");
    EXPECT_TRUE(when.holds(1, false, 7 * 60));
    EXPECT_FALSE(when.holds(1, false, 8 * 60));
    EXPECT_TRUE(when.holds(5, false, 22 * 60 + 59));
    EXPECT_FALSE(when.holds(5, false, 23 * 60));
    EXPECT_TRUE(when.holds(6, false, 12 * 60));
    EXPECT_FALSE(when.holds(7, false, 12 * 60));
}

TEST(When, AcrossMidnightBelongsToTheSameCivilDate) {
    const auto when = when_of("Mon 22:00-06:00");
    EXPECT_TRUE(when.holds(1, false, 0));
    EXPECT_TRUE(when.holds(1, false, 23 * 60));
    EXPECT_FALSE(when.holds(2, false, 0));
    EXPECT_FALSE(when.holds(1, false, 6 * 60));
}

TEST(When, HolidaysAreWeekdaysUnlessSaidOtherwise) {
    EXPECT_TRUE(when_of("Mon-Fri 08:00-19:00").holds(3, true, 600));
    EXPECT_FALSE(when_of("Mon-Fri 08:00-19:00 except holidays").holds(3, true, 600));
    EXPECT_TRUE(when_of("Sat, Sun, holidays 08:00-19:00").holds(3, true, 600));
    EXPECT_FALSE(when_of("Sat, Sun, holidays 08:00-19:00").holds(3, false, 600));
    EXPECT_TRUE(when_of("19:00-07:00 and weekends").holds(6, false, 720));
    EXPECT_FALSE(when_of("19:00-07:00 and weekends").holds(5, false, 720));
    EXPECT_TRUE(when_of("holidays").holds(5, true, 720));
    EXPECT_FALSE(when_of("holidays").holds(5, false, 720));
}

TEST(When, PrintsItsCanonicalForm) {
    EXPECT_EQ(print_when(when_of("weekdays 8:00-19:00 and 20:00-21:30")),
              "Mon-Fri 08:00-19:00, 20:00-21:30");
    EXPECT_EQ(print_when(when_of("19:00-07:00 and weekends")), "19:00-07:00; Sat-Sun");
    EXPECT_EQ(print_when(when_of("daily 00:00-24:00")), "always");
    EXPECT_EQ(print_when(when_of("otherwise")), "otherwise");
    EXPECT_EQ(print_when(when_of("22:00-00:00")), "22:00-24:00");
}

TEST(When, RefusesWhatIsNoTime) {
    for (const auto* text :
         {"Mon-Fry", "Mon 8-9", "Mon 08:00", "Mon 08:00-08:00", "Mon 25:00-26:00",
          "Mon 08:60-09:00", "", "Mon 08:00-09:00 Tue", "holidays except holidays", "Mon;",
          "08:00:00-09:00", "Mon #", "except weekends", "24:00-08:00", "otherwise Mon"})
        EXPECT_FALSE(parse_when(text).has_value()) << text;
}

TEST(When, GridFindsGapsAndOverlaps) {
    const auto a = when_of("Mon-Fri 08:00-12:00");
    const auto b = when_of("daily 11:30-18:00");
    const WeekGrid grid({&a, &b});
    EXPECT_EQ(grid.at(1, false, 480), 0);
    EXPECT_EQ(grid.at(1, false, 690), WeekGrid::kOverlap);
    EXPECT_EQ(grid.at(1, false, 720), 1);
    EXPECT_EQ(grid.at(1, false, 0), WeekGrid::kGap);
    EXPECT_EQ(grid.end_of_run(1, false, 480), 690);
    EXPECT_EQ(grid.end_of_run(1, false, 1100), 1440);
    const auto rest = when_of("otherwise");
    const WeekGrid full({&a, &rest});
    EXPECT_EQ(full.at(7, false, 480), 1);
}

// A random window, from the words a person would use.
rc::Gen<When> any_when() {
    return rc::gen::exec([] {
        When when;
        const int clauses = *rc::gen::inRange(1, 4);
        for (int i = 0; i < clauses; ++i) {
            WhenClause clause;
            clause.weekdays = static_cast<std::uint8_t>(*rc::gen::inRange(0, 128));
            clause.holidays = clause.weekdays == 0 || *rc::gen::arbitrary<bool>();
            clause.except_holidays = !clause.holidays && *rc::gen::arbitrary<bool>();
            const int hours = *rc::gen::inRange(0, 3);
            for (int h = 0; h < hours; ++h) {
                const int from = *rc::gen::inRange(0, 1440);
                const int to = *rc::gen::inRange(1, 1441);
                if (from != to) clause.hours.push_back({from, to});
            }
            when.clauses.push_back(clause);
        }
        return when;
    });
}

PROPERTY(When, PrintedWordsMeanTheSame) {
    const When when = *any_when();
    const auto again = parse_when(print_when(when));
    RC_ASSERT(again.has_value());
    for (int weekday = 1; weekday <= 7; ++weekday)
        for (const bool holiday : {false, true})
            for (int minute = 0; minute < kMinutesPerDay; minute += 17)
                RC_ASSERT(again->holds(weekday, holiday, minute) ==
                          when.holds(weekday, holiday, minute));
    RC_ASSERT(print_when(*again) == print_when(when));
}

}  // namespace
}  // namespace bw::catalog
