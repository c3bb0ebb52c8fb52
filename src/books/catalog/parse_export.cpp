// What happens to energy that a place feeds in, and what a year comes to at least.
#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

namespace bw::catalog {
namespace {

constexpr std::size_t kTimesMax = 48;

// "at 00:00 05:00 11:00"
Result<std::vector<int>> times_of(const Spot& spot, std::string_view text) {
    std::vector<int> minutes;
    for (;;) {
        const std::size_t space = text.find(' ');
        const auto time = parse_minute(text.substr(0, space));
        if (!time || *time >= kMinutesPerDay || minutes.size() == kTimesMax)
            return spot.error(fmt::format("'{}' is no time of day; write: at 00:00 06:00 12:00",
                                          text.substr(0, 20)));
        minutes.push_back(*time);
        if (space == std::string_view::npos) return minutes;
        text.remove_prefix(space + 1);
    }
}

}  // namespace

namespace {

Result<int> settling_month(const Spot& spot) {
    return static_cast<int>(TRY(spot.one_of({kMonths.begin(), kMonths.end()}))) + 1;
}

}  // namespace

Result<Surplus> parse_surplus(const Spot& spot, const std::string& unit) {
    using Carry = Surplus::Carry;
    Fields fields = TRY(Fields::of(spot));
    Surplus surplus;
    surplus.line = spot.line();
    if (const auto carry = fields.find("carry")) {
        const std::string text = TRY(carry->text());
        constexpr std::string_view kAt = "at ";
        if (text.starts_with(kAt)) {
            surplus.carry = Carry::TimeOfDay;
            surplus.minutes = TRY(times_of(*carry, std::string_view(text).substr(kAt.size())));
        } else {
            surplus.carry = static_cast<Carry>(TRY(carry->one_of({"nothing", "same window"})));
        }
    }
    const auto settled = fields.find("settled in");
    if (settled) surplus.settled_in = TRY(settling_month(*settled));
    if (const auto pay = fields.find("pay")) {
        const PriceText price = TRY(price_text(*pay));
        if (price.value.is_negative() || (!price.unit.empty() && price.unit != unit))
            return pay->error(fmt::format("write what is paid per {0}: 0.028 per {0}", unit));
        if (!settled) return pay->error("it is paid as the year is settled: write 'settled in:'");
        surplus.pay = price.value;
    }
    if (const auto of = fields.find("pay for"))
        surplus.pays_sum = TRY(of->one_of({"what is left", "the sum"})) == 1;
    TRY_VOID(fields.done());
    return surplus;
}

Result<FeedInCredit> parse_credit(const std::string& key, const Spot& spot,
                                  const std::string& default_tax) {
    Fields fields = TRY(Fields::of(spot));
    FeedInCredit credit;
    credit.key = key;
    credit.line = spot.line();
    credit.tax = default_tax;
    if (const auto names = fields.find("name")) credit.names = TRY(names->names());
    const Spot from = TRY(fields.need("from"));
    credit.from = TRY(from.words());
    const Spot on = TRY(fields.need("on"));
    credit.on = TRY(on.words());
    if (const auto begins = fields.find("begins"))
        credit.same_month = TRY(begins->one_of({"next month", "same month"})) == 1;
    const auto settled = fields.find("settled in");
    if (settled) credit.settled_in = TRY(settling_month(*settled));
    if (const auto left = fields.find("left over")) {
        credit.is_paid = TRY(left->one_of({"paid", "lapses"})) == 0;
        if (!settled) return left->error("nothing is left over without 'settled in:'");
    }
    if (const auto tax = fields.find("tax")) credit.tax = TRY(tax->word());
    TRY_VOID(fields.done());
    return credit;
}

Result<YearMinimum> parse_year_minimum(const Spot& spot, const std::string& default_tax) {
    Fields fields = TRY(Fields::of(spot));
    YearMinimum minimum;
    minimum.line = spot.line();
    minimum.tax = default_tax;
    const Spot price = TRY(fields.need("price"));
    minimum.price = TRY(price.number());
    if (minimum.price <= Decimal()) return price.error("a minimum is above 0");
    const Spot settled = TRY(fields.need("settled in"));
    minimum.settled_in = TRY(settling_month(settled));
    if (const auto on = fields.find("on")) minimum.on = TRY(parse_on(*on));
    if (const auto tax = fields.find("tax")) minimum.tax = TRY(tax->word());
    TRY_VOID(fields.done());
    return minimum;
}

}  // namespace bw::catalog
