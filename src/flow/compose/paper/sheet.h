// What every block is drawn with: the page in millimetres, the type scale, the brand and the
// language. Paper: A4, left margin 25 mm and right 20 mm (DIN 5008), 5 mm baseline. Blocks take a
// position and give back where they end; none looks at another.
#pragma once

#include "flow/compose/brands/brand.h"
#include "flow/compose/format.h"
#include "flow/compose/pdf/paragraph.h"
#include "flow/compose/pdf/writer.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::paper {

// The scale of type, points, each 1.25 times the one before.
inline constexpr double kSmall = 8.5, kBody = 10, kTitle = 12.5, kLarge = 16, kHero = 24,
                        kHuge = 30;

inline constexpr double kLeft = 25, kRight = 190, kWidth = kRight - kLeft;  // millimetres
inline constexpr double kPageWidth = 210, kPageHeight = 297;
inline constexpr double kLine = 5;       // baseline to baseline
inline constexpr double kLeading = 4.2;  // inside a paragraph of small type

enum class Ink { Text, Muted, Brand, OnBrand, OnSignal };

struct Style {
    double size = kSmall;
    Ink ink = Ink::Text;
    pdf::Weight weight = pdf::Weight::Regular;
    pdf::Align align = pdf::Align::Left;
    bool is_prose = false;  // sentences: words are divided where the language's patterns are known
    bool keeps_side = false;  // figures: they end at the right on a mirrored page, too
};  // figures are tabular in columns (right, decimal), proportional in running text
inline constexpr auto kBold = pdf::Weight::Bold;

struct Box {  // millimetres, from the top left
    double x, y, width, height;
};

struct HeadStamps;  // head.h

class Sheet {
public:
    // `hyphens` may divide nothing (pdf/hyphens.h).
    Sheet(pdf::Document& document, const brands::Brand& brand, const compose::Format& format,
          const pdf::Hyphenator& hyphens, const HeadStamps& heads);

    const brands::Brand& brand;
    const compose::Format& format;
    const compose::Strings& words;
    const HeadStamps& heads;
    std::string_view sender;  // who writes; its mark stands on every page
    std::string_view title;   // of the document

    // Where the language runs from right to left the page is mirrored: x counts from its right
    // edge, and left is right. Blocks need not know, except that figures stand below figures.
    [[nodiscard]] bool is_mirrored() const { return axis_.has_value(); }
    // From the left edge, whatever the direction: for what is drawn on the canvas.
    [[nodiscard]] double across(double x) const { return axis_ ? *axis_ - x : x; }
    [[nodiscard]] pdf::Rect rect(const Box& box) const;  // in points
    // Where figures stand that lie against `right`, the widest of them so wide: on a mirrored page
    // as far from there, for there, too, their last digits stand below one another.
    [[nodiscard]] double figures_at(double right, double widest) const {
        return is_mirrored() ? right - widest : right;
    }

    void add_page();
    [[nodiscard]] int pages() const { return document_.page_count(); }
    void go_to(int page) { page_ = &document_.page(page); }

    // Baseline at y; gives the width.
    double text(double x, double y, std::string_view utf8, const Style& style = {});
    // A label before its value; ends in a space, so that neither ear nor search runs them together.
    void label(double x, double y, std::string_view utf8);
    // Text shortened with an ellipsis to the width.
    double text_in(double x, double y, double width, std::string_view utf8,
                   const Style& style = {});
    // Broken into lines; gives the baseline after the last one.
    double paragraph(double x, double y, double width, std::string_view utf8,
                     const Style& style = {}, int most_lines = 0, double leading = kLeading);
    // The same in two steps, for what is measured before it is drawn.
    [[nodiscard]] pdf::Paragraph broken(double width, std::string_view utf8, const Style& style,
                                        int most_lines, double leading = kLeading);
    double draw(const pdf::Paragraph& paragraph, double x, double y);
    // The parts on as few lines as hold them, a dot between them and none at an end; a line is
    // broken between parts only, and two lines where they are most alike.
    [[nodiscard]] std::vector<std::string> packed(std::span<const std::string_view> parts,
                                                  double width, const Style& style = {});
    [[nodiscard]] int lines(double width, std::string_view utf8, const Style& style = {});
    [[nodiscard]] double width(std::string_view utf8, const Style& style = {});

    void rule(double x, double y, double width);
    void rule(double x, double y, double width, pdf::Color color, double points);
    void upright(double x, double from, double to, double points);  // of a chart
    void panel(const Box& box, pdf::Color color);                   // corners by brand
    void bar(const Box& box, pdf::Color color, double radius_mm = 0);
    void column(const Box& box, pdf::Color color, double radius_mm);  // of a chart: it stands on
                                                                      // its foot
    enum class Line : std::uint8_t { Full, Dashed };
    void outline(const Box& box, pdf::Color color, Line line = Line::Full);
    // A row of dots, as leads the eye from a name to its amount.
    void leader(double x, double y, double width);
    void dashes(double x, double y, double width, pdf::Color color);  // where paper is torn off
    void hatch(const Box& box, pdf::Color line, pdf::Color ground);
    void pixels(const Box& box, const pdf::Image& image);

    pdf::Tag tag(pdf::Role role, const pdf::TagOptions& options = {}) {
        return document_.tag(role, options);
    }
    // A heading of this level, or of the one below the last where a level between would be missing
    // (ISO 14289-1, 7.4.2): so whatever stands in a template, its headings are in order.
    // `bookmark`: what leads to it from the reader's list.
    pdf::Tag heading(int level, std::string_view bookmark);
    pdf::Canvas& canvas() { return *page_; }

    [[nodiscard]] pdf::Color color(Ink ink) const;

    // What has its place on the paper, whatever the direction: the window of an envelope, marks for
    // machines. While it lives, a box keeps its place and is mirrored in itself; without one,
    // nothing is mirrored.
    class InPlace {
    public:
        explicit InPlace(Sheet& sheet) : InPlace(sheet, std::nullopt) {}
        InPlace(Sheet& sheet, double left, double right) : InPlace(sheet, left + right) {}
        ~InPlace() { sheet_.axis_ = before_; }
        InPlace(const InPlace&) = delete;
        InPlace& operator=(const InPlace&) = delete;

    private:
        InPlace(Sheet& sheet, std::optional<double> axis) : sheet_(sheet), before_(sheet.axis_) {
            if (before_) sheet_.axis_ = axis;
        }
        Sheet& sheet_;
        std::optional<double> before_;
    };

private:
    [[nodiscard]] pdf::TextStyle style_of(const Style& style) const;
    [[nodiscard]] pdf::Align side_of(const Style& style) const;

    [[nodiscard]] pdf::ParagraphStyle form_of(const Style& style) const;

    pdf::Document& document_;
    const pdf::Hyphenator& hyphens_;
    pdf::Canvas* page_ = nullptr;
    std::optional<double> axis_;  // of a mirrored page: twice its middle
    int last_heading_ = 0;
};

using compose::kDot;

// For drawing only.
inline double real(Decimal value) { return static_cast<double>(value.nano()) / Decimal::kScale; }
inline constexpr double points(double mm) { return mm * pdf::kMillimetre; }

}  // namespace bw::paper
