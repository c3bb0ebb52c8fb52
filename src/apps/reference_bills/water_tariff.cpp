#include "apps/reference_bills/water_tariff.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/tariff_parts.h"
#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace bw::reference_bills {
namespace {

using catalog::Tier;

constexpr int kNamesDeep = 8;
constexpr std::string_view kFirst = " for the first ";

std::string lowercase(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
    return text;
}

class TariffReader {
public:
    TariffReader(const json::Value& root, const json::Value& tariff, const json::Value& usage)
        : root_(root), tariff_(tariff), usage_(usage) {}

    Result<catalog::Schedule> read() {
        const std::string id = TRY(root_.text("id"));
        const std::string code = TRY(root_.text("currency"));
        out_ = make_schedule(id, TRY(Currency::parse(code)));
        out_.head.sector = "water";
        if (usage_.find("meter_size") != nullptr) size_ = TRY(usage_.text("meter_size"));
        if (usage_.find("water_type") != nullptr) kind_ = lowercase(TRY(usage_.text("water_type")));
        for (const auto& [name, value] : tariff_.members()) TRY_VOID(member(name, value));
        TRY_VOID(check_prices("tier_prices", "commodity"));
        TRY_VOID(check_prices("sewer_tier_prices", "sewer"));
        for (const auto& [name, value] : tariff_.members()) {
            if (name == "bill") TRY_VOID(sum_of_all(value));
            else if (unknown_.contains(name) && !asked_.contains(name) && !is_told(name, value))
                return fail(Code::Unsupported, "a member that is not known", value.place());
        }
        return std::move(out_);
    }

private:
    Result<void> member(const std::string& name, const json::Value& value) {
        if (name == "service_charge_by_meter_size") return service(value);
        if (name == "service_charge") return fixed(TRY(number(value)));
        if (name == "flat_rate") return measured("commodity", {make_tier(TRY(number(value)))});
        if (is_table(name, "tier_starts", size_.substr(0, size_.find('"')) + "_inch"))
            return tiers("commodity", value, TRY(prices("tier_prices")));
        if (name == "sewer_tier_starts")
            return tiers("sewer", value, TRY(prices("sewer_tier_prices")));
        if (name == "sewer") return sewer(value);
        if (is_table(name, "tier_prices", kind_) || name == "sewer_tier_prices") return {};
        if (name == "commodity_charge" || name == "sewer_charge") return check_way(value);
        if (name != "bill") unknown_.insert(name);
        return {};
    }

    // What a budget is, beside starts of tiers that say it already.
    static bool is_told(std::string_view name, const json::Value& value) {
        return name.starts_with("budget") && value.kind() == json::Kind::Number;
    }

    // Prices of tiers of which no start is told: of one tier only.
    Result<void> check_prices(std::string_view table, const char* key) {
        const auto found = prices(table);
        if (!found || out_.find(key) != nullptr) return {};
        const json::Value* list = TRY(chosen(**found));
        const auto& rows = TRY(list->as_array())->items();
        if (rows.size() != 1)
            return fail(Code::Invalid, "prices of tiers without their starts", list->place());
        return measured(key, {make_tier(TRY(number(rows[0])))});
    }

    // How a charge is reckoned, by the word for it.
    static Result<void> check_way(const json::Value& value) {
        const std::string way = TRY(value.as_text());
        if (way == "Tiered" || way == "Budget" || way.contains("flat_rate")) return {};
        return fail(Code::Unsupported, fmt::format("a charge of '{}'", way), value.place());
    }

    // Of {"depends_on": "meter_size", "values": {..}} the one that the usage has.
    Result<const json::Value*> chosen(const json::Value& value) const {
        if (value.find("depends_on") == nullptr) return &value;
        const std::string by = TRY(value.text("depends_on"));
        const std::string own = TRY(usage_.text(by));
        const json::Value* values = TRY(value.member("values"));
        return values->member(own);
    }

    // A number, or a formula of other members of the tariff and the usage.
    Result<Decimal> number(const json::Value& of, int depth = 0) {
        const json::Value& value = *TRY(chosen(of));
        if (value.kind() != json::Kind::Text) return rounded_decimal(value);
        if (const auto plain = rounded_decimal(value)) return *plain;
        const std::string text = TRY(value.as_text());
        const auto formula = TRY(catalog::Formula::parse(text));
        std::map<std::string, Decimal, std::less<>> facts;
        for (const std::string& name : formula.names()) {
            const json::Value* named = tariff_.find(name);
            if (named == nullptr) named = usage_.find(name);
            if (named == nullptr || depth > kNamesDeep)
                return fail(Code::NotFound, fmt::format("there is no '{}'", name), value.place());
            asked_.insert(name);
            facts[name] = TRY(number(*named, depth + 1));
        }
        return formula.value([&](std::string_view name) -> std::optional<Decimal> {
            const auto fact = facts.find(name);
            return fact == facts.end() ? std::nullopt : std::optional(fact->second);
        });
    }

    // The first unit of a tier: a number, a share of the budget ("125%"), or a formula. That before
    // it is the last whole one of the tier before.
    Result<Decimal> unit_before(const json::Value& start, const std::string& budget) {
        Decimal first;
        const std::string text = start.kind() == json::Kind::Text ? TRY(start.as_text()) : "";
        if (text.ends_with('%')) {
            const json::Value* of = tariff_.find(budget);
            if (of == nullptr)
                return fail(Code::NotFound, fmt::format("there is no '{}'", budget), start.place());
            asked_.insert(budget);
            const Decimal share = TRY(rounded_decimal(text.substr(0, text.size() - 1)));
            const Decimal all = TRY(number(*of));
            first = TRY(all.times(Ratio{static_cast<std::int64_t>(share.nano()),
                                        static_cast<std::int64_t>(Decimal::kScale) * 100},
                                  Rounding::HalfEven));
        } else {
            first = TRY(number(start));
        }
        return first.rounded(0, Rounding::Up) - Decimal(1);
    }

    // "tier_starts", or of one row only: "tier_starts_for_3_inch", "tier_prices_potable".
    static bool is_table(std::string_view name, std::string_view table, std::string_view row) {
        if (name == table) return true;
        if (row.empty() || !name.starts_with(table)) return false;
        name.remove_prefix(table.size());
        return name == fmt::format("_{}", row) || name == fmt::format("_for_{}", row);
    }

    Result<const json::Value*> prices(std::string_view table) const {
        for (const auto& [name, value] : tariff_.members())
            if (is_table(name, table, kind_)) return &value;
        return fail(Code::NotFound, fmt::format("there are no '{}'", table), tariff_.place());
    }

    Result<void> service(const json::Value& by_size) {
        return fixed(TRY(rounded_decimal(by_size, size_)));
    }

    Result<void> fixed(Decimal price) {
        out_.charges.push_back(fixed_charge("service", catalog::TimeUnit::Month, price));
        return {};
    }

    // A tier ends with the unit before the first one of the next.
    Result<void> tiers(std::string key, const json::Value& starts, const json::Value* prices) {
        const std::string own = key + "_budget";
        const std::string budget = tariff_.find(own) != nullptr ? own : "budget";
        prices = TRY(chosen(*prices));
        const json::Value* begins = TRY(chosen(starts));
        const auto& rows = TRY(prices->as_array())->items();
        const auto& firsts = TRY(begins->as_array())->items();
        if (rows.size() != firsts.size() || rows.empty())
            return fail(Code::Invalid, "there are not as many prices as tiers", starts.place());
        std::vector<Tier> list;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::optional<catalog::Formula> to;
            if (i + 1 < rows.size()) to = catalog::Formula(TRY(unit_before(firsts[i + 1], budget)));
            list.push_back(make_tier(TRY(rounded_decimal(rows[i])), std::move(to)));
        }
        return measured(std::move(key), std::move(list));
    }

    // "2 per CCF for the first 10 CCF (..), 0 above".
    Result<void> sewer(const json::Value& words) {
        const std::string text = TRY(words.as_text());
        const auto behind = after(text, kFirst);
        if (!behind) return fail(Code::Unsupported, "no tier is told", words.place());
        const std::string unit = TRY(root_.text("unit"));
        const std::string per_unit = fmt::format(" per {}{}", unit, kFirst);
        const Decimal price = TRY(decimal_before(text, per_unit, words.place()));
        const Decimal to = TRY(decimal_before(*behind, " " + unit, words.place()));
        const Decimal rest = TRY(decimal_before(text, " above", words.place()));
        return measured("sewer", {make_tier(price, catalog::Formula(to)), make_tier(rest)});
    }

    Result<void> measured(std::string key, std::vector<Tier> list) {
        auto charge = usage_charge(std::move(key), {kWater, TRY(root_.text("unit"))});
        charge.seasons = {whole_year(std::move(list))};
        out_.charges.push_back(std::move(charge));
        return {};
    }

    // "commodity + service + sewer": all that the tariff charges.
    Result<void> sum_of_all(const json::Value& words) const {
        const std::string text = TRY(words.as_text());
        std::size_t terms = 1;
        for (const char c : text) terms += c == '+' ? 1 : 0;
        const bool is_all = std::ranges::all_of(
            out_.charges, [&](const auto& charge) { return text.contains(charge.key); });
        if (is_all && terms == out_.charges.size()) return {};
        return fail(Code::Unsupported, fmt::format("a bill of '{}'", text), words.place());
    }

    const json::Value& root_;
    const json::Value& tariff_;
    const json::Value& usage_;
    std::string size_, kind_;
    std::set<std::string, std::less<>> unknown_, asked_;  // members of the tariff; by formulas
    catalog::Schedule out_;
};

}  // namespace

Result<catalog::Schedule> read_water_tariff(const json::Value& root) {
    const json::Value* tariff = TRY(root.member("tariff"));
    const json::Value* usage = TRY(root.member("usage"));
    return TariffReader(root, *tariff, *usage).read();
}

}  // namespace bw::reference_bills
