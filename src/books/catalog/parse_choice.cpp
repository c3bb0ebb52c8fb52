// What is chosen for a place: conditions, tables by an attribute, and named numbers.
#include "books/catalog/choice.h"
#include "books/catalog/limits.h"
#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::catalog {
namespace {

constexpr std::string_view kOtherwise = "otherwise";
// By Condition::Op.
constexpr std::array<std::string_view, 6> kOps{"<", "<=", "==", ">=", ">", "!="};

Result<Condition> parse_condition(const Spot& spot) {
    const std::string text = TRY(spot.text());
    const std::size_t first = text.find(' ');
    const std::size_t second = first == std::string::npos ? first : text.find(' ', first + 1);
    const auto op = second == std::string::npos
                        ? kOps.end()
                        : std::ranges::find(kOps, text.substr(first + 1, second - first - 1));
    if (op == kOps.end())
        return spot.error("write a comparison: customer.years >= 2 (with <, <=, ==, >=, > or !=)");
    Condition condition;
    condition.fact = text.substr(0, first);
    condition.op = static_cast<Condition::Op>(op - kOps.begin());
    if (!is_fact_name(condition.fact))
        return spot.error(fmt::format("'{}' is no name of a fact", condition.fact.substr(0, 40)));
    const std::string value = text.substr(second + 1);
    const bool is_equality =
        condition.op == Condition::Op::Equal || condition.op == Condition::Op::Unequal;
    if (const auto number = Decimal::parse(value)) condition.value = *number;
    else if (!is_equality) return spot.error(number.error());
    else if (value.size() > kFactValue || value.front() == ' ' || value.back() == ' ')
        return spot.error("words to compare with are 1 to 100 characters, without spaces around");
    else condition.word = value;
    return condition;
}

// What a named number stands for, with those before it put in.
Result<void> check_size(const Formula& formula, std::span<const Let> before, const Spot& spot) {
    // Tables count as their largest row.
    std::vector<Let> plain(before.begin(), before.end());
    for (auto& let : plain)
        for (const auto& row : let.rows)
            if (row.is.steps() > let.is.steps()) let.is = row.is;
    Formula whole = formula;
    for (auto let = plain.rbegin(); let != plain.rend(); ++let) {
        whole = whole.with(let->name, let->is);
        if (whole.steps() > kFormulaStepsInAll)
            return spot.error("with what its names stand for, the formula is too long",
                              Code::Limit);
    }
    return {};
}

Result<Let> parse_let(const std::string& name, const Spot& spot, std::span<const Let> before) {
    Let let;
    let.name = name;
    let.line = spot.line();
    if (!is_fact_name(name) || name == "days" || name == kMonthFact ||
        name.starts_with("demand.") || name.starts_with("usage."))
        return spot.error(fmt::format("'{}' is no name for a number: letters, digits, _ and ., a "
                                      "letter first; days, month, demand. and usage. are taken",
                                      name.substr(0, 40)));
    if (!spot.node->is_map()) {
        let.is = TRY(spot.formula());
        TRY_VOID(check_size(let.is, before, spot));
        return let;
    }
    Fields fields = TRY(Fields::of(spot));
    const auto table = fields.find_with("by ");
    if (!table) return spot.error("write a formula, or a table: {by month: {1: 0.4, 2: 0.5}}");
    TRY_VOID(fields.done());
    TRY_VOID(check_by(table->first, table->second));
    let.by = table->first;
    const auto rows = TRY(table_rows(table->second));
    for (const auto& [value, cell] : rows) {
        let.rows.push_back({value, TRY(cell.formula())});
        TRY_VOID(check_size(let.rows.back().is, before, cell));
    }
    return let;
}

}  // namespace

Result<std::vector<Condition>> parse_conditions(const Spot& spot) {
    const auto items = TRY(spot.list());
    TRY_VOID(check_count(spot, items.size(), kConditionsPerCharge, "conditions"));
    std::vector<Condition> conditions;
    conditions.reserve(items.size());
    for (const auto& item : items) conditions.push_back(TRY(parse_condition(item)));
    if (conditions.empty()) return spot.error("a condition is missing");
    return conditions;
}

Result<std::vector<Condition>> parse_discount_conditions(const Spot& spot, DiscountOn on) {
    auto conditions = TRY(parse_conditions(spot));
    for (const auto& condition : conditions) {
        if (is_contract_fact(condition.fact)) {
            if (!condition.word.empty()) return spot.error("compare it with a number");
            continue;
        }
        const auto& facts = contract_facts();
        const std::string meant = did_you_mean(condition.fact, facts);
        if (on == DiscountOn::Charges && meant.empty()) continue;  // an attribute
        return spot.error(
            fmt::format("'{}' is no fact that is known{}: {}{}", condition.fact.substr(0, 40),
                        on == DiscountOn::Fees ? " of fees" : "", fmt::join(facts, ", "), meant));
    }
    return conditions;
}

Result<void> check_by(const std::string& by, const Spot& spot) {
    if (is_fact_name(by)) return {};
    return spot.error(fmt::format("'{}' is no name of an attribute; write: by meter.size", by));
}

Result<std::vector<std::pair<std::string, Spot>>> table_rows(const Spot& spot) {
    if (!spot.node->is_map()) return spot.error("values with what holds for each are expected");
    TRY_VOID(check_count(spot, spot.node->entries.size(), kRowsPerTable, "rows"));
    std::vector<std::pair<std::string, Spot>> rows;
    for (const auto& entry : spot.node->entries) {
        const Spot cell = spot.child(entry.key, entry.value);
        if (entry.key.empty() || entry.key.size() > kFactValue || entry.key.front() == ' ' ||
            entry.key.back() == ' ')
            return cell.error("a value is 1 to 100 characters, without spaces around");
        rows.emplace_back(entry.key == kOtherwise ? std::string() : entry.key, cell);
    }
    if (rows.empty()) return spot.error("a row is missing");
    return rows;
}

Result<std::vector<Let>> parse_lets(const Spot& spot) {
    std::vector<Let> lets;
    const auto entries = TRY(spot.entries());
    TRY_VOID(check_count(spot, entries.size(), kLetsPerSchedule, "named numbers"));
    lets.reserve(entries.size());
    for (const auto& [name, value] : entries) lets.push_back(TRY(parse_let(name, value, lets)));
    return lets;
}

}  // namespace bw::catalog
