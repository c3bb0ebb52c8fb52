#include "flow/bill/assemble.h"

#include "flow/bill/taxed.h"
#include "flow/rate/energy/pieces.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace bw::bill {
namespace {

Result<Taxed> total_of(std::span<const Adjustment> entries, Currency currency) {
    TaxSums sums(currency);
    for (const auto& entry : entries) TRY_VOID(sums.add(entry.item));
    return sums.total();
}

InvoiceLine line_of(const Adjustment& entry, int number) {
    const Item& item = entry.item;
    InvoiceLine line;
    line.number = number;
    line.subscription = item.subscription.value;
    line.name = item.name;
    line.words = item.words;
    line.days = item.piece.days;
    line.quantity = item.piece.quantity;
    line.unit = item.piece.unit;
    line.price = item.piece.price;
    line.base = item.piece.base;
    if (item.is_gross) line.gross = item.amount;
    line.net = item.net.value_or(item.amount);
    line.tax = item.piece.tax;
    line.tax_code = item.tax_code;
    line.tax_percent = item.tax_percent;
    line.corrects = entry.corrects;
    line.reversal = entry.reversal;
    line.piece = item.piece;
    line.nominal = item.nominal;
    line.stream = item.stream;
    return line;
}

// Several categories of ours may share a code and rate; then all of their reasons are given.
std::string reasons_of(const InvoiceLine& line, std::span<const Item> items) {
    std::vector<std::string> distinct;
    for (const auto& item : items)
        if (item.tax_code == line.tax_code && item.tax_percent == line.tax_percent &&
            std::ranges::find(distinct, item.tax_reason) == distinct.end())
            distinct.push_back(item.tax_reason);
    return fmt::format("{}", fmt::join(distinct, "; "));
}

}  // namespace

Result<Money> line_amount(const rate::Piece& piece, Currency currency) {
    if (!piece.before.is_zero()) {
        rate::Piece before = piece, all = piece;
        before.before = all.before = Decimal();
        before.quantity = piece.before;
        all.quantity = piece.before + piece.quantity;
        return add(TRY(line_amount(all, currency)), -TRY(line_amount(before, currency)));
    }
    const Product exact = TRY(multiply(piece.quantity, piece.price));
    // A tariff that rounds finer than the currency: still one amount, rounded once to the minor
    // unit.
    if (piece.round.places >= currency.digits())
        return round_to_money(exact, Ratio{1, piece.base}, currency, piece.round.method);
    // Coarser, e.g. whole units: the tariff's own stage; the minor unit then holds it exactly.
    const Decimal amount = TRY(rate::line_amount(piece));
    return round_to_money(amount, currency, piece.round.method);
}

Result<std::vector<TaxSubtotal>> tax_subtotals(std::span<const InvoiceLine> lines,
                                               Currency currency, std::span<const Item> reasons) {
    // EN 16931 allows one subtotal per code and rate; our category key only names it.
    struct Category {
        const InvoiceLine* first;
        RateSum sum;
    };
    std::map<std::pair<std::string, Decimal>, Category> categories;
    for (const auto& line : lines) {
        auto& category =
            categories
                .try_emplace({line.tax_code, line.tax_percent}, Category{&line, RateSum(currency)})
                .first->second;
        TRY_VOID(category.sum.add(line));
    }
    std::vector<TaxSubtotal> result;
    result.reserve(categories.size());
    for (const auto& [rate, category] : categories) {
        const auto [net, tax] = TRY(category.sum.taxed(rate.second));
        result.push_back({rate.first, rate.second, category.first->tax,
                          reasons_of(*category.first, reasons), net, tax});
    }
    return result;
}

namespace {

Result<void> share_nets(std::vector<InvoiceLine>& lines, Currency currency) {
    std::map<std::pair<std::string, Decimal>, Money> sums;  // gross, by code and percent
    for (auto& line : lines) {
        if (!line.gross || line.reversal) continue;
        auto& sum =
            sums.try_emplace({line.tax_code, line.tax_percent}, Money{0, currency}).first->second;
        const Money before = net_of(sum, line.tax_percent);
        sum = TRY(add(sum, *line.gross));
        line.net = TRY(add(net_of(sum, line.tax_percent), -before));
    }
    return {};
}

// A credit note says what is given back as positive amounts.
void turn_signs(Invoice& invoice) {
    for (auto& line : invoice.lines) {
        line.quantity = -line.quantity;
        line.net = -line.net;
        if (line.gross) line.gross = -*line.gross;
    }
    for (auto& subtotal : invoice.taxes) {
        subtotal.base = -subtotal.base;
        subtotal.tax = -subtotal.tax;
    }
    invoice.net = -invoice.net;
    invoice.tax = -invoice.tax;
    invoice.gross = -invoice.gross;
}

}  // namespace

Result<Invoice> assemble(Invoice head, std::span<const Adjustment> entries) {
    std::vector<Item> reasons;
    for (const auto& entry : entries) {
        auto line = line_of(entry, static_cast<int>(head.lines.size()) + 1);
        for (std::size_t i = 0; i < head.supply_subscriptions.size(); ++i)
            if (head.supply_subscriptions[i] == line.subscription)
                line.supply = static_cast<int>(i);
        head.lines.push_back(std::move(line));
        if (!entry.item.tax_reason.empty()) reasons.push_back(entry.item);
        const bool is_new =
            !entry.corrects.empty() && std::ranges::find(head.corrected_numbers, entry.corrects) ==
                                           head.corrected_numbers.end();
        if (is_new) head.corrected_numbers.push_back(entry.corrects);
    }
    TRY_VOID(share_nets(head.lines, head.currency));
    head.taxes = TRY(tax_subtotals(head.lines, head.currency, reasons));
    head.net = head.tax = Money{0, head.currency};
    for (const auto& subtotal : head.taxes) {
        head.net = TRY(add(head.net, subtotal.base));
        head.tax = TRY(add(head.tax, subtotal.tax));
    }
    head.gross = TRY(add(head.net, head.tax));
    // What is to be paid decides: a corrected tax alone can give money back too.
    head.kind = head.gross.minor < 0 ? InvoiceKind::CreditNote : InvoiceKind::Invoice;
    if (head.kind == InvoiceKind::CreditNote) turn_signs(head);
    head.prepaid = Money{0, head.currency};
    head.payable = head.gross;
    return head;
}

Result<Groups> group(std::vector<Adjustment> current,
                     std::map<Correction, std::vector<Adjustment>> corrections) {
    Groups groups;
    auto& notes = corrections[Correction::CreditNote];
    if (!notes.empty() && TRY(total_of(notes, notes.front().item.amount.currency)).net.minor < 0) {
        groups.statements.push_back(std::move(notes));
        notes.clear();
    }
    // Cancel and replace: the old lines as one credit note, the new ones as a bill of their own.
    std::vector<Adjustment> cancelled, replaced;
    for (auto& c : corrections[Correction::Rebill])
        (c.reversal ? cancelled : replaced).push_back(std::move(c));
    if (!cancelled.empty()) groups.statements.push_back(std::move(cancelled));
    if (!replaced.empty()) groups.statements.push_back(std::move(replaced));
    std::vector<Adjustment> bill;
    std::ranges::move(corrections[Correction::Lines], std::back_inserter(bill));
    std::ranges::move(notes, std::back_inserter(bill));
    std::ranges::move(current, std::back_inserter(bill));
    if (!bill.empty()) groups.statements.push_back(std::move(bill));
    return groups;
}

}  // namespace bw::bill
