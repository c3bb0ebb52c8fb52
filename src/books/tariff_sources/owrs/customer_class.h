// A customer class of a utility: which charges its bill sums, and what each is. Internal to the
// reader.
#pragma once

#include "books/tariff_sources/owrs/lookup.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bw::tariff_sources::owrs {

// How the bills of a utility count.
struct Utility {
    std::string unit = "ccf";  // of water
    int months = 1;            // of a bill
};

class CustomerClass {
public:
    CustomerClass(const Value& map, const Utility& utility, Notes& notes)
        : map_(map), utility_(utility), notes_(notes) {}
    // Fills charges, named numbers and the surcharge of the schedule.
    void lower(catalog::Schedule& schedule);

private:
    struct Expression {
        const Value& at;
        std::string text;  // without spaces
    };
    // Charges of a bill's name; one that another one's sum names comes with it.
    Read<void> add(const std::string& name, const Value& at);
    Read<void> add_value(const std::string& name, const Value& value, std::size_t index);
    Read<void> add_sum(const std::string& name, const Expression& sum);
    Read<void> add_per_unit(const std::string& name, const Expression& term,
                            const std::string& price);
    Read<void> add_times(const std::string& name, const Expression& whole);
    Read<void> add_tiers(const std::string& name, std::size_t index);
    Read<void> add_fixed(const std::string& name, const Value& at, const Value& value,
                         std::optional<catalog::Formula> times);
    void put(const std::string& name, catalog::Charge charge, Priced priced);

    Read<catalog::Formula> formula(const Expression& of);
    Read<void> let(const std::string& name, const Value& at);
    Read<std::optional<catalog::Formula>> bound(const Value& start, const std::string& budget);
    Read<catalog::Window> tiers(const Value& starts, const Value& prices,
                                const std::string& budget);

    // Index of a member; -1: none.
    [[nodiscard]] int find(std::string_view name) const;
    // The member of a kind that belongs to a charge: by its name, else the next one, else the last
    // before.
    [[nodiscard]] int belonging(std::string_view kind, const std::string& name,
                                std::size_t index) const;
    const Value& use(int index);
    void note_unused();

    const Value& map_;
    const Utility& utility_;
    Notes& notes_;
    catalog::Schedule* schedule_ = nullptr;
    std::vector<std::string> keys_;
    std::set<std::string> open_;  // names that are being resolved
    std::set<std::size_t> used_;
};

}  // namespace bw::tariff_sources::owrs
