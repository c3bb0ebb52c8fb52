#include "flow/rate/energy/together.h"

#include "flow/rate/energy/discounts.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/sections.h"
#include "flow/rate/energy/totals.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace bw::rate {
namespace {

constexpr std::string_view kTogether = "together";

// Does a list name this line, by itself or with its schedule? An empty list names all.
bool names(const std::vector<std::string>& on, const std::string& line) {
    return is_on(on, line) || std::ranges::any_of(on, [&](const std::string& schedule) {
               return line.starts_with(schedule + '.');
           });
}

// What a schedule reckoned on its lines is one of the lines here.
PieceKind kind_here(PieceKind kind) {
    switch (kind) {
        case PieceKind::Discount: return PieceKind::Maximum;  // it was taken off
        case PieceKind::Surcharge:
        case PieceKind::Minimum: return PieceKind::Fixed;
        case PieceKind::Fixed:
        case PieceKind::Usage:
        case PieceKind::Maximum:
        case PieceKind::FeedInCredit:
        case PieceKind::Advance: break;
    }
    return kind;
}

class Reckoning {
public:
    Reckoning(std::span<const PlanInForce> plans, const Period& nominal,
              const std::map<std::string, Decimal>& facts, std::span<const NamedPiece> lines)
        : plans_(plans), nominal_(nominal), facts_(facts), lines_(lines) {
        lines_here_.reserve(lines.size());
        for (const auto& [name, piece] : lines) {
            if (piece.kind == PieceKind::FeedInCredit || piece.kind == PieceKind::Advance) continue;
            Piece& here = lines_here_.emplace_back(piece);
            const catalog::Header& head = plans_[version_of(piece)].plan->head;
            here.charge = name;
            here.schedule = head.name;
            here.version = head.from;
            here.kind = kind_here(piece.kind);
        }
    }

    Result<std::vector<Piece>> reckon() {
        TRY_VOID(maximum());
        TRY_VOID(minimum());
        TRY_VOID(discounts());
        return std::move(pieces_);
    }

private:
    // That of its first day; counters were read before the first version, or after the last.
    [[nodiscard]] std::size_t version_of(const Piece& piece) const {
        std::size_t version = 0;
        while (version + 1 < plans_.size() && plans_[version + 1].days.from <= piece.days.from)
            ++version;
        return version;
    }
    [[nodiscard]] bool is_of(const Piece& line, std::size_t version) const {
        return line.version == plans_[version].plan->head.from;
    }

    Result<void> maximum() {
        Decimal asked;
        const catalog::Header* last = nullptr;
        std::string told_by;
        Limited limited;
        for (std::size_t v = 0; v < plans_.size(); ++v) {
            const auto& maximum = plans_[v].plan->together.maximum;
            if (!maximum) continue;
            last = &plans_[v].plan->head;
            told_by = clause(*last, "together.maximum", maximum->line);
            asked += TRY(asked_for(maximum->price, plans_[v].days, nominal_));
            for (const Piece& line : lines_here_)
                if (is_of(line, v) && names(maximum->on, line.charge)) TRY_VOID(limited.add(line));
        }
        if (last == nullptr) return {};
        const auto off = TRY(limited.take_off({*last, asked, told_by, kTogether}));
        for (const Piece& piece : off) {
            lines_here_.push_back(piece);
            pieces_.push_back(as_it_stands(piece));
        }
        return {};
    }

    // With the name and text that its line has on the bill.
    [[nodiscard]] Piece as_it_stands(Piece piece) const {
        const auto line = std::ranges::find_if(lines_, [&](const NamedPiece& named) {
            return named.name == piece.charge.text() && named.piece.days == piece.days;
        });
        if (line == lines_.end()) return piece;
        piece.charge = line->piece.charge;
        piece.schedule = line->piece.schedule;
        piece.version = line->piece.version;
        return piece;
    }

    Result<void> minimum() {
        Decimal asked, billed;
        const catalog::Header* last = nullptr;
        catalog::Minimum told;  // of `last`
        for (std::size_t v = 0; v < plans_.size(); ++v) {
            const auto& minimum = plans_[v].plan->together.minimum;
            if (!minimum) continue;
            last = &plans_[v].plan->head;
            told = *minimum;
            asked += TRY(asked_for({minimum->price, minimum->per}, plans_[v].days, nominal_));
            for (const Piece& line : lines_here_) {
                const bool counts = !(minimum->on.empty() && is_credit(line));
                if (counts && is_of(line, v) && names(minimum->on, line.charge))
                    billed += TRY(line_amount(line));
            }
        }
        if (last == nullptr) return {};
        const Period supplied{plans_.front().days.from, plans_.back().days.to};
        if (auto piece = topped_up({*last, told, clause(*last, "together.minimum", told.line),
                                    asked, billed, supplied}))
            pieces_.push_back(std::move(*piece));
        return {};
    }

    Result<void> discounts() {
        for (const auto& [plan, days] : plans_) {
            auto discounts = plan->together.discounts;
            if (discounts.empty()) continue;
            for (auto& discount : discounts) discount.on = spread(discount.on);
            const std::size_t before = lines_here_.size();
            TRY_VOID(
                add_discounts({plan->head, discounts, days, days, nominal_}, facts_, lines_here_));
            for (std::size_t i = before; i < lines_here_.size(); ++i)
                pieces_.push_back(told_by(*plan, lines_here_[i]));
        }
        return {};
    }

    // Lines of a schedule that is named, each by its own name, behind what is named.
    [[nodiscard]] std::vector<std::string> spread(std::vector<std::string> on) const {
        if (on.empty()) return on;
        std::vector<std::string> all = on;
        for (const Piece& line : lines_here_)
            if (!is_on(all, line.charge) && names(on, line.charge)) all.push_back(line.charge);
        return all;
    }

    // It tells what it is on as the plan does.
    static Piece told_by(const catalog::Plan& plan, Piece piece) {
        const auto& discounts = plan.together.discounts;
        const auto discount =
            std::ranges::find(discounts, piece.charge.text(), &catalog::Discount::key);
        if (discount == discounts.end()) return piece;
        for (Note& note : piece.breakdown.notes) {
            if (auto* percent = std::get_if<note::PercentOf>(&note))
                percent->charges = discount->on;
            if (auto* amount = std::get_if<note::AmountOff>(&note)) amount->charges = discount->on;
        }
        const std::string list = discount->is_surcharge ? "surcharges." : "discounts.";
        piece.breakdown.clause =
            clause(plan.head, "together." + list + discount->key, discount->line);
        return piece;
    }

    std::span<const PlanInForce> plans_;
    const Period& nominal_;
    const std::map<std::string, Decimal>& facts_;
    std::span<const NamedPiece> lines_;
    // By their names, as lines of the plan; what is taken off, and discounts, behind them.
    std::vector<Piece> lines_here_;
    std::vector<Piece> pieces_;
};

}  // namespace

Result<std::vector<Piece>> together_pieces(std::span<const PlanInForce> plans,
                                           const Period& nominal,
                                           const std::map<std::string, Decimal>& facts,
                                           std::span<const NamedPiece> lines) {
    return Reckoning(plans, nominal, facts, lines).reckon();
}

}  // namespace bw::rate
