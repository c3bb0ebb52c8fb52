#include "run/takeover/sides.h"

#include "flow/bill/periods.h"

#include <algorithm>
#include <set>
#include <string>

namespace bw::takeover {
namespace {

void widen(Period& days, const Period& by) {
    days = days.is_empty() ? by : Period{std::min(days.from, by.from), std::max(days.to, by.to)};
}

// Of all services, as supplied.
Period days_of(const customers::BillingAccount& account, const Period& month) {
    Period days;
    for (const auto& subscription : account.subscriptions)
        for (const auto& slice : bill::slices_of(subscription, bill::Stream::Arrears, month))
            widen(days, slice.supplied);
    return days;
}

Result<void> add_statement(Side& side, const bill::Invoice& invoice) {
    const bool back = invoice.kind == bill::InvoiceKind::CreditNote;
    const auto sum = [&](Money& into, const Money& amount) -> Result<void> {
        into = TRY(add(into, back ? -amount : amount));
        return {};
    };
    TRY_VOID(sum(side.net, invoice.net));
    TRY_VOID(sum(side.tax, invoice.tax));
    TRY_VOID(sum(side.gross, invoice.gross));
    Money fee = side.fee.value_or(Money{0, invoice.currency});
    for (const auto& line : invoice.lines)
        if (line.piece.kind == rate::PieceKind::Fixed) TRY_VOID(sum(fee, line.net));
    side.fee = fee;
    return {};
}

Side empty_side(Currency currency) {
    const Money none{0, currency};
    return {{}, none, none, none, {}, std::nullopt};
}

}  // namespace

Result<std::optional<Side>> our_side(const customers::BillingAccount& account,
                                     const bill::Outcome& outcome, const Period& month) {
    if (outcome.statements.empty()) return std::nullopt;
    Side side = empty_side(account.currency);
    side.fee = Money{0, account.currency};
    side.days = days_of(account, month);
    for (const auto& invoice : outcome.statements) TRY_VOID(add_statement(side, invoice));
    for (const auto& [mark, measured] : outcome.marks.measured)
        side.quantities[{mark.subscription.value, measured.channel, measured.unit}] +=
            measured.quantity;
    return side;
}

Result<std::optional<Side>> their_side(std::span<const bill::FormerBill> bills) {
    std::optional<Side> side;
    std::set<std::string> units;  // of what was measured: charges of them depend on use
    const auto each = [&](bill::FormerKind kind, const auto& work) -> Result<void> {
        for (const auto& bill : bills)
            for (const auto& line : bill.lines)
                if (line.kind == kind) TRY_VOID(work(line));
        return {};
    };
    const auto add_total = [&](const bill::FormerLine& line) -> Result<void> {
        if (!side) side = empty_side(line.gross.currency);
        widen(side->days, line.days);
        side->net = TRY(add(side->net, line.net));
        side->tax = TRY(add(side->tax, line.tax));
        side->gross = TRY(add(side->gross, line.gross));
        return {};
    };
    TRY_VOID(each(bill::FormerKind::Total, add_total));
    if (!side) return side;
    const auto add_usage = [&](const bill::FormerLine& line) -> Result<void> {
        units.insert(line.unit);
        side->quantities[{line.subscription.value, line.channel, line.unit}] += line.quantity;
        return {};
    };
    const auto add_charge = [&](const bill::FormerLine& line) -> Result<void> {
        Money fee = side->fee.value_or(Money{0, line.net.currency});
        if (!units.contains(line.unit)) fee = TRY(add(fee, line.net));
        side->fee = fee;
        return {};
    };
    TRY_VOID(each(bill::FormerKind::Usage, add_usage));
    TRY_VOID(each(bill::FormerKind::Charge, add_charge));
    return side;
}

}  // namespace bw::takeover
