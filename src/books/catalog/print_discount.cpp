// What is reckoned on lines, and how prices count time.
#include "books/catalog/print.h"
#include "books/catalog/print_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::catalog {
namespace {

void print_discount(YamlWriter& out, const Discount& discount, int depth) {
    out.head(depth, discount.key);
    const int in = depth + 1;
    if (!discount.names.empty()) out.raw(in, "name", inline_names(discount.names));
    out.raw(in, "on", key_list(discount.on));
    if (discount.amount) out.line(in, "amount", print_amount(*discount.amount));
    else out.line(in, "percent", discount.percent.to_string());
    if (discount.grows) out.line(in, "grows", print_growth(*discount.grows));
    if (discount.at_least) out.line(in, "at least", print_amount_per(*discount.at_least));
    if (discount.at_most) out.line(in, "at most", print_amount_per(*discount.at_most));
    if (!discount.conditions.empty()) print_conditions(out, discount.conditions, in);
    if (discount.from) out.line(in, "from", discount.from->to_string());
    if (discount.until) out.line(in, "until", discount.until->to_string());
}

std::string per_words(Decimal value, std::string_view unit, int places) {
    return fmt::format("{} per {}", value.to_string(places), unit);
}

}  // namespace

void print_conditions(YamlWriter& out, const std::vector<Condition>& conditions, int depth) {
    out.head(depth, "if");
    for (const auto& condition : conditions)
        out.item(depth + 1, text::yaml_scalar(print_condition(condition)));
}

std::string print_amount_per(const AmountPer& amount, int places) {
    return per_words(amount.value, time_unit_name(amount.per), places);
}

std::string print_amount(const Discount::Amount& amount, int places) {
    if (amount.unit.empty()) return print_amount_per(amount.per_time, places);
    return per_words(amount.per_time.value, amount.unit, places);
}

std::string print_growth(const Growth& growth) {
    return per_words(growth.by, time_unit_name(growth.per), 0) +
           (growth.up_to ? " up to " + growth.up_to->to_string() : "");
}

std::string print_cap(const MonthCap& cap) {
    return fmt::format("{} {} per month", cap.most, cap.is_hours ? "hours" : "days");
}

std::string_view prorate_name(Prorate prorate) {
    switch (prorate) {
        case Prorate::ByDay: return "by day";
        case Prorate::None: return "none";
        case Prorate::BySecond: return "by second";
        case Prorate::Thirty360: break;
    }
    return "30/360";
}

void print_discounts(YamlWriter& out, const std::vector<Discount>& all, int depth) {
    for (const bool is_surcharge : {false, true}) {
        if (std::ranges::count(all, is_surcharge, &Discount::is_surcharge) == 0) continue;
        out.head(depth, is_surcharge ? "surcharges" : "discounts");
        for (const auto& discount : all)
            if (discount.is_surcharge == is_surcharge) print_discount(out, discount, depth + 1);
    }
}

void print_maximum(YamlWriter& out, const Maximum& maximum, int depth) {
    out.head(depth, "maximum");
    out.line(depth + 1, "price", print_amount_per(maximum.price));
    if (!maximum.on.empty()) out.raw(depth + 1, "on", key_list(maximum.on));
}

void print_minimum(YamlWriter& out, const Minimum& minimum, const std::string& default_tax,
                   int depth) {
    out.head(depth, "minimum");
    out.line(depth + 1, "price", print_amount_per({minimum.price, minimum.per}));
    if (!minimum.on.empty()) out.raw(depth + 1, "on", key_list(minimum.on));
    if (minimum.tax != default_tax) out.line(depth + 1, "tax", minimum.tax);
}

void print_together(YamlWriter& out, const Together& together, const std::string& default_tax) {
    if (together.is_empty()) return;
    out.head(0, "together");
    if (together.maximum) print_maximum(out, *together.maximum, 1);
    if (together.minimum) print_minimum(out, *together.minimum, default_tax, 1);
    print_discounts(out, together.discounts, 1);
}

}  // namespace bw::catalog
