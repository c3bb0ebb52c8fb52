#include "flow/bill/breakdown_text.h"
#include "testing/property.h"

#include <gtest/gtest.h>

namespace bw::bill {
namespace {

namespace note = rate::note;

const LocalDate kMarch = LocalDate::of(2026, 3, 1);
const LocalDate kApril = LocalDate::of(2026, 4, 1);

// One note of each kind; a gap of each.
const std::vector<rate::Note> kNotes{
    note::Reads{{Decimal(100), kMarch}, {Decimal::scaled(1305, 1), kApril, true}},
    note::Used{{kMarch, kApril}},
    note::SharedByDays{15, 31},
    note::Free{"the \"first\" block, Größe"},
    note::Gap{note::Gap::Kind::NoReadings, "import", {}},
    note::RoundedWith{Decimal(-15)},
    note::PercentOf{Decimal::scaled(25, 1), Decimal::scaled(2230, 2), {"energy", "standing"}},
    note::TopUp{Decimal(60), Decimal(41)},
    note::CallsCapped{3, 1, Decimal(5)},
    note::DataCapped{18, Decimal(15)},
    note::Left{0},
    note::Counters{{{"M-1", {Decimal(100), kMarch}, {Decimal(130), kApril}, Decimal(40)},
                    {"", {Decimal(5), kMarch, true}, {Decimal(15), kApril}, Decimal(1)}}},
    note::Gas{{{{kMarch, kApril}, Decimal(100), Decimal::scaled(95, 2), Decimal(11), false},
               {{kApril, kApril}, Decimal(4), Decimal(1), Decimal(11), true}}},
    note::SharedByWeight{catalog::FactorKind::DegreeDays, "BERLIN", Decimal(300), Decimal(400)},
    note::Unknown{catalog::FactorKind::Profile, "H0", kMarch},
    note::TaxedAsOf{kMarch},
    note::Peak{30, 3, Decimal::scaled(123, 1), kMarch, 990, Decimal(2),
               note::Ratchet{Decimal(60), Decimal(40), kApril, Decimal(24)}},
    note::Reached{Decimal::scaled(35, 1), "kW"},
    note::Netted{Decimal(10), Decimal(14), Decimal(1), Decimal(5)},
    note::PaidSurplus{true},
    note::CreditLeft{Decimal(12)},
    note::Chosen{{{"meter.size", "5/8\""}, {"zone", ""}}},
    note::Times{Decimal(3)},
    note::WholeUnits{Decimal::scaled(273, 1), true},
    note::PerInterval{"SPOT", Decimal(-1), Decimal(2)},
    note::Reckoned{{{"household.size", "4"}}},
    note::AmountOff{Decimal(60), "quarter", {}, {"energy"}},
    note::Limited{true, Decimal(8), Decimal(10)},
    note::Instalment{3, 24},
    note::TimeCounted{note::TimeCounted::How::UpToCap, 28, "day"}};

TEST(BreakdownText, LeavesOutWhatIsNothing) {
    EXPECT_EQ(breakdown_text({}), R"({"form":1})");
    EXPECT_EQ(*parse_breakdown(R"({"form":1})"), rate::Breakdown{});
}

TEST(BreakdownText, NamesWhatIsNoted) {
    rate::Breakdown b;
    b.intervals = 1;
    b.clause = "WATER@2026-01-01 charges.water, line 9";
    b.notes = {kNotes[0], kNotes[2]};
    EXPECT_EQ(breakdown_text(b),
              R"({"form":1,"intervals":1,"clause":"WATER@2026-01-01 charges.water, line 9",)"
              R"("reads":[["100","2026-03-01"],["130.5","2026-04-01","shared"]],)"
              R"("shared":[15,31]})");
    b.notes = {note::Left{}, note::Gap{note::Gap::Kind::MoveOut, "water", kApril}};
    b.intervals = 0;
    b.clause = {};
    EXPECT_EQ(breakdown_text(b),
              R"({"form":1,"left":"unlimited","gap":["move-out","water","2026-04-01"]})");
}

PROPERTY(BreakdownText, IsReadAsItWasWritten) {
    const std::vector<std::string> texts{"", "peak", "5.25", "a\"b\\\xC3\xBC"};
    rate::Breakdown b;
    for (auto* value :
         {&b.intervals, &b.missing, &b.estimated, &b.events, &b.seconds, &b.bytes, &b.days})
        *value = *testing::any<std::int64_t>();
    for (auto* value : {&b.season, &b.window, &b.clause}) *value = *rc::gen::elementOf(texts);
    b.tier = *testing::between(0, 9);
    b.tier_from = Decimal::from_nano(*testing::any<std::int64_t>());
    if (*testing::any<bool>()) b.tier_to = Decimal::from_nano(*testing::any<std::int64_t>());
    for (const auto& n : kNotes)
        if (*testing::any<bool>()) b.notes.push_back(n);
    const std::string stored = breakdown_text(b);
    const auto again = parse_breakdown(stored);
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == b);
    RC_ASSERT(breakdown_text(*again) == stored);
}

TEST(BreakdownText, WhatIsOfAnotherFormIsCorrupt) {
    for (const char* text :
         {"", "[]", "{}", R"({"form":2})", R"({"form":1,"note":"x"})", R"({"form":1,"reads":[]})",
          R"({"form":1,"reads":[["100","2026-13-01"],["1","2026-04-01"]]})",
          R"({"form":1,"gap":["move-in","water"]})", R"({"form":1,"gap":["lost","water"]})",
          R"({"form":1,"time":["by-week"]})", R"({"form":1,"at_most":["8"]})",
          R"({"form":1,"amount_off":{"amount":"60"}})", R"({"form":1,"left":"much"})",
          R"({"form":1,"weighed":["sun","X","1","2"]})", R"({"form":1,"gas":[["2026-03-01"]]})",
          R"({"form":1,"percent_of":{"percent":"x"}})"}) {
        const auto read = parse_breakdown(text);
        ASSERT_FALSE(read.has_value()) << text;
        EXPECT_EQ(read.error().code, Code::Corrupt) << text;
    }
}

}  // namespace
}  // namespace bw::bill
