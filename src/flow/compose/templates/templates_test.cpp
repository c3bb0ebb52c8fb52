#include "flow/compose/data/facts.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/templates/compile.h"
#include "flow/compose/templates/fill.h"
#include "flow/compose/templates/pictures.h"
#include "flow/compose/templates/reference.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

namespace bw::templates {
namespace {

using content::Block;
using content::Channel;
using content::Kind;
using content::Name;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace samples = compose::samples;

std::string told(const Findings& findings) {
    std::string out;
    for (const auto& f : findings) out += fmt::format("{}:{}: {}\n", f.file, f.line, f.text);
    return out;
}

// A template whose first page holds the blocks.
std::string page_of(std::string_view blocks) {
    return "<template name=\"x\" data=\"invoice/1\" channels=\"paper\">"
           "<document title=\"t\" foot=\"f\"><first-page>" +
           std::string(blocks) + "</first-page></document></template>";
}

Compiled compiled(std::string_view text) {
    const SourceFile file{"x.xml", text};
    return compile({&file, 1});
}

// What is wrong with the blocks, in one line each.
std::string faults(std::string_view blocks) { return told(compiled(page_of(blocks)).findings); }

// The template with its document, filled with an invoice.
class Filled {
public:
    explicit Filled(std::span<const SourceFile> files, bill::Invoice invoice)
        : invoice_(std::move(invoice)), made_(compile(files)) {
        EXPECT_EQ(told(made_.findings), "");
        facts_ = data::Facts::make(invoice_, {"Aurora", "Aurora", "https://example.org/b"}).value();
        filler_ = std::make_unique<Filler>(*made_.plan);
    }
    const Block& page(Channel channel = Channel::Paper) {
        const auto* document = filler_->document({facts_.get()}, facts_->format(), channel).value();
        return *document->first;
    }
    std::string message() { return filler_->message({facts_.get()}, facts_->format()).value(); }

private:
    bill::Invoice invoice_;
    Compiled made_;
    std::unique_ptr<data::Facts> facts_;
    std::unique_ptr<Filler> filler_;
};

// The texts of the paragraphs that the blocks become.
std::vector<std::string> paragraphs(std::string_view blocks, const bill::Invoice& invoice,
                                    Channel channel = Channel::Paper) {
    const std::string text = page_of(blocks);
    const SourceFile file{"x.xml", text};
    Filled filled({&file, 1}, invoice);
    std::vector<std::string> out;
    for (const Block& block : filled.page(channel).children()) out.emplace_back(block.text);
    return out;
}

TEST(Templates, FieldsAreSaidInTheirFormats) {
    const auto invoice = samples::electricity("en");
    EXPECT_THAT(paragraphs("<paragraph>{invoice.owed}</paragraph>"
                           "<paragraph>{invoice.owed | amount}</paragraph>"
                           "<paragraph>{invoice.due_on}, {invoice.due_on | short}</paragraph>"
                           "<paragraph>{invoice.due_on | weekday}</paragraph>"
                           "<paragraph>{invoice.due_on | month} {invoice.due_on | year}</paragraph>"
                           "<paragraph>{invoice.days}</paragraph>"
                           "<paragraph>{{{invoice.number}}}</paragraph>"
                           "<paragraph>{t.why}: {t.page_of: invoice.number, invoice.currency}"
                           "</paragraph>",
                           invoice),
                ElementsAre("119.27\u00A0EUR", "119.27", "1 December 2026, 1 Dec 2026",
                            "Tuesday, 1 December", "December 2026", "1 to 31 October 2026",
                            "{A-2026-004711}", "Why this amount: Page A-2026-004711 of EUR"));
}

TEST(Templates, ListsRepeatAndConditionsChoose) {
    const auto invoice = samples::electricity("de");
    EXPECT_THAT(paragraphs("<paragraph of=\"totals.rows\" as=\"row\" if=\"row.base\">"
                           "{row.label} {row.amount | amount}</paragraph>"
                           "<paragraph if=\"invoice.outcome is pay\">zahlen</paragraph>"
                           "<paragraph if=\"invoice.outcome is not pay\">nichts</paragraph>"
                           "<paragraph if=\"not why\">erste</paragraph>"
                           "<paragraph if=\"invoice.owed above 100 and usage\">viel</paragraph>"
                           "<paragraph if=\"invoice.owed below 1 or invoice.prepaid at least 0\">"
                           "oder</paragraph>",
                           invoice),
                ElementsAre("Umsatzsteuer 19\u202F% 19,04", "zahlen", "viel", "oder"));
}

TEST(Templates, AFieldThatMayBeEmptyIsAskedForFirst) {
    EXPECT_EQ(faults("<paragraph>{buyer.country}</paragraph>"),
              "x.xml:1: 'buyer.country' may be empty: ask for it first, by "
              "if=\"buyer.country\"\n");
    EXPECT_EQ(faults("<paragraph if=\"buyer.country\">{buyer.country}</paragraph>"), "");
    EXPECT_EQ(faults("<facts><fact label=\"x\" if=\"buyer.country and buyer.number\">"
                     "{buyer.number}</fact></facts>"),
              "");
    // One of the two may be there.
    EXPECT_THAT(
        faults("<paragraph if=\"buyer.country or buyer.number\">{buyer.number}</paragraph>"),
        HasSubstr("may be empty"));
    EXPECT_THAT(faults("<paragraph if=\"not buyer.number\">{buyer.number}</paragraph>"),
                HasSubstr("may be empty"));
    // What is below a record that may be missing is asked for as a whole.
    EXPECT_THAT(faults("<paragraph>{why.title}</paragraph>"), HasSubstr("'why' may be empty"));
    EXPECT_EQ(faults("<paragraph if=\"why\">{why.title}</paragraph>"), "");
}

TEST(Templates, MistakesAreToldWithWhatWasMeant) {
    EXPECT_THAT(faults("<paragraph>{invoice.nubmer}</paragraph>"),
                HasSubstr("'nubmer' is no field of 'invoice'; did you mean 'number'?"));
    EXPECT_THAT(faults("<paragraph>{invoce.number}</paragraph>"),
                HasSubstr("there is no 'invoce' here; did you mean 'invoice'?"));
    EXPECT_THAT(faults("<paragraph>{invoice.number.x}</paragraph>"), HasSubstr("has no fields"));
    EXPECT_THAT(faults("<paragraph>{invoice.owed | date}</paragraph>"),
                HasSubstr("it has no format 'date'. Its formats: money, amount, change"));
    EXPECT_THAT(faults("<paragraph>{receipt.lines}</paragraph>"), HasSubstr("of=\"..\""));
    EXPECT_THAT(faults("<paragraph>{t.whi}</paragraph>"), HasSubstr("did you mean 'why'?"));
    EXPECT_THAT(faults("<paragraph>{t.why: invoice.number}</paragraph>"),
                HasSubstr("takes 0 values, not 1"));
    EXPECT_THAT(faults("<paragraph>{invoice.number</paragraph>"), HasSubstr("other half"));
    EXPECT_THAT(faults("<paragraf>x</paragraf>"), HasSubstr("did you mean 'paragraph'?"));
    EXPECT_THAT(faults("<step amount=\"{invoice.owed}\">x</step>"),
                HasSubstr("<first-page> contains no <step>"));
    EXPECT_THAT(faults("<paragraph></paragraph>"), HasSubstr("says nothing"));
    EXPECT_THAT(faults("<facts>words</facts>"), HasSubstr("holds no words"));
    EXPECT_THAT(faults("<paragraph of=\"invoice\">x</paragraph>"), HasSubstr("not a list"));
    EXPECT_THAT(faults("<paragraph as=\"x\">x</paragraph>"), HasSubstr("of=\"..\" is missing"));
    EXPECT_THAT(faults("<paragraph if=\"invoice.outcome is paid\">x</paragraph>"),
                HasSubstr("never 'paid'; it is one of pay, get-back, nothing"));
    EXPECT_THAT(faults("<paragraph if=\"invoice.owed above much\">x</paragraph>"),
                HasSubstr("compared with a number, not with 'much'"));
    EXPECT_THAT(faults("<paragraph if=\"invoice.number above 3\">x</paragraph>"),
                HasSubstr("is a text and is not compared"));
    EXPECT_THAT(faults("<paragraph if=\"why but usage\">x</paragraph>"),
                HasSubstr("'but' is no word of a condition"));
    EXPECT_THAT(faults("<button>x</button>"), HasSubstr("<button> needs link=\"..\""));
}

TEST(Templates, FindingsStandOnTheirLines) {
    const auto made = compiled("<template name=\"x\" data=\"invoice/1\"\n"
                               "          channels=\"paper\">\n"
                               "  <document title=\"{t.bogus}\"\n"
                               "            foot=\"{invoice.bogus}\">\n"
                               "    <first-page>\n"
                               "      <paragraph>\n"
                               "        {bogus}\n"
                               "      </paragraph>\n"
                               "    </first-page>\n"
                               "  </document>\n"
                               "</template>\n");
    std::vector<int> lines;
    for (const auto& finding : made.findings) lines.push_back(finding.line);
    EXPECT_THAT(lines, ElementsAre(3, 4, 7));
    EXPECT_FALSE(made.plan.has_value());
}

TEST(Templates, WhatIsNoTemplateIsToldInOneSentence) {
    EXPECT_THAT(told(compiled("<template>").findings), HasSubstr("not well-formed XML"));
    EXPECT_THAT(told(compiled("<bill/>").findings), HasSubstr("a <template> or a <partial>"));
    EXPECT_THAT(told(compiled("<partial/>").findings), HasSubstr("no file holds a <template>"));
    EXPECT_THAT(told(compiled("<!DOCTYPE x [<!ENTITY a \"b\">]><template/>").findings),
                HasSubstr("DOCTYPE"));
    EXPECT_THAT(
        told(compiled("<template name=\"x\" data=\"invoice/9\" channels=\"fax\"/>").findings),
        HasSubstr("there is no data 'invoice/9'"));
    EXPECT_THAT(told(compile({}).findings), HasSubstr("no file holds a <template>"));
}

TEST(Templates, ATableFitsItsPageAndItsRowsFitTheTable) {
    const auto table = [](std::string_view columns, std::string_view cells) {
        return fmt::format("<template name=\"x\" data=\"invoice/1\" channels=\"paper\">"
                           "<document title=\"t\" foot=\"f\"><section title=\"s\"><table>{}"
                           "<row>{}</row></table></section></document></template>",
                           columns, cells);
    };
    const std::string two = "<column head=\"a\"/><column head=\"b\" width=\"30mm\"/>";
    EXPECT_EQ(told(compiled(table(two, "<cell/><cell/>")).findings), "");
    EXPECT_THAT(told(compiled(table(two, "<cell/>")).findings),
                HasSubstr("this row has 1 cells; the table has 2 columns"));
    EXPECT_THAT(told(compiled(table("<column head=\"a\"/><column head=\"b\" width=\"150mm\"/>",
                                    "<cell/><cell/>"))
                         .findings),
                HasSubstr("this table cannot fit"));
    EXPECT_THAT(told(compiled(table("", "<cell/>")).findings), HasSubstr("needs a <column>"));
}

TEST(Templates, NoChannelLosesABlockInSilence) {
    const auto with = [](std::string_view inside) {
        return fmt::format("<template name=\"x\" data=\"invoice/1\" channels=\"paper web email\">"
                           "<document title=\"t\" foot=\"f\"><section title=\"s\"><table>{}"
                           "<column head=\"a\"/></table></section></document>"
                           "<email subject=\"s\" preheader=\"p\"/></template>",
                           inside);
    };
    EXPECT_THAT(told(compiled(with("")).findings),
                HasSubstr("channel email does not show <table>"));
    EXPECT_EQ(told(compiled(with("<on channel=\"email\"/>")).findings), "");
    EXPECT_EQ(told(compiled(with("<on channel=\"email\"><paragraph>x</paragraph></on>")).findings),
              "");
    EXPECT_THAT(told(compiled(with("<on channel=\"fax\"/>")).findings), HasSubstr("<on> has one"));
    EXPECT_THAT(
        told(compiled("<template name=\"x\" data=\"invoice/1\" channels=\"paper sms\"/>").findings),
        HasSubstr("channel sms is announced, but there is no <sms>"));
}

TEST(Templates, AChannelShowsWhatStandsInstead) {
    const auto invoice = samples::electricity("en");
    const std::string blocks = "<paragraph only=\"web email\">screen</paragraph>"
                               "<paragraph>paper<on channel=\"web\"><paragraph>web</paragraph>"
                               "</on></paragraph>";
    EXPECT_THAT(paragraphs(blocks, invoice), ElementsAre("paper"));
    EXPECT_THAT(paragraphs(blocks, invoice, Channel::Web), ElementsAre("screen", "web"));
}

TEST(Templates, PicturesStandBesideTheTemplate) {
    constexpr std::string_view kSun =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"10\">"
        "<circle cx=\"5\" cy=\"5\" r=\"4\"/></svg>";
    const auto with = [&](std::string_view image, std::string_view bytes) {
        const std::string text = page_of(image);
        const std::array files = {SourceFile{"x.xml", text}, SourceFile{"images/sun.svg", bytes}};
        return compile(files);
    };
    const auto made = with("<image file=\"images/sun.svg\" alt=\"The sun\" width=\"40mm\"/>", kSun);
    EXPECT_EQ(told(made.findings), "");
    const auto& attribute =
        made.plan->document.children.front().children.front().attributes.front();
    ASSERT_NE(attribute.illustration, nullptr);
    EXPECT_EQ(attribute.illustration->ratio(), 3);

    EXPECT_EQ(told(with("<image file=\"images/son.svg\" alt=\"The sun\"/>", kSun).findings),
              "x.xml:1: file=\"images/son.svg\": a picture in images/, as in images/winter.svg is "
              "asked for; did you mean 'images/sun.svg'?\n");
    EXPECT_EQ(told(with("<image file=\"images/sun.svg\"/>", kSun).findings),
              "x.xml:1: <image> needs alt=\"..\": the same for those who do not see it\n");
    EXPECT_THAT(
        told(with("<image file=\"images/sun.svg\" alt=\"a\"/>", "\x89PNG\r\n\x1A\n").findings),
        HasSubstr("images/sun.svg:1: the PNG file is broken"));
    const std::string huge(kMostPictureBytes + 1, ' ');
    EXPECT_THAT(told(with("<image file=\"images/sun.svg\" alt=\"a\"/>", huge).findings),
                HasSubstr("images/sun.svg:1: larger than 1000000 bytes"));
    // A mail says what stands instead.
    std::string mailed = page_of("<image file=\"images/sun.svg\" alt=\"a\"/>");
    mailed.replace(mailed.find("\"paper\""), 7, "\"web email\"");
    const std::array files = {SourceFile{"x.xml", mailed}, SourceFile{"images/sun.svg", kSun}};
    EXPECT_THAT(told(compile(files).findings), HasSubstr("channel email does not show <image>"));
}

TEST(Templates, PartialsAreReadWhereTheyAreUsed) {
    const std::string page = page_of("<use partial=\"words\"/>");
    const std::vector<SourceFile> files = {{"x.xml", page},
                                           {"words.xml", "<partial><paragraph>{seller.name}"
                                                         "</paragraph></partial>"}};
    Filled filled(files, samples::electricity("en"));
    EXPECT_EQ(filled.page().first->text, "Aurora Energie GmbH");
    EXPECT_THAT(faults("<use partial=\"nothing\"/>"), HasSubstr("there is no partial nothing.xml"));
    const std::vector<SourceFile> circle = {
        {"x.xml", page}, {"words.xml", "<partial><use partial=\"words\"/></partial>"}};
    EXPECT_THAT(told(compile(circle).findings), HasSubstr("used within itself"));
    // Each use of several: what grows without bound by nesting ends, too.
    const std::vector<SourceFile> many = {
        {"x.xml", page},
        {"words.xml", "<partial><use partial=\"words\"/><use partial=\"words\"/></partial>"}};
    EXPECT_THAT(told(compile(many).findings), HasSubstr("used within itself"));
}

TEST(Templates, OwnTextsStandInEveryLanguageWithTheSameValues) {
    const std::string page = page_of("<paragraph>{t.hello: seller.name}</paragraph>");
    const std::vector<SourceFile> good = {{"x.xml", page},
                                          {"texts/de.yaml", "hello: 'Hallo von {1}'\n"},
                                          {"texts/it.yaml", "hello: 'Ciao da {1}'\n"},
                                          {"texts/es.yaml", "hello: 'Hola de {1}'\n"},
                                          {"texts/en.yaml", "hello: 'Hello from {1}'\n"}};
    Filled filled(good, samples::electricity("de"));
    EXPECT_EQ(filled.page().first->text, "Hallo von Aurora Energie GmbH");
    const auto faults_of = [&](std::string_view name, std::string_view text) {
        auto files = good;
        files.back() = {name, text};
        return told(compile(files).findings);
    };
    EXPECT_THAT(faults_of("texts/en.yaml", "other: 'x'\n"),
                HasSubstr("texts/en.yaml:1: there is no text 'hello' (texts/de.yaml:1 has it)"));
    EXPECT_THAT(faults_of("texts/en.yaml", "hello: 'Hello'\n"), HasSubstr("says 0 of 1 values"));
    EXPECT_THAT(faults_of("texts/en.yaml", "hello: [1]\n"), HasSubstr("neither a sentence nor"));
    EXPECT_THAT(faults_of("texts/en.yaml", "a: b: c\n"), HasSubstr("texts/en.yaml:1:"));
    EXPECT_THAT(faults_of("texts/xx.yaml", "hello: 'x {1}'\n"),
                HasSubstr("'xx' is no language of documents"));
}

// Arabic has a form of its own for 3 to 10 and one for 11 to 99.
TEST(Templates, WhatIsCountedIsSaidAsItsLanguageCounts) {
    const compose::Forms<std::string> forms{
        .one = "one", .other = "other", .two = "two", .few = "few", .many = "many"};
    std::string said;
    for (const int n : {0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111}) said += forms.of(n) + " ";
    EXPECT_EQ(said, "other one two few few many many other other few many ");
    const compose::Forms<std::string> english{.one = "one", .other = "other"};
    EXPECT_EQ(english.of(1) + english.of(2) + english.of(5) + english.of(11), "oneotherotherother");

    const std::string page = page_of("<paragraph>{t.places: seller.name}</paragraph>");
    const std::vector<SourceFile> files = {
        {"x.xml", page},
        {"texts/en.yaml", "places: {one: '{1} line', other: '{1} lines', few: 'a few'}\n"}};
    EXPECT_THAT(told(compile(files).findings), Not(HasSubstr("neither a sentence")));
    const std::vector<SourceFile> wrong = {
        {"x.xml", page}, {"texts/en.yaml", "places: {one: 'x', other: 'y', lots: 'z'}\n"}};
    EXPECT_THAT(told(compile(wrong).findings), HasSubstr("of two:, few: (3 to 10) and many:"));
}

TEST(Templates, NamesKeepTheirDirectionAmongOtherWords) {
    const std::string page =
        page_of("<paragraph>{seller.name} {buyer.name}</paragraph><paragraph>{buyer.name}"
                "</paragraph>");
    const std::vector<SourceFile> files = {{"x.xml", page}};
    auto invoice = samples::electricity("en");
    invoice.buyer.name = "علي";
    EXPECT_EQ(Filled(files, invoice).page().first->text, "Aurora Energie GmbH \u2068علي\u2069");
    invoice.language = "ar";
    Filled arabic(files, invoice);
    EXPECT_EQ(arabic.page().first->text, "\u2068Aurora Energie GmbH\u2069 \u2068علي\u2069");
    EXPECT_EQ(arabic.page().first->next->text, "\u2068علي\u2069");
}

TEST(Templates, TheFirstMessageThatHoldsIsSent) {
    const std::string text = "<template name=\"x\" data=\"invoice/1\" channels=\"sms\">"
                             "<sms if=\"invoice.outcome is nothing\">nothing</sms>"
                             "<sms>{sender.brand_short}: {invoice.owed}</sms></template>";
    const SourceFile file{"x.xml", text};
    EXPECT_EQ(Filled({&file, 1}, samples::electricity("en")).message(), "Aurora: 119.27\u00A0EUR");
    EXPECT_EQ(Filled({&file, 1}, samples::settled("en")).message(), "nothing");
}

TEST(Templates, HostileTextsEnd) {
    std::string deep;
    for (int i = 0; i < 200; ++i) deep += "<columns>";
    EXPECT_THAT(told(compiled(deep).findings), HasSubstr("nested deeper"));
    const std::string large = page_of("<paragraph>" + std::string(2'000'000, 'x') + "</paragraph>");
    EXPECT_THAT(told(compiled(large).findings), HasSubstr("larger than"));
    std::string many;
    for (int i = 0; i < 6'000; ++i) many += "<paragraph>x</paragraph>";
    EXPECT_THAT(told(compiled(page_of(many)).findings), HasSubstr("more than 5000 elements"));
    EXPECT_THAT(faults("<paragraph>{}</paragraph>"), HasSubstr("a field is missing"));
    EXPECT_THAT(faults("<paragraph>{...}</paragraph>"), ::testing::Not(IsEmpty()));
    EXPECT_THAT(faults("<paragraph if=\"\">x</paragraph>"), HasSubstr("a field is missing"));
    EXPECT_THAT(faults("<paragraph if=\"why is\">x</paragraph>"), HasSubstr("is missing"));
}

std::string file_text(const char* name) {
    std::ifstream in(name);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(TemplatePages, TheExamplesCanBeUsed) {
    const auto page = file_text("docs/template-format.md");
    constexpr std::string_view kOpen = "```xml\n";
    std::size_t count = 0;
    for (std::size_t at = 0; (at = page.find(kOpen, at)) != std::string::npos; ++count) {
        at += kOpen.size();
        const auto text = page.substr(at, page.find("```", at) - at);
        EXPECT_EQ(told(compiled(text).findings), "") << text;
    }
    EXPECT_GE(count, 1U) << "run in the repository's root";
}

TEST(TemplatePages, AreWhatTheProgramPrints) {
    EXPECT_EQ(file_text("docs/template-blocks.md"), blocks_reference())
        << "print it again: billwright template blocks > docs/template-blocks.md";
    EXPECT_EQ(file_text("docs/template-data.md"), fields_reference())
        << "print it again: billwright template fields > docs/template-data.md";
}

}  // namespace
}  // namespace bw::templates
