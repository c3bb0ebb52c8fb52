// Charges, tables, seasons, windows and tiers.
#include "books/catalog/limits.h"
#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::catalog {
namespace {

// By Units.
const std::vector<std::string> kUnits{"exact", "started", "full"};
// By Fill.
const std::vector<std::string> kFills{"each window", "pro rata", "in time order"};

struct TierWords {
    std::string_view words;
    TierPeriod per;
};
// The first spelling of each period is the printed one.
constexpr std::array kTierWords{TierWords{"day", TierPeriod::Day},
                                TierWords{"month", TierPeriod::Month},
                                TierWords{"month shared by days", TierPeriod::Month},
                                TierWords{"quarter shared by days", TierPeriod::Quarter},
                                TierWords{"year shared by days", TierPeriod::Year},
                                TierWords{"billing period", TierPeriod::BillingPeriod}};

// What stands above a price: the unit it is per, and the price of tiers that name none.
struct PriceContext {
    ChargeKind kind = ChargeKind::Usage;
    std::string unit;  // Usage, Demand
};
struct Prices {  // of a charge, season or window
    TierPeriod per = TierPeriod::None;
    TimeUnit time = TimeUnit::Day;  // Fixed, Demand
    bool is_level = false;
    std::optional<IntervalPrice> per_interval;
    std::vector<Tier> tiers;
};

Result<Decimal> checked_price(const Spot& spot, const PriceContext& context, TimeUnit* time) {
    const PriceText price = TRY(price_text(spot));
    if (context.kind == ChargeKind::Fixed) {
        const auto unit = time_unit(price.unit);
        if (!unit || *unit == TimeUnit::Once)
            return spot.error(
                "a price without 'of:' needs a time; write 0.3122 per day, month, quarter or year");
        if (time != nullptr) *time = *unit;
    } else if (context.kind == ChargeKind::Demand) {
        if (time == nullptr && price.unit.empty()) return price.value;  // its tiers say it
        const std::string per_unit = context.unit + " per ";
        const auto unit = price.unit.starts_with(per_unit)
                              ? time_unit(price.unit.substr(per_unit.size()))
                              : std::nullopt;
        if (unit != TimeUnit::Month && unit != TimeUnit::Day)
            return spot.error(fmt::format("a price of a peak is per {0} and time; write 12.00 per "
                                          "{0} per month, or per day",
                                          context.unit));
        if (time != nullptr) *time = *unit;
    } else if (!price.unit.empty() && price.unit != context.unit) {
        return spot.error(
            fmt::format("the price is per {}, but the charge counts {}", price.unit, context.unit));
    }
    return price.value;
}

// Where the tier below ends, as far as it is the same for everybody.
Result<void> ends_at(const Spot& spot, const Formula& to, Decimal& before) {
    const auto end = to.constant();
    if (end && *end <= before)
        return spot.error(fmt::format("the tier ends at {}, not above {}: it can never be reached",
                                      end->to_string(), before.to_string()));
    before = end.value_or(before);
    return {};
}

// {first: 15} begins with the 15th unit: the tier before it holds 14 units in all.
Result<void> begins_with(const Spot& first, const Tier& tier, std::vector<Tier>& before_it,
                         Decimal& before) {
    const Decimal unit = TRY(first.number());
    if (tier.to || (!before_it.empty() && before_it.back().to))
        return first.error("tiers say where they end (to:) or where they begin (first:), not both");
    if (unit.places() > 0 || unit.is_negative()) return first.error("it is a whole unit");
    if (!before_it.empty()) {
        const Formula end(unit - Decimal(1));
        before_it.back().to = end;
        return ends_at(first, end, before);
    }
    if (unit > Decimal(1)) return first.error("the first tier begins with unit 0 or 1");
    return {};
}

Result<std::vector<Tier>> parse_tiers(const Spot& spot, const PriceContext& context,
                                      const std::optional<Decimal>& default_price) {
    const auto items = TRY(spot.list());
    TRY_VOID(check_count(spot, items.size(), kTiersPerPrice, "tiers"));
    std::vector<Tier> tiers;
    Decimal before;
    for (const auto& item : items) {
        Fields fields = TRY(Fields::of(item));
        Tier tier;
        tier.line = item.line();
        if (const auto to = fields.find("to")) {
            tier.to = TRY(to->formula());
            TRY_VOID(ends_at(*to, *tier.to, before));
        }
        if (const auto first = fields.find("first"))
            TRY_VOID(begins_with(*first, tier, tiers, before));
        if (const auto name = fields.find("name")) tier.name = TRY(name->word());
        const auto price = fields.find("price");
        TRY_VOID(fields.done());
        if (price) tier.price = TRY(checked_price(*price, context, nullptr));
        else if (default_price) tier.price = *default_price;
        else return item.error("'price:' is missing, here and above the tiers");
        tiers.push_back(std::move(tier));
    }
    if (tiers.empty()) return spot.error("a tier is missing");
    for (std::size_t i = 0; i + 1 < tiers.size(); ++i)
        if (!tiers[i].to)
            return items[i].error(
                "only the last tier is without 'to:': the tiers after it can never be reached");
    if (tiers.back().to) return items.back().error("the last tier has no 'to:': it holds the rest");
    return tiers;
}

// "first 150 per month because social tariff": a tier at 0, then the price.
Result<Prices> parse_free(const Spot& spot, Decimal price, SourceLine price_line) {
    const std::string text = TRY(spot.text());
    const auto bad = [&] {
        return spot.error(
            fmt::format("'{}' is not understood; write: first 150 per month", text.substr(0, 60)));
    };
    constexpr std::string_view kFirst = "first ";
    const std::size_t per = text.find(" per ");
    if (!text.starts_with(kFirst) || per == std::string::npos || per <= kFirst.size()) return bad();
    const auto amount = Decimal::parse(text.substr(kFirst.size(), per - kFirst.size()));
    if (!amount) return spot.error(amount.error());
    if (*amount <= Decimal()) return spot.error("the free amount must be above 0");
    std::string period = text.substr(per + 5);
    std::string reason;
    if (const std::size_t because = period.find(" because "); because != std::string::npos) {
        reason = period.substr(because + 9);
        period.resize(because);
    }
    for (const auto& known : kTierWords) {
        if (known.words != period) continue;
        Prices prices;
        prices.per = known.per;
        prices.tiers = {{Formula(*amount), Decimal(), "", true, reason, spot.line()},
                        {std::nullopt, price, "", false, "", price_line}};
        return prices;
    }
    return bad();
}

// "NORD-POOL-NO1", or {series: NORD-POOL-NO1, times: 1.05, plus: 0.021}.
Result<IntervalPrice> parse_interval_price(const Spot& spot) {
    IntervalPrice price;
    if (spot.node->is_text()) {
        price.series = TRY(spot.word());
        return price;
    }
    Fields fields = TRY(Fields::of(spot));
    price.series = TRY(fields.need_word("series"));
    if (const auto times = fields.find("times")) {
        price.times = TRY(times->number());
        if (price.times.is_zero() || price.times > kPriceTimesMax || -price.times > kPriceTimesMax)
            return times->error("a price times 0 is none, and times more than 1,000 a mistake");
    }
    if (const auto plus = fields.find("plus")) price.plus = TRY(plus->number());
    TRY_VOID(fields.done());
    return price;
}

// price, tiers and free of one map.
Result<std::optional<Prices>> parse_prices(Fields& fields, const PriceContext& context) {
    Prices prices;
    std::optional<Decimal> price;
    const auto price_spot = fields.find("price");
    SourceLine price_line;
    if (price_spot) {
        price = TRY(checked_price(*price_spot, context, &prices.time));
        price_line = price_spot->line();
    }
    if (const auto dynamic = fields.find("price per interval")) {
        if (context.kind != ChargeKind::Usage)
            return dynamic->error(
                "a price for each interval is of what is measured: it needs 'of:'");
        if (price) return dynamic->error("a price stands beside it: write {series: .., plus: ..}");
        prices.per_interval = TRY(parse_interval_price(*dynamic));
        prices.tiers = {{std::nullopt, Decimal(), "", false, "", dynamic->line()}};
    }
    std::optional<Spot> tiers;
    for (const auto& known : kTierWords) {
        const auto found = fields.find(fmt::format("tiers per {}", known.words));
        if (!found) continue;
        if (tiers) return found->error("tiers are given twice");
        tiers = found;
        prices.per = known.per;
    }
    if (const auto levels = fields.find("levels per month")) {
        if (tiers) return levels->error("levels and tiers exclude each other");
        if (price) return levels->error("each level has its own price");
        tiers = levels;
        prices.per = TierPeriod::Month;
        prices.is_level = true;
    }
    const auto free = fields.find("free");
    if ((tiers || free) && context.kind == ChargeKind::Fixed)
        return (tiers ? *tiers : *free).error("tiers count a quantity: they need 'of:'");
    if (prices.per_interval) {
        if (tiers || free)
            return (tiers ? *tiers : *free).error("a price for each interval has no tiers");
        return prices;
    }
    if (tiers && free) return free->error("'free:' is a first tier at 0: write it into the tiers");
    if (tiers) {
        prices.tiers = TRY(parse_tiers(*tiers, context, price));
        if (context.kind != ChargeKind::Demand) return prices;
        if (prices.per != TierPeriod::Month && prices.per != TierPeriod::Day)
            return tiers->error("tiers of a peak are per month or per day");
        prices.time = prices.per == TierPeriod::Month ? TimeUnit::Month : TimeUnit::Day;
        return prices;
    }
    if (free && context.kind == ChargeKind::Demand)
        return free->error("of a peak: write the free part as a first tier at 0");
    if (free) {
        if (!price) return free->error("'price:' of what is not free is missing");
        return TRY(parse_free(*free, *price, price_line));
    }
    if (!price) return std::optional<Prices>();
    prices.tiers = {{std::nullopt, *price, "", false, "", price_line}};
    return prices;
}

Result<std::vector<Window>> parse_windows(const Spot& spot, const PriceContext& context,
                                          TimeUnit* time) {
    std::vector<Window> windows;
    const auto entries = TRY(spot.entries());
    TRY_VOID(check_count(spot, entries.size(), kWindowsPerSeason, "windows"));
    for (const auto& [key, value] : entries) {
        Fields fields = TRY(Fields::of(value));
        Window window;
        window.name = key;
        window.line = value.line();
        if (const auto names = fields.find("name")) window.names = TRY(names->names());
        const Spot when = TRY(fields.need("when"));
        window.when = TRY(parse_when_at(when));
        auto prices = TRY(parse_prices(fields, context));
        TRY_VOID(fields.done());
        if (!prices) return value.error("'price:' is missing");
        if (!windows.empty() && time != nullptr && prices->time != *time)
            return value.error("all windows of a peak are priced per month, or all per day");
        if (time != nullptr) *time = prices->time;
        window.per = prices->per;
        window.is_level = prices->is_level;
        window.per_interval = std::move(prices->per_interval);
        window.tiers = std::move(prices->tiers);
        windows.push_back(std::move(window));
    }
    if (windows.empty()) return spot.error("a window is missing");
    return windows;
}

// The windows or the plain price of a charge or season.
Result<std::vector<Window>> parse_rates(Fields& fields, const PriceContext& context,
                                        TimeUnit* time) {
    auto prices = TRY(parse_prices(fields, context));
    const auto windows = fields.find("windows");
    if (windows && context.kind == ChargeKind::Fixed) return windows->error("windows need 'of:'");
    if (windows && prices)
        return windows->error("a price stands beside the windows: write it into each window");
    if (windows) return parse_windows(*windows, context, time);
    if (!prices) return fields.spot().error("'price:', 'windows:' or tiers are missing");
    if (time != nullptr) *time = prices->time;
    Window window;
    window.per = prices->per;
    window.is_level = prices->is_level;
    window.per_interval = std::move(prices->per_interval);
    window.tiers = std::move(prices->tiers);
    window.line = window.tiers.back().line;
    return std::vector<Window>{std::move(window)};
}

Result<MonthDay> parse_month_day(const Spot& spot, std::string_view text) {
    constexpr std::array kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const std::size_t space = text.find(' ');
    const auto bad = [&] {
        return spot.error(fmt::format("'{}' is no day of a year; write 1 Nov - 31 Mar", text));
    };
    if (space == std::string_view::npos || space == 0 || space > 2) return bad();
    int day = 0;
    for (const char c : text.substr(0, space)) {
        if (c < '0' || c > '9') return bad();
        day = day * 10 + (c - '0');
    }
    const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(space + 1));
    if (month == kMonths.end() || day < 1 ||
        day > kDays[static_cast<std::size_t>(month - kMonths.begin())])
        return bad();
    return MonthDay{static_cast<int>(month - kMonths.begin()) + 1, day};
}

// "1 Nov - 31 Mar, 1 Jun - 31 Aug" or "otherwise".
Result<void> parse_season_dates(const Spot& spot, Season& season) {
    const std::string text = TRY(spot.text());
    if (text == "otherwise") {
        season.otherwise = true;
        return {};
    }
    std::string_view rest = text;
    for (;;) {
        const std::size_t comma = rest.find(", ");
        const std::string_view part = rest.substr(0, comma);
        const std::size_t dash = part.find(" - ");
        if (dash == std::string_view::npos)
            return spot.error(fmt::format("'{}' is no range of days; write 1 Nov - 31 Mar", part));
        season.ranges.push_back({TRY(parse_month_day(spot, part.substr(0, dash))),
                                 TRY(parse_month_day(spot, part.substr(dash + 3)))});
        if (comma == std::string_view::npos) break;
        rest.remove_prefix(comma + 2);
    }
    return check_count(spot, season.ranges.size(), kSeasonsPerCharge, "ranges");
}

Result<std::vector<Season>> parse_seasons(const Spot& spot, const PriceContext& context,
                                          TimeUnit* time) {
    std::vector<Season> seasons;
    const auto entries = TRY(spot.entries());
    TRY_VOID(check_count(spot, entries.size(), kSeasonsPerCharge, "seasons"));
    for (const auto& [key, value] : entries) {
        Fields fields = TRY(Fields::of(value));
        Season season;
        season.name = key;
        season.line = value.line();
        if (const auto names = fields.find("name")) season.names = TRY(names->names());
        const Spot when = TRY(fields.need("when"));
        TRY_VOID(parse_season_dates(when, season));
        TimeUnit unit = TimeUnit::Day;
        season.windows = TRY(parse_rates(fields, context, &unit));
        TRY_VOID(fields.done());
        if (!seasons.empty() && unit != *time)
            return value.error("all seasons of a charge are priced per the same unit of time");
        *time = unit;
        seasons.push_back(std::move(season));
    }
    if (seasons.empty()) return spot.error("a season is missing");
    return seasons;
}

// What a charge costs, or a row of its table.
struct Pricing {
    std::vector<Season> seasons;
    std::string by;
    std::vector<PriceRow> rows;
    TimeUnit per = TimeUnit::Day;  // Fixed, Demand
};
Result<Pricing> parse_pricing(Fields& fields, const PriceContext& context);

// "1/2": 12.30 per month, or a map of what a charge may hold.
Result<Pricing> parse_row(const Spot& spot, const PriceContext& context) {
    if (!spot.node->is_text()) {
        Fields fields = TRY(Fields::of(spot));
        auto pricing = TRY(parse_pricing(fields, context));
        TRY_VOID(fields.done());
        return pricing;
    }
    Pricing pricing;
    Window window;
    window.line = spot.line();
    window.tiers = {{std::nullopt, TRY(checked_price(spot, context, &pricing.per)), "", false, "",
                     spot.line()}};
    Season season;
    season.line = spot.line();
    season.windows.push_back(std::move(window));
    pricing.seasons.push_back(std::move(season));
    return pricing;
}

// "by meter.size": the rows, each with a value of the attribute.
Result<void> parse_table(const std::string& by, const Spot& spot, const PriceContext& context,
                         Pricing& pricing) {
    TRY_VOID(check_by(by, spot));
    pricing.by = by;
    const auto rows = TRY(table_rows(spot));
    for (const auto& [value, cell] : rows) {
        auto inner = TRY(parse_row(cell, context));
        if (!pricing.rows.empty() && inner.per != pricing.per)
            return cell.error("all rows of a table are priced per the same unit of time");
        pricing.per = inner.per;
        pricing.rows.push_back({value, std::move(inner.seasons), std::move(inner.by),
                                std::move(inner.rows), cell.line()});
    }
    return {};
}

Result<Pricing> parse_pricing(Fields& fields, const PriceContext& context) {
    Pricing pricing;
    constexpr std::array kBeside{"price", "windows", "free", "seasons"};
    if (const auto table = fields.find_with("by ")) {
        TRY_VOID(parse_table(table->first, table->second, context, pricing));
        for (const auto* below : kBeside)
            if (const auto stray = fields.find(below))
                return stray->error("with a table, what is priced stands inside each row");
        if (const auto second = fields.find_with("by "))
            return second->second.error("one table at a time: put this one into each row");
        return pricing;
    }
    if (const auto seasons = fields.find("seasons")) {
        pricing.seasons = TRY(parse_seasons(*seasons, context, &pricing.per));
        for (const auto* below : kBeside)
            if (const auto stray = fields.find(below); stray && below != kBeside.back())
                return stray->error("with seasons, prices and windows stand inside each season");
        return pricing;
    }
    Season season;
    season.windows = TRY(parse_rates(fields, context, &pricing.per));
    season.line = fields.spot().line();
    pricing.seasons.push_back(std::move(season));
    return pricing;
}

// "import kWh", "gas kWh from m3", "peak import kW".
Result<ChargeKind> parse_measure(const Spot& spot, Measure& of) {
    const std::string text = TRY(spot.text());
    std::vector<std::string> words;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    const bool is_peak = words.size() == 3 && words[0] == "peak";
    const bool is_net = words.size() == 4 && words[2] == "less";
    const bool is_converted = words.size() == 4 && words[2] == "from";
    const bool has_gap = std::ranges::any_of(words, [](const auto& w) { return w.empty(); });
    if (has_gap || (words.size() != 2 && !is_converted && !is_peak && !is_net))
        return spot.error(fmt::format("'{}' does not say what is counted; write: import kWh, or of "
                                      "a gas meter: gas kWh from m3, or of power: peak import kW",
                                      text.substr(0, 40)));
    if (is_converted && (words[1] != "kWh" || words[3] != "m3"))
        return spot.error("only kWh from m3 are converted, by calorific values of gas");
    if (is_peak) words.erase(words.begin());
    if (is_peak != is_power_unit(words[1]))
        return spot.error("power has peaks, and nothing else has: write peak import kW (or kvar, "
                          "kVA, Mbit/s)");
    of = {words[0], words[1], is_converted ? words[3] : "", is_net ? words[3] : ""};
    return is_peak ? ChargeKind::Demand : ChargeKind::Usage;
}

Result<Charge> parse_charge(const std::string& key, const Spot& spot,
                            const std::string& default_tax) {
    Fields fields = TRY(Fields::of(spot));
    Charge charge;
    charge.key = key;
    charge.line = spot.line();
    charge.tax = default_tax;
    if (const auto names = fields.find("name")) charge.names = TRY(names->names());
    if (const auto tax = fields.find("tax")) charge.tax = TRY(tax->word());
    PriceContext context{ChargeKind::Fixed, ""};
    if (const auto of = fields.find("of")) {
        context.kind = TRY(parse_measure(*of, charge.of));
        context.unit = charge.of.unit;
        if (context.kind == ChargeKind::Demand) charge.peak = TRY(parse_peak(fields, charge.of));
        else if (const auto fill = fields.find("tiers fill"))
            charge.fill = static_cast<Fill>(TRY(fill->one_of(kFills)));
        if (const auto units = fields.find("units")) {
            charge.units = static_cast<Units>(TRY(units->one_of(kUnits)));
            if (context.kind != ChargeKind::Usage)
                return units->error("peaks are not counted in started units");
        }
        if (!charge.of.less.empty())
            if (const auto surplus = fields.find("surplus"))
                charge.surplus = TRY(parse_surplus(*surplus, charge.of.unit));
    }
    charge.kind = context.kind;
    if (const auto condition = fields.find("if"))
        charge.conditions = TRY(parse_conditions(*condition));
    if (const auto times = fields.find("times")) {
        if (charge.kind != ChargeKind::Fixed)
            return times->error("a price times a number is of a fixed charge, without 'of:'");
        charge.times = TRY(times->formula());
    }
    auto pricing = TRY(parse_pricing(fields, context));
    charge.per = pricing.per;
    charge.seasons = std::move(pricing.seasons);
    charge.by = std::move(pricing.by);
    charge.rows = std::move(pricing.rows);
    if (charge.kind == ChargeKind::Fixed) {
        PaidTime time{charge.per, false};
        TRY_VOID(parse_paid_time(fields, time));
        charge.prorate = time.prorate;
        charge.cap = time.cap;
    }
    TRY_VOID(fields.done());
    if (charge.peak.anew == Peak::Anew::Day && charge.per != TimeUnit::Day)
        return spot.error("daily peaks are priced per day");
    return charge;
}

}  // namespace

Result<std::vector<Charge>> parse_charges(const Spot& spot, const std::string& default_tax) {
    std::vector<Charge> charges;
    const auto entries = TRY(spot.entries());
    TRY_VOID(check_count(spot, entries.size(), kChargesPerSchedule, "charges"));
    for (const auto& [key, value] : entries) {
        if (key == "minimum")
            return value.error("'minimum' is the key of the schedule's minimum; choose another");
        charges.push_back(TRY(parse_charge(key, value, default_tax)));
    }
    return charges;
}

}  // namespace bw::catalog
