#include "flow/compose/data/summary_facts.h"

#include "flow/compose/language.h"
#include "flow/compose/line_text.h"

namespace bw::data {

using compose::ContractSummary;
using compose::fill;
using compose::Format;
using Counted = ContractSummary::Counted;

namespace {

std::string_view name_of(Counted counted, const Format& format) {
    const auto& words = format.words();
    switch (counted) {
        case Counted::Seconds: return words.received_calls;
        case Counted::Messages: return words.received_messages;
        case Counted::Bytes: return words.received_data;
    }
    return {};
}

std::string amount_of(Counted counted, std::int64_t units, const Format& format) {
    constexpr std::int64_t kMinute = 60;
    switch (counted) {
        case Counted::Seconds:
            return format.number(Decimal(units / kMinute)) + std::string(compose::kNarrowSpace) +
                   "min";
        case Counted::Messages: return format.quantity(Decimal(units), "message");
        case Counted::Bytes: {
            const auto [number, unit] = compose::data_volume(units, format);
            return number + std::string(compose::kNarrowSpace) + unit;
        }
    }
    return {};
}

// "per month".
std::string per(const std::string& unit, const Format& format) {
    return fill(format.words().per_base, {format.unit(Decimal(1), unit)});
}

OfferIncluded included_of(const ContractSummary::Included& included, const Format& format) {
    OfferIncluded told{.name = name_of(included.counted, format), .amount = {}, .fair_use = {}};
    if (!included.amount) {
        told.amount = format.words().unlimited;
        if (included.fair_use)
            told.fair_use = amount_of(included.counted, *included.fair_use, format);
        return told;
    }
    told.amount = amount_of(included.counted, *included.amount, format);
    if (!included.period.empty()) told.amount += " " + per(included.period, format);
    return told;
}

}  // namespace

SummaryFacts::SummaryFacts(const ContractSummary& summary, Surroundings surroundings)
    : surroundings_(std::move(surroundings)), format_(format_for(summary.language, surroundings_)),
      offer_{.plan = summary.plan,
             .written_on = summary.written_on,
             .services = summary.services,
             .equipment = summary.equipment,
             .speeds = summary.speeds,
             .ending = summary.ending,
             .disabilities = summary.disabilities,
             .other = summary.other,
             .commitment_months = summary.commitment_months,
             .monthly = {0, summary.currency}},
      seller_(seller_facts(summary.seller, format_)) {
    for (const auto& list : summary.price_lists) price_lists_.push_back({list});
    for (const auto& reduction : summary.reductions) reductions_.push_back({reduction});
    for (const auto& one : summary.included) included_.push_back(included_of(one, format_));
}

Result<void> SummaryFacts::add_prices(const ContractSummary& summary) {
    for (const auto& price : summary.prices) {
        prices_.push_back({.name = price.name,
                           .amount = format_.money(price.amount, summary.currency),
                           .per = price.unit.empty() ? std::string() : per(price.unit, format_)});
        if (price.unit != "month") continue;
        const Money fee = TRY(round_to_money(price.amount, summary.currency, Rounding::HalfUp));
        offer_.monthly = TRY(add(offer_.monthly, fee));
        offer_.has_monthly = true;
    }
    return {};
}

Result<std::unique_ptr<SummaryFacts>> SummaryFacts::make(const ContractSummary& summary,
                                                         Surroundings surroundings) {
    std::unique_ptr<SummaryFacts> facts(new SummaryFacts(summary, std::move(surroundings)));
    TRY_VOID(facts->add_prices(summary));
    return facts;
}

}  // namespace bw::data
