// What not every home on a plan has: a controlled load, a solar roof, green power, incentives.
#include "books/tariff_sources/au_cdr/parts.h"
#include "books/tariff_sources/texts.h"

#include <fmt/format.h>

namespace bw::tariff_sources::au_cdr {
namespace {

// One price per kWh of an entry: {amount} or {rates: [{unitPrice}]}.
Read<Decimal> feed_in_price(const Value& entry) {
    const Value* tariff = TRY(need(entry, "singleTariff"));
    if (const Value* amount = tariff->find("amount")) return dollars(*amount);
    const auto rates = TRY(need(*tariff, "rates"))->each();
    if (rates.size() != 1) return fault(*tariff, "several prices in one feed-in tariff");
    if (rates[0]->find("volume") != nullptr)
        return fault(*rates[0],
                     "a block without a period: over which time it fills stands nowhere");
    const std::string unit = rates[0]->word("measureUnit");
    if (!unit.empty() && unit != "KWH") return fault(*rates[0], "a price per " + unit);
    return need_dollars(*rates[0], "unitPrice");
}

bool is_ordinary(const Value& entry) {
    return entry.word("scheme") == "OTHER" && entry.word("payerType") == "RETAILER";
}

void refuse_all(const std::vector<const Value*>& entries, const std::string& why, Notes& notes) {
    for (const auto* entry : entries) notes.refuse(*entry, why);
}

}  // namespace

void lower_controlled_load(const Value& contract, Lowered& plan) {
    const Value* load = contract.find("controlledLoad");
    if (load == nullptr) return;
    for (const auto* entry : load->each())
        plan.notes.leave_out(*entry,
                             "a meter of its own that not every home has: it is not billed");
}

void lower_feed_in(const Value& contract, Lowered& plan) {
    const Value* tariffs = contract.find("solarFeedInTariff");
    if (tariffs == nullptr) return;
    std::vector<const Value*> ordinary;
    for (const auto* entry : tariffs->each()) {
        if (is_ordinary(*entry)) {
            ordinary.push_back(entry);
            continue;
        }
        plan.notes.leave_out(*entry, "only who is in the closed scheme of this payer has it: it is "
                                     "not billed");
    }
    if (ordinary.empty()) return;
    if (ordinary.size() > 1)
        return refuse_all(ordinary,
                          "several feed-in prices, and no time over which a part fills: "
                          "what is fed in is not paid",
                          plan.notes);
    const auto price = feed_in_price(*ordinary[0]);
    if (!price) return plan.notes.refuse(*ordinary[0], price.error(), "what is fed in is not paid");
    ordinary[0]->mark({"description", "displayName", "tariffUType"});
    catalog::Charge charge;
    charge.key = "feed-in";
    charge.names = named("en", "Feed-in");
    charge.of = {.channel = "export", .unit = "kWh"};
    charge.seasons.emplace_back().windows = {flat(-*price)};
    charge.tax = "feed-in";
    plan.feed_in.charges.push_back(std::move(charge));
}

void lower_green_power(const Value& contract, Lowered& plan) {
    const Value* charges = contract.find("greenPowerCharges");
    if (charges == nullptr) return;
    for (const auto* entry : charges->each())
        plan.notes.leave_out(*entry,
                             "only who chose so much green power pays it: it is not billed");
}

void lower_incentives(const Value& contract, Lowered& plan) {
    const Value* incentives = contract.find("incentives");
    if (incentives == nullptr) return;
    for (const auto* entry : incentives->each()) {
        if (entry->word("category") == "GIFT") plan.notes.inform(*entry, "a gift beside the bill");
        else
            plan.notes.leave_out(*entry, "an offer that only its text describes: it is not billed");
    }
}

}  // namespace bw::tariff_sources::au_cdr
