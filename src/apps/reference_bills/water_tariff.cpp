#include "apps/reference_bills/water_tariff.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/tariff_parts.h"
#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bw::reference_bills {
namespace {

using catalog::Tier;

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
        size_ = TRY(usage_.text("meter_size"));
        if (usage_.find("water_type") != nullptr) kind_ = lowercase(TRY(usage_.text("water_type")));
        for (const auto& [name, value] : tariff_.members()) TRY_VOID(member(name, value));
        return std::move(out_);
    }

private:
    Result<void> member(const std::string& name, const json::Value& value) {
        if (name == "service_charge_by_meter_size") return service(value);
        if (is_table(name, "tier_starts", size_.substr(0, size_.find('"')) + "_inch"))
            return tiers("commodity", value, TRY(prices("tier_prices")));
        if (name == "sewer_tier_starts")
            return tiers("sewer", value, TRY(prices("sewer_tier_prices")));
        if (name == "sewer") return sewer(value);
        if (is_table(name, "tier_prices", kind_) || name == "sewer_tier_prices") return {};
        if (name == "bill") return sum_of_all(value);
        return fail(Code::Unsupported, "a member that is not known", value.place());
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
        const Decimal price = TRY(rounded_decimal(by_size, size_));
        out_.charges.push_back(fixed_charge("service", catalog::TimeUnit::Month, price));
        return {};
    }

    // A tier ends with the unit before the first one of the next.
    Result<void> tiers(std::string key, const json::Value& starts, const json::Value* prices) {
        const auto& rows = TRY(prices->as_array())->items();
        const auto& firsts = TRY(starts.as_array())->items();
        if (rows.size() != firsts.size() || rows.empty())
            return fail(Code::Invalid, "there are not as many prices as tiers", starts.place());
        std::vector<Tier> list;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::optional<catalog::Formula> to;
            if (i + 1 < rows.size())
                to = catalog::Formula(TRY(rounded_decimal(firsts[i + 1])) - Decimal(1));
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
    catalog::Schedule out_;
};

}  // namespace

Result<catalog::Schedule> read_water_tariff(const json::Value& root) {
    const json::Value* tariff = TRY(root.member("tariff"));
    const json::Value* usage = TRY(root.member("usage"));
    return TariffReader(root, *tariff, *usage).read();
}

}  // namespace bw::reference_bills
