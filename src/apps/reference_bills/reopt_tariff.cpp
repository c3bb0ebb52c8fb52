#include "apps/reference_bills/reopt_tariff.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/tariff_parts.h"
#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace bw::reference_bills {
namespace {

using catalog::Charge;
using catalog::Tier;
using catalog::TimeUnit;

constexpr std::string_view kTouDemand = "tou_demand_per_kw_weekday_";
constexpr int kMonthsBefore = 11;

// What is called "adj" is added to the price.
Result<std::vector<Tier>> read_tiers(const json::Value& list, std::string_view max,
                                     std::string_view name) {
    std::vector<Tier> tiers;
    for (const json::Value& row : TRY(list.as_array())->items()) {
        Decimal price = TRY(rounded_decimal(row, row.find(name) == nullptr ? "rate" : name));
        if (const json::Value* more = row.find("adj")) price += TRY(rounded_decimal(*more));
        std::optional<catalog::Formula> to;
        const json::Value* bound = row.find(max);
        if (bound != nullptr && bound->kind() != json::Kind::Null)
            to = catalog::Formula(TRY(rounded_decimal(*bound)));
        tiers.push_back(make_tier(price, std::move(to)));
    }
    if (tiers.empty()) return fail(Code::Invalid, "there are no tiers", list.place());
    for (std::size_t i = 0; i + 1 < tiers.size(); ++i)
        if (!tiers[i].to)
            return fail(Code::Invalid, "only the last tier has no bound", list.place());
    return tiers;
}

class TariffReader {
public:
    explicit TariffReader(const json::Value& root) : root_(root) {}

    Result<ReoptTariff> read() {
        const std::string id = TRY(root_.text("id"));
        const std::string code = TRY(root_.text("currency"));
        out_ = make_schedule(id, TRY(Currency::parse(code)));
        const json::Value* tariff = TRY(root_.member("tariff"));
        for (const auto& [name, value] : tariff->members()) TRY_VOID(member(name, value));
        TRY_VOID(energy_by_day(*tariff));
        TRY_VOID(ratchet(*tariff));
        if (!minimum_.is_zero()) out_.year_minimum.emplace().price = minimum_;
        return ReoptTariff{std::move(out_), std::move(peaks_)};
    }

private:
    Result<void> member(const std::string& name, const json::Value& value) {
        if (name == "name" || name == "ratchet" || name == "energy_weekday" ||
            name == "energy_weekend")
            return {};  // says nothing, or is read with others
        if (name == "fixed_monthly_charge") return fixed(TimeUnit::Month, value);
        if (name == "fixed_daily_charge") return fixed(TimeUnit::Day, value);
        if (name == "energy_tiers_monthly")
            return energy({whole_year(TRY(read_tiers(value, "max_kwh", "rate")))});
        if (is_minimum(name)) return minimum(name, value);
        if (name.contains("demand_tiers"))
            return demand({whole_year(TRY(read_tiers(value, "max_kw", "per_kw")))});
        if (name.starts_with(kTouDemand)) return demand_at(name.substr(kTouDemand.size()), value);
        if (name.contains("coincident")) return coincident(value);
        if (name.contains("energy") && name.contains("per_kwh"))
            return energy(TRY(prices_by_month(value)));
        if (name.contains("demand") && name.contains("per_kw"))
            return demand(TRY(prices_by_month(value)));
        return fail(Code::Unsupported, "a member that is not known", value.place());
    }

    // "minimum_monthly_charge", "annual_min_charge".
    static bool is_minimum(std::string_view name) {
        return name.contains("min") && name.ends_with("_charge") &&
               (name.contains("monthly") || name.contains("annual"));
    }

    // The source asks for the higher one of both, over the year: twelve times that of a month.
    Result<void> minimum(std::string_view name, const json::Value& value) {
        const bool is_of_month = name.contains("monthly");
        const Decimal price = TRY(rounded_decimal(value));
        const Decimal year = TRY(price.times(Ratio{is_of_month ? 12 : 1, 1}, Rounding::HalfEven));
        minimum_ = std::max(minimum_, year);
        return {};
    }

    Result<void> fixed(TimeUnit per, const json::Value& price) {
        out_.charges.push_back(fixed_charge("fixed", per, TRY(rounded_decimal(price))));
        return {};
    }

    Result<void> energy(std::vector<catalog::Season> seasons) {
        Charge charge = usage_charge("energy", {.channel = "import", .unit = "kWh"});
        charge.seasons = std::move(seasons);
        out_.charges.push_back(std::move(charge));
        return {};
    }

    Result<void> demand(std::vector<catalog::Season> seasons) {
        Charge charge = demand_charge("demand");
        charge.seasons = std::move(seasons);
        out_.charges.push_back(std::move(charge));
        return {};
    }

    // {"07:00-20:00": 0.36, "else": 0.28} from Monday to Friday, one price on other days.
    Result<void> energy_by_day(const json::Value& tariff) {
        const json::Value* weekday = tariff.find("energy_weekday");
        if (weekday == nullptr) return {};
        std::vector<catalog::Window> windows;
        windows.push_back(make_window("weekend", TRY(catalog::parse_when("Sat, Sun")),
                                      {make_tier(TRY(rounded_decimal(tariff, "energy_weekend")))}));
        for (const auto& [hours, price] : weekday->members()) {
            const bool is_rest = hours == "else";
            auto when = catalog::parse_when(is_rest ? "otherwise" : "Mon-Fri " + hours);
            if (!when) return fail(when.error().code, when.error().text, price.place());
            windows.push_back(
                make_window(hours, std::move(*when), {make_tier(TRY(rounded_decimal(price)))}));
        }
        Charge charge = usage_charge("energy", {.channel = "import", .unit = "kWh"});
        charge.seasons.emplace_back().windows = std::move(windows);
        out_.charges.push_back(std::move(charge));
        return {};
    }

    // At some hours from Monday to Friday; at others power costs nothing.
    Result<void> demand_at(const std::string& hours, const json::Value& price) {
        auto when = catalog::parse_when("Mon-Fri " + hours);
        if (!when) return fail(when.error().code, when.error().text, price.place());
        Charge charge = demand_charge("demand-" + hours);
        charge.seasons.emplace_back().windows = {
            make_window("peak", std::move(*when), {make_tier(TRY(rounded_decimal(price)))}),
            make_window("rest", {.otherwise = true, .clauses = {}}, {make_tier(Decimal())})};
        out_.charges.push_back(std::move(charge));
        return {};
    }

    // One price, one for each month, or months by their names.
    static Result<std::vector<catalog::Season>> prices_by_month(const json::Value& value) {
        if (value.kind() == json::Kind::Number || value.kind() == json::Kind::Text)
            return std::vector{whole_year({make_tier(TRY(rounded_decimal(value)))})};
        std::vector<catalog::Season> seasons;
        const auto add = [&](const std::string& name, const std::vector<int>& months,
                             const json::Value& price) -> Result<void> {
            seasons.push_back(make_season(
                name, months, {make_window("", {}, {make_tier(TRY(rounded_decimal(price)))})}));
            return {};
        };
        if (value.kind() == json::Kind::Array) {
            if (value.items().size() != catalog::kMonths.size())
                return fail(Code::Invalid, "a price for each of 12 months is needed",
                            value.place());
            for (std::size_t month = 0; month < catalog::kMonths.size(); ++month)
                TRY_VOID(add(std::string(catalog::kMonths[month]), {static_cast<int>(month) + 1},
                             value.items()[month]));
            return seasons;
        }
        const bool is_counted = std::ranges::any_of(
            value.members(), [](const auto& member) { return member.first.contains(" months"); });
        if (is_counted) return cold_and_warm(value);
        for (const auto& [names, price] : value.members()) {
            auto months = months_in(names);
            std::ranges::sort(months);
            if (months.empty()) return fail(Code::Invalid, "no month is named", price.place());
            TRY_VOID(add(names, months, price));
        }
        return seasons;
    }

    // {"hours": [1, 2], "per_kw": 5}, or a list of such: the highest power in any of the hours.
    Result<void> coincident(const json::Value& value) {
        if (value.kind() == json::Kind::Array) {
            for (const json::Value& one : value.items()) TRY_VOID(coincident(one));
            return {};
        }
        const std::string key = fmt::format("{}{}", kCoincident, ++coincident_count_);
        std::optional<Decimal> price;
        for (const auto& [name, part] : value.members()) {
            if (name.contains("per_kw")) price = TRY(rounded_decimal(part));
            else if (name.contains("hour") || name.contains("time_step"))
                for (const json::Value& hour : TRY(part.as_array())->items())
                    peaks_.push_back({key, TRY(whole_number(hour))});
            else if (name != "note")
                return fail(Code::Unsupported, "a member that is not known", part.place());
        }
        if (!price) return fail(Code::Invalid, "a price per kW is needed", value.place());
        Charge charge = demand_charge(key);
        charge.peak.at = key;
        charge.seasons = {whole_year({make_tier(*price)})};
        out_.charges.push_back(std::move(charge));
        return {};
    }

    // {"6 cold months including January": 10.5, "6 warm months": 11.5}: they follow each other, and
    // which they are is not said further; the month that is named lies in the middle.
    static Result<std::vector<catalog::Season>> cold_and_warm(const json::Value& value) {
        std::vector<catalog::Season> seasons;
        std::vector<int> rest{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        for (const auto& [words, price] : value.members()) {
            const auto name = after(words, " months including ");
            const auto count =
                TRY(number_before(words, name ? " cold months" : " warm months", price.place()));
            auto months = rest;
            if (name) months = around(TRY(month_named(*name, price.place())), count);
            if (static_cast<std::int64_t>(months.size()) != count)
                return fail(Code::Invalid, "the months are not 12 in all", price.place());
            std::erase_if(rest, [&](int month) { return std::ranges::count(months, month) > 0; });
            seasons.push_back(make_season(
                words, months, {make_window("", {}, {make_tier(TRY(rounded_decimal(price)))})}));
        }
        return seasons;
    }

    static std::vector<int> around(int month, std::int64_t count) {
        std::vector<int> months;
        for (int i = 0; i < count && i < 12; ++i)
            months.push_back((month - 1 + i - static_cast<int>(count) / 2 + 12) % 12 + 1);
        std::ranges::sort(months);
        return months;
    }

    // "all months of the year", "January, April and Dec", or "previous 6 months".
    static Result<void> look_back(const json::Value& words, catalog::Ratchet& ratchet) {
        const std::string text = TRY(words.as_text());
        ratchet.months = months_in(text);
        if (!ratchet.months.empty() || text.starts_with("all months")) return {};
        const auto digit = text.find_first_of("0123456789");
        if (digit == std::string::npos || !text.contains(" month"))
            return fail(Code::Unsupported, fmt::format("a ratchet over '{}'", text), words.place());
        const auto end = std::min(text.find(' ', digit), text.size());
        ratchet.last_months =
            static_cast<int>(TRY(number_before(text.substr(0, end) + ";", ";", words.place())));
        return {};
    }

    Result<void> ratchet(const json::Value& tariff) {
        const json::Value* rule = tariff.find("ratchet");
        if (rule == nullptr) return {};
        catalog::Ratchet ratchet{TRY(rounded_decimal(*rule, "percent")), {}, kMonthsBefore};
        const char* name = rule->find("lookback") != nullptr ? "lookback" : "lookback_months";
        const json::Value* back = TRY(rule->member(name));
        if (back->kind() == json::Kind::Text) TRY_VOID(look_back(*back, ratchet));
        else if (back->kind() == json::Kind::Array)
            for (const json::Value& month : back->items())
                ratchet.months.push_back(static_cast<int>(TRY(whole_number(month))));
        else ratchet.last_months = static_cast<int>(TRY(whole_number(*back)));
        std::ranges::sort(ratchet.months);
        const bool are_months = std::ranges::all_of(
            ratchet.months, [](int month) { return month >= 1 && month <= 12; });
        if (!are_months || ratchet.last_months < 1)
            return fail(Code::Invalid, "months are 1 to 12", back->place());
        for (Charge& charge : out_.charges)
            if (charge.kind == catalog::ChargeKind::Demand && charge.peak.at.empty())
                charge.peak.ratchets = {ratchet};
        return {};
    }

    const json::Value& root_;
    catalog::Schedule out_;
    std::vector<GridPeak> peaks_;
    Decimal minimum_;  // of the year
    int coincident_count_ = 0;
};

}  // namespace

Result<int> month_named(std::string_view name, const std::string& place) {
    if (const auto month = month_at(name)) return *month;
    return fail(Code::Invalid, fmt::format("'{}' is no month", name), place);
}

Result<ReoptTariff> read_reopt_tariff(const json::Value& root) { return TariffReader(root).read(); }

}  // namespace bw::reference_bills
