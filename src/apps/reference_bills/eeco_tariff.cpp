#include "apps/reference_bills/eeco_tariff.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/reopt_tariff.h"
#include "apps/reference_bills/tariff_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace bw::reference_bills {
namespace {

using catalog::Charge;
using catalog::Season;

// Texts by the name of their column.
using Cells = std::map<std::string, std::string, std::less<>>;

struct Row {
    std::string utility, type, name, units;
    Decimal limit;                      // of what is used before it holds, up to the next one
    bool is_daily = false;              // of a demand: each day has its peak
    int month_from = 1, month_to = 12;  // both included
    int minute_from = 0, minute_to = catalog::kMinutesPerDay;
    int weekday_from = 0, weekday_to = 6;  // both included, 0 is Monday
    Decimal charge;
    std::string place;

    [[nodiscard]] catalog::WhenClause clause() const {
        catalog::WhenClause clause;
        clause.weekdays = 0;
        for (int day = weekday_from; day <= weekday_to; ++day)
            clause.weekdays = static_cast<std::uint8_t>(clause.weekdays | 1U << day);
        if (minute_from > 0 || minute_to < catalog::kMinutesPerDay)
            clause.hours = {{minute_from, minute_to}};
        return clause;
    }
    [[nodiscard]] std::vector<int> months() const {
        std::vector<int> months;
        for (int month = month_from; month <= month_to; ++month) months.push_back(month);
        return months;
    }
    [[nodiscard]] std::string season() const { return fmt::format("{}-{}", month_from, month_to); }
};

std::vector<std::string> split_at(std::string_view text, char mark) {
    std::vector<std::string> parts;
    for (;;) {
        const auto end = std::min(text.find(mark), text.size());
        parts.emplace_back(text.substr(0, end));
        if (end == text.size()) return parts;
        text.remove_prefix(end + 1);
    }
}

// The number of a cell that may be left out.
Result<Decimal> number(const Cells& cells, std::string_view column, Decimal otherwise) {
    const auto cell = cells.find(column);
    if (cell == cells.end())
        return fail(Code::NotFound, fmt::format("there is no column '{}'", column));
    return cell->second.empty() ? Result<Decimal>(otherwise) : rounded_decimal(cell->second);
}

Result<int> whole(const Cells& cells, std::string_view column, int otherwise, int last) {
    const Decimal value = TRY(number(cells, column, Decimal(otherwise)));
    if (value.places() > 0 || value.is_negative() || value > Decimal(last))
        return fail(Code::Invalid,
                    fmt::format("{} of {}: 0 to {} is possible", value.to_string(), column, last));
    return static_cast<int>(value.nano() / Decimal::kScale);
}

// 8.5 is half past eight.
Result<int> minute(const Cells& cells, std::string_view column, int otherwise) {
    const Decimal hour = TRY(number(cells, column, Decimal(otherwise)));
    const Decimal value = TRY(hour.times(Ratio{60, 1}, Rounding::HalfEven));
    if (value.places() > 0 || value.is_negative() || value > Decimal(catalog::kMinutesPerDay))
        return fail(Code::Invalid,
                    fmt::format("{} of {} is no hour of a day", hour.to_string(), column));
    return static_cast<int>(value.nano() / Decimal::kScale);
}

Result<Row> read_row(const Cells& cells) {
    Row row;
    const auto text = [&](std::string_view column) {
        const auto cell = cells.find(column);
        return cell == cells.end() ? std::string() : cell->second;
    };
    row.utility = text("utility");
    row.type = text("type");
    row.name = text("name");
    row.units = text("units");
    for (char& letter : row.units)  // "$/kWh" and "$/KWh"
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    row.month_from = std::max(TRY(whole(cells, "month_start", 1, 12)), 1);  // 0 is January, too
    row.month_to = TRY(whole(cells, "month_end", 12, 12));
    row.minute_from = TRY(minute(cells, "hour_start", 0));
    row.minute_to = TRY(minute(cells, "hour_end", 24));
    row.weekday_from = TRY(whole(cells, "weekday_start", 0, 6));
    row.weekday_to = TRY(whole(cells, "weekday_end", 6, 6));
    if (row.month_from > row.month_to || row.minute_from >= row.minute_to ||
        row.weekday_from > row.weekday_to)
        return fail(Code::Unsupported, "a range that ends before it begins");
    row.limit = TRY(number(cells, "basic_charge_limit", {}));
    const std::string assessed = text("assessed");
    if (!assessed.empty() && assessed != "monthly" && assessed != "daily")
        return fail(Code::Unsupported, fmt::format("what is assessed '{}'", assessed));
    row.is_daily = assessed == "daily";
    if (!text("effective_start_date").empty() || !text("effective_end_date").empty())
        return fail(Code::Unsupported, "a row that holds on some days only");
    row.charge = TRY(number(cells, "charge", {}));
    return row;
}

// The rows of some utilities.
Result<std::vector<Row>> read_rows(const std::filesystem::path& path,
                                   const std::vector<std::string>& utilities) {
    const std::string text = TRY(read_file(path));
    auto lines = split_at(text, '\n');
    for (std::string& line : lines)
        if (line.ends_with('\r')) line.pop_back();
    const auto columns = split_at(lines[0], ',');
    std::vector<Row> rows;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i].empty()) continue;
        const std::string place = fmt::format("{}:{}", path.filename().string(), i + 1);
        const auto parts = split_at(lines[i], ',');
        if (parts.size() != columns.size())
            return fail(Code::Invalid, "the row has not one cell per column", place);
        Cells cells;
        for (std::size_t c = 0; c < parts.size(); ++c) cells[columns[c]] = parts[c];
        if (std::ranges::find(utilities, cells["utility"]) == utilities.end()) continue;
        auto row = read_row(cells);
        if (!row) return fail(row.error().code, row.error().text, place);
        row->place = place;
        rows.push_back(std::move(*row));
    }
    return rows;
}

// Rows that fill tiers together: each price from its limit on, at the hours of the clauses.
struct Group {
    std::vector<int> months;
    std::string season;  // empty: the whole year
    std::map<Decimal, Decimal> prices;
    std::vector<catalog::WhenClause> clauses;

    Result<void> add(const Row& row, Decimal price) {
        const auto [tier, is_new] = prices.emplace(row.limit, price);
        if (!is_new && tier->second != price)
            return fail(Code::Unsupported, "one limit at several prices", row.place);
        const auto clause = row.clause();
        if (std::ranges::find(clauses, clause) == clauses.end()) clauses.push_back(clause);
        return {};
    }

    // Below the first limit, and at `free` hours, nothing is asked for; all count.
    [[nodiscard]] std::vector<catalog::Tier> tiers(bool free) const {
        std::vector<catalog::Tier> tiers;
        if (prices.begin()->first > Decimal())
            tiers.push_back(make_tier({}, catalog::Formula(prices.begin()->first)));
        for (auto price = prices.begin(); price != prices.end(); ++price) {
            const auto next = std::next(price);
            std::optional<catalog::Formula> to;
            if (next != prices.end()) to = catalog::Formula(next->first);
            tiers.push_back(make_tier(free ? Decimal() : price->second, std::move(to)));
        }
        return tiers;
    }

    [[nodiscard]] Season make() const {
        const bool is_always = std::ranges::find(clauses, catalog::WhenClause()) != clauses.end();
        if (is_always) return make_season(season, months, {make_window("", {}, tiers(false))});
        return make_season(
            season, months,
            {make_window("told", {.otherwise = false, .clauses = clauses}, tiers(false)),
             make_window("rest", {.otherwise = true, .clauses = {}}, tiers(true))});
    }
};

// Every row is reckoned by itself: several may hold at one hour. What they do not name is free.
class ScheduleMaker {
public:
    ScheduleMaker(std::string name, Currency currency)
        : out_(make_schedule(std::move(name), currency)) {}

    Result<catalog::Schedule> make(const std::vector<Row>& rows) {
        for (const Row& row : rows) TRY_VOID(add(row));
        for (const auto& [key, groups] : groups_) {
            auto charge = std::ranges::find(out_.charges, key, &Charge::key);
            for (const Group& group : groups) charge->seasons.push_back(group.make());
            if (charge->seasons.front().ranges.empty()) continue;
            Season rest = whole_year(groups.front().tiers(true));
            rest.name = "rest";
            rest.otherwise = true;
            charge->seasons.push_back(std::move(rest));
        }
        return std::move(out_);
    }

private:
    Result<void> add(const Row& row) {
        if (row.type == "customer" && row.units == "$/month") {
            out_.charges.push_back(fixed_charge(fmt::format("customer-{}", out_.charges.size() + 1),
                                                catalog::TimeUnit::Month, row.charge));
            return {};
        }
        const bool is_gas = row.utility == "gas";
        if (row.type == "demand" && row.units == "$/kw" && !is_gas) return add_demand(row);
        if (row.type == "energy" && is_gas && row.units == "$/therm")
            return add_energy("gas", {.channel = "gas", .unit = "therm"}, row, row.charge);
        if (row.type == "energy" && row.units == "$/kwh" && !is_gas)
            return add_energy("energy", {.channel = "import", .unit = "kWh"}, row, row.charge);
        if (row.type == "export" && row.units == "$/kwh" && !is_gas)
            return add_energy(kEecoExport, {.channel = "export", .unit = "kWh"}, row, -row.charge);
        return fail(Code::Unsupported, fmt::format("'{}' in {}", row.type, row.units), row.place);
    }

    // A charge for each name and hours, or those of no name.
    Result<void> add_energy(std::string_view kind, catalog::Measure of, const Row& row,
                            Decimal price) {
        const std::string key =
            fmt::format("{}-{}-{}-{}-{}-{}-{}", kind, row.name, row.season(), row.minute_from,
                        row.minute_to, row.weekday_from, row.weekday_to);
        Charge charge = usage_charge(key, std::move(of));
        charge.fill = catalog::Fill::InOrder;
        return group_of(std::move(charge), row).add(row, price);
    }

    // A name is one peak over all its hours, billed once a month or day.
    Result<void> add_demand(const Row& row) {
        const std::string key =
            row.name.empty() ? fmt::format("demand-{}-{}-{}-{}-{}", row.season(), row.minute_from,
                                           row.minute_to, row.weekday_from, row.weekday_to)
                             : row.name;
        Charge charge = demand_charge(key);
        if (row.is_daily) charge.peak.anew = catalog::Peak::Anew::Day;
        return group_of(std::move(charge), row).add(row, row.charge);
    }

    Group& group_of(Charge charge, const Row& row) {
        auto& groups = groups_[charge.key];
        if (groups.empty()) out_.charges.push_back(std::move(charge));
        const std::string season = row.months().size() == 12 ? "" : row.season();
        const auto found = std::ranges::find(groups, season, &Group::season);
        if (found != groups.end()) return *found;
        groups.push_back({row.months(), season, {}, {}});
        return groups.back();
    }

    std::map<std::string, std::vector<Group>> groups_;  // by the charge
    catalog::Schedule out_;
};

Result<catalog::Schedule> read_gas_tiers(const json::Value& list, catalog::Schedule schedule) {
    Charge charge = usage_charge("gas", {.channel = "gas", .unit = "therm", .from = {}});
    std::vector<catalog::Tier> tiers;
    for (const json::Value& row : list.items()) {
        std::optional<catalog::Formula> to;
        const json::Value* max = row.find("max_therm");
        if (max != nullptr && max->kind() != json::Kind::Null)
            to = catalog::Formula(TRY(rounded_decimal(*max)));
        if (!tiers.empty() && !tiers.back().to)
            return fail(Code::Invalid, "only the last tier has no bound", row.place());
        tiers.push_back(make_tier(TRY(rounded_decimal(row, "rate")), std::move(to)));
    }
    if (tiers.empty()) return fail(Code::Invalid, "there are no tiers", list.place());
    charge.seasons = {whole_year(std::move(tiers))};
    schedule.head.sector = "gas";
    schedule.charges.push_back(std::move(charge));
    return schedule;
}

}  // namespace

Result<catalog::Schedule> read_eeco_tariff(const json::Value& root,
                                           const std::filesystem::path& folder,
                                           const std::vector<std::string>& utilities) {
    const std::string id = TRY(root.text("id"));
    const std::string code = TRY(root.text("currency"));
    const Currency currency = TRY(Currency::parse(code));
    if (root.find("tariff_file") != nullptr) {
        const std::string file = TRY(root.text("tariff_file"));
        return ScheduleMaker(id, currency).make(TRY(read_rows(folder / file, utilities)));
    }
    const json::Value* tariff = TRY(root.member("tariff"));
    if (tariff->find("gas_tiers") == nullptr) {
        auto read = TRY(read_reopt_tariff(root));
        if (read.peaks.empty()) return std::move(read.schedule);
        return fail(Code::Unsupported, "peaks of a grid", tariff->place());
    }
    return read_gas_tiers(*TRY(tariff->array("gas_tiers")), make_schedule(id, currency));
}

}  // namespace bw::reference_bills
