#include "flow/bill/tax_days.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace bw::bill {
namespace {

using customers::BillingAccount;

const catalog::Taxes* table_on(const Tariffs& tariffs, const BillingAccount& account,
                               LocalDate day) {
    const auto issuer = tariffs.issuers().on(account.issuer, day);
    return issuer ? tariffs.catalog().find_taxes((*issuer)->taxes) : nullptr;
}

// Days on which a tax can change: rates of the table, and rows of the account.
std::set<LocalDate> candidates(const BillingAccount& account, const catalog::Taxes& table) {
    std::set<LocalDate> days;
    for (const auto& category : table.categories)
        for (const auto& rate : category.rates) days.insert(rate.from);
    for (const auto& version : account.versions) days.insert(version.from);
    return days;
}

// What the tax of a day is; nothing where it is not known.
using Tax = std::tuple<std::string, catalog::TaxCode, Decimal>;
std::optional<Tax> tax_on(const Tariffs& tariffs, const BillingAccount& account,
                          const std::string& category, LocalDate day) {
    const auto* table = table_on(tariffs, account, day);
    if (table == nullptr) return std::nullopt;
    const auto tax =
        tariffs.catalog().tax_on(table->name, category, day, account.on(day).tax_status);
    if (!tax) return std::nullopt;
    return Tax{tax->category->key, tax->rate->code, tax->rate->percent};
}

std::set<std::string> categories_of(const rate::CompiledSchedule& schedule) {
    std::set<std::string> categories;
    for (const auto& version : schedule.versions)
        for (const auto& charge : version.charges)
            if (charge.kind == catalog::ChargeKind::Usage) categories.insert(charge.tax);
    return categories;
}

}  // namespace

LocalDate tax_point(std::span<const PlanDays> plans, LocalDate day) {
    LocalDate end = plans.front().days.to;
    day = std::max(day, plans.front().days.from);  // a counter's begin where they were read
    for (const auto& [plan, days] : plans) {
        if (days.from > day && days.from != end) break;
        end = days.to;
    }
    return end.plus_days(-1);
}

rate::TaxChanges tax_changes(const Tariffs& tariffs, const BillingAccount& account,
                             const rate::CompiledSchedule& schedule, LocalDate month) {
    rate::TaxChanges changes{month};
    const auto* table = table_on(tariffs, account, month);
    if (table == nullptr || table->metered == catalog::MeteredTax::ByReading) return changes;
    const auto days = candidates(account, *table);
    for (const auto& category : categories_of(schedule)) {
        std::vector<LocalDate> of;
        for (const LocalDate day : days) {
            const auto before = tax_on(tariffs, account, category, day.plus_days(-1));
            const auto after = tax_on(tariffs, account, category, day);
            if (before && after && *before != *after) of.push_back(day);
        }
        if (!of.empty()) changes.days.emplace(category, std::move(of));
    }
    return changes;
}

}  // namespace bw::bill
