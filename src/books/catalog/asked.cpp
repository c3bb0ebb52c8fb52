#include "books/catalog/asked.h"

#include "books/catalog/choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace bw::catalog {
namespace {

std::string_view prefix_of(ChargeKind kind) {
    return kind == ChargeKind::Demand ? "demand." : "usage.";
}

std::optional<ChargeAsked> charge_asked(std::string_view name) {
    for (const auto kind : {ChargeKind::Demand, ChargeKind::Usage})
        if (name.starts_with(prefix_of(kind)))
            return ChargeAsked{kind, std::string(name.substr(prefix_of(kind).size()))};
    return std::nullopt;
}

// Calls visit(formula) for each that a charge has.
template <typename Visit>
void each_formula(const Charge& charge, Visit visit) {
    visit(charge.peak.at_least);
    if (charge.times) visit(*charge.times);
    for (const auto* seasons : all_seasons(charge))
        for (const auto& season : *seasons)
            for (const auto& window : season.windows)
                for (const auto& tier : window.tiers)
                    if (tier.to) visit(*tier.to);
}

// Gathers names; those of named numbers are the schedule's own.
class Asked {
public:
    explicit Asked(const Schedule& schedule) : schedule_(schedule) {}

    FactsAsked facts() {
        word(schedule_.head.holidays_by);
        for (const auto& let : schedule_.lets) {
            number(let.is);
            word(let.by);
            for (const auto& row : let.rows) number(row.is);
        }
        for (const auto& charge : schedule_.charges) of_charge(charge);
        for (const auto& discount : schedule_.discounts)
            for (const auto& condition : discount.conditions) word(condition.fact);
        return {{all_.begin(), all_.end()}, {numbers_.begin(), numbers_.end()}};
    }

private:
    void of_charge(const Charge& charge) {
        for (const auto& condition : charge.conditions) word(condition.fact);
        of_table(charge.by, charge.rows);
        each_formula(charge, [&](const Formula& formula) { number(formula); });
    }
    void of_table(const std::string& by, const std::vector<PriceRow>& rows) {
        word(by);
        for (const auto& row : rows) of_table(row.by, row.rows);
    }
    void word(const std::string& name) {
        if (!name.empty() && name != kMonthFact) all_.insert(name);
    }
    void number(const Formula& formula) {
        for (const auto& name : formula.names()) {
            const bool is_rated = name == "days" || charge_asked(name).has_value();
            if (is_rated || std::ranges::count(schedule_.lets, name, &Let::name) > 0) continue;
            all_.insert(name);
            numbers_.insert(name);
        }
    }

    const Schedule& schedule_;
    std::set<std::string> all_, numbers_;
};

void add_charges(const Formula& formula, std::set<ChargeAsked>& asked) {
    for (const auto& name : formula.names())
        if (auto charge = charge_asked(name)) asked.insert(*std::move(charge));
}

}  // namespace

std::string ChargeAsked::name() const { return std::string(prefix_of(kind)) + key; }

FactsAsked facts_asked(const Schedule& schedule) { return Asked(schedule).facts(); }

std::vector<ChargeAsked> charges_asked(const Schedule& schedule) {
    std::set<ChargeAsked> asked;
    for (const auto& let : schedule.lets) {
        add_charges(let.is, asked);
        for (const auto& row : let.rows) add_charges(row.is, asked);
    }
    for (const auto& charge : schedule.charges)
        each_formula(charge, [&](const Formula& formula) { add_charges(formula, asked); });
    return {asked.begin(), asked.end()};
}

Result<std::vector<std::string>> asked_in_order(std::span<const Schedule> versions) {
    std::map<std::string, std::set<std::string>, std::less<>> waiting;  // for which others
    std::set<std::string> wanted;
    for (const auto& version : versions)
        for (const auto& charge : version.charges) {
            std::set<ChargeAsked> asked;
            each_formula(charge, [&](const Formula& formula) { add_charges(formula, asked); });
            auto& others = waiting[charge.key];
            for (const auto& other : asked) {
                others.insert(other.key);
                wanted.insert(other.key);
            }
        }
    std::erase_if(waiting, [&](const auto& entry) { return !wanted.contains(entry.first); });
    std::vector<std::string> order;
    while (!waiting.empty()) {
        const auto next = std::ranges::find_if(waiting, [&](const auto& entry) {
            return std::ranges::none_of(
                entry.second, [&](const std::string& key) { return waiting.contains(key); });
        });
        if (next == waiting.end())
            return fail(Code::Invalid,
                        fmt::format("charges reckon with what each other bills, in a circle: '{}' "
                                    "is one of them",
                                    waiting.begin()->first),
                        "schedule " + versions.back().head.name);
        order.push_back(next->first);
        waiting.erase(next);
    }
    return order;
}

}  // namespace bw::catalog
