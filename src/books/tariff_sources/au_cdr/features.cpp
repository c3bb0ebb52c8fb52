// Which shapes a plan has: the keys by which the archive of plans was counted.
#include "books/tariff_sources/au_cdr/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace bw::tariff_sources::au_cdr {
namespace {

class Features {
public:
    void add(std::string key, const Value& at) {
        if (seen_.insert({key, at.path}).second) all_.push_back({std::move(key), at.path});
    }
    std::vector<Feature> take() { return std::move(all_); }

private:
    std::set<std::pair<std::string, std::string>> seen_;
    std::vector<Feature> all_;
};

std::string or_none(const std::string& word) { return word.empty() ? "None" : word; }

void add_blocks(const Value& block, const std::string& contract, Features& out) {
    const auto rates = block.peek_each("rates");
    if (rates.size() > 1)
        out.add(fmt::format("{}:tiers{}:{}", contract, rates.size(),
                            or_none(block.peek_word("period"))),
                *block.peek("rates"));
}

void add_windows(const Value& rate, Features& out) {
    const auto uses = rate.peek_each("timeOfUse");
    out.add("tou:" + rate.peek_word("type"), rate);
    out.add(fmt::format("tou:{}win", uses.size()), rate);
    for (const auto* use : uses)
        for (const auto* day : use->peek_each("days")) out.add("day:" + day->text, *use);
}

void add_demand(const Value& demand, Features& out) {
    out.add(fmt::format("dem:{}/{}", demand.peek_word("measurementPeriod"),
                        demand.peek_word("chargePeriod")),
            demand);
    const Value* days = demand.peek("days");
    const std::size_t count = days == nullptr  ? 0
                              : days->is_map() ? days->members().size()
                                               : demand.peek_each("days").size();
    out.add(fmt::format("dem:days{}", count), demand);
    if (const Value* least = demand.peek("minDemand")) out.add("dem:min", *least);
}

void add_period(const Value& row, const std::string& contract, Features& out) {
    const std::string kind = row.peek_word("rateBlockUType");
    out.add(fmt::format("{}:rb:{}", contract, kind), row);
    if (const Value* single = row.peek("singleRate")) add_blocks(*single, contract, out);
    for (const auto* rate : row.peek_each("timeOfUseRates")) {
        add_blocks(*rate, contract, out);
        add_windows(*rate, out);
    }
    for (const auto* demand : row.peek_each("demandCharges")) {
        if (kind != "demandCharges") out.add("dem", *demand);
        add_demand(*demand, out);
    }
}

void add_choices(const Value& contract, Features& out) {
    for (const auto* load : contract.peek_each("controlledLoad"))
        out.add(fmt::format("cl:{}{}", or_none(load->peek_word("rateBlockUType")),
                            load->peek("timeOfUseRates") == nullptr ? "False" : "True"),
                *load);
    for (const auto* fit : contract.peek_each("solarFeedInTariff")) {
        out.add(fmt::format("fit:{}/{}/{}", fit->peek_word("tariffUType"), fit->peek_word("scheme"),
                            fit->peek_word("payerType")),
                *fit);
        const Value* tariff = fit->peek("singleTariff");
        const std::size_t rates = tariff == nullptr ? 0 : tariff->peek_each("rates").size();
        out.add(fmt::format("fit:tiers{}", rates), *fit);
    }
    for (const auto* green : contract.peek_each("greenPowerCharges"))
        out.add(fmt::format("green:{}/{}", green->peek_word("scheme"), green->peek_word("type")),
                *green);
    for (const auto* discount : contract.peek_each("discounts"))
        out.add(fmt::format("disc:{}/{}/{}", discount->peek_word("methodUType"),
                            discount->peek_word("type"), or_none(discount->peek_word("category"))),
                *discount);
    for (const auto* fee : contract.peek_each("fees"))
        out.add(fmt::format("fee:{}/{}", fee->peek_word("type"), fee->peek_word("term")), *fee);
    for (const auto* incentive : contract.peek_each("incentives"))
        out.add("inc:" + incentive->peek_word("category"), *incentive);
}

}  // namespace

std::vector<Feature> features_of(const Value& data) {
    Features out;
    const auto add_word = [&](const std::string& prefix, const Value* value) {
        if (value != nullptr) out.add(prefix + value->text, *value);
    };
    add_word("cust:", data.peek("customerType"));
    add_word("fuel:", data.peek("fuelType"));
    for (const std::string name : {"electricityContract", "gasContract"}) {
        const Value* contract = data.peek(name);
        if (contract == nullptr) continue;
        const Value* zone = contract->peek("timeZone");
        out.add("tz:" + (zone == nullptr ? "None" : zone->text),
                zone == nullptr ? *contract : *zone);
        add_word(name + ":pm:", contract->peek("pricingModel"));
        const auto rows = contract->peek_each("tariffPeriod");
        if (rows.size() > 1)  // five and more are one shape
            out.add(fmt::format("{}:seasons{}", name, std::min(rows.size(), std::size_t{5})),
                    *contract->peek("tariffPeriod"));
        for (const auto* row : rows) add_period(*row, name, out);
        add_choices(*contract, out);
    }
    return out.take();
}

}  // namespace bw::tariff_sources::au_cdr
