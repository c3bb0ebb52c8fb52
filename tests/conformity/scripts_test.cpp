// Documents keep PDF/A-3a and PDF/UA-1 whatever script a name is written in: every glyph has a
// character, also where several glyphs make one letter, one glyph makes several, or lines are read
// leftwards. (Fonts: fonts-noto-core.)
#include "flow/compose/conformity/conformity.h"
#include "flow/compose/pdf/paragraph.h"
#include "flow/compose/pdf/text.h"
#include "flow/compose/pdf/writer.h"

#include <gtest/gtest.h>

#include <string>

namespace bw::conformity {
namespace {

using namespace bw::pdf;

const FontBook& fonts() {
    static const auto made = FontBook::load();
    EXPECT_TRUE(made.has_value());
    return *made;
}

// A page with the text in every direction and place, as one line and as a narrow column.
std::string document_with(std::string_view text, std::string language) {
    static const Hyphenator kGerman = Hyphenator::load("de-DE");
    Press press(fonts());
    Document document(press, {.title = "Rechnung",
                              .author = "Aurora",
                              .language = std::move(language),
                              .created = Instant::from_seconds(1'790'000'000)});
    Canvas& page = document.add_page(kA4);
    double y = 50;
    for (const auto direction : {Direction::LeftToRight, Direction::RightToLeft, Direction::Auto}) {
        for (const Align align : {Align::Start, Align::End, Align::Decimal}) {
            const auto tag = document.tag(Role::Paragraph);
            const TextStyle style = {.font = {.size = 10}, .align = align, .direction = direction};
            page.text({300, y += 15}, "An " + isolate(text) + ", 12,30 €", style);
        }
        const auto tag = document.tag(Role::Paragraph);
        const ParagraphStyle column = {.text = {.font = {.size = 9, .weight = Weight::Bold},
                                                .align = Align::Start,
                                                .direction = direction},
                                       .hyphens = &kGerman};
        y = draw_paragraph(page, document.shaper(), {300, y + 20}, 60, text, column);
    }
    EXPECT_EQ(document.missing_characters(), U"") << text;
    auto bytes = std::move(document).finish();
    EXPECT_TRUE(bytes) << bytes.error().message();
    return bytes ? *bytes : std::string();
}

TEST(OwnDocuments, KeepTheStandardsInEveryScript) {
    const std::pair<const char*, const char*> names[] = {
        {"de", "Zählerstand der Grundversorgungsverordnung"},
        {"ro", "Ţepeş, ţară"},
        {"el", "Γιώργος Παπαδόπουλος (Αθήνα)"},
        {"ar", "علاء الدين محمد (برلين) 12 شكراً مؤسّسة ١٢٫٥٪"},
        {"he", "שָׁלוֹם (עולם) בע\"מ [17]"},
        {"hi", "नमस्ते हिन्दी स्त्री"},
        {"th", "น้ำ ไทย กุ้ง"},
        {"bn", "বাংলা ক্ষেত্র"},
        {"ta", "தமிழ் கொடு"},
        {"vi", "Nguyễn Thị Ánh e\u0323\u0302"}};
    for (const auto& [language, name] : names) {
        const std::string bytes = document_with(name, language);
        const auto report = check(bytes);
        ASSERT_TRUE(report) << report.error().message();
        EXPECT_EQ(report->declared.name(), "PDF/A-3a, PDF/UA-1");
        for (const auto& finding : report->findings) {
            ADD_FAILURE() << name << ": " << finding.clause << ' ' << finding.where << ' '
                          << finding.text;
        }
        EXPECT_EQ(bytes, document_with(name, language));
    }
}

}  // namespace
}  // namespace bw::conformity
