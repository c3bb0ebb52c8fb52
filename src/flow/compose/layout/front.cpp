#include "flow/compose/country.h"
#include "flow/compose/layout/blocks.h"
#include "flow/compose/layout/emblem.h"
#include "flow/compose/line_text.h"
#include "flow/compose/story.h"

#include <algorithm>

namespace bw::compose {
namespace {

using pdf::Role;

// DIN 5008 form B: the address field begins 45 mm below the edge, 17.7 mm of it for the sender.
constexpr double kSenderBaseline = 60.5, kAddressBaseline = 67, kAddressWidth = 80;
constexpr double kAddressLeading = 4.5, kDenseLeading = 4;
constexpr int kAddressLines = 5, kDenseLines = 6;
constexpr double kFactsLeft = 122, kFactsValue = 149;
constexpr double kHeroBaseline = 103;       // the fold at 105 mm passes below it
constexpr double kGap = 11, kLeastGap = 5;  // between blocks
constexpr double kBars = 20, kMostBars = 30, kLeastBars = 10;
constexpr double kBlocksEnd = kPaymentTop - 3.5;
constexpr double kColumnGap = 10, kChart = 97;
constexpr double kWideReceipt = kHeading + 48;

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

// Lines of small type that end at the baseline y, at most two.
void draw_packed(Sheet& sheet, std::span<const std::string> parts, double y, double width) {
    const Style style{.ink = Ink::Muted};
    auto lines = sheet.packed(parts, width, style);
    while (lines.size() > 2) {
        const std::string last = std::move(lines.back());
        lines.pop_back();
        lines.back().append(kDot).append(last);
    }
    y -= kDenseLeading * (static_cast<double>(lines.size()) - 1);
    for (const auto& line : lines) {
        sheet.text_in(kLeft, y, width, &line == &lines.back() ? line : line + " ", style);
        y += kDenseLeading;
    }
}

std::vector<std::string> sender_of(const bill::Seller& seller) {
    return {seller.name, seller.address.street, line_of(seller.address)};
}

void draw_address(Sheet& sheet) {
    const auto& seller = sheet.invoice.seller;
    const auto& buyer = sheet.invoice.buyer;
    {
        auto tag = sheet.tag(Role::Paragraph);
        draw_packed(sheet, sender_of(seller), kSenderBaseline, kAddressWidth);
        sheet.rule(kLeft, kSenderBaseline + 1.4, kAddressWidth);
    }
    auto tag = sheet.tag(Role::Paragraph);
    std::vector<std::string> last = {line_of(buyer.address)};
    if (!buyer.address.country.empty() && buyer.address.country != seller.address.country) {
        last[0] += " ";
        last.emplace_back(country_name(buyer.address.country, sheet.format.language()));
    }
    const int last_lines = static_cast<int>(last.size());
    // The field holds five lines, six of smaller type where name and street are long.
    Style style{.size = kBody};
    const bool dense = sheet.lines(kAddressWidth, buyer.name, style) +
                           sheet.lines(kAddressWidth, buyer.address.street, style) + last_lines >
                       kAddressLines;
    if (dense) style.size = kSmall;
    const double leading = dense ? kDenseLeading : kAddressLeading;
    const int street = std::clamp(sheet.lines(kAddressWidth, buyer.address.street, style), 0, 2);
    double y =
        sheet.paragraph(kLeft, kAddressBaseline, kAddressWidth, buyer.name, style,
                        (dense ? kDenseLines : kAddressLines) - last_lines - street, leading);
    if (street > 0)
        y = sheet.paragraph(kLeft, y, kAddressWidth, buyer.address.street, style, 2, leading);
    for (const auto& line : last) {
        sheet.text_in(kLeft, y, kAddressWidth, line, style);
        y += leading;
    }
}

// Which documents this one corrects, or that it settles advances.
std::string related_documents(const Sheet& sheet) {
    std::string corrected;
    bool settles = false;
    for (const auto& number : sheet.invoice.corrected_numbers) {
        const bool is_advance = std::ranges::any_of(sheet.invoice.lines, [&](const auto& line) {
            return line.corrects == number && takes_back_advance(line);
        });
        settles |= is_advance;
        if (!is_advance) corrected.append(corrected.empty() ? "" : ", ").append(number);
    }
    if (!corrected.empty()) return fill(sheet.words.corrects_documents, {corrected});
    return settles ? std::string(sheet.words.advances_settled) : std::string();
}

void draw_facts(Sheet& sheet) {
    const auto& i = sheet.invoice;
    const auto& words = sheet.words;
    double y = kSenderBaseline;
    const auto fact = [&](std::string_view label, std::string_view value) {
        if (value.empty()) return;
        auto tag = sheet.tag(Role::Paragraph);
        sheet.label(kFactsLeft, y, label);
        // A number is never cut: somebody has to type it.
        constexpr int kMostLines = 3;
        y = sheet.paragraph(kFactsValue, y, kRight - kFactsValue, value, {}, kMostLines, kLeading) -
            kLeading + kLine;
    };
    fact(i.kind == bill::InvoiceKind::CreditNote ? words.credit_title : words.invoice_title,
         i.number);
    fact(words.date_label, sheet.format.date(i.issued_on));
    fact(words.customer_number, i.buyer.number);
    fact(words.account, i.account_number);
    if (const std::string related = related_documents(sheet); !related.empty()) {
        auto tag = sheet.tag(Role::Paragraph);
        sheet.paragraph(kFactsLeft, y, kRight - kFactsLeft, related, {}, 2);
    }
}

double draw_headline(Sheet& sheet) {
    const Headline head = headline(sheet.invoice, sheet.format);
    double y = kHeroBaseline;
    {
        const auto& invoice = sheet.invoice;
        const bool is_credit = invoice.kind == bill::InvoiceKind::CreditNote;
        const std::string bookmark =
            std::string(is_credit ? sheet.words.credit_title : sheet.words.invoice_title) + " " +
            invoice.number;
        auto tag = sheet.tag(Role::Heading1, {.bookmark = bookmark});
        Style style{.size = kHero, .ink = Ink::Brand, .weight = kBold};
        if (sheet.width(head.amount, style) > kWidth)
            style.size = kLarge;  // of hundreds of millions
        sheet.text(kLeft - 0.4, y, head.amount, style);
    }
    y += 9;
    {
        auto tag = sheet.tag(Role::Paragraph);
        const double width = sheet.width(head.what_now, {.size = kLarge});
        y = sheet.paragraph(kLeft, y, kWidth, head.what_now,
                            {.size = width <= kWidth ? kLarge : kTitle}, 2, 7);
    }
    auto tag = sheet.tag(Role::Paragraph);
    y = sheet.paragraph(kLeft, y, kWidth, head.about, {.size = kBody, .ink = Ink::Muted}, 2, kLine);
    if (!head.prepaid.empty()) {
        sheet.text(kLeft, y, head.prepaid, {.size = kBody, .ink = Ink::Muted});
        y += kLine;
    }
    return y - kLine;
}

Box beside_chart(double y) {
    return {kLeft + kChart + kColumnGap, y, kWidth - kChart - kColumnGap, kBlocksEnd - y};
}

// Why, usage and receipt between the headline and the payment block, with as much air as there is.
void draw_story(Sheet& sheet, double y) {
    const auto rows = static_cast<double>(why_rows(sheet.invoice, sheet.format).size());
    const bool has_usage = !sheet.invoice.months.empty();
    const double room = kBlocksEnd - y;
    const auto bars_in = [&](double from) {
        return std::clamp(kBlocksEnd - from - kUsageFrame, kLeastBars, kMostBars);
    };
    if (rows > 0 && has_usage) {
        const double blocks = kHeading + kLine * (rows - 1) + kUsageFrame + kBars;
        const double gap = std::clamp((room - blocks) / 2, kLeastGap, kGap);
        y = draw_why(sheet, y + gap) + gap;
        draw_usage(sheet, kLeft, y, kChart, std::min(bars_in(y), kBars + 4));
        draw_receipt(sheet, beside_chart(y), ReceiptForm::Narrow);
    } else if (rows > 0) {
        y = draw_why(sheet, y + kGap) + kGap;
        draw_receipt(sheet, {kLeft, y, kWidth, kBlocksEnd - 3 - y}, ReceiptForm::Wide);
    } else if (has_usage && room < kWideReceipt + kUsageFrame + kBars + 2 * kGap) {
        y += kGap;
        draw_usage(sheet, kLeft, y, kChart, kMostBars);
        draw_receipt(sheet, beside_chart(y), ReceiptForm::Narrow);
    } else if (has_usage) {
        y += kGap - 2;
        const double tall = kBlocksEnd - y - kUsageFrame - kBars - kGap;
        y = draw_receipt(sheet, {kLeft, y, kWidth, tall}, ReceiptForm::Wide) + kGap - 2;
        draw_usage(sheet, kLeft, y, kWidth, bars_in(y));
    } else {
        y += kGap + 3;
        draw_receipt(sheet, {kLeft, y, kWidth, kBlocksEnd - y}, ReceiptForm::Large);
    }
}

// A number that does not start with its country is no VAT id but the issuer's tax number at home.
std::string_view tax_id_name(const Sheet& sheet) {
    const auto& id = sheet.invoice.seller.vat_id;
    const bool is_vat =
        id.size() > 2 && id[0] >= 'A' && id[0] <= 'Z' && id[1] >= 'A' && id[1] <= 'Z';
    return is_vat ? sheet.words.vat_id : sheet.words.tax_id;
}

void draw_seller_line(Sheet& sheet) {
    const auto& s = sheet.invoice.seller;
    // Name and address stay together where they can.
    auto parts = sender_of(s);
    if (const auto whole = sheet.packed(parts, kWidth); whole.size() == 1) parts = whole;
    parts.push_back(s.registration);
    if (!s.vat_id.empty()) parts.push_back(std::string(tax_id_name(sheet)) + " " + s.vat_id);
    auto tag = sheet.tag(Role::Paragraph);
    draw_packed(sheet, parts, kFooter - 5, kWidth);
}

}  // namespace

double draw_heading(Sheet& sheet, double x, double y, double width, std::string_view label,
                    std::string_view sentence) {
    {
        auto tag = sheet.tag(Role::Paragraph);
        sheet.label(x, y, label);
    }
    auto tag = sheet.tag(Role::Heading2, {.bookmark = sentence});
    sheet.text_in(x, y + 5.5, width, sentence, {.size = kTitle, .weight = kBold});
    return y + kHeading;
}

Result<void> draw_first_page(Sheet& sheet) {
    sheet.add_page();
    draw_head(sheet);
    draw_marks(sheet);
    draw_address(sheet);
    draw_facts(sheet);
    draw_story(sheet, draw_headline(sheet));
    TRY_VOID(draw_payment(sheet));
    draw_seller_line(sheet);
    return {};
}

}  // namespace bw::compose
