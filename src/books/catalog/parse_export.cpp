// What happens to energy that a place feeds in.
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
    if (settled)
        surplus.settled_in =
            static_cast<int>(TRY(settled->one_of({kMonths.begin(), kMonths.end()}))) + 1;
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

}  // namespace bw::catalog
