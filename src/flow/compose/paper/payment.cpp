#include "flow/compose/paper/blocks.h"
#include "flow/compose/pdf/qr.h"

#include <algorithm>

namespace bw::paper {
namespace {

using pdf::Role;

constexpr double kInset = 7, kText = kLeft + kInset, kValue = kText + 26;
constexpr double kQuiet = 3;  // the quiet zone of 4 modules

}  // namespace

Result<void> draw_code(Sheet& sheet, const Block& block, double x, double y) {
    const pdf::QrCode code = TRY(pdf::encode_qr(block[Name::Text], pdf::QrLevel::Medium));
    sheet.bar({x, y, kPlate, kPlate}, pdf::kWhite, sheet.brand.radius_mm / 2);
    {
        auto figure = sheet.tag(Role::Figure, {.alternate = block[Name::Alternate]});
        sheet.canvas().modules({points(x + kQuiet), points(y + kQuiet)},
                               points(kPlate - 2 * kQuiet), code.side, code.dark, pdf::kBlack);
    }
    const auto caption = block[Name::Caption];
    if (caption.empty()) return {};
    auto tag = sheet.tag(Role::Caption);
    sheet.text(x + kPlate / 2, y + kPlate + 4.6, caption,
               {.ink = Ink::Muted, .align = pdf::Align::Center});
    return {};
}

Result<void> draw_payment(Sheet& sheet, const Block& payment) {
    constexpr double kBottom = kPaymentTop + kPaymentHeight;
    const auto title = payment[Name::Title];
    if (payment.first == nullptr) {  // nothing to do but to know it
        constexpr double kLow = 16;
        sheet.panel({kLeft, kBottom - kLow, kWidth, kLow}, sheet.brand.tint);
        auto tag = sheet.tag(Role::Paragraph);
        sheet.text(kText, kBottom - kLow + 9.6, title,
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
    sheet.panel({kLeft, top, kWidth, height}, sheet.brand.tint);
    const double width = code != nullptr ? kWidth - 2 * kInset - kPlate - 4 : kWidth - 2 * kInset;
    {
        Style style{.size = kTitle, .ink = Ink::Brand, .weight = kBold};
        if (sheet.width(title, style) > width) style.size = kBody;  // the date is never cut
        auto tag = sheet.heading(2, title);
        sheet.text_in(kText, top + 9.5, width, title, style);
    }
    double y = top + 17;
    for (const Block& detail : payment.children()) {
        if (detail.kind != Kind::Detail) continue;
        auto tag = sheet.tag(Role::Paragraph);
        sheet.label(kText, y, detail[Name::Label]);
        const auto weight = detail.is(Name::Strong) ? kBold : pdf::Weight::Regular;
        y = sheet.paragraph(kValue, y, width - (kValue - kText), detail.text,
                            {.size = kBody, .weight = weight}, 2, kLine);
    }
    if (const auto hint = payment[Name::Hint]; !hint.empty()) {
        auto tag = sheet.tag(Role::Paragraph);
        sheet.text_in(kText, kBottom - 4.4, width, hint, {.ink = Ink::Muted});
    }
    if (code == nullptr) return {};
    return draw_code(sheet, *code, kRight - kInset - kPlate, kPaymentTop + 3.5);
}

}  // namespace bw::paper
