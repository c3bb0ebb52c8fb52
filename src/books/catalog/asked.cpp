#include "books/catalog/asked.h"

#include "books/catalog/choice.h"

#include <algorithm>
#include <set>

namespace bw::catalog {
namespace {

// Gathers names; those of named numbers are the schedule's own.
class Asked {
public:
    explicit Asked(const Schedule& schedule) : schedule_(schedule) {}

    FactsAsked facts() {
        for (const auto& let : schedule_.lets) {
            number(let.is);
            word(let.by);
            for (const auto& row : let.rows) number(row.is);
        }
        for (const auto& charge : schedule_.charges) of_charge(charge);
        for (const auto& discount : schedule_.discounts)
            if (discount.condition) word(discount.condition->fact);
        return {{all_.begin(), all_.end()}, {numbers_.begin(), numbers_.end()}};
    }

private:
    void of_charge(const Charge& charge) {
        for (const auto& condition : charge.conditions) word(condition.fact);
        number(charge.peak.at_least);
        if (charge.times) number(*charge.times);
        of_table(charge.by, charge.rows);
        for (const auto* seasons : all_seasons(charge))
            for (const auto& season : *seasons)
                for (const auto& window : season.windows)
                    for (const auto& tier : window.tiers)
                        if (tier.to) number(*tier.to);
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
            const bool is_rated = name == "days" || name.starts_with("demand.");
            if (is_rated || std::ranges::count(schedule_.lets, name, &Let::name) > 0) continue;
            all_.insert(name);
            numbers_.insert(name);
        }
    }

    const Schedule& schedule_;
    std::set<std::string> all_, numbers_;
};

}  // namespace

FactsAsked facts_asked(const Schedule& schedule) { return Asked(schedule).facts(); }

}  // namespace bw::catalog
