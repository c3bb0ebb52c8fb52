#include "apps/reference_bills/tariff_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace bw::reference_bills {
namespace {

using catalog::Charge;
using catalog::DateRange;
using catalog::MinuteRange;
using catalog::Season;
using catalog::When;
using catalog::WhenClause;
using catalog::Window;

constexpr std::uint8_t kWeekdays = 0x1f, kWeekends = 0x60;
constexpr std::int64_t kMillion = 1'000'000;
constexpr int kLeapYear = 2020;  // whose February ends on the last day that there is

std::vector<DateRange> ranges_of(const std::vector<int>& months) {
    std::vector<DateRange> ranges;
    for (const int month : months) {
        const LocalDate last = month_of(LocalDate::of(kLeapYear, month, 1)).to.plus_days(-1);
        if (ranges.empty() || ranges.back().to.month + 1 != month)
            ranges.push_back({{month, 1}, {month, 1}});
        ranges.back().to = {month, last.day()};
    }
    return ranges;
}

std::vector<MinuteRange> hours_of(const HourTable::Row& row, int period) {
    std::vector<MinuteRange> hours;
    for (int hour = 0; hour < 24; ++hour) {
        if (row[static_cast<std::size_t>(hour)] != period) continue;
        if (hours.empty() || hours.back().to != hour * 60) hours.push_back({hour * 60, hour * 60});
        hours.back().to += 60;
    }
    return hours;
}

When when_of(const HourTable::Row& weekdays, const HourTable::Row& weekends, int period) {
    When when;
    for (const auto& [days, row] : {std::pair(kWeekdays, &weekdays), {kWeekends, &weekends}}) {
        WhenClause clause;
        clause.weekdays = days;
        clause.hours = hours_of(*row, period);
        if (!clause.hours.empty()) when.clauses.push_back(std::move(clause));
    }
    return when;
}

Result<std::vector<Window>> windows_of(const HourTable::Row& weekdays,
                                       const HourTable::Row& weekends, const TiersOfPeriod& tiers) {
    std::set<int> periods(weekdays.begin(), weekdays.end());
    periods.insert(weekends.begin(), weekends.end());
    std::vector<Window> windows;
    if (periods.size() == 1) {
        windows.push_back(make_window("", {}, TRY(tiers(*periods.begin()))));
        return windows;
    }
    for (const int period : periods)
        windows.push_back(make_window(fmt::format("period-{}", period),
                                      when_of(weekdays, weekends, period), TRY(tiers(period))));
    return windows;
}

}  // namespace

catalog::Schedule make_schedule(std::string name, Currency currency) {
    catalog::Schedule schedule;
    schedule.head.name = std::move(name);
    schedule.head.sector = "electricity";
    schedule.head.currency = currency;
    schedule.head.from = LocalDate::of(2000, 1, 1);
    return schedule;
}

catalog::Tier make_tier(Decimal price, std::optional<catalog::Formula> to) {
    catalog::Tier tier;
    tier.price = price;
    tier.to = std::move(to);
    return tier;
}

Window make_window(std::string name, When when, std::vector<catalog::Tier> tiers) {
    Window window;
    window.name = std::move(name);
    window.when = std::move(when);
    if (tiers.size() > 1) window.per = catalog::TierPeriod::Month;
    window.tiers = std::move(tiers);
    return window;
}

Season make_season(std::string name, const std::vector<int>& months, std::vector<Window> windows) {
    Season season;
    season.windows = std::move(windows);
    if (months.size() == catalog::kMonths.size()) return season;
    season.name = std::move(name);
    season.ranges = ranges_of(months);
    return season;
}

Season whole_year(std::vector<catalog::Tier> tiers) {
    Season season;
    season.windows = {make_window("", {}, std::move(tiers))};
    return season;
}

Charge fixed_charge(std::string key, catalog::TimeUnit per, Decimal price) {
    Charge charge;
    charge.key = std::move(key);
    charge.kind = catalog::ChargeKind::Fixed;
    charge.per = per;
    charge.seasons = {whole_year({make_tier(price)})};
    return charge;
}

Charge usage_charge(std::string key, catalog::Measure of) {
    Charge charge;
    charge.key = std::move(key);
    charge.of = std::move(of);
    return charge;
}

Charge demand_charge(std::string key) {
    Charge charge;
    charge.key = std::move(key);
    charge.kind = catalog::ChargeKind::Demand;
    charge.per = catalog::TimeUnit::Month;
    charge.of = {.channel = "import", .unit = "kW"};
    return charge;
}

Result<void> to_millionths(catalog::Schedule& schedule) {
    const auto raise = [](Decimal& price) -> Result<void> {
        price = TRY(price.times(Ratio{kMillion, 1}, Rounding::HalfEven));
        return {};
    };
    for (Charge& charge : schedule.charges) {
        TRY_VOID(raise(charge.surplus.pay));
        for (Season& season : charge.seasons)
            for (Window& window : season.windows)
                for (catalog::Tier& tier : window.tiers) TRY_VOID(raise(tier.price));
    }
    if (schedule.minimum) TRY_VOID(raise(schedule.minimum->price));
    if (schedule.year_minimum) TRY_VOID(raise(schedule.year_minimum->price));
    return {};
}

Result<Decimal> from_millionths(Decimal amount) {
    return amount.times(Ratio{1, kMillion}, Rounding::HalfEven);
}

Result<std::vector<Season>> seasons_of(const HourTable& table, const TiersOfPeriod& tiers) {
    std::vector<Season> seasons;
    std::set<int> done;
    for (int first = 1; first <= 12; ++first) {
        if (done.contains(first)) continue;
        const auto row = static_cast<std::size_t>(first - 1);
        std::vector<int> alike;
        for (int month = first; month <= 12; ++month) {
            const auto other = static_cast<std::size_t>(month - 1);
            if (table.weekdays[other] == table.weekdays[row] &&
                table.weekends[other] == table.weekends[row])
                alike.push_back(month);
        }
        done.insert(alike.begin(), alike.end());
        auto windows = TRY(windows_of(table.weekdays[row], table.weekends[row], tiers));
        seasons.push_back(
            make_season(fmt::format("season-{}", seasons.size() + 1), alike, std::move(windows)));
    }
    return seasons;
}

}  // namespace bw::reference_bills
