#include "flow/rate/energy/credits.h"

#include "flow/rate/energy/carried.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/sections.h"
#include "flow/rate/energy/totals.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::rate {
namespace {

const std::string kMinimum = "minimum";

// One credit in one month.
class CreditMonth {
public:
    CreditMonth(const catalog::Schedule& rules, const catalog::FeedInCredit& credit,
                const Period& supplied)
        : rules_(rules), credit_(credit), supplied_(supplied) {}

    // Of the month's lines: what they owe the customer, and what the credit may pay.
    Result<void> look_at(std::span<const Piece> pieces) {
        for (const auto& piece : pieces) {
            const Decimal amount = TRY(line_amount(piece));
            const bool is_from =
                std::ranges::find(credit_.from, piece.charge.text()) != credit_.from.end();
            if (is_from && amount.is_negative()) fresh_ += -amount;
            else if (is_on(credit_.on, piece.charge)) due_ += amount;
        }
        due_ = std::max(due_, Decimal());
        return {};
    }

    void settle(Decimal balance, bool is_last) {
        const Decimal available = credit_.same_month ? balance + fresh_ : balance;
        used_ = std::min(available, due_);
        left_ = balance + fresh_ - used_;
        if (!is_last) return;
        if (credit_.is_paid) paid_ = left_;
        left_ = {};
    }

    void tell(std::vector<Piece>& out) const {
        add(out, "kept", fresh_, 1);
        add(out, kUsed, used_, -1);
        add(out, "paid", paid_, -1);
    }
    [[nodiscard]] Decimal left() const { return left_; }

private:
    void add(std::vector<Piece>& out, const std::string& part, Decimal amount, int sign) const {
        if (amount.is_zero()) return;
        Piece piece = piece_of(rules_.head, PieceKind::FeedInCredit, credit_.key, supplied_);
        piece.part = part;
        piece.tax = credit_.tax;
        piece.quantity = Decimal(sign);
        piece.price = amount;
        piece.amount = sign < 0 ? -amount : amount;
        piece.breakdown.clause = clause(rules_.head, "credits." + credit_.key, credit_.line);
        piece.breakdown.notes.emplace_back(note::CreditLeft{left_});
        out.push_back(std::move(piece));
    }

    const catalog::Schedule& rules_;
    const catalog::FeedInCredit& credit_;
    Period supplied_;
    Decimal fresh_, due_, used_, paid_, left_;
};

}  // namespace

Result<void> add_credits(const CompiledSchedule& schedule, const Period& supplied,
                         std::span<const State> state_in, RatedUsage& rated) {
    const auto& rules = schedule.rules_for(supplied);
    std::vector<Piece> pieces;
    for (const auto& credit : rules.credits) {
        CreditMonth month(rules, credit, supplied);
        TRY_VOID(month.look_at(rated.pieces));
        month.settle(carried_in(state_in, credit.key, "balance"),
                     is_settled_in(credit.settled_in, schedule, supplied));
        month.tell(pieces);
        carry_out(rated.state_out, credit.key, "balance", month.left());
    }
    std::ranges::move(pieces, std::back_inserter(rated.pieces));
    return {};
}

Result<void> add_year_minimum(const CompiledSchedule& schedule, const Period& supplied,
                              std::span<const State> state_in, RatedUsage& rated) {
    const auto& rules = schedule.rules_for(supplied);
    if (!rules.year_minimum) return {};
    const auto& minimum = *rules.year_minimum;
    Decimal billed = carried_in(state_in, kMinimum, "billed");
    const Decimal days = carried_in(state_in, kMinimum, "days") + Decimal(days_in(supplied));
    for (const auto& piece : rated.pieces)
        if (TRY(is_counted(piece, minimum.on, rules))) billed += TRY(line_amount(piece));
    if (!is_settled_in(minimum.settled_in, schedule, supplied)) {
        carry_out(rated.state_out, kMinimum, "billed", billed);
        carry_out(rated.state_out, kMinimum, "days", days);
        return {};
    }
    const LocalDate end = schedule.period.to;
    const std::int64_t year = days_in({end.plus_months(-12), end});
    const auto count =
        static_cast<std::int64_t>(std::min(days.nano() / Decimal::kScale, int128{year}));
    Piece piece = piece_of(rules.head, PieceKind::Minimum, kMinimum, supplied);
    const Decimal wanted = TRY(minimum.price.times(Ratio{count, year}, Rounding::HalfEven))
                               .rounded(piece.round.places, piece.round.method);
    if (wanted <= billed) return {};
    piece.part = "year";
    piece.tax = minimum.tax;
    piece.quantity = Decimal(1);
    piece.price = wanted - billed;
    piece.amount = piece.price;
    piece.breakdown.clause = clause(rules.head, "minimum of the year", minimum.line);
    piece.breakdown.notes.emplace_back(note::TopUp{wanted, billed});
    rated.pieces.push_back(std::move(piece));
    return {};
}

}  // namespace bw::rate
