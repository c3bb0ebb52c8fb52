// A schedule in plain words and the week as a grid, for terminals.
#include "books/catalog/describe_parts.h"
#include "platform/text/wrap.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::catalog {
namespace {

constexpr int kCellMinutes = 30;
constexpr int kCells = kMinutesPerDay / kCellMinutes;
constexpr const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
// Background colours of the 256-colour palette that keep black letters readable, dear windows
// first.
constexpr int kColours[] = {209, 221, 114, 117, 183, 151, 216, 187};

char letter_of(std::size_t window) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return kLetters[window % kLetters.size()];
}

std::string cell(int window, Colour colour) {
    const char letter = window == WeekGrid::kGap ? '.'
                        : window == WeekGrid::kOverlap
                            ? '!'
                            : letter_of(static_cast<std::size_t>(window));
    if (colour == Colour::None || window < 0) return std::string(1, letter);
    return fmt::format("\x1b[30;48;5;{}m{}",
                       kColours[static_cast<std::size_t>(window) % std::size(kColours)], letter);
}

std::string grid_row(const WeekGrid& grid, int weekday, bool holiday, Colour colour) {
    std::string row;
    for (int i = 0; i < kCells; ++i)
        row += cell(grid.at(weekday, holiday, i * kCellMinutes), colour);
    return colour == Colour::None ? row : row + "\x1b[0m";
}

// Rows of equal days become one: "Mon-Fri".
std::string grid_rows(const WeekGrid& grid, bool holiday, Colour colour) {
    std::string out;
    for (int day = 1; day <= 7;) {
        const std::string row = grid_row(grid, day, holiday, colour);
        int last = day;
        while (last < 7 && grid_row(grid, last + 1, holiday, colour) == row) ++last;
        std::string name =
            day == last ? kDays[day - 1] : fmt::format("{}-{}", kDays[day - 1], kDays[last - 1]);
        if (holiday) name = day == 1 && last == 7 ? "holidays" : "hol. " + name;
        out += fmt::format("    {:<13}{}\n", name, row);
        day = last + 1;
    }
    return out;
}

// A charge whose prices are put into words: with the decimals of its currency at least.
struct Priced {
    const Charge& charge;
    int digits;
};

std::string price_words(const Tier& tier, const Priced& priced) {
    const Charge& charge = priced.charge;
    std::string unit = charge.kind == ChargeKind::Fixed ? "" : charge.of.unit;
    if (charge.kind == ChargeKind::Demand) unit += " per ";
    if (charge.kind != ChargeKind::Usage) unit += time_unit_name(charge.per);
    return fmt::format("{} per {}", tier.price.to_string(priced.digits), unit);
}

std::string tier_words(const Window& window, const Priced& priced) {
    const Charge& charge = priced.charge;
    if (const auto& price = window.per_interval) {
        std::string words = "the price of series " + price->series + " in each interval";
        if (price->times != Decimal(1)) words += " times " + price->times.to_string();
        if (!price->plus.is_zero()) words += " plus " + price->plus.to_string(priced.digits);
        return words + " per " + charge.of.unit;
    }
    if (window.per == TierPeriod::None) return price_words(window.tiers[0], priced);
    std::string out, from = "0";
    for (const auto& tier : window.tiers) {
        out += out.empty() ? "" : "; ";
        if (window.is_level)
            out += fmt::format("{} a month {} {} {}", tier.price.to_string(priced.digits),
                               tier.to ? "up to" : "above", tier.to ? tier.to->print() : from,
                               charge.of.unit);
        else if (tier.free)
            out += fmt::format("free up to {} {} per {}{}{}", tier.to->print(), charge.of.unit,
                               tier_period_name(window.per), tier.reason.empty() ? "" : " because ",
                               tier.reason);
        else if (tier.to)
            out += fmt::format("{} up to {} {} per {}", price_words(tier, priced), tier.to->print(),
                               charge.of.unit, tier_period_name(window.per));
        else out += fmt::format("{} above {}", price_words(tier, priced), from);
        if (tier.to) from = tier.to->print();
    }
    return out;
}

constexpr std::size_t kWindowName = 19;  // columns before a window's price

std::string season_words(const Season& season, const Priced& priced, const std::string& language,
                         Colour colour) {
    std::string out;
    if (!season.name.empty())
        out += text::wrap(fmt::format("{}: {}", name_in(season.names, language, season.name),
                                      print_season_dates(season)),
                          {.first = 2, .rest = 6}) +
               "\n";
    if (season.windows.size() == 1 && season.windows[0].name.empty())
        return out + indented(tier_words(season.windows[0], priced));
    for (std::size_t i = 0; i < season.windows.size(); ++i)
        out += indented(
            fmt::format("{} {:<12} {}: {}", letter_of(i),
                        name_in(season.windows[i].names, language, season.windows[i].name),
                        tier_words(season.windows[i], priced), print_when(season.windows[i].when)),
            kWindowName);
    return out + week_grid(season.windows, colour);
}

// What is not the rule; nothing where all is.
std::string peak_words(const Charge& charge) {
    const Peak& peak = charge.peak;
    std::string out;
    const auto add = [&](const std::string& words) { out += (out.empty() ? "" : "; ") + words; };
    if (!peak.at.empty()) add(fmt::format("in the peaks of {}", peak.at));
    if (peak.minutes > 0) add(fmt::format("mean over {} minutes", peak.minutes));
    if (peak.anew == Peak::Anew::Day) add("the peak of each day, added up");
    if (peak.days > 1) add(fmt::format("mean of the peaks of the {} highest days", peak.days));
    if (!peak.percentile.is_zero())
        add(fmt::format("not the highest, but what {} % of the month do not exceed",
                        peak.percentile.to_string()));
    if (peak.at_least != Formula())
        add(fmt::format("at least {} {}", peak.at_least.print(), charge.of.unit));
    for (const auto& ratchet : peak.ratchets) add("at least " + print_ratchet(ratchet));
    for (const auto& share : peak.own) add(print_own_share(share) + " of its own");
    return out.empty() ? out : indented(out);
}

std::string credit_words(const FeedInCredit& credit, const std::string& language) {
    std::string out = fmt::format("{}: what the customer gets for {} pays {} {}",
                                  name_in(credit.names, language, credit.key),
                                  on_words(credit.from), on_words(credit.on),
                                  credit.same_month ? "from the same month on" : "of later months");
    if (credit.settled_in > 0)
        out += fmt::format("; what is left after {} {}",
                           kMonths[static_cast<std::size_t>(credit.settled_in - 1)],
                           credit.is_paid ? "is paid out" : "lapses");
    return "\n" + text::wrap(out, {.first = 0, .rest = 4}) + "\n";
}

std::string surplus_words(const Charge& charge, int digits) {
    const Surplus& surplus = charge.surplus;
    std::string out = surplus.carry == Surplus::Carry::Nothing
                          ? "a surplus lapses with its month"
                          : "a surplus passes on: " + print_carry(surplus);
    if (surplus.settled_in == 0) return out;
    out +=
        fmt::format("; settled in {}", kMonths[static_cast<std::size_t>(surplus.settled_in - 1)]);
    if (!surplus.pay.is_zero())
        out += fmt::format(", {} per {} for {}", surplus.pay.to_string(digits), charge.of.unit,
                           surplus.pays_sum ? "the sum of all windows" : "what is left");
    return out;
}

// What a charge or a row of its table costs.
struct Told {
    Priced priced;
    const std::string& language;
    Colour colour;
};
std::string seasons_words(const std::vector<Season>& seasons, const Told& told) {
    std::string out;
    for (const auto& season : seasons)
        out += season_words(season, told.priced, told.language, told.colour);
    return out;
}

// `where`: the rows above.
std::string table_words(const std::string& by, const std::vector<PriceRow>& rows,
                        const std::string& where, const Told& told) {
    std::string out;
    for (const auto& row : rows) {
        const std::string here =
            fmt::format("{}{}{} {}", where, where.empty() ? "" : ", ", by,
                        row.value.empty() ? std::string("otherwise") : row.value);
        if (!row.by.empty()) {
            out += table_words(row.by, row.rows, here, told);
            continue;
        }
        const auto& first = row.seasons.front().windows.front();
        const bool is_short = row.seasons.size() == 1 && row.seasons.front().name.empty() &&
                              row.seasons.front().windows.size() == 1;
        out += is_short ? indented(fmt::format("{}: {}", here, tier_words(first, told.priced)), 6)
                        : indented(here + ":") + seasons_words(row.seasons, told);
    }
    return out;
}

// Named numbers, and what a charge asks for beside its price.
std::string lets_words(const std::vector<Let>& lets) {
    std::string out;
    for (const auto& let : lets) {
        std::string is = let.is.print();
        if (!let.by.empty()) {
            is.clear();
            for (const auto& row : let.rows)
                is += fmt::format("{}{} {}{}", is.empty() ? "" : "; ", row.is.print(),
                                  row.value.empty() ? "otherwise" : "where " + let.by + " is ",
                                  row.value);
        }
        out += text::wrap(fmt::format("{} = {}", let.name, is), {.first = 0, .rest = 4}) + "\n";
    }
    return out.empty() ? out : "\n" + out;
}

std::string conditions_words(const std::vector<Condition>& conditions) {
    std::string out;
    for (const auto& condition : conditions)
        out += (out.empty() ? "only where " : " and ") + print_condition(condition);
    return indented(out);
}

std::string clock_words(const Schedule& schedule) {
    switch (schedule.clock.kind) {
        case WindowClock::Kind::Local: return "the local clock";
        case WindowClock::Kind::Standard: return "standard time, without daylight saving";
        case WindowClock::Kind::Offset: return schedule.clock.offset;
    }
    return {};
}

}  // namespace

std::string head_words(const Header& head, const std::string& language) {
    const std::string name = name_in(head.names, language, "");
    const std::string terms = fmt::format(
        "{}, {} prices in {}, from {}{}{}{}", head.sector,
        head.prices == PriceBasis::Net ? "net" : "gross", head.currency.code(),
        head.from.to_string(), head.until ? fmt::format(" until {}", head.until->to_string()) : "",
        head.zone.empty() ? "" : ", " + head.zone,
        !head.holidays.empty()      ? ", holidays of " + head.holidays
        : !head.holidays_by.empty() ? ", holidays by " + head.holidays_by
                                    : "");
    return head.name + (name.empty() ? "" : "  " + name) + "\n" + text::wrap(terms) + "\n";
}

std::string rounding_words(const Header& head) {
    return fmt::format("each line rounded {} to {} decimals\n", rounding_name(head.round.method),
                       head.round.places);
}

std::string indented(std::string_view words, std::size_t rest) {
    return text::wrap(words, {.first = 4, .rest = rest}) + "\n";
}

std::string week_grid(const std::vector<Window>& windows, Colour colour) {
    std::vector<const When*> whens;
    bool uses_holidays = false;
    for (const auto& window : windows) {
        whens.push_back(&window.when);
        uses_holidays = uses_holidays || window.when.uses_holidays();
    }
    const WeekGrid grid(whens);
    std::string out = "                 0     3     6     9     12    15    18    21\n";
    out += grid_rows(grid, false, colour);
    if (uses_holidays) out += grid_rows(grid, true, colour);
    return out;
}

std::string describe(const Schedule& schedule, const std::string& language, Colour colour) {
    std::string out = head_words(schedule.head, language) + "windows on " + clock_words(schedule) +
                      "; " + rounding_words(schedule.head);
    const int digits = schedule.head.currency.digits();
    out += lets_words(schedule.lets);
    for (const auto& charge : schedule.charges) {
        out += fmt::format("\n{} ({}, tax {})\n", name_in(charge.names, language, charge.key),
                           charge.kind == ChargeKind::Fixed ? "fixed" : print_measure(charge),
                           charge.tax.empty() ? "missing" : charge.tax);
        if (charge.kind == ChargeKind::Demand) out += peak_words(charge);
        if (charge.prorate != Prorate::ByDay || charge.cap != MonthCap{})
            out += indented(paid_time_words(charge.prorate, charge.cap));
        if (!charge.of.less.empty()) out += indented(surplus_words(charge, digits));
        if (charge.fill != Fill::EachWindow)
            out += indented(charge.fill == Fill::ProRata
                                ? "windows share the tiers by their parts of the sum"
                                : "windows share the tiers in order of time");
        if (charge.units != Units::Exact)
            out += indented(charge.units == Units::Started ? "a unit that was begun is paid whole"
                                                           : "only full units are paid");
        if (!charge.conditions.empty()) out += conditions_words(charge.conditions);
        if (charge.times) out += indented(fmt::format("times {}", charge.times->print()));
        const Told told{{charge, digits}, language, colour};
        out += charge.by.empty() ? seasons_words(charge.seasons, told)
                                 : table_words(charge.by, charge.rows, "", told);
    }
    if (schedule.usage) out += usage_words(*schedule.usage, language, digits);
    out += limits_words(schedule.maximum, schedule.minimum, digits);
    if (const auto& minimum = schedule.year_minimum)
        out += fmt::format("\nat least {} in a year that is settled in {}, for {}\n",
                           minimum->price.to_string(digits),
                           kMonths[static_cast<std::size_t>(minimum->settled_in - 1)],
                           on_words(minimum->on));
    for (const auto& credit : schedule.credits) out += credit_words(credit, language);
    out += discounts_words(schedule.discounts, language, digits);
    if (schedule.sharing.by != SharedBy::Days)
        out += fmt::format("\nuse between two reads is shared by {}\n",
                           print_sharing(schedule.sharing));
    if (schedule.bills_unknown)
        out += "\nfactors that are not known yet: others stand in for them until they are\n";
    if (schedule.trusts_customers) out += "\nreads by customers are billed like measured ones\n";
    if (schedule.corrections != CorrectionPolicy::Lines)
        out += fmt::format("\ncorrections: {}\n",
                           schedule.corrections == CorrectionPolicy::Rebill
                               ? "all lines of the month are taken back and billed anew"
                               : "a difference in the customer's favour is a credit note");
    return out;
}

}  // namespace bw::catalog
