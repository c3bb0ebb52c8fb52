// Catalog records in the few shapes that other people's energy tariffs need.
#pragma once

#include "base/result.h"
#include "books/catalog/model.h"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bw::reference_bills {

catalog::Schedule make_schedule(std::string name, Currency currency);

catalog::Tier make_tier(Decimal price, std::optional<catalog::Formula> to = {});
// Of one tier, or several that count a month.
catalog::Window make_window(std::string name, catalog::When when, std::vector<catalog::Tier> tiers);
// `months`: 1 to 12, ascending; all of them are the whole year.
catalog::Season make_season(std::string name, const std::vector<int>& months,
                            std::vector<catalog::Window> windows);
// All days at one price.
catalog::Season whole_year(std::vector<catalog::Tier> tiers);

catalog::Charge fixed_charge(std::string key, catalog::TimeUnit per, Decimal price);
// Seasons are added by the caller.
catalog::Charge usage_charge(std::string key, catalog::Measure of);
// Per kW of imported power and month.
catalog::Charge demand_charge(std::string key);

// All prices times a million, for amounts that others reckon with: credits and minimums do on lines
// rounded to the minor unit, and no source rounds them. And an amount of it, told as the source
// does.
Result<void> to_millionths(catalog::Schedule& schedule);
Result<Decimal> from_millionths(Decimal amount);

// Which of several periods an hour belongs to, by month: rows of 24 as sources print them.
struct HourTable {
    using Row = std::array<int, 24>;
    std::array<Row, 12> weekdays{}, weekends{};
};
// A season for the months that are alike, in it a window for each period that occurs. `tiers` tells
// a period's; not known: an Error.
using TiersOfPeriod = std::function<Result<std::vector<catalog::Tier>>(int period)>;
Result<std::vector<catalog::Season>> seasons_of(const HourTable& table, const TiersOfPeriod& tiers);

}  // namespace bw::reference_bills
