#include "apps/reference_bills/subscription_bill.h"

#include "apps/reference_bills/energy_case.h"
#include "flow/rate/energy/discounts.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/recurring.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bw::reference_bills {
namespace {

constexpr std::int64_t kHoursPerDay = 24;

bool is_nothing(const StoryCharge& charge) { return charge.amount.is_zero() && !charge.hours; }

std::string join(const std::vector<std::string>& parts) {
    return parts.empty() ? "nothing" : fmt::format("{}", fmt::join(parts, ", "));
}

// What the author tells of a charge; ours may know more.
std::string words_of(const StoryCharge& charge, const StoryCharge* told) {
    std::string words = fmt::format("{} {}", charge.type, charge.amount.to_string(2));
    if (told == nullptr) return words;
    if (told->hours && charge.hours) words += fmt::format(" for {} h", charge.hours->to_string());
    if (told->quantity && charge.quantity)
        words += fmt::format(" quantity {}", charge.quantity->to_string());
    if (!told->reason.empty()) words += " " + charge.reason;
    return words;
}

// As the author writes it: the dear end last.
std::string reckoning_words(const std::vector<std::pair<Decimal, Decimal>>& parts) {
    std::vector<std::string> terms;
    terms.reserve(parts.size());
    for (const auto& [quantity, price] : parts)
        terms.push_back(fmt::format("{}*{}", quantity.to_string(), price.to_string()));
    return fmt::format("{}", fmt::join(terms, " + "));
}

std::string words_of(const Story& story, std::vector<StoryCharge> charges,
                     const std::string& events,
                     const std::vector<std::pair<Decimal, Decimal>>& reckoned) {
    auto told = story.expected;
    std::erase_if(told, is_nothing);
    std::erase_if(charges, is_nothing);
    std::vector<std::string> parts;
    parts.reserve(charges.size());
    for (std::size_t i = 0; i < charges.size(); ++i)
        parts.push_back(words_of(charges[i], i < told.size() ? &told[i] : nullptr));
    if (!events.empty()) parts.push_back(events);
    if (story.tells_reckoning && !reckoned.empty()) parts.push_back(reckoning_words(reckoned));
    return join(parts);
}

using Pieces = std::vector<rate::Piece>;

Result<Pieces> pieces_of(const StoryPlan& sold, const Period& month) {
    Pieces pieces;
    const Period days = sold.days.intersect(month);
    if (days.is_empty()) return pieces;
    for (const auto& fee : sold.plan.recurring)
        std::ranges::move(
            TRY(rate::recurring_pieces(sold.plan, fee, month, days, {sold.days.from})),
            std::back_inserter(pieces));
    TRY_VOID(
        rate::add_discounts({sold.plan.head, sold.plan.discounts, days, days, month}, {}, pieces));
    return pieces;
}

Result<StoryCharge> charge_of(const rate::Piece& piece, const StoryTariff& tariff) {
    const bool is_discount = piece.kind == rate::PieceKind::Discount;
    StoryCharge charge{
        is_discount ? "discount" : piece.charge.text(), TRY(rate::line_amount(piece)), {}, {}, {}};
    if (const auto reason = tariff.reasons.find(piece.charge); reason != tariff.reasons.end())
        charge.reason = reason->second;
    if (piece.unit == "hour") charge.hours = piece.quantity;
    charge.quantity = TRY(piece.quantity.times(Ratio{1, piece.base}, Rounding::HalfEven));
    return charge;
}

// Tiers of one quantity are one charge; discounts that a plan takes are in its price.
Result<void> add(std::vector<StoryCharge>& charges, const rate::Piece& piece,
                 const StoryTariff& tariff, bool takes_discounts) {
    const StoryCharge charge = TRY(charge_of(piece, tariff));
    const bool is_taken = takes_discounts && piece.kind == rate::PieceKind::Discount;
    const bool is_tier = piece.breakdown.tier > 1 && !charges.empty();
    if (is_taken || is_tier) charges.front().amount += charge.amount;
    else charges.push_back(charge);
    return {};
}

const rate::note::Instalment* instalment_in(const Pieces& pieces) {
    for (const auto& piece : pieces)
        if (const auto* part = piece.breakdown.find<rate::note::Instalment>()) return part;
    return nullptr;
}

// With the first part, and in the month after the last.
Result<std::string> event_of(const StoryPlan& sold, const Pieces& pieces, const Period& month) {
    const auto* part = instalment_in(pieces);
    if (part != nullptr) return std::string(part->number == 1 ? "InstallmentWasStarted" : "");
    const Pieces before = TRY(pieces_of(sold, month_of(month.from.plus_months(-1))));
    const auto* last = instalment_in(before);
    return std::string(last != nullptr && last->number == last->of ? "InstallmentWasFinished" : "");
}

}  // namespace

std::optional<std::string> contradiction_in(const Story& story) {
    if (!story.sale) return std::nullopt;
    const Period month = month_of(story.date);
    const Period sold = Period{*story.sale, month.to}.intersect(month);
    const auto said =
        story.quantity.times(Ratio{days_in(month) * kHoursPerDay, 1}, Rounding::HalfEven);
    const Decimal hours(days_in(sold) * kHoursPerDay);
    if (said && *said == hours) return std::nullopt;
    return fmt::format("{} of a month from {} on are {} hours, and that month has {} left",
                       story.quantity.to_string(), story.sale->to_string(),
                       said ? said->to_string() : "too many", hours.to_string());
}

std::string expected_of(const Story& story) {
    return words_of(story, story.expected, story.events, story.reckoned);
}

Result<std::string> billed_of(const Story& story, const StoryTariff& tariff) {
    const Period month = month_of(story.date);
    std::vector<StoryCharge> charges;
    std::vector<std::pair<Decimal, Decimal>> reckoned;
    std::string events;
    for (const auto& sold : tariff.plans) {
        const Pieces pieces = TRY(pieces_of(sold, month));
        for (const auto& piece : pieces)
            TRY_VOID(add(charges, piece, tariff, sold.takes_discounts));
        events += TRY(event_of(sold, pieces, month));
    }
    for (const auto& schedule : tariff.counted) {
        const EnergyCase of{schedule, {}, {use_in(month, kCounted, story.unit, story.quantity)}};
        const auto rated = TRY(rate_month(of, month));
        for (const auto& piece : rated.pieces) {
            TRY_VOID(add(charges, piece, tariff, false));
            if (piece.breakdown.tier > 0 && !piece.price.is_zero())
                reckoned.emplace(reckoned.begin(), piece.quantity, piece.price);
        }
    }
    return words_of(story, std::move(charges), events, reckoned);
}

}  // namespace bw::reference_bills
