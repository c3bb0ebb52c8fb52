#include "apps/reference_bills/telecom_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

namespace bw::reference_bills {
namespace {

constexpr std::string_view kAny = "*any";

// Rows of one table, read by column name.
class Table {
public:
    static Result<Table> open(const json::Value& root, std::string_view name) {
        Table table;
        const json::Value* all_columns = TRY(root.member("columns"));
        const json::Value* columns = TRY(all_columns->array(name));
        for (const json::Value& column : columns->items())
            table.columns_.push_back(TRY(column.as_text()));
        const json::Value* rows = TRY(root.array(name));
        for (const json::Value& row : rows->items()) {
            if (row.items().size() != table.columns_.size())
                return fail(Code::Invalid, "the row has not one text per column", row.place());
            std::vector<std::string> cells;
            for (const json::Value& cell : row.items()) cells.push_back(TRY(cell.as_text()));
            table.rows_.push_back(std::move(cells));
            table.places_.push_back(row.place());
        }
        return table;
    }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] const std::string& place(std::size_t row) const { return places_[row]; }
    [[nodiscard]] Result<std::string> text(std::size_t row, std::string_view column) const {
        const auto found = std::ranges::find(columns_, column);
        if (found == columns_.end())
            return fail(Code::NotFound, fmt::format("there is no column '{}'", column),
                        places_[row]);
        return rows_[row][static_cast<std::size_t>(found - columns_.begin())];
    }
    [[nodiscard]] Result<Decimal> decimal(std::size_t row, std::string_view column) const {
        const std::string cell = TRY(text(row, column));
        return cell.empty() ? Decimal() : Decimal::parse(cell);
    }
    // "60s" or "60".
    [[nodiscard]] Result<std::int64_t> whole(std::size_t row, std::string_view column) const {
        std::string cell = TRY(text(row, column));
        if (cell.ends_with('s')) cell.pop_back();
        std::int64_t number = 0;
        const char* last = cell.data() + cell.size();
        const auto [end, error] = std::from_chars(cell.data(), last, number);
        if (error != std::errc{} || end != last)
            return fail(Code::Invalid, fmt::format("'{}' is no whole number", cell), places_[row]);
        return number;
    }

private:
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

// From a minute on, on some weekdays.
struct Timing {
    std::uint8_t weekdays = 0x7f;
    int minute = 0;
};

Result<Timing> read_timing(const Table& table, std::size_t row) {
    for (const char* column : {"years", "months", "month_days"})
        if (TRY(table.text(row, column)) != kAny)
            return fail(Code::Unsupported, fmt::format("a window of single {}", column),
                        table.place(row));
    Timing timing;
    const std::string days = TRY(table.text(row, "week_days"));
    if (days != kAny) {
        timing.weekdays = 0;
        for (const std::string& day : list_of(days)) {
            if (day.size() != 1 || day[0] < '1' || day[0] > '7')
                return fail(Code::Invalid, fmt::format("'{}' is no weekday", day),
                            table.place(row));
            timing.weekdays = static_cast<std::uint8_t>(timing.weekdays | 1U << (day[0] - '1'));
        }
    }
    const std::string time = TRY(table.text(row, "time"));
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

// Open from its minute until a later row of the same destination begins on that weekday.
catalog::When when_of(const Timing& timing, const std::vector<Timing>& same_destination) {
    std::map<int, std::uint8_t> days_by_end;
    for (int day = 0; day < 7; ++day) {
        const auto bit = static_cast<std::uint8_t>(1U << day);
        if ((timing.weekdays & bit) == 0) continue;
        int end = catalog::kMinutesPerDay;
        for (const Timing& other : same_destination)
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
    PlanReader(const json::Value& root, const std::string& tenant) : root_(root), tenant_(tenant) {}

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
            catalog::RatePerUse rate = TRY(read_rate(prices, rates_tag));
            rate.name = fmt::format("{}#{}", tag, i);
            TRY_VOID(rounding_and_cap(table, i, rate));
            rows_of_[tag].push_back({destination == kAny ? "" : destination, rate.name});
            out_.rates.push_back(std::move(rate));
        }
        return {};
    }

    static Result<catalog::RatePerUse> read_rate(const Table& prices, const std::string& tag) {
        catalog::RatePerUse rate;
        for (std::size_t i = 0; i < prices.size(); ++i) {
            if (TRY(prices.text(i, "tag")) != tag) continue;
            catalog::RateGroup group;
            group.from_s = TRY(prices.whole(i, "group_interval_start"));
            group.price = TRY(prices.decimal(i, "rate"));
            group.per_s = TRY(prices.whole(i, "rate_unit"));
            group.increment_s = TRY(prices.whole(i, "rate_increment"));
            if (group.from_s == 0) rate.connect = TRY(prices.decimal(i, "connect_fee"));
            rate.groups.push_back(group);
        }
        std::ranges::sort(rate.groups, {}, &catalog::RateGroup::from_s);
        return rate;
    }

    static Result<void> rounding_and_cap(const Table& table, std::size_t i,
                                         catalog::RatePerUse& rate) {
        static const std::map<std::string, Rounding> kMethods = {
            {"*up", Rounding::Up}, {"*middle", Rounding::HalfUp}, {"*down", Rounding::Down}};
        const auto method = kMethods.find(TRY(table.text(i, "rounding_method")));
        if (method == kMethods.end())
            return fail(Code::Unsupported, "an unknown rounding method", table.place(i));
        rate.round = method->second;
        rate.round_places = static_cast<int>(TRY(table.whole(i, "rounding_decimals")));
        const Decimal limit = TRY(table.decimal(i, "max_cost"));
        if (limit.is_zero()) return {};
        rate.max_cost = limit;
        rate.cap = TRY(table.text(i, "max_cost_strategy")) == "*disconnect"
                       ? catalog::CapStrategy::Disconnect
                       : catalog::CapStrategy::Free;
        return {};
    }

    Result<Timing> timing(const Table& timings, const std::string& tag,
                          const std::string& place) const {
        if (tag == kAny) return Timing{};
        for (std::size_t i = 0; i < timings.size(); ++i)
            if (TRY(timings.text(i, "tag")) == tag) return read_timing(timings, i);
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
            const auto rows = rows_of_.find(TRY(table.text(i, "destination_rates_tag")));
            if (rows == rows_of_.end())
                return fail(Code::NotFound, "there are no such destination rates", table.place(i));
            for (const auto& [destination, rate] : rows->second) {
                catalog::RatingRow row;
                row.destination = destination;
                row.rate = rate;
                row.window = name == kAny ? "" : name;
                row.weight = static_cast<std::int32_t>(TRY(table.whole(i, "weight")));
                plans[TRY(table.text(i, "tag"))].push_back({std::move(row), when});
            }
        }
        for (auto& [name, drafts] : plans) {
            catalog::RatingPlan plan;
            plan.name = name;
            for (Draft& draft : drafts) {
                std::vector<Timing> others;
                for (const Draft& other : drafts)
                    if (other.row.destination == draft.row.destination)
                        others.push_back(other.timing);
                draft.row.when = when_of(draft.timing, others);
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
            subject.category = plain(TRY(table.text(i, "category")));
            subject.subject = plain(TRY(table.text(i, "subject")));
            const std::string from = TRY(table.text(i, "activation_time"));
            subject.from = TRY(Instant::parse(from));
            subject.rating_plan = TRY(table.text(i, "rating_plan_tag"));
            subject.fallback = list_of(TRY(table.text(i, "fallback_subjects")));
            out_.subjects.push_back(std::move(subject));
        }
        return {};
    }

    const json::Value& root_;
    const std::string& tenant_;
    catalog::Telecom out_;
    struct DestinationRate {
        std::string destination, rate;
    };
    std::map<std::string, std::vector<DestinationRate>> rows_of_;  // by DestinationRates tag
};

}  // namespace

Result<catalog::Telecom> read_telecom_plan(const json::Value& root, const std::string& tenant) {
    return PlanReader(root, tenant).read();
}

}  // namespace bw::reference_bills
