#include "books/catalog/model.h"

#include <algorithm>
#include <array>

namespace bw::catalog {

std::string_view tax_code_name(TaxCode code) {
    constexpr std::array<std::string_view, 5> kNames{"S", "Z", "E", "AE", "O"};
    return kNames[static_cast<std::size_t>(code)];
}

const TaxRate* TaxCategory::rate_on(LocalDate day) const {
    const TaxRate* result = nullptr;
    for (const auto& rate : rates)
        if (rate.from <= day) result = &rate;
    return result;
}

const TaxCategory* Taxes::find(std::string_view key) const {
    const auto found = std::find_if(categories.begin(), categories.end(),
                                    [&](const auto& category) { return category.key == key; });
    return found == categories.end() ? nullptr : &*found;
}

const Charge* Schedule::find(std::string_view key) const {
    const auto found = std::find_if(charges.begin(), charges.end(),
                                    [&](const auto& charge) { return charge.key == key; });
    return found == charges.end() ? nullptr : &*found;
}

Decimal Peak::own_percent(int month) const {
    Decimal percent(100);
    for (const auto& share : own) {
        const bool is_named = std::ranges::find(share.months, month) != share.months.end();
        if (is_named) return share.percent;
        if (share.months.empty()) percent = share.percent;
    }
    return percent;
}

bool Window::is_paid_out() const {
    if (per_interval) return per_interval->times.is_negative();
    return std::ranges::any_of(tiers, [](const Tier& tier) { return tier.price.is_negative(); });
}

bool PriceRow::operator==(const PriceRow& other) const = default;

namespace {

// In all its windows, or in none (check.h).
bool is_per_interval(const Charge& charge) {
    return !charge.seasons.empty() && !charge.seasons.front().windows.empty() &&
           charge.seasons.front().windows.front().per_interval.has_value();
}

}  // namespace

bool counts_the_same(const Charge& a, const Charge& b) {
    return is_per_interval(a) == is_per_interval(b) && a.kind == b.kind && a.of == b.of &&
           a.peak.minutes == b.peak.minutes && a.peak.reactive == b.peak.reactive &&
           a.peak.percentile == b.peak.percentile && a.peak.at == b.peak.at;
}

std::vector<std::string> Header::all_calendars() const {
    std::vector<std::string> all;
    if (!holidays.empty()) all.push_back(holidays);
    for (const auto& row : calendars) all.push_back(row.calendar);
    return all;
}

int season_on(const std::vector<Season>& seasons, LocalDate day) {
    const MonthDay at{day.month(), day.day()};
    int found = -1;
    int rest = -1;
    for (std::size_t i = 0; i < seasons.size(); ++i) {
        const auto& season = seasons[i];
        if (season.otherwise) rest = static_cast<int>(i);
        const bool whole_year = !season.otherwise && season.ranges.empty();
        const bool holds = whole_year || std::any_of(season.ranges.begin(), season.ranges.end(),
                                                     [&](const auto& r) { return r.holds(at); });
        if (!holds) continue;
        if (found >= 0) return -2;
        found = static_cast<int>(i);
    }
    return found >= 0 ? found : rest;
}

bool Condition::holds(Decimal fact_value) const {
    switch (op) {
        case Op::Less: return fact_value < value;
        case Op::LessEqual: return fact_value <= value;
        case Op::Equal: return fact_value == value;
        case Op::GreaterEqual: return fact_value >= value;
        case Op::Greater: return fact_value > value;
        case Op::Unequal: return fact_value != value;
    }
    return false;
}

const std::vector<std::string>& contract_facts() {
    static const std::vector<std::string> kFacts{"customer.years", "contract.months",
                                                 "contract.years", "bundle.services"};
    return kFacts;
}
bool is_contract_fact(std::string_view fact) {
    return std::ranges::find(contract_facts(), fact) != contract_facts().end();
}

std::string print_condition(const Condition& condition) {
    constexpr std::array<const char*, 6> kOps{"<", "<=", "==", ">=", ">", "!="};
    return condition.fact + " " + kOps[static_cast<std::size_t>(condition.op)] + " " +
           (condition.word.empty() ? condition.value.to_string() : condition.word);
}

}  // namespace bw::catalog
