#include "apps/reference_bills/eeco_tariff.h"

#include "apps/reference_bills/case_file.h"
#include "apps/reference_bills/tariff_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace bw::reference_bills {
namespace {

using catalog::Charge;
using catalog::Season;
using catalog::Window;

constexpr std::uint8_t kAllDays = 0x7f;

// Texts by the name of their column.
using Cells = std::map<std::string, std::string, std::less<>>;

struct Row {
    std::string type, name, units;
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
    row.type = text("type");
    row.name = text("name");
    row.units = text("units");
    for (char& letter : row.units)  // "$/kWh" and "$/KWh"
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    row.month_from = TRY(whole(cells, "month_start", 1, 12));
    row.month_to = TRY(whole(cells, "month_end", 12, 12));
    row.minute_from = TRY(minute(cells, "hour_start", 0));
    row.minute_to = TRY(minute(cells, "hour_end", 24));
    row.weekday_from = TRY(whole(cells, "weekday_start", 0, 6));
    row.weekday_to = TRY(whole(cells, "weekday_end", 6, 6));
    if (row.month_from < 1 || row.month_from > row.month_to || row.minute_from >= row.minute_to ||
        row.weekday_from > row.weekday_to)
        return fail(Code::Unsupported, "a range that ends before it begins");
    if (!TRY(number(cells, "basic_charge_limit", {})).is_zero())
        return fail(Code::Unsupported, "tiers of electricity");
    const std::string assessed = text("assessed");
    if (!assessed.empty() && assessed != "monthly")
        return fail(Code::Unsupported, fmt::format("what is assessed '{}'", assessed));
    row.charge = TRY(number(cells, "charge", {}));
    return row;
}

// The rows of one utility.
Result<std::vector<Row>> read_rows(const std::filesystem::path& path, std::string_view utility) {
    const std::string text = TRY(read_file(path));
    const auto lines = split_at(text, '\n');
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
        if (cells["utility"] != utility) continue;
        auto row = read_row(cells);
        if (!row) return fail(row.error().code, row.error().text, place);
        row->place = place;
        rows.push_back(std::move(*row));
    }
    return rows;
}

class ScheduleMaker {
public:
    ScheduleMaker(std::string name, Currency currency)
        : out_(make_schedule(std::move(name), currency)) {}

    Result<catalog::Schedule> make(const std::vector<Row>& rows) {
        for (const Row& row : rows) TRY_VOID(add(row));
        for (Charge& charge : out_.charges)
            if (charge.kind == catalog::ChargeKind::Demand) fill_year(charge);
        return std::move(out_);
    }

private:
    Result<void> add(const Row& row) {
        if (row.type == "customer" && row.units == "$/month") {
            out_.charges.push_back(fixed_charge("customer", catalog::TimeUnit::Month, row.charge));
            return {};
        }
        if (row.type == "demand" && row.units == "$/kw") return add_demand(row);
        if (row.type == "energy" && row.units == "$/kwh") {
            add_energy("energy", "import", row, row.charge);
            return {};
        }
        if (row.type == "export" && row.units == "$/kwh") {
            add_energy("export", "export", row, -row.charge);
            return {};
        }
        return fail(Code::Unsupported, fmt::format("'{}' in {}", row.type, row.units), row.place);
    }

    static Season& season_of(Charge& charge, const Row& row) {
        const std::string name = row.months().size() == 12 ? "" : row.season();
        const auto found = std::ranges::find(charge.seasons, name, &Season::name);
        if (found != charge.seasons.end()) return *found;
        charge.seasons.push_back(make_season(name, row.months(), {}));
        return charge.seasons.back();
    }

    Charge& charge_of(const std::string& key, const Charge& otherwise) {
        const auto found = std::ranges::find(out_.charges, key, &Charge::key);
        if (found != out_.charges.end()) return *found;
        out_.charges.push_back(otherwise);
        return out_.charges.back();
    }

    void add_energy(const std::string& key, const std::string& channel, const Row& row,
                    Decimal price) {
        Charge& charge =
            charge_of(key, usage_charge(key, {.channel = channel, .unit = "kWh", .from = {}}));
        Season& season = season_of(charge, row);
        catalog::When when;
        if (const auto clause = row.clause(); clause != catalog::WhenClause())
            when.clauses.push_back(clause);
        season.windows.push_back(
            make_window(when.always() ? "" : fmt::format("window-{}", season.windows.size() + 1),
                        std::move(when), {make_tier(price)}));
    }

    // A name is one peak over all its hours, billed once a month.
    Result<void> add_demand(const Row& row) {
        Charge& charge = charge_of(row.name, demand_charge(row.name));
        Season& season = season_of(charge, row);
        if (season.windows.empty())
            season.windows.push_back(make_window(row.name, {}, {make_tier(row.charge)}));
        Window& window = season.windows.front();
        if (window.tiers.front().price != row.charge)
            return fail(Code::Unsupported, "one demand at several prices", row.place);
        window.when.clauses.push_back(row.clause());
        return {};
    }

    // Power at other times costs nothing.
    static void fill_year(Charge& charge) {
        for (Season& season : charge.seasons) {
            auto& clauses = season.windows.front().when.clauses;
            if (std::ranges::find(clauses, catalog::WhenClause()) != clauses.end()) clauses.clear();
            else
                season.windows.push_back(make_window("rest", {.otherwise = true, .clauses = {}},
                                                     {make_tier(Decimal())}));
        }
        if (charge.seasons.front().ranges.empty()) return;
        Season rest = whole_year({make_tier(Decimal())});
        rest.name = "rest";
        rest.otherwise = true;
        charge.seasons.push_back(std::move(rest));
    }

    catalog::Schedule out_;
};

Result<catalog::Schedule> read_gas_tiers(const json::Value& list, catalog::Schedule schedule) {
    Charge charge = usage_charge("gas", {.channel = "gas", .unit = "therm", .from = {}});
    std::vector<catalog::Tier> tiers;
    for (const json::Value& row : list.items()) {
        std::optional<catalog::Formula> to;
        const json::Value* max = TRY(row.member("max_therm"));
        if (max->kind() != json::Kind::Null) to = catalog::Formula(TRY(rounded_decimal(*max)));
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
                                           const std::filesystem::path& folder) {
    const std::string id = TRY(root.text("id"));
    const std::string code = TRY(root.text("currency"));
    const Currency currency = TRY(Currency::parse(code));
    if (root.find("tariff_file") != nullptr) {
        const std::string file = TRY(root.text("tariff_file"));
        return ScheduleMaker(id, currency).make(TRY(read_rows(folder / file, "electric")));
    }
    const json::Value* tariff = TRY(root.member("tariff"));
    return read_gas_tiers(*TRY(tariff->array("gas_tiers")), make_schedule(id, currency));
}

}  // namespace bw::reference_bills
