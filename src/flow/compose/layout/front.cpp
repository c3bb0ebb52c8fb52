#include <algorithm>

#include "flow/compose/layout/blocks.h"
#include "flow/compose/layout/emblem.h"
#include "flow/compose/story.h"

namespace bw::compose {
namespace {

using pdf::Role;

// DIN 5008 form B: the address field begins 45 mm below the edge, 17.7 mm of it for the sender.
constexpr double kSenderBaseline = 60.5, kAddressBaseline = 67, kAddressWidth = 80;
constexpr int kAddressLines = 5;
constexpr double kFactsLeft = 125, kFactsValue = 145;
constexpr double kHeroBaseline = 106;
constexpr double kGap = 11;           // between blocks
constexpr double kColumnGap = 10;

void draw_head(Sheet& sheet) {
    draw_emblem(sheet);
    auto tag = sheet.tag(Role::Paragraph);
    draw_word_mark(sheet, kLeft, 24, 9, 19);
}

// Fold marks at 105 and 210 mm, punch mark in the middle (DIN 5008, DIN 676).
void draw_marks(Sheet& sheet) {
    for (const double y : {105.0, 210.0}) sheet.rule(5, y, 4);
    sheet.rule(5, 148.5, 5.5);
}

std::string line_of(const bill::Address& address) {
    return address.postcode + (address.postcode.empty() ? "" : " ") + address.city;
}

void draw_address(Sheet& sheet) {
    const auto& seller = sheet.invoice.seller;
    const auto& buyer = sheet.invoice.buyer;
    {
        auto tag = sheet.tag(Role::Paragraph);
        sheet.text_in(kLeft, kSenderBaseline, kAddressWidth,
                      seller.name + " \u00B7 " + seller.address.street + " \u00B7 " + line_of(seller.address),
                      {.ink = Ink::Muted});
        sheet.rule(kLeft, kSenderBaseline + 1.4, kAddressWidth);
    }
    auto tag = sheet.tag(Role::Paragraph);
    const Style style{.size = kBody};
    const bool abroad = !buyer.address.country.empty() && buyer.address.country != seller.address.country;
    const std::string city = line_of(buyer.address) + (abroad ? ", " + buyer.address.country : "");
    // Name and street may need two lines; the field holds five or six.
    double y = sheet.paragraph(kLeft, kAddressBaseline, kAddressWidth, buyer.name, style,
                               kAddressLines - 3, 4.5);
    y = sheet.paragraph(kLeft, y, kAddressWidth, buyer.address.street, style, 2, 4.5);
    sheet.text_in(kLeft, y, kAddressWidth, city, style);
}

void draw_facts(Sheet& sheet) {
    const auto& i = sheet.invoice;
    const auto& words = sheet.words;
    double y = kSenderBaseline;
    const auto fact = [&](std::string_view label, std::string_view value) {
        if (value.empty()) return;
        auto tag = sheet.tag(Role::Paragraph);
        sheet.text(kFactsLeft, y, label, {.ink = Ink::Muted});
        sheet.text_in(kFactsValue, y, kRight - kFactsValue, value);
        y += kLine;
    };
    fact(words.number, i.number);
    fact(words.date_label, sheet.format.date(i.issued_on));
    fact(words.customer_number, i.buyer.number);
    fact(words.account, i.account_number);
    std::string corrected;
    for (const auto& number : i.corrected_numbers)
        corrected.append(corrected.empty() ? "" : ", ").append(number);
    if (!corrected.empty()) {
        auto tag = sheet.tag(Role::Paragraph);
        sheet.paragraph(kFactsLeft, y, kRight - kFactsLeft, fill(words.corrects_documents, {corrected}), {}, 2);
    }
}

double draw_headline(Sheet& sheet) {
    const Headline head = headline(sheet.invoice, sheet.format);
    double y = kHeroBaseline;
    {
        auto tag = sheet.tag(Role::Heading1);
        sheet.text(kLeft - 0.4, y, head.amount, {.size = kHero, .ink = Ink::Brand, .weight = kBold});
    }
    y += 9;
    {
        auto tag = sheet.tag(Role::Paragraph);
        const double width = sheet.width(head.what_now, {.size = kLarge});
        y = sheet.paragraph(kLeft, y, kWidth, head.what_now, {.size = width <= kWidth ? kLarge : kTitle}, 2, 7);
    }
    auto tag = sheet.tag(Role::Paragraph);
    y = sheet.paragraph(kLeft, y, kWidth, head.about, {.size = kBody, .ink = Ink::Muted}, 2, kLine);
    if (!head.prepaid.empty()) {
        sheet.text(kLeft, y, head.prepaid, {.size = kBody, .ink = Ink::Muted});
        y += kLine;
    }
    return y - kLine;
}

void draw_seller_line(Sheet& sheet) {
    const auto& s = sheet.invoice.seller;
    std::string text = s.name + " \u00B7 " + s.address.street + " \u00B7 " + line_of(s.address);
    if (!s.registration.empty()) text += " \u00B7 " + s.registration;
    if (!s.vat_id.empty()) text += " \u00B7 " + std::string(sheet.words.vat_id) + " " + s.vat_id;
    auto tag = sheet.tag(Role::Paragraph);
    sheet.text_in(kLeft, kFooter - 4.5, kWidth, text, {.ink = Ink::Muted});
}

}  // namespace

double draw_heading(Sheet& sheet, double x, double y, double width, std::string_view label,
                    std::string_view sentence) {
    auto tag = sheet.tag(Role::Heading2);
    sheet.text(x, y, label, {.ink = Ink::Muted});
    sheet.text_in(x, y + 5.5, width, sentence, {.size = kTitle, .weight = kBold});
    return y + 13;
}

Result<void> draw_first_page(Sheet& sheet) {
    sheet.add_page();
    draw_head(sheet);
    draw_marks(sheet);
    draw_address(sheet);
    draw_facts(sheet);
    double y = draw_headline(sheet) + kGap;
    const bool has_why = !why_rows(sheet.invoice, sheet.format).empty();
    const bool has_usage = !sheet.invoice.months.empty();
    if (has_why) y = draw_why(sheet, y) + kGap;
    if (has_why && has_usage) {
        constexpr double kChart = 97;
        draw_usage(sheet, kLeft, y, kChart);
        draw_receipt(sheet, kLeft + kChart + kColumnGap, y, kWidth - kChart - kColumnGap, ReceiptForm::Narrow);
    } else {
        y = draw_receipt(sheet, kLeft, y, kWidth, ReceiptForm::Wide) + kGap;
        if (has_usage) draw_usage(sheet, kLeft, y, kWidth);
    }
    TRY_VOID(draw_payment(sheet));
    draw_seller_line(sheet);
    return {};
}

}  // namespace bw::compose
