#include "flow/bill/assemble.h"

#include "flow/rate/energy/pieces.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace bw::bill {
namespace {

Result<Money> sum_net(std::span<const Adjustment> entries, Currency currency) {
    Money total{0, currency};
    for (const auto& entry : entries) total = TRY(add(total, entry.item.net));
    return total;
}

InvoiceLine line_of(const Adjustment& entry, int number, bool turn) {
    const Item& item = entry.item;
    InvoiceLine line;
    line.number = number;
    line.subscription = item.subscription.value;
    line.name = item.name;
    line.words = item.words;
    line.days = item.piece.days;
    line.quantity = turn ? -item.piece.quantity : item.piece.quantity;
    line.unit = item.piece.unit;
    line.price = item.piece.price;
    line.base = item.piece.base;
    line.net = turn ? -item.net : item.net;
    line.tax = item.piece.tax;
    line.tax_code = item.tax_code;
    line.tax_percent = item.tax_percent;
    line.corrects = entry.corrects;
    line.piece = item.piece;
    line.nominal = item.nominal;
    line.in_advance = item.stream == Stream::Advance;
    return line;
}

}  // namespace

Result<Money> line_net(const rate::Piece& piece, Currency currency) {
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
    std::map<std::tuple<std::string, Decimal>, TaxSubtotal> categories;
    for (const auto& line : lines) {
        auto [it, fresh] = categories.try_emplace({line.tax_code, line.tax_percent});
        TaxSubtotal& subtotal = it->second;
        if (fresh) {
            subtotal.code = line.tax_code;
            subtotal.percent = line.tax_percent;
            subtotal.category = line.tax;
            subtotal.base = Money{0, currency};
            for (const auto& item : reasons)
                if (item.tax_code == line.tax_code) subtotal.reason = item.tax_reason;
        }
        subtotal.base = TRY(add(subtotal.base, line.net));
    }
    std::vector<TaxSubtotal> result;
    for (auto& [key, subtotal] : categories) {
        subtotal.tax = TRY(percent_of(subtotal.base, subtotal.percent, Rounding::HalfUp));
        result.push_back(std::move(subtotal));
    }
    return result;
}

Result<Invoice> assemble(Invoice head, std::span<const Adjustment> entries) {
    const Money total = TRY(sum_net(entries, head.currency));
    const bool turn = total.minor < 0;
    head.kind = turn ? InvoiceKind::CreditNote : InvoiceKind::Invoice;
    std::vector<Item> reasons;
    for (const auto& entry : entries) {
        auto line = line_of(entry, static_cast<int>(head.lines.size()) + 1, turn);
        for (std::size_t i = 0; i < head.supply_subscriptions.size(); ++i)
            if (head.supply_subscriptions[i] == line.subscription)
                line.supply = static_cast<int>(i);
        head.lines.push_back(std::move(line));
        if (!entry.item.tax_reason.empty()) reasons.push_back(entry.item);
        if (!entry.corrects.empty() && std::ranges::find(head.corrected_numbers, entry.corrects) ==
                                           head.corrected_numbers.end())
            head.corrected_numbers.push_back(entry.corrects);
    }
    head.taxes = TRY(tax_subtotals(head.lines, head.currency, reasons));
    head.net = turn ? -total : total;
    head.tax = Money{0, head.currency};
    for (const auto& subtotal : head.taxes) head.tax = TRY(add(head.tax, subtotal.tax));
    head.gross = TRY(add(head.net, head.tax));
    head.prepaid = Money{0, head.currency};
    head.payable = head.gross;
    return head;
}

Result<Groups> group(std::vector<Adjustment> current, std::vector<Adjustment> corrections,
                     Correction policy) {
    Groups groups;
    const auto move_all = [](std::vector<Adjustment>& from, std::vector<Adjustment>& to) {
        std::ranges::move(from, std::back_inserter(to));
        from.clear();
    };
    if (!corrections.empty() && policy == Correction::Rebill) {
        // Cancel and replace: the old lines as one credit note, the new ones as a bill of their
        // own.
        std::vector<Adjustment> cancelled, replaced;
        for (auto& c : corrections) (c.reversal ? cancelled : replaced).push_back(std::move(c));
        if (!cancelled.empty()) groups.statements.push_back(std::move(cancelled));
        if (!replaced.empty()) groups.statements.push_back(std::move(replaced));
        corrections.clear();
    }
    if (!corrections.empty() && policy == Correction::CreditNote) {
        const Money net = TRY(sum_net(corrections, corrections.front().item.net.currency));
        if (net.minor < 0) {
            groups.statements.push_back(std::move(corrections));
            corrections.clear();
        }
    }
    std::vector<Adjustment> bill;
    move_all(corrections, bill);
    move_all(current, bill);
    if (!bill.empty()) groups.statements.push_back(std::move(bill));
    return groups;
}

}  // namespace bw::bill
