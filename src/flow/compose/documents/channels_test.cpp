// One invoice on every channel: the same amounts, nothing that a name could smuggle in, nothing
// from elsewhere.
#include "flow/bill/snapshot.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/documents/shipped.h"
#include "flow/compose/samples/cases.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"
#include "flow/compose/templates/compile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace bw::documents {
namespace {

namespace samples = compose::samples;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kLink = "https://example.org/b/1";

class Channels : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        auto made = Composer::create();
        ASSERT_TRUE(made.has_value()) << made.error().message();
        composer_ = std::make_unique<Composer>(std::move(*made));
    }
    static void TearDownTestSuite() { composer_.reset(); }
    static std::string page_of(const bill::Invoice& invoice) {
        return page(invoice, *composer_, kLink).value();
    }
    static MailText mail_of(const bill::Invoice& invoice) {
        return mail(invoice, *composer_, kLink).value();
    }
    static std::vector<samples::Case<bill::Invoice>> all() {
        std::vector<samples::Case<bill::Invoice>> all;
        for (const char* language : {"en", "de", "it", "es"})
            for (auto& one : samples::cases(language)) all.push_back(std::move(one));
        return all;
    }

    static std::unique_ptr<Composer> composer_;
};
std::unique_ptr<Composer> Channels::composer_;

TEST(Shipped, TemplatesHaveNoFindings) {
    ASSERT_FALSE(shipped_names().empty());
    for (const auto name : shipped_names()) {
        const auto made = templates::compile(shipped(name));
        for (const auto& finding : made.findings)
            ADD_FAILURE() << name << "/" << finding.file << ":" << finding.line << ": "
                          << finding.text;
        EXPECT_TRUE(made.plan.has_value());
    }
    EXPECT_TRUE(shipped("nothing").empty());
}

// What is archived of a bill suffices to say it again, on any channel.
TEST_F(Channels, SayTheSameFromTheFrozenData) {
    for (const auto& [name, invoice] : all()) {
        const auto frozen = bill::snapshot(invoice);
        const auto read = bill::read_snapshot(frozen, name);
        ASSERT_TRUE(read.has_value()) << read.error().message();
        EXPECT_EQ(bill::snapshot(*read), frozen);
        EXPECT_TRUE(pdf(*read, *composer_).value() == pdf(invoice, *composer_).value()) << name;
        EXPECT_EQ(page_of(*read), page_of(invoice)) << name;
        const auto message = mail_of(*read);
        EXPECT_EQ(message.html, mail_of(invoice).html) << name;
        EXPECT_EQ(message.plain, mail_of(invoice).plain) << name;
    }
}

// Every member is asked for, but those that stand there only when they say something.
TEST_F(Channels, MissWhatTheFrozenDataLacks) {
    const auto frozen = bill::snapshot(samples::electricity("en"));
    std::set<std::string> names, optional;
    for (std::size_t at = frozen.find("\":"); at != std::string::npos;
         at = frozen.find("\":", at + 1)) {
        const auto from = frozen.rfind('"', at - 1) + 1;
        if (!names.insert(frozen.substr(from, at - from)).second) continue;
        auto other = frozen;
        other.insert(at, "_");
        const auto read = bill::read_snapshot(other, "bill");
        if (read) optional.insert(frozen.substr(from, at - from));
        else EXPECT_THAT(read.error().message(), HasSubstr("bill"));
    }
    EXPECT_THAT(optional,
                ::testing::IsSubsetOf({"gross", "words", "corrects", "reversal", "subscription",
                                       "plan_until", "site", "year_before", "due_day", "is_end"}));
    EXPECT_FALSE(bill::read_snapshot("{}", "bill").has_value());
    EXPECT_FALSE(bill::read_snapshot(frozen.substr(0, frozen.size() / 2), "bill").has_value());
}

TEST_F(Channels, TellTheSameAmounts) {
    for (const auto& [name, invoice] : all()) {
        const compose::Format format(compose::language_of(invoice.language));
        const auto head = compose::headline(invoice, format);
        const auto web = page_of(invoice);
        const auto message = mail_of(invoice);
        const int sign = compose::sign_of(invoice);
        for (const auto& text : {web, message.html, message.plain}) {
            EXPECT_THAT(text, HasSubstr(head.amount)) << name;
            EXPECT_THAT(text, HasSubstr(head.what_now)) << name;
            EXPECT_THAT(text, HasSubstr(invoice.number)) << name;
            for (const auto& tax : invoice.taxes)
                EXPECT_THAT(text,
                            HasSubstr(format.amount({tax.tax.minor * sign, invoice.currency})))
                    << name;
        }
        for (const auto& line : invoice.lines)
            EXPECT_THAT(
                web,
                HasSubstr(format.amount(
                    {compose::shown_amount(line, compose::shows_tax_inside(invoice)).minor * sign,
                     invoice.currency})))
                << name;
    }
}

TEST_F(Channels, TakeNothingFromElsewhereAndRunNothing) {
    for (const auto& [name, invoice] : all()) {
        for (const auto& text : {page_of(invoice), mail_of(invoice).html}) {
            for (const char* bad : {"<script", "<img", "<link", "<iframe", "@import", "url(http",
                                    "onerror", "onload", "http://", "src="})
                EXPECT_THAT(text, Not(HasSubstr(bad))) << name;
        }
    }
}

TEST_F(Channels, NamesCannotSmuggleAnythingIn) {
    auto invoice = samples::electricity("en");
    const std::string evil = "\"><script>alert('1')</script><img src=x onerror=\"x\">&";
    invoice.buyer.name = invoice.seller.name = invoice.account_number = evil;
    invoice.lines[0].name = invoice.lines[0].words = invoice.supplies[0].plan = evil;
    invoice.notices = {evil};
    invoice.seller.web = "javascript:alert(1)";
    invoice.seller.email = "a@b\" onclick=\"x";
    invoice.seller.bank_account_name = "Aurora";
    const auto web = page_of(invoice);
    const auto message = mail_of(invoice);
    for (const auto& text : {web, message.html}) {
        EXPECT_THAT(text, Not(HasSubstr("<script")));
        EXPECT_THAT(text, Not(HasSubstr("<img")));
        EXPECT_THAT(text, Not(HasSubstr("href=\"javascript")));
        EXPECT_THAT(text, Not(HasSubstr("onclick=\"")));
        EXPECT_THAT(text, HasSubstr("&lt;script&gt;"));
    }
}

TEST_F(Channels, ArabicBeginsAtTheRight) {
    const auto invoice = samples::electricity("ar");
    EXPECT_THAT(page_of(invoice), HasSubstr("<html lang=\"ar\" dir=\"rtl\">"));
    const auto arabic = mail_of(invoice).html;
    EXPECT_THAT(arabic, HasSubstr("<table role=\"presentation\" dir=\"rtl\""));
    EXPECT_THAT(arabic, HasSubstr("padding:4px 0 4px 12px;"));
    EXPECT_THAT(arabic, Not(HasSubstr("align=\"right\"")));
    EXPECT_THAT(page_of(samples::electricity("en")), HasSubstr("<html lang=\"en\" dir=\"ltr\">"));
}

TEST_F(Channels, WhoReadsALanguageThatTheTemplateLacksGetsEnglish) {
    const std::string page = "<template name=\"x\" data=\"invoice/1\" channels=\"web\">"
                             "<document title=\"t\" foot=\"f\"><first-page><paragraph>{t.hello}, "
                             "{invoice.owed}</paragraph></first-page></document></template>";
    const std::vector<compose::SourceFile> files = {
        {"x.xml", page}, {"texts/en.yaml", "hello: Hello\n"}, {"texts/de.yaml", "hello: Hallo\n"}};
    auto made = templates::compile(files);
    ASSERT_TRUE(made.plan.has_value());
    const auto composer = Composer::create(std::move(*made.plan)).value();
    const auto page_in = [&](std::string_view language) {
        return documents::page(samples::electricity(language), composer, kLink).value();
    };
    EXPECT_THAT(page_in("de"), HasSubstr("Hallo, 119,27"));
    EXPECT_THAT(page_in("es"), AllOf(HasSubstr("Hello, 119.27"), HasSubstr("lang=\"en\"")));
}

TEST_F(Channels, MailsAreShortEnough) {
    for (const auto& [name, invoice] : all()) {
        const auto message = mail_of(invoice);
        EXPECT_LT(message.html.size(), 60'000U) << name;
        EXPECT_THAT(message.subject, HasSubstr(invoice.number));
        EXPECT_THAT(message.html, HasSubstr("href=\"https://example.org/b/1\""));
    }
}

TEST_F(Channels, ShortMessagesSayWhatToDo) {
    const auto said = [&](const bill::Invoice& invoice, std::string_view link = {}) {
        return short_message(invoice, *composer_, link).value().value();
    };
    const auto english = said(samples::electricity("en"), kLink);
    EXPECT_EQ(english.text, "Aurora: your bill is 119.27 EUR, due on 1 December 2026. "
                            "https://example.org/b/1");
    EXPECT_EQ(english.alphabet, message::Alphabet::Gsm7);
    EXPECT_EQ(english.segments, 1);
    EXPECT_EQ(said(samples::electricity("de")).text,
              "Aurora: Ihre Rechnung beträgt 119,27 €, fällig am 1. Dezember 2026. Referenz "
              "RF76700421118702610.");
    EXPECT_THAT(said(samples::settled("en")).text, HasSubstr("There is nothing to pay."));
    EXPECT_THAT(said(samples::credit_note("en")).text, HasSubstr("you get back"));
    for (const auto& [name, invoice] : all())
        EXPECT_LE(said(invoice, kLink).segments, 2) << name << ": " << said(invoice, kLink).text;
}

TEST_F(Channels, SameInvoiceSameBytes) {
    const auto invoice = samples::sites("de");
    EXPECT_EQ(page_of(invoice), page_of(invoice));
    EXPECT_EQ(mail_of(invoice).html, mail_of(invoice).html);
}

}  // namespace
}  // namespace bw::documents
