#include "flow/compose/paper/head.h"

#include "base/check.h"
#include "flow/compose/images/svg.h"

#include <algorithm>

namespace bw::paper {
namespace {

using brands::Brand;
using brands::Form;

constexpr double kFurtherHeight = 22, kFurtherBand = 19;
constexpr double kCorner = 122;  // where the facts stand, below it
constexpr double kRuleHeight = 1.2, kThinRule = 0.6;

// Where mark and name stand: the lower edge of the mark, its height, the size of the name.
struct Place {
    double y, size, type;
};

Place place_of(const Brand& brand, HeadPage page) {
    if (page == HeadPage::First) return {brand.takes(Form::RuleHead) ? 28.0 : 24.0, 9, 19};
    return {brand.takes(Form::BandHead) ? 13.0 : 18.0, 5.4, 11};
}

// A mark with the name in it has letters to be read.
double mark_height(const Brand& brand, const Place& place) {
    return brand.mark_says_name ? place.size * 1.3 : place.size;
}

double mark_width(const Brand& brand, const Place& place) {
    constexpr double kWidest = 8;  // heights
    if (!brand.mark) return 0;
    return mark_height(brand, place) * std::min(brand.mark->ratio(), kWidest);
}

// Draws ground, picture and mark of one page.
class Ground {
public:
    Ground(pdf::Canvas& canvas, const Brand& brand, HeadPage page, bool is_mirrored)
        : canvas_(canvas), brand_(brand), page_(page), is_mirrored_(is_mirrored) {}

    void draw() {
        if (brand_.takes(Form::BandHead)) draw_band();
        else if (brand_.takes(Form::RuleHead)) draw_rule();
        else if (page_ == HeadPage::First) draw_corner();
        else draw_small_corner();
        if (!brand_.mark) return;
        const Place place = place_of(brand_, page_);
        const double tall = mark_height(brand_, place), wide = mark_width(brand_, place);
        images::draw(canvas_, brand_.mark->in(brand_.brand),
                     rect({kLeft, place.y - tall, wide, tall}));
    }

private:
    [[nodiscard]] pdf::Rect rect(const Box& box) const {
        const double left = is_mirrored_ ? kPageWidth - box.x - box.width : box.x;
        return {points(left), points(box.y), points(box.width), points(box.height)};
    }
    void fill(const Box& box, pdf::Color color) { canvas_.fill(rect(box), color); }
    // The picture of the brand and the room for it.
    void draw_picture(const Box& box, pdf::Color colour) {
        if (brand_.picture) images::draw(canvas_, brand_.picture->in(colour), rect(box));
    }

    void draw_band() {
        constexpr Box kPicture{120, 0, 90, kHeadHeight};
        const bool is_first = page_ == HeadPage::First;
        fill({0, 0, kPageWidth, is_first ? kHeadHeight : kFurtherBand}, brand_.tint);
        if (is_first) draw_picture(kPicture, brand_.brand);
    }
    void draw_rule() {
        constexpr Box kPicture{130, 6, 60, 28};
        const bool is_first = page_ == HeadPage::First;
        const double thick = is_first ? kRuleHeight : kThinRule;
        fill({kLeft, (is_first ? kHeadHeight : kFurtherHeight) - thick, kWidth, thick},
             brand_.brand);
        if (is_first) draw_picture(kPicture, brand_.brand);
    }
    void draw_corner() {
        fill({kCorner, 0, kPageWidth - kCorner, kHeadHeight}, brand_.brand);
        fill({kLeft, kHeadHeight - kRuleHeight, kCorner - kLeft, kRuleHeight}, brand_.brand);
        draw_picture({kCorner, 0, kPageWidth - kCorner, kHeadHeight}, brand_.on_brand);
    }
    void draw_small_corner() {
        constexpr double kBar = 6;
        fill({kCorner, 0, kPageWidth - kCorner, kBar}, brand_.brand);
        fill({kCorner, 0, kBar, kBar}, brand_.accent);
    }

    pdf::Canvas& canvas_;
    const Brand& brand_;
    HeadPage page_;
    bool is_mirrored_;
};

pdf::Stamp record(const Brand& brand, pdf::Press& press, HeadPage page, bool is_mirrored) {
    const double height = page == HeadPage::First ? kHeadHeight : kFurtherHeight;
    auto stamp =
        pdf::Stamp::record(press, {points(kPageWidth), points(height)}, [&](pdf::Canvas& canvas) {
            Ground(canvas, brand, page, is_mirrored).draw();
        });
    CHECK(stamp.has_value());  // without text nothing is refused
    return std::move(*stamp);
}

// Where the name must end.
double name_right(const Brand& brand, HeadPage page) {
    constexpr double kClear = 6;
    const bool is_beside =
        page == HeadPage::First && (brand.picture.has_value() || brand.takes(Form::CornerHead));
    return is_beside ? kCorner - kClear : kRight;
}

}  // namespace

std::shared_ptr<const HeadStamps> record_heads(const Brand& brand, pdf::Press& press,
                                               bool is_mirrored) {
    return std::make_shared<const HeadStamps>(
        HeadStamps{record(brand, press, HeadPage::First, is_mirrored),
                   record(brand, press, HeadPage::Further, is_mirrored)});
}

namespace {

void draw_name(Sheet& sheet, HeadPage page) {
    const auto& brand = sheet.brand;
    const Place place = place_of(brand, page);
    const auto name = brand.name.empty() ? sheet.sender : std::string_view(brand.name);
    const double x = kLeft + mark_width(brand, place) + (brand.mark ? place.size * 0.35 : 0);
    const double width = name_right(brand, page) - x;
    Style style{.size = place.type, .ink = Ink::Brand, .weight = kBold};
    if (sheet.lines(width, name, style) > 1) style.size *= 0.62;
    const int lines = std::min(2, sheet.lines(width, name, style));
    const double leading = style.size * 0.45;
    // A name without a mark stands where the mark would.
    const double y = place.y - place.size * 0.06 - leading * (lines - 1);
    sheet.paragraph(x, y, width, name, style, 2, leading);
}

}  // namespace

// Only the first page says who writes: a head that comes back on every page is none of its text,
// and may stand amid a table, which holds no paragraphs (ISO 14289-1, 7.2).
void draw_head(Sheet& sheet, HeadPage page) {
    const auto& brand = sheet.brand;
    if (page == HeadPage::Further) {
        sheet.canvas().place(sheet.heads.further, {0, 0});
        if (!brand.mark_says_name) draw_name(sheet, page);
    } else if (brand.mark_says_name) {
        auto tag = sheet.tag(pdf::Role::Figure, {.alternate = brand.name});
        sheet.canvas().place(sheet.heads.first, {0, 0});
    } else {
        sheet.canvas().place(sheet.heads.first, {0, 0});
        auto tag = sheet.tag(pdf::Role::Paragraph);
        draw_name(sheet, page);
    }
}

}  // namespace bw::paper
