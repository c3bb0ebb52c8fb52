#include "apps/reference_bills/subscription_bill.h"

#include "apps/reference_bills/energy_case.h"
#include "apps/reference_bills/tariff_parts.h"
#include "flow/rate/energy/discounts.h"
#include "flow/rate/energy/pieces.h"
#include "flow/rate/energy/recurring.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bw::reference_bills {
namespace {

constexpr std::int64_t kSecondsPerHour = 3600;
constexpr const char* kHour = "hour";
const Decimal kCent = Decimal::scaled(1, 2);

// Free hours are something.
bool is_nothing(const StoryCharge& charge) {
    return charge.amount.is_zero() && !(charge.count && charge.unit == kHour);
}

std::string join(const std::vector<std::string>& parts) {
    return parts.empty() ? "nothing" : fmt::format("{}", fmt::join(parts, ", "));
}

// " for 672 h", " for 250 GB": sources reckon hours in binary.
std::string count_words(Decimal count, const std::string& unit) {
    constexpr int kPlaces = 6;
    return fmt::format(" for {} {}", count.rounded(kPlaces, Rounding::HalfUp).to_string(),
                       unit == kHour ? "h" : unit);
}

// What the author tells of a charge; ours may know more.
std::string words_of(const StoryCharge& charge, const StoryCharge* told) {
    std::string words = fmt::format("{} {}", charge.type, charge.amount.to_string(2));
    if (told == nullptr) return words;
    if (told->count && charge.count) words += count_words(*charge.count, charge.unit);
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
    // Nobody tells of those that were not asked for, or of one of no amount where none is told.
    if (story.asked > 0 && charges.size() > story.asked) charges.resize(story.asked);
    while (charges.size() > told.size() && charges.back().amount.is_zero()) charges.pop_back();
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

// Of something that costs it is a cent at least.
Result<Decimal> charged(const rate::Piece& piece) {
    const Decimal amount = TRY(rate::line_amount(piece));
    return amount.is_zero() && piece.amount > Decimal() ? kCent : amount;
}

Result<StoryCharge> charge_of(const rate::Piece& piece, const StoryTariff& tariff) {
    const bool is_off =
        piece.kind == rate::PieceKind::Discount || piece.kind == rate::PieceKind::Surcharge;
    StoryCharge charge{is_off ? "discount" : piece.charge.text(), TRY(charged(piece)), {}, {}, {}};
    if (const auto name = tariff.names.find(piece.charge); name != tariff.names.end())
        charge.type = name->second;
    if (const auto reason = tariff.reasons.find(piece.charge); reason != tariff.reasons.end())
        charge.reason = reason->second;
    charge.unit = piece.unit.text();
    if (charge.unit == kHour) charge.count = piece.quantity;
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

// When it is sold in the month.
Span sold_in(const Story& story, const Period& month) {
    const Span whole = Zone().span_of(month);
    return Span{story.sale.value_or(whole.from), story.closed.value_or(whole.to)}.intersect(whole);
}

// A fee of the month for whole days; for others their hours, at the price of one and then free.
Result<Pieces> hours_at(const Story& story, const StoryCap& cap, const Span& sold, Decimal price) {
    const Zone utc;
    const Period month = month_of(story.date);
    const auto from = utc.to_local(sold.from), to = utc.to_local(sold.to);
    if (from.second_of_day == 0 && to.second_of_day == 0) {
        catalog::Plan plan;
        plan.head = make_schedule(story.counted, story.currency).head;
        catalog::Recurring fee;
        fee.key = story.counted;
        fee.price = price;
        fee.billed = catalog::Billed::Arrears;
        fee.cap = {cap.hours, true};
        plan.recurring = {std::move(fee)};
        return pieces_of({std::move(plan), {from.date, to.date}, false}, month);
    }
    const Decimal hour = TRY(price.times(Ratio{1, cap.hours}, Rounding::HalfUp));
    auto schedule = make_schedule(story.counted, story.currency);
    auto charge = usage_charge(story.counted, {kCounted, kHour});
    charge.seasons = {
        whole_year({make_tier(hour, catalog::Formula(Decimal(cap.hours))), make_tier(Decimal())})};
    schedule.charges = {std::move(charge)};
    const Decimal hours = TRY(Decimal(1).times(
        Ratio{sold.to.seconds() - sold.from.seconds(), kSecondsPerHour}, Rounding::HalfUp));
    return TRY(rate_month({schedule, {}, {use_in(month, kCounted, kHour, hours)}}, month)).pieces;
}

// The charge of the month as one of so many of its hours. The quantity counts the part that is
// sold: a whole month of it costs as much more.
Result<std::vector<StoryCharge>> capped(const Story& story, const StoryTariff& tariff,
                                        const StoryCap& cap,
                                        const std::vector<StoryCharge>& charges) {
    std::vector<StoryCharge> hours;
    const Period month = month_of(story.date);
    const Span sold = sold_in(story, month), whole = Zone().span_of(month);
    if (sold.is_empty() || charges.empty()) return hours;
    Decimal price;
    for (const auto& charge : charges) price += charge.amount;
    if (!cap.keeps_unit)
        price = TRY(price.times(Ratio{whole.to.seconds() - whole.from.seconds(),
                                      sold.to.seconds() - sold.from.seconds()},
                                Rounding::HalfUp));
    for (const auto& piece : TRY(hours_at(story, cap, sold, price)))
        hours.push_back(TRY(charge_of(piece, tariff)));
    if (!cap.keeps_unit || hours.empty()) return hours;
    hours.resize(1);
    hours.front().count = story.quantity;
    hours.front().unit = story.unit;
    return hours;
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
    const bool tells_hours = std::ranges::any_of(
        story.expected, [](const StoryCharge& charge) { return charge.unit == kHour; });
    const bool is_part = story.quantity > Decimal() && story.quantity < Decimal(1);
    if (!story.sale || !tells_hours || !is_part) return std::nullopt;
    const Period month = month_of(story.date);
    const Span sold = sold_in(story, month), whole = Zone().span_of(month);
    const auto seconds = [](const Span& span) { return span.to.seconds() - span.from.seconds(); };
    const auto told =
        story.quantity.times(Ratio{seconds(whole), kSecondsPerHour}, Rounding::HalfEven);
    const auto hours = Decimal(1).times(Ratio{seconds(sold), kSecondsPerHour}, Rounding::HalfEven);
    const Decimal most = Decimal(1);  // what a quantity of a few decimals may be off
    if (told && hours && *told - *hours < most && *hours - *told < most) return std::nullopt;
    return fmt::format("{} of a month from {} on are {} hours, and that month has {} left",
                       story.quantity.to_string(), Zone().to_local(*story.sale).date.to_string(),
                       told ? told->to_string() : "too many",
                       hours ? hours->to_string() : "too many");
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
    if (!story.terms.empty() || charges.empty() || !tariff.plans.empty()) {
        // Counted by time already.
    } else if (tariff.cap) {
        charges = TRY(capped(story, tariff, *tariff.cap, charges));
    } else {
        charges.front().count = story.quantity - story.included;
    }
    return words_of(story, std::move(charges), events, reckoned);
}

}  // namespace bw::reference_bills
