// Why a bill differs from the one before: its lines and those of the last bill, sorted by what
// moves them. The steps sum to the difference, whatever the lines are.
#include "books/catalog/choice.h"
#include "flow/bill/line_name.h"
#include "flow/bill/story.h"

#include <algorithm>
#include <map>

namespace bw::bill {
namespace {

// A line of either bill.
struct Line {
    const rate::Piece* piece;
    const std::string* name;
    std::int64_t subscription;
    Decimal quantity;
    Money amount;  // as its tariff states it
    Period nominal;
    Stream stream;
    bool corrects;
};

std::vector<Line> lines_of(const Invoice& invoice) {
    std::vector<Line> lines;
    lines.reserve(invoice.lines.size());
    for (const auto& l : invoice.lines)
        lines.push_back({&l.piece, &l.name, l.subscription, l.quantity, l.amount(), l.nominal,
                         l.stream, !l.corrects.empty()});
    return lines;
}

// What is fed in is paid for: its quantities are below zero and correct nothing.
bool is_credit(const catalog::Charge& charge) {
    for (const auto* seasons : catalog::all_seasons(charge))
        for (const auto& season : *seasons)
            for (const auto& window : season.windows)
                if (window.is_paid_out()) return true;
    return false;
}

std::vector<Line> lines_of(const LastInvoice& last) {
    std::vector<Line> lines;
    lines.reserve(last.lines.size());
    for (const auto& [statement, number, item, corrects, net] : last.lines)
        lines.push_back({&item.piece, &item.name, item.subscription.value, item.piece.quantity,
                         item.amount, item.nominal, item.stream, !corrects.empty()});
    return lines;
}

// What a bill is for: the days of what was used, else of what is paid in advance.
Period main_period(const std::vector<Line>& lines, const Period& whole) {
    for (const bool advance : {false, true}) {
        Period period;
        for (const auto& line : lines) {
            if (line.corrects || (line.stream != Stream::Arrears) != advance) continue;
            const Period& days = advance ? line.nominal : line.piece->days;
            period = period.is_empty()
                         ? days
                         : Period{std::min(period.from, days.from), std::max(period.to, days.to)};
        }
        if (!period.is_empty()) return period;
    }
    return whole;
}

struct Side {
    std::int64_t minor = 0;
    bool is_there = false;  // a line at least
    // Several charges count the same kilowatt hours (energy, its tax): of each channel the charge
    // that counts most stands for it.
    std::map<std::pair<std::int64_t, std::string>, std::map<std::string, Decimal>> counted;

    [[nodiscard]] Decimal quantity() const {
        Decimal sum;
        for (const auto& [channel, charges] : counted) {
            Decimal most;
            for (const auto& [charge, quantity] : charges) most = std::max(most, quantity);
            sum += most;
        }
        return sum;
    }
};

struct Mover {
    WhyKind kind;
    std::string words, unit;
    Side before, now;
    bool is_discount = false;
    [[nodiscard]] bool is_end() const { return is_discount && before.is_there && !now.is_there; }
};

// "Calls" of "Calls: Austria, off-peak"; "Energy" of "Energy, peak".
std::string stem(const std::string& name) {
    return name.substr(0, std::min(name.find(": "), name.find(", ")));
}

// What the line belongs to, its sides still empty.
Mover mover_of(const Line& line, const catalog::Charge* charge) {
    const auto& piece = *line.piece;
    if (line.corrects) return {WhyKind::Corrections, {}, {}, {}, {}};
    if (piece.kind != rate::PieceKind::Usage)
        return {WhyKind::Fixed, *line.name, {}, {}, {}, piece.kind == rate::PieceKind::Discount};
    // A peak is not used up: it is told by its name.
    if (charge == nullptr || is_credit(*charge) || charge->kind == catalog::ChargeKind::Demand)
        return {WhyKind::Usage, stem(*line.name), {}, {}, {}};
    return {WhyKind::Usage, {}, piece.unit, {}, {}};
}

Result<void> sort_in(std::vector<Mover>& movers, const std::vector<Line>& lines, Side Mover::* side,
                     const catalog::Catalog& catalog) {
    for (const auto& line : lines) {
        const auto* charge = charge_of(catalog, *line.piece);
        Mover wanted = mover_of(line, charge);
        auto mover = std::ranges::find_if(movers, [&](const Mover& m) {
            return m.kind == wanted.kind && m.words == wanted.words && m.unit == wanted.unit;
        });
        if (mover == movers.end()) mover = movers.insert(movers.end(), std::move(wanted));
        Side& sum = (*mover).*side;
        sum.is_there = true;
        if (__builtin_add_overflow(sum.minor, line.amount.minor, &sum.minor))
            return fail(Code::Overflow, "the sum of the lines is too large");
        if (!mover->unit.empty())
            sum.counted[{line.subscription, charge->of.channel}][line.piece->charge] +=
                line.quantity;
    }
    return {};
}

// Usage splits into 'how much' (at the last bill's average price) and 'what it costs'.
Result<void> add_steps(std::vector<WhyStep>& steps, const Mover& mover, Currency currency) {
    const Money change =
        TRY(add(Money{mover.now.minor, currency}, Money{-mover.before.minor, currency}));
    const Decimal old_quantity = mover.before.quantity();
    const Decimal more = mover.now.quantity() - old_quantity;
    if (mover.unit.empty() || !(old_quantity > Decimal{}) || more == -old_quantity) {
        steps.push_back({mover.kind, change, more, mover.unit, {}, mover.words, mover.is_end()});
        return {};
    }
    int128 product = 0;
    if (__builtin_mul_overflow(static_cast<int128>(mover.before.minor), more.nano(), &product))
        return fail(Code::Overflow, "a change of usage is too large");
    const int128 by_usage = divide_rounded(product, old_quantity.nano(), Rounding::HalfEven);
    const Money usage{static_cast<std::int64_t>(by_usage), currency};
    steps.push_back({WhyKind::Usage, usage, more, mover.unit, {}, {}});
    steps.push_back({WhyKind::Price, TRY(add(change, -usage)), {}, mover.unit, {}, {}});
    return {};
}

// The tax that is not inside the lines.
Result<Money> on_top_of(const std::vector<Line>& lines, Money gross) {
    for (const auto& line : lines) gross = TRY(add(gross, -line.amount));
    return gross;
}

}  // namespace

Result<std::vector<WhyStep>> why_steps(const Invoice& invoice, const LastInvoice& last,
                                       const catalog::Catalog& catalog) {
    const auto now = lines_of(invoice);
    const auto before = lines_of(last);
    std::int64_t last_net = 0;
    for (const auto& line : last.lines) last_net += line.net.minor;
    // A credit note (its sums are positive, its lines are not) or a bill of corrections alone is no
    // yardstick.
    // A settlement is not of the size of the advances before it.
    const auto is_request = [](const Line& l) { return l.stream == Stream::Request; };
    const bool is_like =
        std::ranges::any_of(now, is_request) == std::ranges::all_of(now, is_request) &&
        std::ranges::any_of(before, is_request) == std::ranges::all_of(before, is_request) &&
        std::ranges::any_of(now, is_request) == std::ranges::any_of(before, is_request);
    const bool compares = is_like && last_net == last.net.minor &&
                          invoice.kind == InvoiceKind::Invoice &&
                          std::ranges::any_of(now, [](const Line& l) { return !l.corrects; }) &&
                          std::ranges::any_of(before, [](const Line& l) { return !l.corrects; });
    std::vector<WhyStep> steps;
    if (!compares) return steps;
    std::vector<Mover> movers;
    TRY_VOID(sort_in(movers, now, &Mover::now, catalog));
    TRY_VOID(sort_in(movers, before, &Mover::before, catalog));
    std::ranges::stable_sort(movers, {}, &Mover::kind);
    steps.push_back({WhyKind::LastBill, last.gross, {}, {}, main_period(before, last.period), {}});
    for (const auto& mover : movers) TRY_VOID(add_steps(steps, mover, invoice.currency));
    const Money tax = TRY(on_top_of(now, invoice.gross));
    const Money tax_before = TRY(on_top_of(before, last.gross));
    steps.push_back({WhyKind::Tax, TRY(add(tax, -tax_before)), {}, {}, {}, {}});
    std::erase_if(
        steps, [](const WhyStep& s) { return s.kind != WhyKind::LastBill && s.amount.minor == 0; });
    steps.push_back(
        {WhyKind::ThisBill, invoice.gross, {}, {}, main_period(now, invoice.period), {}});
    return steps;
}

}  // namespace bw::bill
