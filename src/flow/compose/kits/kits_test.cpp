#include "flow/compose/documents/shipped.h"
#include "flow/compose/kits/check.h"
#include "flow/compose/kits/read.h"
#include "flow/compose/templates/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace bw::kits {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kDue = R"(
kit: due
title: What is due
law: Act 1
countries: [EU]
services: [gas]
requires:
  - duty: due-date
    clause: "§ 2"
    about: the date on which payment is due
    shows: [headline.what_now or invoice.due_on]
    in: [key-figures]
  - duty: dispute-settlement
    clause: "§ 3"
    about: who settles disputes
    disclosed: yes
)";

std::string with(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
    return text;
}

templates::Plan plan_of(std::string_view first_page, std::string_view section) {
    const std::string text = "<template name=\"t\" data=\"invoice/1\" channels=\"paper web\">"
                             "<document title=\"T\" foot=\"F\"><first-page>" +
                             std::string(first_page) + "</first-page><section title=\"S\">" +
                             std::string(section) + "</section></document></template>";
    const compose::SourceFile file{"t.xml", text};
    auto compiled = templates::compile({&file, 1});
    for (const auto& finding : compiled.findings) ADD_FAILURE() << finding.text;
    return *std::move(compiled.plan);
}

// The texts of what is missing.
std::vector<std::string> missing(const templates::Plan& plan, const Kit& kit) {
    std::vector<std::string> texts;
    for (const auto& one : shortfalls(plan, kit)) texts.push_back(one.text);
    return texts;
}

constexpr std::string_view kFigures =
    "<key-figures><headline>{headline.amount}</headline><lead>{headline.what_now}</lead>"
    "</key-figures>";
constexpr std::string_view kWords =
    "<notes><note if=\"disclosures\" title=\"N\"><paragraph of=\"disclosures\">"
    "{disclosure.words}</paragraph></note></notes>";

TEST(Kit, IsRead) {
    const auto kit = read_kit(kDue, "due.yaml");
    ASSERT_TRUE(kit) << kit.error().message();
    EXPECT_THAT(kit->countries, ElementsAre("EU"));
    EXPECT_THAT(kit->services, ElementsAre("gas"));
    ASSERT_THAT(kit->requirements, SizeIs(2));
    EXPECT_THAT(kit->requirements[0].shows,
                ElementsAre(ElementsAre("headline.what_now", "invoice.due_on")));
    EXPECT_TRUE(kit->requirements[1].is_disclosed);
}

TEST(Kit, ErrorsSayWhereAndWhatWasPerhapsMeant) {
    const std::string kit(kDue);
    const auto error = [](const std::string& text) {
        const auto read = read_kit(text, "due.yaml");
        return read ? std::string() : read.error().message();
    };
    EXPECT_THAT(error(with(kit, "duty:", "dutty:")),
                AllOf(HasSubstr("due.yaml line 8"), HasSubstr("did you mean 'duty'")));
    EXPECT_THAT(error(with(kit, "invoice.due_on", "invoice.due_onn")),
                HasSubstr("did you mean 'due_on'"));
    EXPECT_THAT(error(with(kit, "headline.what_now", "headline.what_now.word")),
                HasSubstr("has no field"));
    EXPECT_THAT(error(with(kit, "[key-figures]", "[key-figure]")),
                HasSubstr("did you mean 'key-figures'"));
    EXPECT_THAT(error(with(kit, "[gas]", "[gass]")), HasSubstr("did you mean 'gas'"));
    EXPECT_THAT(error(with(kit, "[EU]", "[Europe]")), HasSubstr("no country"));
    EXPECT_THAT(error(with(kit, "disclosed: yes", "disclosed: no")), HasSubstr("is yes"));
    EXPECT_THAT(error(with(kit, "    disclosed: yes\n", "")), HasSubstr("either 'shows:'"));
    EXPECT_THAT(error("kit: a\n---\nkit: b\n"), HasSubstr("one kit is expected"));
    EXPECT_THAT(error(std::string(kMostKitBytes + 1, ' ')), HasSubstr("bytes"));
}

TEST(KitCheck, IsContentWithWhatEveryBillShows) {
    const auto kit = read_kit(kDue, "due.yaml").value();
    EXPECT_THAT(missing(plan_of(kFigures, kWords), kit), IsEmpty());
}

TEST(KitCheck, TellsWhatIsMissingUnderAConditionOrElsewhere) {
    const auto kit = read_kit(kDue, "due.yaml").value();
    EXPECT_THAT(missing(plan_of("<paragraph>x</paragraph>", kWords), kit),
                ElementsAre(HasSubstr("paper does not show {headline.what_now} or "
                                      "{invoice.due_on} in <key-figures>")));
    EXPECT_THAT(missing(plan_of("<paragraph>{invoice.due_on}</paragraph>", kWords), kit),
                ElementsAre(HasSubstr("must stand in <key-figures>")));
    const auto sometimes = with(std::string(kFigures), "<lead>", "<lead if=\"usage\">");
    EXPECT_THAT(missing(plan_of(sometimes, kWords), kit),
                ElementsAre(HasSubstr("only under a condition")));
    const auto elsewhere = with(std::string(kFigures), "<lead>", "<lead only=\"web\">");
    EXPECT_THAT(missing(plan_of(elsewhere, kWords), kit), SizeIs(1));
    EXPECT_THAT(missing(plan_of(kFigures, "<paragraph>x</paragraph>"), kit),
                ElementsAre(HasSubstr("who settles disputes")));
}

// Of two ways to say the same each must say it, for either may stand.
TEST(KitCheck, WantsItOnEachLevelOfDetail) {
    const auto kit = read_kit(kDue, "due.yaml").value();
    const std::string two =
        "<notes><level><note title=\"N\"><paragraph of=\"disclosures\">{disclosure.words}"
        "</paragraph></note></level><level if=\"usage\"><note title=\"N\"><paragraph>x</paragraph>"
        "</note></level></notes>";
    EXPECT_THAT(missing(plan_of(kFigures, two), kit), SizeIs(1));
    EXPECT_THAT(missing(plan_of(kFigures, with(two, "<paragraph>x</paragraph>",
                                               "<paragraph of=\"disclosures\">"
                                               "{disclosure.words}</paragraph>")),
                        kit),
                IsEmpty());
}

TEST(ShippedKits, AreReadAndEachDutyHasOneMeaning) {
    EXPECT_THAT(shipped(), SizeIs(testing::Ge(8U)));
    for (const auto& file : shipped_files()) {
        const auto kit = read_kit(file.text, file.name);
        ASSERT_TRUE(kit) << kit.error().message();
        EXPECT_EQ(kit->name + ".yaml", file.name);
        std::set<std::string> duties;
        for (const auto& one : kit->requirements)
            EXPECT_TRUE(duties.insert(one.duty).second) << file.name << " " << one.duty;
    }
}

TEST(ShippedKits, AreMetByTheShippedBill) {
    const auto files = documents::shipped("bill");
    const auto compiled = templates::compile(files);
    ASSERT_TRUE(compiled.plan);
    for (const auto& kit : shipped())
        for (const auto& one : shortfalls(*compiled.plan, kit))
            ADD_FAILURE() << kit.name << " " << one.requirement->clause << ": " << one.text;
}

TEST(ShippedKits, HoldByCountryAndService) {
    const auto names = [](std::string_view country, std::vector<std::string> services) {
        std::vector<std::string> all;
        for (const auto* kit : kits_for(country, services)) all.push_back(kit->name);
        return all;
    };
    EXPECT_THAT(names("DE", {"electricity"}),
                ElementsAre("electricity-de", "electricity-eu", "invoice-eu"));
    EXPECT_THAT(names("FR", {"gas"}), ElementsAre("gas-eu", "invoice-eu"));
    EXPECT_THAT(names("AU", {"electricity", "water"}), IsEmpty());
}

TEST(KitCheck, TellsForWhichDutiesWordsAreMissing) {
    const auto kit = read_kit(kDue, "due.yaml").value();
    EXPECT_THAT(undisclosed(kit, {}), SizeIs(1));
    const std::vector<std::string> duties = {"dispute-settlement"};
    EXPECT_THAT(undisclosed(kit, duties), IsEmpty());
}

}  // namespace
}  // namespace bw::kits
