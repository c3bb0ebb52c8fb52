// What the engine can draw beyond today's bills keeps PDF/A-3a and PDF/UA-1, too: bookmarks,
// pictures, marks and stamps, tagged and as decoration.
#include "flow/compose/conformity/conformity.h"
#include "flow/compose/images/image.h"
#include "flow/compose/images/pictures_test.h"
#include "flow/compose/images/svg.h"
#include "flow/compose/pdf/read_back_test.h"
#include "flow/compose/pdf/stamp.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace bw::conformity {
namespace {

using namespace images::testing;
using images::read_image;
using images::read_svg;
using pdf::Canvas;
using pdf::Document;
using pdf::Role;

constexpr pdf::TextStyle kBody = {.font = {.size = 10}};

void expect_conforms(const std::string& bytes) {
    const auto report = check(bytes);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->declared.name(), "PDF/A-3a, PDF/UA-1");
    for (const auto& finding : report->findings)
        ADD_FAILURE() << fmt::format("{} {} {}", finding.clause, finding.where, finding.text);
}

template <typename Draw>
std::string document_of(Draw draw) {
    pdf::Press press(pdf::testing::fonts());
    Document document(press, pdf::testing::some_info());
    draw(document, press);
    auto bytes = std::move(document).finish();
    EXPECT_TRUE(bytes) << bytes.error().message();
    return bytes.value_or("");
}

void heading(Document& document, Canvas& page, double y, Role role, std::string_view title) {
    const auto tag = document.tag(role, {.bookmark = title});
    page.text({60, y}, title, kBody);
}

TEST(DrawnDocuments, WithBookmarksConform) {
    expect_conforms(document_of([](Document& document, pdf::Press&) {
        Canvas& first = document.add_page(pdf::kA4);
        heading(document, first, 80, Role::Heading1, "Rechnung über 84,20 €");
        heading(document, first, 100, Role::Heading2, "Verbrauch (März)");
        heading(document, first, 120, Role::Heading3, "Zähler \\ 1");
        heading(document, document.add_page(pdf::kA4), 80, Role::Heading2, "Posten");
    }));
    expect_conforms(document_of([](Document& document, pdf::Press&) {
        heading(document, document.add_page(pdf::kA4), 80, Role::Heading1, "Rechnung");
    }));
}

TEST(DrawnDocuments, WithPicturesConform) {
    const auto glass = read_image(
        png({.width = 2, .colour = 6, .rows = bytes_of({0, 0, 0, 255, 255, 0, 0, 255, 128})}));
    const auto grey = read_image(png({.width = 2, .rows = bytes_of({0, 10, 200})}));
    const auto photo = read_image(jpeg({}));
    const auto grey_photo = read_image(jpeg({.components = 1}));
    ASSERT_TRUE(glass && grey && photo && grey_photo);
    expect_conforms(document_of([&](Document& document, pdf::Press&) {
        const pdf::ImageId ids[] = {document.add_image(*glass), document.add_image(*grey),
                                    document.add_image(*photo), document.add_image(*grey_photo)};
        for (int number = 0; number < 2; ++number) {
            Canvas& page = document.add_page(pdf::kA4);
            double y = 50;
            for (const pdf::ImageId id : ids) {
                page.image({300, y, 40, 40}, id);  // decoration
                const auto figure = document.tag(Role::Figure, {.alternate = "Das Zeichen"});
                page.image({60, y, 40, 40}, id);
                y += 60;
            }
        }
    }));
}

TEST(DrawnDocuments, WithStampsAndMarksConform) {
    const auto mark = read_svg(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
        <circle cx="5" cy="5" r="4" fill="#0a4"/>
        <path d="M2 5h6" stroke="white" stroke-width="2" stroke-linecap="round"/></svg>)");
    ASSERT_TRUE(mark) << mark.error().message();
    expect_conforms(document_of([&](Document& document, pdf::Press& press) {
        const auto head = pdf::Stamp::record(press, {200, 60}, [&](Canvas& canvas) {
            canvas.fill({0, 0, 200, 60}, {240, 240, 220});
            draw(canvas, *mark, {10, 10, 40, 40});
            canvas.text({60, 40}, "Aurora", kBody);
        });
        ASSERT_TRUE(head) << head.error().message();
        for (int number = 0; number < 2; ++number) {
            Canvas& page = document.add_page(pdf::kA4);
            page.place(*head, {0, 0});
            {
                const auto figure = document.tag(Role::Figure, {.alternate = "Aurora"});
                page.place(*head, {200, 0});
                draw(page, *mark, {60, 400, 100, 50});
            }
            const auto paragraph = document.tag(Role::Paragraph);
            page.text({60, 200}, "Ihre Rechnung", kBody);
            page.place(*head, {60, 300});
            draw(page, *mark, {60, 500, 100, 50});
            page.text({60, 220}, "Vielen Dank", kBody);
        }
    }));
}

}  // namespace
}  // namespace bw::conformity
