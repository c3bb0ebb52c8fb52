// What holds of every tariff and every use: in a zone whose clock changes, over days that hold a
// change or none, with windows, tiers and holes in the data chosen at random.
#include "books/catalog/parse.h"
#include "flow/rate/energy/energy.h"
#include "flow/rate/energy/pieces.h"
#include "testing/property.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace bw::rate {
namespace {

constexpr std::int64_t kStep = 1800;

const std::string kHead = "schedule: ANY\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: "
                          "2020-01-01\ntax: standard\ncharges:\n";

Zone berlin() { return *Zone::find("Europe/Berlin"); }

CompiledSchedule compiled(const std::string& charges, const Period& period) {
    const auto document = catalog::parse(kHead + charges, "any.yaml");
    RC_ASSERT(document.has_value());
    CompileRequest request;
    request.versions = {&document->schedules.front()};
    request.period = period;
    request.zone = berlin();
    auto schedule = compile(request);
    RC_ASSERT(schedule.has_value());
    return *std::move(schedule);
}

RatedUsage rated(const CompiledSchedule& schedule, const meter::Usage& usage,
                 const Period& supplied = {}) {
    Circumstances circumstances;
    circumstances.supplied = supplied;
    auto result = rate(schedule, usage, {}, circumstances);
    RC_ASSERT(result.has_value());
    return *std::move(result);
}

// Months of 2026: those of the clock's changes come as often as all others together.
Period any_month() {
    const int number = *rc::gen::element(3, 10, *testing::between(1, 12));
    return month_of(LocalDate::of(2026, number, 1));
}

// Half hours in Wh; some are missing or estimated.
meter::IntervalColumn any_column(const Period& period) {
    meter::IntervalColumn column;
    column.channel = "import";
    column.unit = "kWh";
    const Span span = berlin().span_of(period);
    column.start = span.from;
    const auto count = static_cast<std::size_t>((span.to.seconds() - span.from.seconds()) / kStep);
    const bool has_holes = *testing::any<bool>();
    std::uint64_t state = *testing::any<std::uint64_t>();
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        const auto number = static_cast<std::int64_t>(state >> 33);
        const bool is_hole = has_holes && number % 97 == 0;
        column.values.push_back(is_hole ? meter::kMissing : number % 1500);
        column.qualities.push_back(is_hole                         ? meter::Quality::Missing
                                   : number % 31 == 0 && has_holes ? meter::Quality::Estimated
                                                                   : meter::Quality::Actual);
    }
    return column;
}

meter::Usage usage_of(std::vector<meter::IntervalColumn> columns) {
    meter::Usage usage;
    usage.intervals = std::move(columns);
    return usage;
}

std::string any_price() { return fmt::format("0.{:04}", *testing::between(1, 9999)); }

// Two windows that meet anywhere on the half hour, perhaps across midnight.
std::string any_windows() {
    const int from = *testing::between(0, 47), length = *testing::between(1, 47);
    const auto clock = [](int half_hour) {
        return fmt::format("{:02}:{:02}", half_hour / 2, half_hour % 2 * 30);
    };
    const int to = from + length;
    const auto when = to <= 48 ? fmt::format("{}-{}", clock(from), clock(to))
                               : fmt::format("{}-24:00, 00:00-{}", clock(from), clock(to - 48));
    return fmt::format("  energy:\n    of: import kWh\n    windows:\n      one: {{when: \"{}\", "
                       "price: {}}}\n      other: {{when: otherwise, price: {}}}\n",
                       when, any_price(), any_price());
}

// Tiers whose prices may rise or fall, none for nothing.
std::string any_tiers() {
    const int first = *testing::between(1, 300), second = first + *testing::between(1, 300);
    return fmt::format("  energy: {{of: import kWh, tiers per {}: [{{to: {}, price: {}}}, {{to: "
                       "{}, price: {}}}, {{price: {}}}]}}\n",
                       *rc::gen::element<std::string>("day", "month"), first, any_price(), second,
                       any_price(), any_price());
}

// Peaks of a month, in windows, above a ratchet's floor, or of each day; tiers of kilowatts.
std::string any_demand() {
    const std::string shape = *rc::gen::element<std::string>(
        "at least: {0}, price: {1} per kW per month",
        "mean over: 60 minutes, price: {1} per kW per day",
        "peaks: daily, price: {1} per kW per day", "mean of: 3 days, price: {1} per kW per month",
        "percentile: 95, price: {1} per kW per month",
        "windows: {{day: {{when: Mon-Fri 07:00-19:30, price: {1} per kW per month}}, "
        "rest: {{when: otherwise, price: {2} per kW per month}}}}",
        "tiers per month: [{{to: 2, price: {1}}}, {{price: {2}}}]");
    return "  energy: {of: peak import kW, " +
           fmt::format(fmt::runtime(shape), *testing::between(1, 3), any_price(), any_price()) +
           "}\n";
}

// Tiers that two windows fill together.
std::string any_shared_tiers() {
    return fmt::format("  energy:\n    of: import kWh\n    tiers fill: {}\n    windows:\n"
                       "      day: {{when: 06:00-22:00, tiers per month: [{{to: {}, price: {}}}, "
                       "{{price: {}}}]}}\n",
                       *rc::gen::element<std::string>("pro rata", "in time order"), 200,
                       any_price(), any_price()) +
           fmt::format("      night: {{when: otherwise, tiers per month: [{{to: 200, price: {}}}, "
                       "{{price: {}}}]}}\n",
                       any_price(), any_price());
}

std::string any_charge_by_itself() {
    const int kind = *testing::between(0, 2);
    return kind == 0 ? any_windows() : kind == 1 ? any_tiers() : any_demand();
}
std::string any_charge() {
    return *testing::between(0, 3) == 0 ? any_shared_tiers() : any_charge_by_itself();
}

struct Total {
    Decimal quantity, amount;
    std::int64_t intervals = 0, missing = 0;
    friend bool operator==(const Total&, const Total&) = default;
};
using Totals = std::map<std::pair<std::string, std::string>, Total>;  // by charge and part

void add(Totals& totals, const RatedUsage& usage) {
    for (const auto& piece : usage.pieces) {
        auto& total = totals[{piece.charge, piece.part}];
        total.quantity += piece.quantity;
        total.amount += piece.amount;
        total.intervals += piece.breakdown.intervals;
    }
}

PROPERTY(RateProperties, PiecesOfAnySplitSumToTheWhole) {
    const Period period = any_month();
    const auto schedule = compiled("  standing: {price: 0.40 per day}\n" + any_windows(), period);
    const auto usage = usage_of({any_column(period)});
    const int days = days_in(period);
    LocalDate from = period.from;
    Totals parts, whole;
    while (from < period.to) {
        const LocalDate to = std::min(from.plus_days(*testing::between(1, days)), period.to);
        add(parts, rated(schedule, usage, {from, to}));
        from = to;
    }
    add(whole, rated(schedule, usage));
    RC_ASSERT(parts == whole);
}

PROPERTY(RateProperties, TheOrderInWhichColumnsComeDoesNotMatter) {
    const Period period = any_month();
    const auto schedule = compiled(any_charge(), period);
    // Cut anywhere, as if a meter had been read in parts.
    const auto column = any_column(period);
    std::vector<meter::IntervalColumn> parts;
    for (std::size_t at = 0; at < column.values.size();) {
        const auto end = std::min(at + static_cast<std::size_t>(*testing::between(1, 900)),
                                  column.values.size());
        auto part = column;
        part.start =
            Instant{column.start.us + static_cast<std::int64_t>(at) * kStep * Instant::kSecond};
        const auto first = static_cast<std::ptrdiff_t>(at), last = static_cast<std::ptrdiff_t>(end);
        part.values = {column.values.begin() + first, column.values.begin() + last};
        part.qualities = {column.qualities.begin() + first, column.qualities.begin() + last};
        parts.push_back(std::move(part));
        at = end;
    }
    const auto in_order = rated(schedule, usage_of(parts));
    std::ranges::rotate(parts, parts.begin() +
                                   *testing::between<std::ptrdiff_t>(0, std::ssize(parts) - 1));
    std::ranges::reverse(parts);
    RC_ASSERT(rated(schedule, usage_of(parts)).pieces == in_order.pieces);
    RC_ASSERT(rated(schedule, usage_of({column})).pieces == in_order.pieces);
}

PROPERTY(RateProperties, MoreUseNeverCostsLess) {
    const Period period = any_month();
    // Windows that share tiers may take them from each other.
    const auto schedule = compiled(any_charge_by_itself(), period);
    auto column = any_column(period);
    const auto cost_of = [&] {
        Decimal cost;
        for (const auto& piece : rated(schedule, usage_of({column})).pieces)
            cost += line_amount(piece).value();
        return cost;
    };
    Decimal before = cost_of();
    for (int more = 0; more < 5; ++more) {
        auto& value = column.values[*testing::between<std::size_t>(0, column.values.size() - 1)];
        if (value == meter::kMissing) continue;
        value += *testing::between<std::int64_t>(1, 400'000);
        const Decimal now = cost_of();
        RC_ASSERT(now >= before);
        before = now;
    }
}

PROPERTY(RateProperties, RatingAgainChangesNothing) {
    const Period period = any_month();
    const auto charges = any_charge();
    const auto schedule = compiled(charges, period);
    const auto usage = usage_of({any_column(period)});
    const auto once = rated(schedule, usage);
    RC_ASSERT(rated(schedule, usage).pieces == once.pieces);
    RC_ASSERT(rated(compiled(charges, period), usage).pieces == once.pieces);
}

PROPERTY(RateProperties, EachIntervalOfADayCountsOnceWhateverItsClock) {
    const auto day = *rc::gen::element(LocalDate::of(2026, 3, 29), LocalDate::of(2026, 10, 25),
                                       LocalDate::of(2026, 6, 1));
    const Period period{day, day.plus_days(1)};
    const auto column = any_column(period);
    RC_ASSERT(std::ssize(column.values) == (day.month() == 3 ? 46 : (day.month() == 10 ? 50 : 48)));
    Decimal used;
    std::int64_t measured = 0;
    for (const auto value : column.values) {
        if (value == meter::kMissing) continue;
        used += Decimal::scaled(value, 3);
        ++measured;
    }
    Total total;
    for (const auto& piece : rated(compiled(any_windows(), period), usage_of({column})).pieces) {
        total.quantity += piece.quantity;
        total.intervals += piece.breakdown.intervals;
        total.missing += piece.breakdown.missing;
    }
    RC_ASSERT(total.quantity == used);
    RC_ASSERT(total.intervals == measured);
    RC_ASSERT(total.missing == std::ssize(column.values) - measured);
}

}  // namespace
}  // namespace bw::rate
