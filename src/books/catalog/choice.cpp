#include "books/catalog/choice.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::catalog {
namespace {

// Texts of one number are one value: "100" and "100.0".
bool is_same_value(std::string_view a, std::string_view b) {
    if (a == b) return true;
    const auto x = Decimal::parse(a), y = Decimal::parse(b);
    return x && y && *x == *y;
}

// Contract facts are asked when a month is rated, for they do not cut it.
std::vector<Condition> of_the_place(std::vector<Condition> conditions) {
    std::erase_if(conditions,
                  [](const auto& condition) { return is_contract_fact(condition.fact); });
    return conditions;
}
bool is_chosen(const Discount& discount) { return !of_the_place(discount.conditions).empty(); }

class Chooser {
public:
    Chooser(const Schedule& schedule, const KnownFacts& known)
        : schedule_(schedule), known_(known) {}

    Result<Choice> choose() {
        const auto& head = schedule_.head;
        if (!head.holidays_by.empty())
            TRY_VOID(pick(head.holidays_by, head.calendars, "holidays", "calendar"));
        for (const auto& let : schedule_.lets)
            if (!let.by.empty()) TRY_VOID(pick(let.by, let.rows, "let." + let.name));
        for (const auto& charge : schedule_.charges) {
            const std::string path = "charges." + charge.key;
            if (!charge.conditions.empty()) {
                const bool is_asked = TRY(all_hold(charge.conditions, path));
                choice_.picks.push_back(is_asked ? 1 : 0);
                if (!is_asked) continue;
            }
            TRY_VOID(pick_prices(charge.by, charge.rows, path));
        }
        for (const auto& discount : schedule_.discounts)
            if (is_chosen(discount))
                choice_.picks.push_back(
                    TRY(all_hold(of_the_place(discount.conditions), "discounts." + discount.key))
                        ? 1
                        : 0);
        return std::move(choice_);
    }

private:
    const std::string* value_of(std::string_view fact) const {
        const auto found = known_.find(fact);
        return found == known_.end() ? nullptr : &found->second;
    }
    std::unexpected<Error> wrong(std::string text, const std::string& path) const {
        return fail(Code::Invalid, std::move(text),
                    fmt::format("schedule {} {}", schedule_.head.name, path));
    }

    template <typename Row>
    Result<const Row*> pick(const std::string& by, const std::vector<Row>& rows,
                            const std::string& path, std::string_view what = "price") {
        const auto* value = value_of(by);
        const Row* rest = nullptr;
        for (const auto& row : rows) {
            if (row.value.empty()) rest = &row;
            else if (value != nullptr && is_same_value(row.value, *value)) return take(rows, row);
        }
        if (rest != nullptr) return take(rows, *rest);
        if (value == nullptr)
            return wrong(fmt::format("the {} goes by '{}', which is not known of the place: import "
                                     "it with an attributes file",
                                     what, by),
                         path);
        return wrong(fmt::format("there is no {} for {} '{}'", what, by, *value), path);
    }
    template <typename Row>
    const Row* take(const std::vector<Row>& rows, const Row& row) {
        choice_.picks.push_back(static_cast<int>(&row - rows.data()));
        return &row;
    }
    Result<void> pick_prices(const std::string& by, const std::vector<PriceRow>& rows,
                             const std::string& path) {
        if (by.empty()) return {};
        const PriceRow* row = TRY(pick(by, rows, path));
        return pick_prices(row->by, row->rows, path);
    }

    Result<bool> all_hold(const std::vector<Condition>& conditions, const std::string& path) const {
        for (const auto& condition : conditions)
            if (!TRY(holds(condition, path))) return false;
        return true;
    }
    // What there is none of equals nothing.
    Result<bool> holds(const Condition& condition, const std::string& path) const {
        const auto* value = value_of(condition.fact);
        const bool is_equality =
            condition.op == Condition::Op::Equal || condition.op == Condition::Op::Unequal;
        if (value == nullptr && is_equality) return condition.op == Condition::Op::Unequal;
        if (value == nullptr)
            return wrong(fmt::format("it is asked for where {}, which is not known of the place: "
                                     "import it with an attributes file",
                                     print_condition(condition)),
                         path);
        if (!condition.word.empty())
            return (condition.word == *value) == (condition.op == Condition::Op::Equal);
        const auto number = Decimal::parse(*value);
        if (number) return condition.holds(*number);
        if (is_equality) return condition.op == Condition::Op::Unequal;
        return wrong(fmt::format("it is asked for where {}, and it is '{}': import a number with "
                                 "an attributes file",
                                 print_condition(condition), *value),
                     path);
    }

    const Schedule& schedule_;
    const KnownFacts& known_;
    Choice choice_;
};

// Reads a choice in the order in which it was made.
class Picks {
public:
    explicit Picks(const Choice& choice) : choice_(choice) {}
    std::size_t next() { return static_cast<std::size_t>(choice_.picks.at(at_++)); }

private:
    const Choice& choice_;
    std::size_t at_ = 0;
};

void put_in_lets(Charge& charge, std::span<const Let> lets) {
    charge.peak.at_least = with_lets(std::move(charge.peak.at_least), lets);
    if (charge.times) charge.times = with_lets(std::move(*charge.times), lets);
    for (auto& season : charge.seasons)
        for (auto& window : season.windows)
            for (auto& tier : window.tiers)
                if (tier.to) tier.to = with_lets(std::move(*tier.to), lets);
}

// What a charge asks to be equal to something is why it is there.
void tell_conditions(Charge& charge) {
    for (const auto& condition : charge.conditions)
        if (condition.op == Condition::Op::Equal)
            charge.picked.push_back({condition.fact, condition.word.empty()
                                                         ? condition.value.to_string()
                                                         : condition.word});
    charge.conditions.clear();
}

// The row that was picked, down to one that is no table.
void put_in_row(Charge& charge, Picks& picks) {
    std::string by = std::move(charge.by);
    std::vector<PriceRow> rows = std::move(charge.rows);
    charge.by.clear();
    charge.rows.clear();
    while (!by.empty()) {
        PriceRow row = std::move(rows[picks.next()]);
        charge.picked.push_back({by, row.value});
        charge.seasons = std::move(row.seasons);
        by = std::move(row.by);
        rows = std::move(row.rows);
    }
}

const std::vector<Season>* find_seasons(const std::string& by, const std::vector<PriceRow>& rows,
                                        std::span<const Picked> picked) {
    const auto pick = std::ranges::find(picked, by, &Picked::fact);
    if (pick == picked.end()) return nullptr;
    const auto row = std::ranges::find(rows, pick->value, &PriceRow::value);
    if (row == rows.end()) return nullptr;
    return row->by.empty() ? &row->seasons : find_seasons(row->by, row->rows, picked);
}

void add_seasons(const std::vector<PriceRow>& rows, std::vector<const std::vector<Season>*>& all) {
    for (const auto& row : rows)
        if (row.by.empty()) all.push_back(&row.seasons);
        else add_seasons(row.rows, all);
}

}  // namespace

bool has_choices(const Schedule& schedule) {
    return !schedule.lets.empty() || !schedule.head.holidays_by.empty() ||
           std::ranges::any_of(schedule.discounts, is_chosen) ||
           std::ranges::any_of(schedule.charges, [](const Charge& charge) {
               return !charge.by.empty() || !charge.conditions.empty();
           });
}

Result<Choice> choose(const Schedule& schedule, const KnownFacts& known) {
    return Chooser(schedule, known).choose();
}

Schedule chosen(const Schedule& schedule, const Choice& choice) {
    Picks picks(choice);
    Schedule result = schedule;
    if (auto& head = result.head; !head.holidays_by.empty()) {
        head.holidays = head.calendars[picks.next()].calendar;
        head.holidays_by.clear();
        head.calendars.clear();
    }
    for (auto& let : result.lets)
        if (!let.by.empty()) let = {let.name, let.rows[picks.next()].is, {}, {}, let.line};
    std::vector<Charge> charges;
    charges.reserve(result.charges.size());
    for (auto& charge : result.charges) {
        if (!charge.conditions.empty() && picks.next() == 0) continue;
        put_in_row(charge, picks);
        tell_conditions(charge);
        put_in_lets(charge, result.lets);
        charges.push_back(std::move(charge));
    }
    result.charges = std::move(charges);
    std::erase_if(result.discounts, [&](Discount& discount) {
        if (!is_chosen(discount)) return false;
        std::erase_if(discount.conditions,
                      [](const auto& condition) { return !is_contract_fact(condition.fact); });
        return picks.next() == 0;
    });
    result.lets.clear();
    return result;
}

const std::vector<Season>* seasons_of(const Charge& charge, std::span<const Picked> picked) {
    return charge.by.empty() ? &charge.seasons : find_seasons(charge.by, charge.rows, picked);
}

std::vector<const std::vector<Season>*> all_seasons(const Charge& charge) {
    std::vector<const std::vector<Season>*> all;
    if (charge.by.empty()) all.push_back(&charge.seasons);
    else add_seasons(charge.rows, all);
    return all;
}

Formula with_lets(Formula formula, std::span<const Let> lets) {
    // A later one names those before it.
    for (auto let = lets.rbegin(); let != lets.rend(); ++let)
        formula = formula.with(let->name, let->is);
    return formula;
}

}  // namespace bw::catalog
