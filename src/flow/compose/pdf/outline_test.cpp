#include "flow/compose/pdf/read_back_test.h"

#include <gmock/gmock.h>

#include <regex>
#include <vector>

namespace bw::pdf {
namespace {

using testing::Folder;
using testing::fonts;
using testing::output_of;

void heading(Document& document, Canvas& page, double y, Role role, std::string_view title,
             double size = 12) {
    const auto tag = document.tag(role, {.bookmark = title});
    page.text({60, y}, title, {.font = {.size = size}});
}

std::string finished(Document& document) {
    auto bytes = std::move(document).finish();
    EXPECT_TRUE(bytes) << bytes.error().message();
    return bytes.value_or("");
}

// Depth, page and title of each bookmark, as another program reads them.
std::vector<std::string> read_outline(const std::string& bytes) {
    const Folder folder;
    const std::string script = "import json, sys\n"
                               "def walk(items, depth):\n"
                               "    for item in items:\n"
                               "        print(depth, item['destpageposfrom1'], item['title'])\n"
                               "        walk(item['kids'], depth + 1)\n"
                               "walk(json.load(sys.stdin)['outlines'], 1)\n";
    const std::string text =
        output_of("qpdf --json --json-key=outlines " + folder.write("a.pdf", bytes) +
                  " | python3 " + folder.write("walk.py", script));
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// The objects of a file as text.
std::string objects_of(const std::string& bytes) {
    const Folder folder;
    return output_of("qpdf --qdf --object-streams=disable " + folder.write("a.pdf", bytes) + " -");
}

TEST(PdfOutline, HeadingsNestByLevelAndLeadToTheirPages) {
    NEEDS("qpdf");
    NEEDS("python3");
    Press press(fonts());
    Document document(press, testing::some_info());
    Canvas& first = document.add_page(kA4);
    heading(document, first, 80, Role::Heading1, "Rechnung über 84,20 €");
    heading(document, first, 200, Role::Heading3, "Warum? (1)");
    heading(document, first, 300, Role::Heading2, "Verbrauch");
    Canvas& second = document.add_page(kA4);
    heading(document, second, 80, Role::Heading3, "Zähler");
    {
        const auto section = document.tag(Role::Section, {.bookmark = "Tabelle"});
        const auto paragraph = document.tag(Role::Paragraph);
        second.text({60, 100}, "12,30", {});
    }
    heading(document, second, 200, Role::Heading2, "Posten");
    EXPECT_THAT(read_outline(finished(document)),
                ::testing::ElementsAre("1 1 Rechnung über 84,20 €", "2 1 Warum? (1)",
                                       "2 1 Verbrauch", "3 2 Zähler", "4 2 Tabelle", "2 2 Posten"));
}

TEST(PdfOutline, ABookmarkShowsItsLineWhole) {
    NEEDS("qpdf");
    Press press(fonts());
    Document document(press, testing::some_info());
    Canvas& page = document.add_page(kA4);
    page.fill({0, 0, 300, 50}, kBlack);  // an artifact is no place
    {
        const auto tag = document.tag(Role::Heading1, {.bookmark = "Posten"});
        page.fill({50, 190, 300, 20}, {200, 200, 200});
        page.text({60, 200}, "Posten", {.font = {.size = 24}});
    }
    const std::string objects = objects_of(finished(document));
    std::smatch place;
    ASSERT_TRUE(std::regex_search(objects, place, std::regex(R"(/XYZ\s+null\s+([0-9.]+)\s+null)")));
    const double above = std::stod(place[1]) - (kA4.height - 200);  // over the baseline
    EXPECT_GT(above, 24);
    EXPECT_LT(above, 40);
}

TEST(PdfOutline, IsShownFromTheStartWhereThereAreSeveral) {
    NEEDS("qpdf");
    const auto with = [](int count) {
        Press press(fonts());
        Document document(press, testing::some_info());
        Canvas& page = document.add_page(kA4);
        for (int i = 0; i < count; ++i)
            heading(document, page, 80 + i * 20, Role::Heading2, "Posten");
        return objects_of(finished(document));
    };
    using ::testing::HasSubstr;
    using ::testing::Not;
    EXPECT_THAT(with(0), Not(HasSubstr("/Outlines")));
    EXPECT_THAT(with(1), HasSubstr("/Outlines"));
    EXPECT_THAT(with(1), Not(HasSubstr("/PageMode")));
    EXPECT_THAT(with(2), HasSubstr("/PageMode /UseOutlines"));
}

TEST(PdfOutline, WhatIsNeverDrawnHasNoBookmark) {
    NEEDS("qpdf");
    NEEDS("python3");
    Press press(fonts());
    Document document(press, testing::some_info());
    Canvas& page = document.add_page(kA4);
    heading(document, page, 80, Role::Heading1, "Da");
    {
        const auto tag = document.tag(Role::Heading1, {.bookmark = "Nicht da"});
    }
    EXPECT_THAT(read_outline(finished(document)), ::testing::ElementsAre("1 1 Da"));
}

TEST(PdfOutline, LeadsToTagsAsWellAsToPages) {
    NEEDS("qpdf");
    Press press(fonts());
    Document document(press, testing::some_info());
    heading(document, document.add_page(kA4), 80, Role::Heading1, "Da");
    const std::string objects = objects_of(finished(document));
    std::smatch element;
    ASSERT_TRUE(std::regex_search(objects, element, std::regex(R"(/SE (\d+) 0 R)")));
    const auto at = objects.find("\n" + element[1].str() + " 0 obj");
    ASSERT_NE(at, std::string::npos);
    EXPECT_THAT(objects.substr(at, objects.find("endobj", at) - at),
                ::testing::HasSubstr("/S /H1"));
}

}  // namespace
}  // namespace bw::pdf
