#include "run/simulate/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::run {
namespace {

using ::testing::ElementsAre;

// One candidate; what it changes, in cents, from 100.00 each.
Simulation changing_by(const std::vector<std::int64_t>& changes) {
    Simulation simulation;
    simulation.currency = *Currency::parse("EUR");
    simulation.tariffs = {"present", "NEW"};
    simulation.by = "plan";
    for (const auto change : changes)
        simulation.accounts.push_back({"A",
                                       change % 2 == 0 ? "even" : "odd",
                                       {10000, 10000 + change},
                                       4000,
                                       change < 0 ? std::size_t{1} : std::size_t{0}});
    return simulation;
}

std::vector<std::string> bins(const Figures& figures) {
    std::vector<std::string> texts;
    for (const auto& bin : figures.distributions.at(0).bins)
        texts.push_back((bin.from ? bin.from->to_string() : "") + ".." +
                        (bin.to ? bin.to->to_string() : "") + ": " + std::to_string(bin.accounts));
    return texts;
}

TEST(SimulatedFigures, CountWhoPaysLessAndMore) {
    const auto figures = figures_of(changing_by({-300, -100, 0, 500}));
    ASSERT_TRUE(figures);
    const auto& now = figures->tariffs.at(1);
    EXPECT_EQ(now.net.to_string(), "401.00");
    EXPECT_EQ(now.change.to_string(), "1.00");
    EXPECT_EQ(now.pay_less, 2);
    EXPECT_EQ(now.pay_more, 1);
    EXPECT_EQ(now.unchanged, 1);
    EXPECT_EQ(now.best_for, 2);
    EXPECT_EQ(figures->tariffs.at(0).best_for, 2);
    EXPECT_EQ(figures->best.to_string(), "396.00");
    EXPECT_FALSE(now.margin);
}

TEST(SimulatedFigures, SpreadOverBinsWithEdgesThatPeopleRead) {
    EXPECT_THAT(bins(*figures_of(changing_by({-300, -100, 0, 500}))),
                ElementsAre("-3.00..-2.00: 1", "-2.00..-1.00: 0", "-1.00..0.00: 1", "0.00..1.00: 1",
                            "1.00..2.00: 0", "2.00..3.00: 0", "3.00..4.00: 0", "4.00..5.00: 0",
                            "5.00..6.00: 1"));
    EXPECT_THAT(bins(*figures_of(changing_by({7}))), ElementsAre("0.07..0.08: 1"));
}

TEST(SimulatedFigures, LeaveTheOutermostToOpenBins) {
    std::vector<std::int64_t> changes(100, 0);
    for (std::size_t i = 0; i < 98; ++i) changes[i] = static_cast<std::int64_t>(i % 10);
    changes[98] = -100'000;
    changes[99] = 100'000;
    const auto texts = bins(*figures_of(changing_by(changes)));
    EXPECT_EQ(texts.front(), "..0.00: 1");
    EXPECT_EQ(texts.back(), "0.10..: 1");
    EXPECT_EQ(texts.size(), 12U);
}

TEST(SimulatedFigures, GoBySegmentTheLargestFirst) {
    auto simulation = changing_by({1, 2, 4});
    simulation.has_cost = true;
    const auto figures = figures_of(simulation);
    ASSERT_EQ(figures->segments.size(), 2U);
    EXPECT_EQ(figures->segments[0].segment, "even");
    EXPECT_EQ(figures->segments[0].accounts, 2);
    EXPECT_EQ(figures->segments[0].tariffs[1].change.to_string(), "0.06");
    EXPECT_EQ(figures->tariffs[0].margin->to_string(), "180.00");
}

TEST(SimulatedFigures, PercentAreRoundedToTenths) {
    const Currency eur = *Currency::parse("EUR");
    const auto percent = [&](std::int64_t amount, std::int64_t of) {
        return percent_of_text({amount, eur}, {of, eur});
    };
    EXPECT_EQ(percent(-28, 1000), "-2.8");
    EXPECT_EQ(percent(1, 3000), "0.0");
    EXPECT_EQ(percent(-1, 3000), "0.0");
    EXPECT_EQ(percent(5, 10000), "0.1");
    EXPECT_EQ(percent(20000, 10000), "200.0");
    EXPECT_EQ(percent(1, 0), "");
}

}  // namespace
}  // namespace bw::run
