// Whatever an author writes is accessible: random templates, made from the table of blocks, in
// random forms, give files that keep PDF/A-3a and PDF/UA-1.
#include "base/random.h"
#include "flow/compose/conformity/conformity.h"
#include "flow/compose/content/grammar.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/templates/compile.h"
#include "some_brand.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace bw::conformity {
namespace {

using content::AttributeType;
using content::BlockForm;
using content::Kind;

constexpr std::string_view kDot =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\">"
    "<circle cx=\"5\" cy=\"5\" r=\"4\" fill=\"currentColor\"/></svg>";

class Author {
public:
    explicit Author(std::uint64_t seed) : random_(seed) {}

    std::string write() {
        out_ = "<template name=\"random\" data=\"invoice/1\" channels=\"paper\">\n";
        out_ += "<document title=\"{invoice.number}\" foot=\"{document.running_head}\">\n";
        if (random_.chance(3, 4)) write_block(content::form_of(Kind::FirstPage), 0);
        for (std::int64_t i = random_.between(1, 2); i > 0; --i)
            write_block(content::form_of(Kind::Section), 0);
        return out_ + "</document></template>\n";
    }

private:
    std::string words() {
        constexpr std::array<std::string_view, 8> kWords = {
            "Strom",
            "{invoice.owed}",
            "{t.why}",
            "Zähler &amp; Preise, alle 31 Tage",
            "{headline.about}",
            "a",
            "a very long sentence that says the same thing once more and "
            "goes on until nobody reads it any longer, whatever room there is for it",
            "{invoice.due_on | weekday}"};
        return std::string(kWords[random_.below(kWords.size())]);
    }

    std::string value_of(const content::AttributeForm& form, bool in_months) {
        switch (form.type) {
            case AttributeType::Text: return words();
            case AttributeType::Link: return "https://example.org/a";
            case AttributeType::Flag: return random_.chance(1, 2) ? "yes" : "no";
            case AttributeType::Number: return in_months ? "{month.quantity}" : "";
            case AttributeType::Amount: return "{invoice.owed | amount}";
            case AttributeType::Day: return in_months ? "{month.first_day}" : "{invoice.due_on}";
            case AttributeType::Length: return "22mm";
            case AttributeType::File: return "images/dot.svg";
            case AttributeType::Word:
                return std::string(form.words[random_.below(form.words.size())]);
        }
        return {};
    }

    void write_attributes(const BlockForm& form, bool in_months) {
        for (const auto& attribute : form.attributes) {
            if (attribute.need == content::Need::Optional && random_.chance(1, 2)) continue;
            const auto value = value_of(attribute, in_months);
            if (!value.empty()) out_ += fmt::format(" {}=\"{}\"", attribute.name, value);
        }
    }

    void write_block(const BlockForm& form, int depth) {
        if (form.kind == Kind::Table) return write_table();
        const bool is_month = form.kind == Kind::Bar || form.kind == Kind::Share;
        const bool in_months = is_month || form.kind == Kind::Window;
        out_ += fmt::format("<{}", form.name);
        if (is_month) out_ += " of=\"usage.months\"";
        write_attributes(form, in_months);
        out_ += '>';
        if (form.words != content::Words::None) out_ += words();
        constexpr int kDeepest = 6;
        if (!form.inside.empty() && depth < kDeepest) write_children(form, depth);
        out_ += fmt::format("</{}>\n", form.name);
    }

    void write_children(const BlockForm& form, int depth) {
        const bool is_first_page = form.kind == Kind::FirstPage;
        for (const auto kind : form.inside) {
            // A letter has one of each; elsewhere blocks come in any number.
            const auto count = is_first_page              ? random_.between(0, 1)
                               : form.kind == Kind::Chart ? 1
                                                          : random_.between(0, 2);
            for (std::int64_t i = 0; i < count; ++i) write_block(content::form_of(kind), depth + 1);
        }
    }

    void write_table() {
        columns_ = random_.between(1, 5);
        const auto growing = random_.between(0, columns_ - 1);
        out_ += "<table>";
        for (std::int64_t i = 0; i < columns_; ++i)
            out_ += fmt::format(
                "<column head=\"{}\"{}{}{}/>", words(), i == growing ? "" : " width=\"22mm\"",
                random_.chance(1, 2) ? " align=\"decimal\" decimals=\"8mm\"" : " align=\"right\"",
                i == 0 ? " row-head=\"yes\"" : "");
        write_rows(0);
        out_ += "</table>\n";
    }

    void write_rows(int depth) {
        constexpr int kDeepest = 3;
        for (std::int64_t i = random_.between(0, 3); i > 0; --i) {
            if (depth < kDeepest && random_.chance(1, 3)) {
                out_ += "<group>";
                if (random_.chance(2, 3)) write_block(content::form_of(Kind::Title), 0);
                write_rows(depth + 1);
                out_ += "</group>";
                continue;
            }
            out_ += random_.chance(1, 2) ? "<row carried=\"{invoice.owed}\">"
                                         : "<row of=\"totals.rows\" carried=\"{total.amount}\">";
            for (std::int64_t c = 0; c < columns_; ++c)
                write_block(content::form_of(Kind::Cell), 0);
            out_ += "</row>";
        }
        if (columns_ > 1 && random_.chance(1, 2)) write_block(content::form_of(Kind::Sum), 0);
    }

    Random random_;
    std::string out_;
    std::int64_t columns_ = 1;
};

// A brand that takes any form of each block.
brands::Set any_brand(std::uint64_t seed) {
    Random random(seed);
    std::vector<brands::Form> forms;
    for (const auto& part : brands::part_keys()) {
        const auto words = brands::words_of(part.part);
        forms.push_back(words[random.below(words.size())].form);
    }
    brands::Set set;
    set.add(some_brand(forms));
    return set;
}

TEST(RandomTemplates, AreAccessible) {
    constexpr std::uint64_t kTemplates = 60;
    auto invoice = compose::samples::electricity("en");
    invoice.seller.brand = "some";
    for (std::uint64_t seed = 1; seed <= kTemplates; ++seed) {
        const auto text = Author(seed).write();
        const std::array files = {compose::SourceFile{"random.xml", text},
                                  compose::SourceFile{"images/dot.svg", kDot}};
        auto compiled = templates::compile(files);
        ASSERT_TRUE(compiled.plan.has_value())
            << "seed " << seed << ": " << compiled.findings.front().line << ": "
            << compiled.findings.front().text << "\n"
            << text;
        auto composer = documents::Composer::create(std::move(*compiled.plan));
        ASSERT_TRUE(composer.has_value());
        composer->use_brands(any_brand(seed));
        const auto bytes = documents::pdf(invoice, *composer);
        ASSERT_TRUE(bytes.has_value()) << "seed " << seed << ": " << bytes.error().message();
        const auto report = check(*bytes);
        ASSERT_TRUE(report.has_value()) << "seed " << seed << ": " << report.error().message();
        for (const auto& finding : report->findings)
            ADD_FAILURE() << "seed " << seed << ": " << finding.clause << " " << finding.where
                          << " " << finding.text;
        if (HasFailure()) FAIL() << text;
    }
}

}  // namespace
}  // namespace bw::conformity
