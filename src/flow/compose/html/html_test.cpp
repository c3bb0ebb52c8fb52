#include "flow/compose/brands/keys.h"
#include "flow/compose/html/html.h"
#include "flow/compose/html/parts.h"
#include "flow/compose/html/pieces.h"
#include "flow/compose/html/style.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace bw::html {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    append_escaped(out, text);
    return out;
}

TEST(Html, WordsNeverBecomeElements) {
    EXPECT_EQ(escaped("<b a=\"1\" c='2'>&"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
    EXPECT_EQ(escaped("Jördis Müller"), "Jördis Müller");
    EXPECT_EQ(escaped("a\x01"
                      "b"),
              "ab");
    EXPECT_EQ(escaped("a\xFF<"), "a\uFFFD&lt;");
    EXPECT_EQ(escaped("\u2068+49 30\u2069 \u2066x\u2067"), "\u2068+49 30\u2069 x");
    EXPECT_EQ(escaped("pay\u202Eeur"), "payeur");  // nothing turns the order of what follows
}

TEST(Html, OnlyThreeKindsOfLinksAreWritten) {
    EXPECT_TRUE(is_safe_link("https://example.org/a?b=c"));
    EXPECT_TRUE(is_safe_link("mailto:a@example.org"));
    EXPECT_TRUE(is_safe_link("tel:+494215550100"));
    for (const char* bad :
         {"javascript:alert(1)", "http://example.org", "https://", "//x", "", "data:text/html,x",
          "https://x y", "https://x\"onload=", "https://<x>", " https://x", "JAVASCRIPT:x"})
        EXPECT_FALSE(is_safe_link(bad)) << bad;
    std::string out;
    Writer(out).link("javascript:alert(1)", "name");
    EXPECT_EQ(out, "name");
}

TEST(Html, ColoursArePutInAndOtherSignsStay) {
    const auto css =
        coloured("@media x{a{color:@ink;background:@paper}}", brands::find_brand("aurora"));
    EXPECT_EQ(css, "@media x{a{color:#1c2a24;background:#fffdf9}}");
}

TEST(Html, AMarkIsWrittenAnewFromItsLines) {
    const auto mark = images::Picture::read(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 4\" id=\"a&quot;&gt;\">"
        "<title>&lt;script&gt;</title><path d=\"M0 0h4v4z\" fill=\"currentColor\"/>"
        "<path d=\"M4 0l4 4\" stroke=\"#ff0000\" fill=\"none\"/></svg>");
    ASSERT_TRUE(mark.has_value());
    EXPECT_EQ(inline_svg(*mark),
              "<svg viewBox=\"0 0 6 3\" aria-hidden=\"true\"><path d=\"M0 0L3 0L3 3Z\" "
              "fill=\"currentColor\"/><path d=\"M3 0L6 3\" fill=\"none\" stroke=\"#ff0000\" "
              "stroke-width=\"0.75\" stroke-miterlimit=\"4\"/></svg>\n");
    EXPECT_NE(inline_svg(*mark, "A \"B\"").find("role=\"img\" aria-label=\"A &quot;B&quot;\""),
              std::string::npos);
}

// A brand that takes each form in turn, its forms' pieces and sheets are there (else CHECK fails).
TEST(Html, EveryFormHasItsPiecesAndSheets) {
    std::size_t sheets = 0;
    for (const auto& word : brands::form_words()) {
        auto brand = brands::find_brand("plain");
        brand.forms[static_cast<std::size_t>(brands::part_of(word.form))] = word.form;
        brand.digest = pdf::digest_of(brands::name_of(word.form));
        const auto look = mail_look(brand, compose::Format(compose::Language::English));
        EXPECT_EQ((*look)[Piece::Link].find('@'), std::string::npos);
        EXPECT_NE(page_look(brand)->style.find(asset_of(word.form)), std::string::npos);
        if (!asset_of(word.form).empty()) ++sheets;
    }
    // none that no brand can take
    EXPECT_EQ(sheets,
              static_cast<std::size_t>(std::ranges::count_if(
                  assets(), [](const Asset& one) { return one.name.starts_with("forms/"); })));
    std::string_view forms = asset("mail.forms");
    while (!forms.empty()) {
        const auto name = forms.substr(0, forms.find(' '));
        EXPECT_TRUE(std::ranges::any_of(brands::form_words(), [&](const auto& word) {
            return brands::name_of(word.form) == name;
        })) << name;
        forms.remove_prefix(forms.find('\n') + 1);
    }
}

TEST(Html, PiecesOfAMailHaveNoColourLeftOpen) {
    for (const auto* key : {"plain", "aurora", "nordlink"}) {
        for (const auto language : {compose::Language::English, compose::Language::Arabic}) {
            const auto look = mail_look(brands::find_brand(key), compose::Format(language));
            for (const auto& piece : look->pieces)
                EXPECT_EQ(piece.find('@'), std::string::npos) << piece;
        }
    }
}

TEST(Html, ChangesStandOnBothSidesOfAnAxis) {
    using content::Attribute;
    const auto amount = [](std::int64_t whole) {
        return Attribute{Name::Amount, {}, Decimal(whole), 0};
    };
    const Attribute total{Name::Total, "yes", {}, 0};
    const std::array<Attribute, 2> last = {amount(50), total};
    const std::array<Attribute, 1> more = {amount(30)}, less = {amount(-10)};
    const std::array<Attribute, 2> now = {amount(70), total};
    std::array<Block, 5> blocks;
    blocks[0].kind = Kind::Why;
    blocks[0].first = &blocks[1];
    const std::array<std::span<const Attribute>, 4> attributes = {last, more, less, now};
    for (std::size_t i = 1; i < blocks.size(); ++i) {
        blocks[i].kind = Kind::Step;
        blocks[i].attributes = attributes[i - 1];
        if (i + 1 < blocks.size()) blocks[i].next = &blocks[i + 1];
    }
    const auto bars = change_bars(blocks[0]);
    EXPECT_EQ(bars.axis, 250);
    ASSERT_EQ(bars.steps.size(), 4U);
    EXPECT_EQ(bars.steps[0].width, 0);
    EXPECT_EQ(bars.steps[1].from, 250);
    EXPECT_EQ(bars.steps[1].width, 750);
    EXPECT_EQ(bars.steps[2].from, 0);
    EXPECT_EQ(bars.steps[2].width, 250);
    EXPECT_EQ(bars.steps[3].width, 0);
}

}  // namespace
}  // namespace bw::html
