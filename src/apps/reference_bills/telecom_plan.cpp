#include "apps/reference_bills/telecom_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace bw::reference_bills {
namespace {

constexpr std::string_view kAny = "*any";

// A cell as its text, however it is written.
Result<std::string> cell_text(const json::Value& cell) {
    if (cell.kind() == json::Kind::Null) return std::string();
    if (cell.kind() == json::Kind::Number) return cell.as_number_text();
    return cell.as_text();
}

// A time as its seconds, a number without a unit as itself: "60s", "1m30s", "10"; empty is 0.
std::optional<std::int64_t> seconds_of(std::string_view text) {
    constexpr std::int64_t kMinute = 60, kHour = 3600, kMost = 1'000'000'000'000;
    std::int64_t sum = 0;
    while (!text.empty()) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || number < 0 || number > kMost) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (!text.empty()) {
            const char unit = text.front();
            if (unit != 's' && unit != 'm' && unit != 'h') return std::nullopt;
            number *= unit == 's' ? 1 : unit == 'm' ? kMinute : kHour;
            text.remove_prefix(1);
        }
        sum += number;
    }
    return sum;
}

// Rows of one table, read by column name.
class Table {
public:
    // Without its table nothing is there. What a row leaves out at its end is empty.
    static Result<Table> open(const json::Value& root, std::string_view name) {
        Table table;
        if (root.find(name) == nullptr) return table;
        const json::Value* all_columns = TRY(root.member("columns"));
        const json::Value* columns = TRY(all_columns->array(name));
        for (const json::Value& column : columns->items())
            table.columns_.push_back(TRY(column.as_text()));
        const json::Value* rows = TRY(root.array(name));
        for (const json::Value& row : rows->items()) {
            if (row.items().size() > table.columns_.size())
                return fail(Code::Invalid, "the row has more texts than there are columns",
                            row.place());
            std::vector<std::string> cells;
            for (const json::Value& cell : row.items()) cells.push_back(TRY(cell_text(cell)));
            cells.resize(table.columns_.size());
            table.rows_.push_back(std::move(cells));
            table.places_.push_back(row.place());
        }
        return table;
    }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] const std::string& place(std::size_t row) const { return places_[row]; }
    [[nodiscard]] Result<std::string> text(std::size_t row, std::string_view column) const {
        const auto* cell = find(row, column);
        if (cell == nullptr)
            return fail(Code::NotFound, fmt::format("there is no column '{}'", column),
                        places_[row]);
        return *cell;
    }
    // Of a column that may be left out; empty is the same.
    [[nodiscard]] std::string text_or(std::size_t row, std::string_view column,
                                      std::string_view without) const {
        const auto* cell = find(row, column);
        return cell == nullptr || cell->empty() ? std::string(without) : *cell;
    }
    [[nodiscard]] Result<Decimal> decimal(std::size_t row, std::string_view column) const {
        return Decimal::parse(text_or(row, column, "0"));
    }
    // "60s" or "60".
    [[nodiscard]] Result<std::int64_t> whole(std::size_t row, std::string_view column,
                                             std::string_view without) const {
        const std::string cell = text_or(row, column, without);
        const auto number = seconds_of(cell);
        if (cell.empty() || !number)
            return fail(Code::Invalid, fmt::format("'{}' is no whole number", cell), places_[row]);
        return *number;
    }

private:
    [[nodiscard]] const std::string* find(std::size_t row, std::string_view column) const {
        const auto found = std::ranges::find(columns_, column);
        if (found == columns_.end()) return nullptr;
        return &rows_[row][static_cast<std::size_t>(found - columns_.begin())];
    }

    std::vector<std::string> columns_;
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::string> places_;
};

std::vector<std::string> list_of(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

// From a minute on, on some weekdays. Not every date: as the case's days decide.
struct Timing {
    std::uint8_t weekdays = 0x7f;
    int minute = 0;
    bool is_open = true;
};

bool lists(std::string_view list, int number) {
    if (list == kAny) return true;
    for (const std::string& part : list_of(list)) {
        int found = 0;
        const char* last = part.data() + part.size();
        if (std::from_chars(part.data(), last, found).ptr == last && found == number) return true;
    }
    return false;
}

// Whether the dates of a timing are among the days, all or none of them.
Result<bool> is_dated_in(const Table& table, std::size_t row, const Period& days) {
    const std::string years = table.text_or(row, "years", kAny);
    const std::string months = table.text_or(row, "months", kAny);
    const std::string month_days = table.text_or(row, "month_days", kAny);
    int open = 0, all = 0;
    for (LocalDate day = days.from; day < days.to; day = day.plus_days(1), ++all)
        open +=
            lists(years, day.year()) && lists(months, day.month()) && lists(month_days, day.day())
                ? 1
                : 0;
    if (open == 0 || open == all) return open > 0;
    return fail(Code::Unsupported, "a window that opens on another day of the same call",
                table.place(row));
}

Result<std::uint8_t> read_weekdays(const Table& table, std::size_t row) {
    constexpr std::uint8_t kWorkdays = 0x1f, kWeekend = 0x60, kEveryDay = 0x7f;
    const std::string days = table.text_or(row, "week_days", kAny);
    if (days == kAny) return kEveryDay;
    std::uint8_t weekdays = 0;
    for (const std::string& day : list_of(days)) {
        if (day == "*workdays") weekdays |= kWorkdays;
        else if (day == "*weekends") weekdays |= kWeekend;
        else if (day.size() == 1 && day[0] >= '1' && day[0] <= '7')
            weekdays = static_cast<std::uint8_t>(weekdays | 1U << (day[0] - '1'));
        else return fail(Code::Invalid, fmt::format("'{}' is no weekday", day), table.place(row));
    }
    return weekdays;
}

Result<Timing> read_timing(const Table& table, std::size_t row, const Period& days) {
    Timing timing;
    timing.is_open = TRY(is_dated_in(table, row, days));
    timing.weekdays = TRY(read_weekdays(table, row));
    const std::string time = table.text_or(row, "time", kAny);
    if (time == kAny || time == "*asap") return timing;
    int hour = 0, minute = 0;
    const bool is_time =
        time.size() == 8 && time[2] == ':' && time.ends_with(":00") &&
        std::from_chars(time.data(), time.data() + 2, hour).ptr == time.data() + 2 &&
        std::from_chars(time.data() + 3, time.data() + 5, minute).ptr == time.data() + 5;
    if (!is_time || hour > 23 || minute > 59)
        return fail(Code::Unsupported, fmt::format("'{}' is no whole minute of a day", time),
                    table.place(row));
    timing.minute = hour * 60 + minute;
    return timing;
}

// Open from its minute until a later row of the same destination begins on that weekday; one of
// less weight ends nothing.
catalog::When when_of(const Timing& timing, const std::vector<Timing>& not_lighter) {
    std::map<int, std::uint8_t> days_by_end;
    for (int day = 0; day < 7; ++day) {
        const auto bit = static_cast<std::uint8_t>(1U << day);
        if ((timing.weekdays & bit) == 0) continue;
        int end = catalog::kMinutesPerDay;
        for (const Timing& other : not_lighter)
            if ((other.weekdays & bit) != 0 && other.minute > timing.minute)
                end = std::min(end, other.minute);
        days_by_end[end] = static_cast<std::uint8_t>(days_by_end[end] | bit);
    }
    catalog::When when;
    for (const auto& [end, days] : days_by_end) {
        catalog::WhenClause clause;
        clause.weekdays = days;
        if (timing.minute > 0 || end < catalog::kMinutesPerDay)
            clause.hours = {{timing.minute, end}};
        else if (days == 0x7f) return {};
        when.clauses.push_back(std::move(clause));
    }
    return when;
}

class PlanReader {
public:
    PlanReader(const json::Value& root, const std::string& tenant, const Period& days)
        : root_(root), tenant_(tenant), days_(days) {}

    Result<catalog::Telecom> read() {
        TRY_VOID(destinations());
        TRY_VOID(rates());
        TRY_VOID(rating_plans());
        TRY_VOID(subjects());
        return std::move(out_);
    }

private:
    Result<void> destinations() {
        const Table table = TRY(Table::open(root_, "Destinations"));
        std::map<std::string, std::set<std::string>> groups;
        for (std::size_t i = 0; i < table.size(); ++i)
            groups[TRY(table.text(i, "tag"))].insert(TRY(table.text(i, "prefix")));
        for (const auto& [name, prefixes] : groups) {
            catalog::DestinationGroup& group = out_.destinations.emplace_back();
            group.name = name;
            group.prefixes.assign(prefixes.begin(), prefixes.end());
        }
        return {};
    }

    // One catalog rate per row of DestinationRates: limits and rounding stand there.
    Result<void> rates() {
        const Table prices = TRY(Table::open(root_, "Rates"));
        const Table table = TRY(Table::open(root_, "DestinationRates"));
        for (std::size_t i = 0; i < table.size(); ++i) {
            const std::string tag = TRY(table.text(i, "tag"));
            const std::string destination = TRY(table.text(i, "destinations_tag"));
            const std::string rates_tag = TRY(table.text(i, "rates_tag"));
            catalog::RatePerUse rate = TRY(read_rate(prices, rates_tag, table.place(i)));
            rate.name = fmt::format("{}#{}", tag, i);
            TRY_VOID(rounding_and_cap(table, i, rate));
            rows_of_[tag].push_back({destination == kAny ? "" : destination, rate.name});
            out_.rates.push_back(std::move(rate));
        }
        return {};
    }

    static Result<catalog::RatePerUse> read_rate(const Table& prices, const std::string& tag,
                                                 const std::string& place) {
        catalog::RatePerUse rate;
        for (std::size_t i = 0; i < prices.size(); ++i) {
            if (TRY(prices.text(i, "tag")) != tag) continue;
            catalog::RateGroup group;
            group.from_s = TRY(prices.whole(i, "group_interval_start", "0"));
            group.price = TRY(prices.decimal(i, "rate"));
            group.per_s = TRY(prices.whole(i, "rate_unit", ""));
            group.increment_s = TRY(prices.whole(i, "rate_increment", ""));
            if (group.from_s == 0) rate.connect = TRY(prices.decimal(i, "connect_fee"));
            rate.groups.push_back(group);
        }
        if (rate.groups.empty())
            return fail(Code::NotFound, fmt::format("there is no rate '{}'", tag), place);
        std::ranges::sort(rate.groups, {}, &catalog::RateGroup::from_s);
        return rate;
    }

    static Result<void> rounding_and_cap(const Table& table, std::size_t i,
                                         catalog::RatePerUse& rate) {
        static const std::map<std::string, Rounding> kMethods = {
            {"*up", Rounding::Up}, {"*middle", Rounding::HalfUp}, {"*down", Rounding::Down}};
        const std::string named = table.text_or(i, "rounding_method", "");
        const auto method = kMethods.find(named);
        if (!named.empty() && method == kMethods.end())
            return fail(Code::Unsupported, fmt::format("the rounding method '{}'", named),
                        table.place(i));
        if (!named.empty()) {
            rate.round = method->second;
            rate.round_places = static_cast<int>(TRY(table.whole(i, "rounding_decimals", "0")));
        }
        const Decimal limit = TRY(table.decimal(i, "max_cost"));
        if (limit.is_zero()) return {};
        const std::string strategy = table.text_or(i, "max_cost_strategy", "*free");
        if (strategy != "*free" && strategy != "*disconnect")
            return fail(Code::Unsupported, fmt::format("the strategy '{}'", strategy),
                        table.place(i));
        rate.max_cost = limit;
        rate.cap =
            strategy == "*free" ? catalog::CapStrategy::Free : catalog::CapStrategy::Disconnect;
        return {};
    }

    Result<Timing> timing(const Table& timings, const std::string& tag,
                          const std::string& place) const {
        for (std::size_t i = 0; i < timings.size(); ++i)
            if (TRY(timings.text(i, "tag")) == tag) return read_timing(timings, i, days_);
        if (tag == kAny || tag == "*always" || tag == "*asap") return Timing{};
        return fail(Code::NotFound, fmt::format("there is no timing '{}'", tag), place);
    }

    struct Draft {
        catalog::RatingRow row;
        Timing timing;
    };

    Result<void> rating_plans() {
        const Table table = TRY(Table::open(root_, "RatingPlans"));
        const Table timings = TRY(Table::open(root_, "Timings"));
        std::map<std::string, std::vector<Draft>> plans;
        for (std::size_t i = 0; i < table.size(); ++i) {
            const std::string name = TRY(table.text(i, "timing_tag"));
            const Timing when = TRY(timing(timings, name, table.place(i)));
            auto& drafts_of_plan = plans[TRY(table.text(i, "tag"))];
            if (!when.is_open) continue;
            const auto rows = rows_of_.find(TRY(table.text(i, "destination_rates_tag")));
            if (rows == rows_of_.end())
                return fail(Code::NotFound, "there are no such destination rates", table.place(i));
            for (const auto& [destination, rate] : rows->second) {
                catalog::RatingRow row;
                row.destination = destination;
                row.rate = rate;
                row.window = name == kAny ? "" : name;
                row.weight = static_cast<std::int32_t>(TRY(table.whole(i, "weight", "0")));
                drafts_of_plan.push_back({std::move(row), when});
            }
        }
        for (auto& [name, drafts] : plans) {
            catalog::RatingPlan plan;
            plan.name = name;
            for (Draft& draft : drafts) {
                std::vector<Timing> not_lighter;
                for (const Draft& other : drafts)
                    if (other.row.destination == draft.row.destination &&
                        other.row.weight >= draft.row.weight)
                        not_lighter.push_back(other.timing);
                draft.row.when = when_of(draft.timing, not_lighter);
            }
            for (Draft& draft : drafts) plan.rows.push_back(std::move(draft.row));
            out_.rating_plans.push_back(std::move(plan));
        }
        return {};
    }

    Result<void> subjects() {
        const Table table = TRY(Table::open(root_, "RatingProfiles"));
        const auto plain = [](const std::string& name) {
            return name == kAny ? std::string("any") : name;
        };
        for (std::size_t i = 0; i < table.size(); ++i) {
            if (TRY(table.text(i, "tenant")) != tenant_) continue;
            catalog::Subject subject;
            subject.category = plain(table.text_or(i, "category", kAny));
            subject.subject = plain(table.text_or(i, "subject", kAny));
            const std::string from = table.text_or(i, "activation_time", "");
            if (from.size() == std::string_view("2012-01-01").size())
                subject.from = TRY(Instant::parse(from + "T00:00:00Z"));
            else if (!from.empty()) subject.from = TRY(Instant::parse(from));
            subject.rating_plan = TRY(table.text(i, "rating_plan_tag"));
            subject.fallback = list_of(table.text_or(i, "fallback_subjects", ""));
            out_.subjects.push_back(std::move(subject));
        }
        return {};
    }

    const json::Value& root_;
    const std::string& tenant_;
    const Period& days_;
    catalog::Telecom out_;
    struct DestinationRate {
        std::string destination, rate;
    };
    std::map<std::string, std::vector<DestinationRate>> rows_of_;  // by DestinationRates tag
};

}  // namespace

Result<catalog::Telecom> read_telecom_plan(const json::Value& root, const std::string& tenant,
                                           const Period& days) {
    return PlanReader(root, tenant, days).read();
}

}  // namespace bw::reference_bills
