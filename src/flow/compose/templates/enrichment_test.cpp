#include "flow/compose/data/facts.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/templates/compile.h"
#include "flow/compose/templates/enrichment.h"
#include "flow/compose/templates/fill.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace bw::templates {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace samples = compose::samples;

constexpr std::string_view kEnrich = R"yaml(
tables:
  tips: tables/tips.csv
fields:
  - name: size
    choose:
      - {if: "invoice.owed above 100", say: large}
      - {say: usual}
  - name: tip
    find: tips
    by: "{extra.size}"
    column: words
  - name: a_day
    reckon: "invoice.gross / invoice.days"
    as: money
  - name: part
    reckon: "round(100 * invoice.tax / invoice.gross, 1)"
    as: percent
  - name: none
    reckon: "invoice.gross / (invoice.tax - invoice.tax)"
)yaml";
constexpr std::string_view kTips =
    "size,words,words_de\nlarge,\"Save, and see.\",Sparen lohnt sich.\nsmall,,\n";
constexpr std::string_view kTemplate =
    "<template name=\"x\" data=\"invoice/1\" channels=\"paper\"><document title=\"t\" foot=\"f\">"
    "<first-page><paragraph if=\"extra.size is large\">L</paragraph>"
    "<paragraph if=\"extra.size is usual\">U</paragraph>"
    "<paragraph if=\"extra.tip\">{extra.tip}</paragraph>"
    "<paragraph if=\"extra.a_day\">{extra.a_day}</paragraph>"
    "<paragraph if=\"extra.part\">{extra.part}</paragraph>"
    "<paragraph if=\"not extra.none\">no</paragraph>"
    "<facts><fact of=\"totals.rows\" label=\"{extra.size}\">{total.amount | amount}</fact></facts>"
    "</first-page></document></template>";

Compiled compiled(std::string_view enrich, std::string_view text = kTemplate,
                  std::string_view tips = kTips) {
    const std::array<SourceFile, 3> files = {
        {{"x.xml", text}, {"enrich.yaml", enrich}, {"tables/tips.csv", tips}}};
    return compile(files);
}

std::string faults(std::string_view enrich, std::string_view tips = kTips) {
    std::string out;
    for (const auto& f : compiled(enrich, kTemplate, tips).findings)
        out += fmt::format("{}:{}: {}\n", f.file, f.line, f.text);
    return out;
}

// The enrichment with one thing replaced.
std::string changed(std::string_view from, std::string_view to) {
    std::string text(kEnrich);
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    return text;
}

std::vector<std::string> paragraphs(const bill::Invoice& invoice) {
    const auto made = compiled(kEnrich);
    for (const auto& finding : made.findings) ADD_FAILURE() << finding.text;
    Filler filler(*made.plan);
    const auto facts = data::Facts::make(invoice).value();
    const auto* document =
        filler.document(facts->item(), facts->format(), content::Channel::Paper).value();
    std::vector<std::string> out;
    for (const auto& block : document->first->children()) {
        out.emplace_back(block.text);
        if (block.kind == content::Kind::Facts) out.back() = (*block.first)[content::Name::Label];
    }
    return out;
}

TEST(Enrichment, ChoosesFindsAndReckons) {
    EXPECT_THAT(paragraphs(samples::electricity("en")),
                ElementsAre("L", "Save, and see.", "3.85\u00A0EUR", "16\u202F%", "no", "large"));
    EXPECT_THAT(paragraphs(samples::electricity("de")),
                ElementsAre("L", "Sparen lohnt sich.", "3,85\u00A0€", "16\u202F%", "no", "large"));
    EXPECT_EQ(paragraphs(samples::settled("en")).front(), "U");
}

TEST(Enrichment, MistakesAreToldByFileAndLine) {
    EXPECT_EQ(faults(kEnrich), "");
    EXPECT_THAT(faults(changed("invoice.owed above", "invoice.owned above")),
                HasSubstr("enrich.yaml:7: 'owned' is no field of 'invoice'; did you mean 'owed'?"));
    EXPECT_THAT(faults(changed("find: tips", "find: tipps")),
                HasSubstr("enrich.yaml:10: there is no table 'tipps'; did you mean 'tips'?"));
    EXPECT_THAT(faults(changed("column: words", "column: word")),
                HasSubstr("did you mean 'words'"));
    EXPECT_THAT(faults(changed("by: \"{extra.size}\"", "by: \"{extra.a_day}\"")),
                HasSubstr("'a_day' is no field of 'extra'"))
        << "it stands below";
    EXPECT_THAT(faults(changed("invoice.gross / invoice.days", "invoice.gross / invoice.number")),
                HasSubstr("'invoice.number' is a text, not a number"));
    EXPECT_THAT(faults(changed("invoice.gross / invoice.days", "invoice.days * 2")),
                HasSubstr("money comes of money"));
    EXPECT_THAT(faults(changed("    as: money", "    as: monny")), HasSubstr("'as' is one of"));
    EXPECT_THAT(faults(changed("name: tip", "name: size")), HasSubstr("already"));
    EXPECT_THAT(faults(changed("tables/tips.csv", "tables/tipps.csv")), HasSubstr("no file"));
    EXPECT_THAT(faults(changed("reckon: \"invoice.gross / invoice.days\"", "recon: x")),
                HasSubstr("did you mean 'reckon'"));
    EXPECT_THAT(faults("x"), HasSubstr("enrich.yaml:1: "));
    EXPECT_THAT(faults(kEnrich, "size,words\nlarge,a\nlarge,b\n"),
                HasSubstr("tables/tips.csv:3: 'large' stands in the table already"));
    EXPECT_THAT(faults(kEnrich, "size,words\nlarge\n"), HasSubstr("2 cells are expected"));
    EXPECT_THAT(faults(kEnrich, ""), HasSubstr("the table is empty"));
}

// What may be missing is asked for, and words are those that it can be.
TEST(Enrichment, TemplatesAreCheckedAgainstIt) {
    const auto told = [](std::string_view block) {
        std::string text(kTemplate);
        text.insert(text.find("<facts>"), block);
        std::string out;
        for (const auto& f : compiled(kEnrich, text).findings) out += f.text;
        return out;
    };
    EXPECT_THAT(told("<paragraph>{extra.tip}</paragraph>"), HasSubstr("may be empty"));
    EXPECT_THAT(told("<paragraph if=\"extra.size is huge\">x</paragraph>"), HasSubstr("huge"));
    EXPECT_THAT(told("<paragraph>{extra.sise}</paragraph>"), HasSubstr("did you mean 'size'"));
}

}  // namespace
}  // namespace bw::templates
