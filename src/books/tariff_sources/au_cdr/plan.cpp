#include "books/tariff_sources/au_cdr/plan.h"

#include "base/civil.h"
#include "books/tariff_sources/au_cdr/parts.h"
#include "platform/json/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::tariff_sources::au_cdr {
namespace {

struct State {
    char postcode;  // its first digit
    std::string_view zone;
    std::string_view holidays;
};
constexpr std::array kStates{
    State{'2', "Australia/Sydney", "AU-NSW"},   State{'3', "Australia/Melbourne", "AU-VIC"},
    State{'4', "Australia/Brisbane", "AU-QLD"}, State{'5', "Australia/Adelaide", "AU-SA"},
    State{'6', "Australia/Perth", "AU-WA"},     State{'7', "Australia/Hobart", "AU-TAS"},
    State{'0', "Australia/Darwin", "AU-NT"}};

// The state in which most of its postcodes lie.
const State& state_of(const Value& data, Notes& notes) {
    std::array<int, kStates.size()> counts{};
    const Value* geography = data.find("geography");
    const Value* codes = geography == nullptr ? nullptr : geography->find("includedPostcodes");
    if (codes != nullptr)
        for (const auto* code : codes->each())
            for (std::size_t i = 0; i < kStates.size(); ++i)
                if (code->text.starts_with(kStates[i].postcode)) ++counts[i];
    const auto most = std::ranges::max_element(counts);
    const bool is_mixed = std::ranges::count_if(counts, [](int n) { return n > 0; }) > 1;
    const State& state = kStates[static_cast<std::size_t>(most - counts.begin())];
    if (geography != nullptr)
        notes.inform(*geography,
                     is_mixed ? fmt::format("places of several states; zone and holidays are those "
                                            "of the most, {}",
                                            state.holidays)
                              : "where it is offered; it tells the zone and the holidays");
    return state;
}

// An instant that is a local midnight, or a date.
Read<LocalDate> first_day(const Value& data, const std::string& zone_name) {
    const Value* from = TRY(need(data, "effectiveFrom"));
    if (from->text.size() >= 19 && from->text.substr(10, 9) == "T00:00:00")
        if (const auto date = LocalDate::parse(from->text.substr(0, 10))) return *date;
    const auto at = Instant::parse(from->text);
    const auto zone = Zone::find(zone_name);
    if (!at || !zone) return fault(*from, "it is no instant such as 2022-06-30T14:00:00Z");
    return zone->to_local(*at).date;
}

Result<catalog::Header> head_of(const Value& data, const Options& options, Notes& notes,
                                std::string_view file) {
    const State& state = state_of(data, notes);
    catalog::Header head;
    head.name = data.word("planId");
    head.names = named("en", data.word("displayName"));
    head.sector = data.word("fuelType") == "GAS" ? "gas" : "electricity";
    head.currency = TRY(Currency::parse("AUD"));
    // Retailers set their days by the clock of the capital, whatever the place.
    const auto from = first_day(data, "Australia/Sydney");
    if (!from)
        return fail(Code::Invalid, from.error().why,
                    fmt::format("{} line {}", file, from.error().at->line));
    head.from = options.from.value_or(*from);
    if (options.from)
        notes.explain(*data.find("effectiveFrom"), "the first day is the one of --from");
    head.zone = options.zone.empty() ? state.zone : options.zone;
    head.holidays = options.holidays.empty() ? state.holidays : options.holidays;
    head.tax = "standard";
    head.file = file;
    return head;
}

// Of a contract, or of one row of its prices.
std::string zone_of(const Value& value) {
    const std::string zone = value.peek_word("timeZone");
    return zone.empty() ? "AEST" : zone;
}

catalog::WindowClock clock_of(const Value& contract) {
    if (zone_of(contract) == "LOCAL") return {};
    return {catalog::WindowClock::Kind::Offset, "UTC+10:00"};
}

bool has_windows(const catalog::Schedule& schedule) {
    for (const auto& charge : schedule.charges)
        for (const auto& season : charge.seasons)
            if (season.windows.size() > 1) return true;
    return false;
}

bool uses_holidays(const catalog::Schedule& schedule) {
    for (const auto& charge : schedule.charges)
        for (const auto& season : charge.seasons)
            for (const auto& window : season.windows)
                if (window.when.uses_holidays()) return true;
    return false;
}

void note_what_is_no_money(const Value& root, const Value& data, const Value& contract,
                           Lowered& plan) {
    constexpr std::string_view kNoMoney = "it says nothing about the amount";
    plan.notes.inform(root, {"links", "meta"}, kNoMoney);
    plan.notes.inform(data,
                      {"type", "brand", "brandName", "customerType", "lastUpdated", "description",
                       "applicationUri", "additionalInformation"},
                      kNoMoney);
    plan.notes.inform(data, {"isContingentPlan"}, "who may have it");
    plan.notes.inform(data, {"effectiveTo"},
                      "until when it is offered; its prices need not end then");
    plan.notes.inform(contract,
                      {"billFrequency", "coolingOffDays", "isFixed", "meterTypes", "paymentOption",
                       "pricingModel", "termType", "benefitPeriod", "terms", "variation",
                       "onExpiryDescription", "eligibility"},
                      kNoMoney);
    plan.notes.inform(contract, {"intrinsicGreenPower"}, "green power that is in the prices");
    if (const Value* fees = contract.find("additionalFeeInformation"))
        plan.notes.leave_out(*fees, "fees that only a text describes: they are not billed");
}

Result<void> lower_contract(const Value& contract, std::string_view file, Lowered& plan) {
    std::vector<const Value*> rows;
    std::vector<const Value*> usage;
    if (const Value* periods = contract.find("tariffPeriod")) rows = periods->each();
    for (const auto* row : rows)
        if (row->word("rateBlockUType") != "demandCharges") usage.push_back(row);
    if (usage.empty()) {
        plan.notes.refuse(contract, "there is no price of what is used");
        return {};
    }
    TRY_VOID(set_amounts(usage, file, plan));
    lower_supply(usage, plan);
    lower_usage(usage, plan);
    lower_demand(rows, plan);
    for (const auto* row : rows) {
        row->mark({"displayName", "type"});
        if (zone_of(*row) == zone_of(contract)) row->mark({"timeZone"});
    }
    lower_controlled_load(contract, plan);
    lower_discounts(contract, plan);  // before what they are not on
    lower_feed_in(contract, plan);
    lower_green_power(contract, plan);
    lower_fees(contract, plan);
    lower_incentives(contract, plan);
    return {};
}

catalog::Document document_of(Lowered& plan, const Value& contract) {
    catalog::Document document;
    auto& schedule = plan.schedule;
    if (has_windows(schedule)) schedule.clock = clock_of(contract);
    if (!uses_holidays(schedule)) schedule.head.holidays = "";
    for (auto& charge : schedule.charges)
        if (charge.tax.empty()) charge.tax = schedule.head.tax;
    document.plans.push_back(plan_of(schedule.head.name, {&schedule}));
    document.plans.back().recurring = plan.fees;
    document.schedules.push_back(std::move(schedule));
    return document;
}

}  // namespace

bool is_plan(std::string_view text) {
    return text.contains("\"planId\"") &&
           (text.contains("\"electricityContract\"") || text.contains("\"gasContract\""));
}

Result<Taken> read_plan(std::string_view text, std::string_view file, const Options& options) {
    const Value root = Value::of(TRY(json::parse(text, file)));
    // The plan alone, or the answer of the interface around it.
    const Value* data = root.peek("planId") != nullptr ? &root : root.find("data");
    const Value* contract = data == nullptr ? nullptr : data->find("electricityContract");
    const bool is_gas = data != nullptr && contract == nullptr;
    if (is_gas) contract = data->find("gasContract");
    if (contract == nullptr || data->word("planId").empty())
        return fail(Code::Invalid,
                    root.is_list() ? "a list of plans; write each into a file of its own"
                                   : "a plan has data with planId and one contract of a fuel",
                    std::string(file));
    if (const Value* gas = is_gas ? nullptr : data->find("gasContract"))
        return fail(Code::Unsupported, "a plan of two fuels; write each into a file of its own",
                    fmt::format("{} line {}", file, gas->line));
    Notes notes;
    Lowered plan{.options = options, .notes = notes, .is_gas = is_gas, .schedule = {}, .fees = {}};
    Taken taken;
    taken.features = features_of(*data);
    plan.schedule.head = TRY(head_of(*data, options, notes, file));
    contract->mark({"timeZone"});
    TRY_VOID(lower_contract(*contract, file, plan));
    note_what_is_no_money(root, *data, *contract, plan);
    taken.document = document_of(plan, *contract);
    notes.unread(root);
    taken.findings = notes.take();
    return taken;
}

}  // namespace bw::tariff_sources::au_cdr
