#include "flow/compose/epc_qr.h"
#include "flow/compose/layout/blocks.h"
#include "flow/compose/pdf/qr.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"

namespace bw::compose {
namespace {

using pdf::Role;

constexpr double kInset = 7, kText = kLeft + kInset, kValue = kText + 26;
constexpr double kPlate = 34, kQuiet = 3;  // white plate with the code and its quiet zone of 4
                                           // modules

Result<void> draw_code(Sheet& sheet, const Money& due) {
    const auto& seller = sheet.invoice.seller;
    const std::string payload = TRY(epc_payload(
        {.name = seller.bank_account_name.empty() ? seller.name : seller.bank_account_name,
         .iban = seller.iban,
         .bic = seller.bic,
         .amount = due,
         .reference = sheet.invoice.payment_reference}));
    const pdf::QrCode code = TRY(pdf::encode_qr(payload, pdf::QrLevel::Medium));
    const double x = kRight - kInset - kPlate;
    const double y = kPaymentTop + 3.5;
    sheet.bar({x, y, kPlate, kPlate}, pdf::kWhite, sheet.brand.radius_mm / 2);
    {
        const std::string alternate =
            fill(sheet.words.pay_code,
                 {sheet.format.money(due),
                  seller.bank_account_name.empty() ? seller.name : seller.bank_account_name,
                  groups_of_four(sheet.invoice.payment_reference)});
        auto figure = sheet.tag(Role::Figure, {.alternate = alternate});
        sheet.canvas().modules({points(x + kQuiet), points(y + kQuiet)},
                               points(kPlate - 2 * kQuiet), code.side, code.dark, pdf::kBlack);
    }
    auto tag = sheet.tag(Role::Caption);
    sheet.text(x + kPlate / 2, y + kPlate + 4.6, sheet.words.pay_scan,
               {.ink = Ink::Muted, .align = pdf::Align::Center});
    return {};
}

void draw_bank(Sheet& sheet, double top, double width) {
    const auto& seller = sheet.invoice.seller;
    const auto& words = sheet.words;
    double y = top + 17;
    const auto row = [&](std::string_view label, std::string_view value, pdf::Weight weight) {
        if (value.empty()) return;
        auto tag = sheet.tag(Role::Paragraph);
        sheet.label(kText, y, label);
        y = sheet.paragraph(kValue, y, width - (kValue - kText), value,
                            {.size = kBody, .weight = weight}, 2, kLine);
    };
    const bool has_account = !seller.iban.empty();
    row(words.payee, seller.bank_account_name.empty() ? seller.name : seller.bank_account_name,
        pdf::Weight::Regular);
    if (has_account) row(words.iban, groups_of_four(seller.iban), kBold);
    if (has_account) row(words.bic, seller.bic, pdf::Weight::Regular);
    if (!has_account) row(words.web, seller.web, kBold);
    row(words.reference, groups_of_four(sheet.invoice.payment_reference), kBold);
    auto tag = sheet.tag(Role::Paragraph);
    sheet.text_in(kText, kPaymentTop + kPaymentHeight - 4.4, width, words.pay_hint,
                  {.ink = Ink::Muted});
}

}  // namespace

Result<void> draw_payment(Sheet& sheet) {
    const Money due = owed(sheet.invoice);
    const auto& words = sheet.words;
    const auto outcome = outcome_of(sheet.invoice);
    if (outcome != Outcome::Pay) {
        constexpr double kLow = 16;
        sheet.panel({kLeft, kPaymentTop + kPaymentHeight - kLow, kWidth, kLow}, sheet.brand.tint);
        auto tag = sheet.tag(Role::Paragraph);
        sheet.text(kText, kPaymentTop + kPaymentHeight - kLow + 9.6,
                   outcome == Outcome::Nothing
                       ? std::string(words.zero_payment)
                       : fill(words.credit_payment, {sheet.format.money(-due)}),
                   {.size = kTitle, .ink = Ink::Brand, .weight = kBold});
        return {};
    }
    // With neither account nor reference there is nothing to pay by: a preview.
    if (sheet.invoice.seller.iban.empty() && sheet.invoice.payment_reference.empty()) return {};
    // Without an account there is less to say; the lower edge keeps its place.
    const double height = sheet.invoice.seller.iban.empty() ? kPaymentHeight - 8 : kPaymentHeight;
    const double top = kPaymentTop + kPaymentHeight - height;
    sheet.panel({kLeft, top, kWidth, height}, sheet.brand.tint);
    const bool has_code = due.currency.code() == "EUR" && !sheet.invoice.seller.iban.empty();
    const double width = has_code ? kWidth - 2 * kInset - kPlate - 4 : kWidth - 2 * kInset;
    {
        const std::string title = fill(
            words.pay_title, {sheet.format.money(due), sheet.format.date(sheet.invoice.due_on)});
        Style style{.size = kTitle, .ink = Ink::Brand, .weight = kBold};
        if (sheet.width(title, style) > width) style.size = kBody;  // the date is never cut
        auto tag = sheet.tag(Role::Heading2, {.bookmark = title});
        sheet.text_in(kText, top + 9.5, width, title, style);
    }
    draw_bank(sheet, top, width);
    if (has_code) TRY_VOID(draw_code(sheet, due));
    return {};
}

}  // namespace bw::compose
