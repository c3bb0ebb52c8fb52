// What is reckoned on lines: discounts, surcharges, minimum and maximum; and how prices count time.
#include "books/catalog/limits.h"
#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

namespace bw::catalog {
namespace {

constexpr std::string_view kPer = " per ";

// "28 days per month": the number and the word behind it.
struct Counted {
    int number = 0;
    std::string words;
};
std::optional<Counted> counted(std::string_view text, int most) {
    const std::size_t space = text.find(' ');
    const auto number = Decimal::parse(text.substr(0, space));
    if (!number || space == std::string_view::npos || number->places() > 0 ||
        *number < Decimal(1) || *number > Decimal(most))
        return std::nullopt;
    return Counted{static_cast<int>(number->nano() / Decimal::kScale),
                   std::string(text.substr(space + 1))};
}

Result<AmountPer> parse_amount_per(const Spot& spot) {
    const PriceText text = TRY(price_text(spot));
    const auto per = time_unit(text.unit);
    if (!per || *per == TimeUnit::Once)
        return spot.error("write an amount and its time: 20.00 per day, month, quarter or year");
    if (text.value <= Decimal()) return spot.error("the amount is above 0");
    return AmountPer{text.value, *per};
}

Result<Discount::Amount> parse_discount_amount(const Spot& spot) {
    const PriceText text = TRY(price_text(spot));
    if (text.unit.empty())
        return spot.error("write what it is per: 60.00 per quarter, 0.02 per kWh");
    if (text.value <= Decimal()) return spot.error("a discount is above 0");
    const auto per = time_unit(text.unit);
    if (per == TimeUnit::Once)
        return spot.error("write what it is per: 60.00 per quarter, with 'from:' and 'until:'");
    if (per) return Discount::Amount{{text.value, *per}, {}};
    return Discount::Amount{{text.value, TimeUnit::Month}, text.unit};
}

// "10 per month up to 100"
Result<Growth> parse_growth(const Spot& spot) {
    std::string text = TRY(spot.text());
    const auto bad = [&] { return spot.error("write: 10 per month, or 10 per month up to 100"); };
    Growth growth;
    constexpr std::string_view kUpTo = " up to ";
    if (const std::size_t at = text.find(kUpTo); at != std::string::npos) {
        const auto up_to = Decimal::parse(std::string_view(text).substr(at + kUpTo.size()));
        if (!up_to) return bad();
        growth.up_to = *up_to;
        text.resize(at);
    }
    const std::size_t per = text.find(kPer);
    if (per == std::string::npos) return bad();
    const auto by = Decimal::parse(std::string_view(text).substr(0, per));
    const auto unit = time_unit(std::string_view(text).substr(per + kPer.size()));
    if (!by || !unit || *unit == TimeUnit::Once || *unit == TimeUnit::Day) return bad();
    if (*by <= Decimal()) return spot.error("it grows by more than 0");
    growth.by = *by;
    growth.per = *unit;
    return growth;
}

Result<void> parse_size(Fields& fields, Discount& discount) {
    const std::string what = discount.is_surcharge ? "surcharge" : "discount";
    const auto percent = fields.find("percent");
    const auto amount = fields.find("amount");
    if (amount && discount.is_surcharge)
        return amount->error("a surcharge of an amount is a charge: write it under 'charges:'");
    if (percent.has_value() == amount.has_value())
        return fields.spot().error(discount.is_surcharge
                                       ? "'percent:' is missing"
                                       : "write 'percent:' or 'amount:', one of them");
    if (amount) {
        discount.amount = TRY(parse_discount_amount(*amount));
        return {};
    }
    discount.percent = TRY(percent->number());
    if (discount.percent <= Decimal() || discount.percent > Decimal(100))
        return percent->error(
            fmt::format("a {} is above 0 and at most 100 percent; 5 is 5 %", what));
    return {};
}

Result<void> parse_growing(Fields& fields, Discount& discount) {
    const auto grows = fields.find("grows");
    if (!grows) return {};
    discount.grows = TRY(parse_growth(*grows));
    if (!discount.from) return grows->error("it grows since a day: write 'from:'");
    const Decimal first = discount.amount ? discount.amount->per_time.value : discount.percent;
    if (discount.grows->up_to && *discount.grows->up_to < first)
        return grows->error(fmt::format("it begins above that, with {}", first.to_string()));
    if (!discount.amount && !discount.grows->up_to && !discount.until)
        return grows->error("it would grow without end: write 'up to 100', or 'until:'");
    if (!discount.amount && discount.grows->up_to && *discount.grows->up_to > Decimal(100))
        return grows->error("it is at most 100 percent");
    return {};
}

Result<void> parse_limits(Fields& fields, Discount& discount) {
    if (const auto least = fields.find("at least"))
        discount.at_least = TRY(parse_amount_per(*least));
    const auto most = fields.find("at most");
    if (!most) return {};
    discount.at_most = TRY(parse_amount_per(*most));
    const bool is_below = discount.at_least && discount.at_least->per == discount.at_most->per &&
                          discount.at_most->value < discount.at_least->value;
    if (is_below) return most->error("it is below 'at least:'");
    return {};
}

Result<Discount> parse_discount(const std::string& key, const Spot& spot, bool is_surcharge,
                                DiscountOn on_what) {
    Fields fields = TRY(Fields::of(spot));
    Discount discount;
    discount.key = key;
    discount.is_surcharge = is_surcharge;
    discount.line = spot.line();
    if (const auto names = fields.find("name")) discount.names = TRY(names->names());
    const Spot on = TRY(fields.need("on"));
    discount.on = TRY(parse_on(on));
    TRY_VOID(parse_size(fields, discount));
    if (const auto condition = fields.find("if"))
        discount.conditions = TRY(parse_discount_conditions(*condition, on_what));
    if (const auto from = fields.find("from")) discount.from = TRY(from->date());
    if (const auto until = fields.find("until")) {
        discount.until = TRY(until->date());
        if (discount.from && *discount.until < *discount.from)
            return until->error("it ends before it begins");
    }
    TRY_VOID(parse_growing(fields, discount));
    TRY_VOID(parse_limits(fields, discount));
    TRY_VOID(fields.done());
    return discount;
}

}  // namespace

// "all" is the empty list.
Result<std::vector<std::string>> parse_on(const Spot& spot) {
    auto keys = TRY(spot.words());
    if (keys == std::vector<std::string>{"all"}) keys.clear();
    else if (keys.empty()) return spot.error("name the charges, or write all");
    return keys;
}

Result<std::vector<Discount>> parse_discounts(Fields& fields, DiscountOn on) {
    std::vector<Discount> all;
    for (const auto* key : {"discounts", "surcharges"}) {
        const auto list = fields.find(key);
        if (!list) continue;
        const auto entries = TRY(list->entries());
        TRY_VOID(check_count(*list, entries.size(), kChargesPerSchedule, key));
        for (const auto& [name, value] : entries)
            all.push_back(
                TRY(parse_discount(name, value, std::string_view(key) == "surcharges", on)));
    }
    return all;
}

Result<Minimum> parse_minimum(const Spot& spot, const std::string& default_tax) {
    Minimum minimum;
    minimum.line = spot.line();
    minimum.tax = default_tax;
    Spot price_spot = spot;
    if (spot.node->is_map()) {
        Fields fields = TRY(Fields::of(spot));
        price_spot = TRY(fields.need("price"));
        if (const auto on = fields.find("on")) minimum.on = TRY(parse_on(*on));
        if (const auto tax = fields.find("tax")) minimum.tax = TRY(tax->word());
        TRY_VOID(fields.done());
    }
    const AmountPer price = TRY(parse_amount_per(price_spot));
    minimum.price = price.value;
    minimum.per = price.per;
    return minimum;
}

Result<Maximum> parse_maximum(const Spot& spot) {
    Maximum maximum;
    maximum.line = spot.line();
    Spot price_spot = spot;
    if (spot.node->is_map()) {
        Fields fields = TRY(Fields::of(spot));
        price_spot = TRY(fields.need("price"));
        if (const auto on = fields.find("on")) maximum.on = TRY(parse_on(*on));
        TRY_VOID(fields.done());
    }
    maximum.price = TRY(parse_amount_per(price_spot));
    return maximum;
}

Result<Together> parse_together(const Spot& spot, const std::string& default_tax) {
    Fields fields = TRY(Fields::of(spot));
    Together together;
    if (const auto maximum = fields.find("maximum"))
        together.maximum = TRY(parse_maximum(*maximum));
    if (const auto minimum = fields.find("minimum"))
        together.minimum = TRY(parse_minimum(*minimum, default_tax));
    together.discounts = TRY(parse_discounts(fields, DiscountOn::Fees));
    TRY_VOID(fields.done());
    if (together.is_empty())
        return spot.error(
            "it says nothing: write 'maximum:', 'minimum:', 'discounts:' or 'surcharges:'");
    return together;
}

Result<void> parse_paid_time(Fields& fields, PaidTime& time) {
    if (const auto prorate = fields.find("prorate")) {
        // By Prorate.
        static const std::vector<std::string> kWays{"by day", "none", "by second", "30/360"};
        time.prorate = static_cast<Prorate>(TRY(prorate->one_of(kWays)));
        if (time.prorate == Prorate::None && !time.is_fee)
            return prorate->error("only fees of plans are paid whole for a part of a month");
    }
    const auto cap = fields.find("cap");
    if (!cap) return {};
    const std::string text = TRY(cap->text());
    constexpr int kDaysMax = 31, kHoursPerDay = 24;
    const auto most = counted(text, kDaysMax * kHoursPerDay);
    const bool is_hours = most && most->words == "hours per month";
    const bool is_days = most && most->words == "days per month" && most->number <= kDaysMax;
    if (!most || (!is_days && !is_hours))
        return cap->error("write: 28 days per month, or 672 hours per month");
    if (time.per != TimeUnit::Month) return cap->error("it is of a price per month");
    if (time.prorate != Prorate::ByDay)
        return cap->error("it counts days or hours itself: leave 'prorate:' out");
    time.cap = {most->number, is_hours};
    return {};
}

}  // namespace bw::catalog
