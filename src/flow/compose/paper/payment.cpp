#include "flow/compose/paper/blocks.h"
#include "flow/compose/pdf/qr.h"

#include <algorithm>

namespace bw::paper {
namespace {

using pdf::Role;

constexpr double kQuiet = 3;  // the quiet zone of 4 modules

// Where words and code of the form stand.
struct Places {
    double inset;
    [[nodiscard]] double text() const { return kLeft + inset; }
    [[nodiscard]] double value() const { return text() + 26; }
    [[nodiscard]] double width() const { return kWidth - 2 * inset; }
};

Places places_of(const brands::Brand& brand) {
    return {brand.takes(brands::Form::SlipPayment) ? 0.0 : 7.0};
}

// The ground of the block from `top` down to its end: a panel, or what can be torn off.
void draw_ground(Sheet& sheet, double top) {
    constexpr double kBottom = kPaymentTop + kPaymentHeight;
    if (sheet.brand.takes(brands::Form::SlipPayment))
        sheet.dashes(0, top, kPageWidth, sheet.brand.muted);
    else sheet.panel({kLeft, top, kWidth, kBottom - top}, sheet.brand.tint);
}

// Marks at the corners of the code, as a camera shows them.
void draw_corners(Sheet& sheet, double x, double y) {
    constexpr double kArm = 5, kThick = 1.1;
    const double right = x + kPlate, bottom = y + kPlate;
    for (const double at : {y, bottom - kThick}) {
        sheet.bar({x, at, kArm, kThick}, sheet.brand.accent);
        sheet.bar({right - kArm, at, kArm, kThick}, sheet.brand.accent);
    }
    for (const double at : {x, right - kThick}) {
        sheet.bar({at, y, kThick, kArm}, sheet.brand.accent);
        sheet.bar({at, bottom - kArm, kThick, kArm}, sheet.brand.accent);
    }
}

// Of 46 parts of the code's side 7 are the cross with its seam (Style Guide QR-bill, 2.3).
void draw_cross(Sheet& sheet, double x, double y, double side) {
    const double part = side / 46;
    const auto square = [&](double parts, double tall, pdf::Color color) {
        sheet.bar({x + (side - parts * part) / 2, y + (side - tall * part) / 2, parts * part,
                   tall * part},
                  color);
    };
    square(7, 7, pdf::kWhite);
    square(6, 6, pdf::kBlack);
    square(3.9, 1.17, pdf::kWhite);
    square(1.17, 3.9, pdf::kWhite);
}

}  // namespace

Result<void> draw_code(Sheet& sheet, const Block& block, double x, double y) {
    const pdf::QrCode code = TRY(pdf::encode_qr(block[Name::Text], pdf::QrLevel::Medium,
                                                block.is(Name::Cross) ? pdf::kOpenMiddle : 1));
    sheet.bar({x, y, kPlate, kPlate}, pdf::kWhite, sheet.brand.radius_mm / 2);
    if (sheet.brand.takes(brands::Form::SlipPayment)) draw_corners(sheet, x, y);
    {
        auto figure = sheet.tag(Role::Figure, {.alternate = block[Name::Alternate]});
        constexpr double kSide = kPlate - 2 * kQuiet;
        const auto place = sheet.rect({x + kQuiet, y + kQuiet, kSide, kSide});
        sheet.canvas().modules({place.x, place.y}, points(kSide), code.side, code.dark,
                               pdf::kBlack);
        if (block.is(Name::Cross)) draw_cross(sheet, x + kQuiet, y + kQuiet, kPlate - 2 * kQuiet);
    }
    const auto caption = block[Name::Caption];
    if (caption.empty()) return {};
    auto tag = sheet.tag(Role::Caption);
    // A slip has no ground that it could stand out on.
    const bool is_slip = sheet.brand.takes(brands::Form::SlipPayment);
    sheet.text(is_slip ? x + kPlate : x + kPlate / 2, y + kPlate + 4.6, caption,
               {.ink = Ink::Muted, .align = is_slip ? pdf::Align::Right : pdf::Align::Center});
    return {};
}

Result<void> draw_payment(Sheet& sheet, const Block& payment) {
    constexpr double kBottom = kPaymentTop + kPaymentHeight;
    const auto title = payment[Name::Title];
    const Places places = places_of(sheet.brand);
    if (payment.first == nullptr) {  // nothing to do but to know it
        constexpr double kLow = 16;
        draw_ground(sheet, kBottom - kLow);
        auto tag = sheet.tag(Role::Paragraph);
        sheet.text(places.text(), kBottom - kLow + 9.6, title,
                   {.size = kTitle, .ink = Ink::Brand, .weight = kBold});
        return {};
    }
    const auto* code = payment.child(Kind::Code);
    // Without an account there is less to say; the lower edge keeps its place.
    constexpr std::ptrdiff_t kFew = 3;
    const auto details = std::ranges::count_if(
        payment.children(), [](const Block& block) { return block.kind == Kind::Detail; });
    const double height = code == nullptr && details <= kFew ? kPaymentHeight - 8 : kPaymentHeight;
    const double top = kBottom - height;
    draw_ground(sheet, top);
    const double width = places.width() - (code != nullptr ? kPlate + 4 : 0);
    {
        Style style{.size = kTitle, .ink = Ink::Brand, .weight = kBold};
        if (sheet.width(title, style) > width) style.size = kBody;  // the date is never cut
        auto tag = sheet.heading(2, title);
        sheet.text_in(places.text(), top + 9.5, width, title, style);
    }
    double y = top + 17;
    for (const Block& detail : payment.children()) {
        if (detail.kind != Kind::Detail) continue;
        auto tag = sheet.tag(Role::Paragraph);
        sheet.label(places.text(), y, detail[Name::Label]);
        const auto weight = detail.is(Name::Strong) ? kBold : pdf::Weight::Regular;
        y = sheet.paragraph(places.value(), y, width - (places.value() - places.text()),
                            detail.text, {.size = kBody, .weight = weight}, 2, kLine);
    }
    if (const auto hint = payment[Name::Hint]; !hint.empty()) {
        auto tag = sheet.tag(Role::Paragraph);
        sheet.text_in(places.text(), kBottom - 4.4, width, hint, {.ink = Ink::Muted});
    }
    if (code == nullptr) return {};
    return draw_code(sheet, *code, kRight - places.inset - kPlate, kPaymentTop + 3.5);
}

}  // namespace bw::paper
