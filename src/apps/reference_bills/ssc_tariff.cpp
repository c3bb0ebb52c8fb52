#include "apps/reference_bills/ssc_tariff.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/tariff_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <optional>
#include <utility>

namespace bw::reference_bills {
namespace {

using catalog::Charge;
using catalog::Formula;
using catalog::Tier;

// Times of day by which the source finds the period that goes on from one of the month before:
// 0, 5, 11 and 17 o'clock.
constexpr std::array kMatchedMinutes = {0, 300, 660, 1020};

Result<HourTable> read_hours(const json::Value& of) {
    HourTable table;
    for (const auto& [name, months] : {std::pair("weekday_schedule_month_hour", &table.weekdays),
                                       {"weekend_schedule_month_hour", &table.weekends}}) {
        const json::Value* rows = TRY(of.array(name));
        if (rows->items().size() != months->size())
            return fail(Code::Invalid, "a row for each of 12 months is needed", rows->place());
        for (std::size_t month = 0; month < months->size(); ++month) {
            const auto& hours = rows->items()[month].items();
            auto& row = (*months)[month];
            if (hours.size() != row.size())
                return fail(Code::Invalid, "a period for each of 24 hours is needed",
                            rows->items()[month].place());
            for (std::size_t hour = 0; hour < row.size(); ++hour)
                row[hour] = static_cast<int>(TRY(whole_number(hours[hour])));
        }
    }
    return table;
}

// The source writes 1e38, or 9.9999999999999998e+37, where there is no bound.
bool is_unlimited(const json::Value& value) {
    const auto text = value.as_number_text();
    return text && (text->ends_with("e38") || text->ends_with("e+38") || text->ends_with("e+37"));
}

Result<std::optional<Decimal>> read_max(const json::Value& tier, std::string_view name) {
    const json::Value* value = tier.find(name);
    if (value == nullptr || value->kind() == json::Kind::Null || is_unlimited(*value))
        return std::optional<Decimal>();
    return std::optional(TRY(rounded_decimal(*value)));
}

enum class TierUnit : std::uint8_t { Energy, EnergyPerDay, HoursOfUse };

struct EnergyTier {
    std::optional<Decimal> max;
    TierUnit unit = TierUnit::Energy;
    Decimal buy, sell;
};

Result<EnergyTier> read_energy_tier(const json::Value& value) {
    static const std::map<std::string, TierUnit, std::less<>> kUnits = {
        {"kWh", TierUnit::Energy},
        {"kWh daily", TierUnit::EnergyPerDay},
        {"kWh/kW", TierUnit::HoursOfUse}};
    const auto unit = kUnits.find(TRY(value.text("unit")));
    if (unit == kUnits.end())
        return fail(Code::Unsupported, "an unknown unit of a tier", value.place());
    return EnergyTier{TRY(read_max(value, "max")), unit->second,
                      TRY(rounded_decimal(value, "buy_per_kwh")),
                      TRY(decimal_or(value, "sell_per_kwh", {}))};
}

// Upper bounds as formulas; empty: open. A row of hours of use that kWh follow opens a block: they
// are its steps, and end with it; its own price is never asked.
class TierLadder {
public:
    explicit TierLadder(std::vector<EnergyTier> rows) : rows_(std::move(rows)) {}

    Result<std::vector<Tier>> tiers(bool is_export) const {
        std::vector<Tier> tiers;
        std::string block;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const EnergyTier& row = rows_[i];
            std::string to = bound_of(row);
            if (row.unit == TierUnit::HoursOfUse) {
                block = to;
                if (i + 1 < rows_.size() && rows_[i + 1].unit != TierUnit::HoursOfUse) continue;
            } else if (!block.empty()) {
                to = to.empty() ? block : fmt::format("min({}, {})", to, block);
            }
            std::optional<Formula> bound;
            if (!to.empty()) bound = TRY(Formula::parse(to));
            tiers.push_back(make_tier(is_export ? -row.sell : row.buy, std::move(bound)));
        }
        return tiers;
    }

private:
    static std::string bound_of(const EnergyTier& row) {
        if (!row.max) return "";
        std::string max = row.max->to_string();
        switch (row.unit) {
            case TierUnit::EnergyPerDay: return max + " * days";
            case TierUnit::HoursOfUse: return fmt::format("{} * demand.{}", max, kPower);
            case TierUnit::Energy: break;
        }
        return max;
    }

    std::vector<EnergyTier> rows_;
};

// Only the last tier is open.
Result<void> check_tiers(const std::vector<Tier>& tiers, const std::string& place) {
    for (std::size_t i = 0; i < tiers.size(); ++i)
        if (tiers[i].to.has_value() != (i + 1 < tiers.size()))
            return fail(Code::Unsupported, "tiers of which another than the last is open", place);
    if (tiers.empty()) return fail(Code::Invalid, "a period without tiers", place);
    return {};
}

using TiersByPeriod = std::map<int, std::vector<Tier>>;

TiersOfPeriod look_up(const TiersByPeriod& tiers, const std::string& place) {
    return [&tiers, place](int period) -> Result<std::vector<Tier>> {
        const auto found = tiers.find(period);
        if (found == tiers.end())
            return fail(Code::NotFound, fmt::format("there is no period {}", period), place);
        return found->second;
    };
}

std::vector<std::optional<Formula>> bounds_of(const catalog::Window& window) {
    std::vector<std::optional<Formula>> bounds;
    bounds.reserve(window.tiers.size());
    for (const Tier& tier : window.tiers) bounds.push_back(tier.to);
    return bounds;
}

// A tier's bound counts what all periods of the month use: they must have the same ones.
Result<void> check_shared(const Charge& charge, const std::string& place) {
    for (const auto& season : charge.seasons)
        for (const auto& window : season.windows)
            if (bounds_of(window) != bounds_of(season.windows.front()))
                return fail(Code::Unsupported,
                            "periods of one month that have tiers of different bounds", place);
    return {};
}

// What is neither text, nothing, nor no.
bool says_something(const json::Value& value) {
    switch (value.kind()) {
        case json::Kind::Number: {
            const auto number = rounded_decimal(value);
            return !number || !number->is_zero();
        }
        case json::Kind::Bool: return value.as_bool().value_or(true);
        case json::Kind::Array: return !value.items().empty();
        case json::Kind::Object: return !value.members().empty();
        case json::Kind::Null:
        case json::Kind::Text: break;
    }
    return false;
}

// A rule that is not known would be lost in silence.
Result<void> check_members(const json::Value& of, std::initializer_list<std::string_view> known) {
    for (const auto& [name, value] : of.members())
        if (std::ranges::find(known, name) == known.end() && says_something(value))
            return fail(Code::Unsupported, "a member that is not known", value.place());
    return {};
}

class TariffReader {
public:
    TariffReader(const json::Value& root, Metering metering) : root_(root), metering_(metering) {}

    Result<catalog::Schedule> read() {
        const std::string id = TRY(root_.text("id"));
        const std::string code = TRY(root_.text("currency"));
        out_ = make_schedule(id, TRY(Currency::parse(code)));
        tariff_ = TRY(root_.member("tariff"));
        TRY_VOID(check_members(*tariff_,
                               {"fixed_monthly_charge", "minimum_monthly_charge",
                                "minimum_annual_charge", "energy", "demand", "billing_demand"}));
        if (const json::Value* rules = root_.find("metering"))
            TRY_VOID(check_members(*rules, {"option", "true_up_month", "year_end_sell_rate",
                                            "roll_over_at_true_up", "apply_credit_in_same_month",
                                            "credit_expires_at_true_up"}));
        out_.charges.push_back(fixed_charge(kFixed, catalog::TimeUnit::Month,
                                            TRY(decimal_or(*tariff_, "fixed_monthly_charge", {}))));
        TRY_VOID(power());
        TRY_VOID(settled_energy());
        TRY_VOID(minimums());
        return std::move(out_);
    }

private:
    // Of the month's bill, what a credit pays off it; that of the year counts no top-up of a month.
    Result<void> minimums() {
        std::vector<std::string> all;
        all.reserve(out_.charges.size() + out_.credits.size());
        for (const Charge& charge : out_.charges) all.push_back(charge.key);
        for (const auto& credit : out_.credits) all.push_back(credit.key);
        const Decimal month = TRY(decimal_or(*tariff_, "minimum_monthly_charge", {}));
        if (!month.is_zero()) {
            out_.minimum.emplace().price = month;
            out_.minimum->on = all;
        }
        const Decimal year = TRY(decimal_or(*tariff_, "minimum_annual_charge", {}));
        if (!year.is_zero()) {
            out_.year_minimum.emplace().price = year;
            out_.year_minimum->on = std::move(all);
        }
        return {};
    }

    // What goes both ways through the meter, and what becomes of it as the year is settled.
    Result<void> settled_energy() {
        const json::Value* rules = TRY(root_.member("metering"));
        const bool is_net = metering_ == Metering::NetEnergy || metering_ == Metering::NetMoney;
        TRY_VOID(
            energy(kEnergy, {.channel = "import", .unit = "kWh", .less = is_net ? "export" : ""}));
        if (metering_ == Metering::NetEnergy) return carry_energy(*rules);
        TRY_VOID(
            energy(kExport, {.channel = "export", .unit = "kWh", .less = is_net ? "import" : ""}));
        if (metering_ == Metering::NetMoney) only_first_tiers(out_.charges.back());
        if (metering_ == Metering::NetMoney || metering_ == Metering::NetBillingCarried)
            return carry_money(*rules);
        return {};
    }

    // What passes on goes to the period of the same time of a weekday; what is paid for is the sum
    // of the year.
    Result<void> carry_energy(const json::Value& rules) {
        catalog::Surplus& surplus = out_.charges.back().surplus;
        surplus.carry = catalog::Surplus::Carry::TimeOfDay;
        surplus.minutes.assign(kMatchedMinutes.begin(), kMatchedMinutes.end());
        surplus.settled_in = TRY(true_up_month(rules));
        surplus.pay = TRY(decimal_or(rules, "year_end_sell_rate", {}));
        surplus.pays_sum = true;
        if (!TRY(flag(rules, "roll_over_at_true_up"))) return {};
        // Not in money: it pays energy from that month on, and nothing is ever paid out.
        catalog::FeedInCredit credit;
        credit.key = "credit";
        credit.from = {kEnergy};
        credit.on = {kEnergy};
        credit.same_month = true;
        out_.credits.push_back(std::move(credit));
        return {};
    }

    Result<void> carry_money(const json::Value& rules) {
        catalog::FeedInCredit credit;
        credit.key = "credit";
        credit.from = {kExport};
        credit.on = {kEnergy};
        credit.same_month = TRY(flag(rules, "apply_credit_in_same_month"));
        credit.is_paid = !TRY(flag(rules, "credit_expires_at_true_up"));
        credit.settled_in = TRY(true_up_month(rules));
        // The source pays this credit out and passes it on all the same, which only the months
        // behind it see; that of net billing never rolls over.
        if (metering_ == Metering::NetMoney && credit.settled_in < 12 &&
            TRY(flag(rules, "roll_over_at_true_up")))
            return fail(Code::Unsupported, "what is settled and passes on all the same",
                        rules.place());
        out_.credits.push_back(std::move(credit));
        return {};
    }

    static Result<bool> flag(const json::Value& rules, std::string_view name) {
        const json::Value* value = rules.find(name);
        return value == nullptr ? Result<bool>(false) : yes_or_no(*value);
    }

    // In December where nothing is said.
    static Result<int> true_up_month(const json::Value& rules) {
        const json::Value* month = rules.find("true_up_month");
        if (month == nullptr) return 12;
        const auto number = TRY(whole_number(*month));
        if (number < 1 || number > 12)
            return fail(Code::Invalid, "months are 1 to 12", month->place());
        return static_cast<int>(number);
    }

    // A month's surplus earns the rate of its period's first tier, however much it is.
    static void only_first_tiers(Charge& charge) {
        for (auto& season : charge.seasons)
            for (auto& window : season.windows)
                window =
                    make_window(window.name, window.when, {make_tier(window.tiers.front().price)});
    }

    Result<void> energy(const char* key, catalog::Measure of) {
        const json::Value* energy = TRY(tariff_->member("energy"));
        const bool is_export = of.channel == "export";
        const json::Value* periods = TRY(energy->array("periods"));
        TiersByPeriod tiers;
        for (const json::Value& period : periods->items()) {
            std::vector<EnergyTier> rows;
            const json::Value* list = TRY(period.array("tiers"));
            for (const json::Value& row : list->items()) rows.push_back(TRY(read_energy_tier(row)));
            auto ladder = TRY(TierLadder(std::move(rows)).tiers(is_export));
            TRY_VOID(check_tiers(ladder, period.place()));
            const json::Value* number = TRY(period.member("period"));
            tiers[static_cast<int>(TRY(whole_number(*number)))] = std::move(ladder);
        }
        // Net energy is known when the month is over; else each interval is settled in its turn.
        const bool is_net = !of.less.empty();
        Charge charge = usage_charge(key, std::move(of));
        charge.fill = is_net ? catalog::Fill::ProRata : catalog::Fill::InOrder;
        const HourTable hours = TRY(read_hours(*energy));
        charge.seasons = TRY(seasons_of(hours, look_up(tiers, periods->place())));
        TRY_VOID(check_shared(charge, periods->place()));
        out_.charges.push_back(std::move(charge));
        return {};
    }

    // The highest power of all hours by its month's price, and that of each period by the period's.
    Result<void> power() {
        Charge flat = demand_charge(kPower);
        const json::Value* demand = tariff_->find("demand");
        if (demand == nullptr) flat.seasons = {whole_year({make_tier(Decimal())})};
        else flat.seasons = TRY(flat_seasons(*demand));
        TRY_VOID(billing_demand(flat));
        out_.charges.push_back(std::move(flat));
        if (demand == nullptr) return {};
        Charge by_period = demand_charge(kPowerByPeriod);
        by_period.seasons = TRY(period_seasons(*demand));
        if (out_.charges.back().peak != by_period.peak && has_price(by_period))
            return fail(Code::Unsupported, "a price of periods' billing demand", demand->place());
        out_.charges.push_back(std::move(by_period));
        return {};
    }

    static bool has_price(const Charge& charge) {
        for (const auto& season : charge.seasons)
            for (const auto& window : season.windows)
                for (const Tier& tier : window.tiers)
                    if (!tier.price.is_zero()) return true;
        return false;
    }

    static Result<std::vector<Tier>> power_tiers(const json::Value& of) {
        std::vector<Tier> tiers;
        const json::Value* list = TRY(of.array("tiers"));
        for (const json::Value& row : list->items()) {
            const auto max = TRY(read_max(row, "max_kw"));
            tiers.push_back(make_tier(TRY(rounded_decimal(row, "charge_per_kw")),
                                      max ? std::optional(Formula(*max)) : std::nullopt));
        }
        TRY_VOID(check_tiers(tiers, of.place()));
        return tiers;
    }

    static Result<std::vector<catalog::Season>> flat_seasons(const json::Value& demand) {
        const json::Value* months = TRY(demand.array("flat_by_month"));
        TiersByPeriod tiers;
        HourTable table;  // a month is a period of its own
        for (const json::Value& row : months->items()) {
            const json::Value* number = TRY(row.member("month"));
            tiers[static_cast<int>(TRY(whole_number(*number)))] = TRY(power_tiers(row));
        }
        for (std::size_t month = 0; month < table.weekdays.size(); ++month) {
            table.weekdays[month].fill(static_cast<int>(month) + 1);
            table.weekends[month] = table.weekdays[month];
        }
        return seasons_of(table, look_up(tiers, months->place()));
    }

    static Result<std::vector<catalog::Season>> period_seasons(const json::Value& demand) {
        const json::Value* periods = TRY(demand.array("tou_periods"));
        TiersByPeriod tiers;
        for (const json::Value& row : periods->items()) {
            const json::Value* number = TRY(row.member("period"));
            tiers[static_cast<int>(TRY(whole_number(*number)))] = TRY(power_tiers(row));
        }
        return seasons_of(TRY(read_hours(demand)), look_up(tiers, periods->place()));
    }

    // At least so much, and a percentage of the peaks of the months before: that of the month which
    // had the peak.
    Result<void> billing_demand(Charge& charge) const {
        const json::Value* rule = tariff_->find("billing_demand");
        if (rule == nullptr) return {};
        TRY_VOID(check_all_periods(*rule));
        charge.peak.at_least = Formula(TRY(rounded_decimal(*rule, "minimum_kw")));
        const json::Value* back = TRY(rule->member("lookback_months"));
        const auto last_months = static_cast<int>(TRY(whole_number(*back)));
        std::map<Decimal, std::vector<int>> own, before;
        const json::Value* rows = TRY(rule->array("by_month"));
        for (const json::Value& row : rows->items()) {
            const json::Value* number = TRY(row.member("month"));
            const auto month = static_cast<int>(TRY(whole_number(*number)));
            const Decimal percent = TRY(rounded_decimal(row, "lookback_percent"));
            const json::Value* is_full = TRY(row.member("use_full_current_month_peak"));
            before[percent].push_back(month);
            own[TRY(yes_or_no(*is_full)) ? Decimal(100) : percent].push_back(month);
        }
        for (const auto& [percent, months] : own) charge.peak.own.push_back({percent, months});
        for (const auto& [percent, months] : before)
            charge.peak.ratchets.push_back({percent, months, last_months});
        return {};
    }

    // Peaks are of the periods that the rule names; of less than all there is no record.
    Result<void> check_all_periods(const json::Value& rule) const {
        const json::Value* named = rule.find("applies_to_tou_periods");
        const json::Value* demand = tariff_->find("demand");
        if (named == nullptr || demand == nullptr) return {};
        std::vector<std::int64_t> counted;
        for (const json::Value& period : TRY(named->as_array())->items())
            counted.push_back(TRY(whole_number(period)));
        const json::Value* periods = TRY(demand->array("tou_periods"));
        for (const json::Value& row : periods->items()) {
            const json::Value* period = TRY(row.member("period"));
            if (std::ranges::find(counted, TRY(whole_number(*period))) == counted.end())
                return fail(Code::Unsupported, "a billing demand of some periods", named->place());
        }
        return {};
    }

    const json::Value& root_;
    Metering metering_;
    const json::Value* tariff_ = nullptr;
    catalog::Schedule out_;
};

}  // namespace

Result<Metering> read_metering(const json::Value& root) {
    const json::Value* metering = TRY(root.member("metering"));
    const json::Value* option = TRY(metering->member("option"));
    const auto number = TRY(whole_number(*option));
    if (number < 0 || number > static_cast<int>(Metering::BuyAllSellAll))
        return fail(Code::Unsupported, fmt::format("the metering option {}", number),
                    option->place());
    return static_cast<Metering>(number);
}

Result<catalog::Schedule> read_ssc_tariff(const json::Value& root, Metering metering) {
    return TariffReader(root, metering).read();
}

}  // namespace bw::reference_bills
