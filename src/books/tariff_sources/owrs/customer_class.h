// A customer class of a utility: which charges its bill sums, and what each is. Internal to the
// reader.
#pragma once

#include "books/tariff_sources/owrs/lookup.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bw::tariff_sources::owrs {

// How the bills of a utility count.
struct Utility {
    std::string unit = "ccf";  // of water
    // A bill is of so many of this time: two months, two quarters.
    catalog::TimeUnit per = catalog::TimeUnit::Month;
    int times = 1;
    [[nodiscard]] bool is_monthly() const { return per == catalog::TimeUnit::Month && times == 1; }
};

// What stands behind the names of a charge's members, or before them: "commodity" of
// "commodity_charge"; "variable_drought" and "drought" of "variable_drought_surcharge".
std::vector<std::string> stems_of(std::string_view charge);
std::string spoken(std::string_view name);  // "service_charge" is "Service charge"
std::string without_spaces(std::string_view text);
// At signs that stand in no bracket.
std::vector<std::string> split_at(std::string_view text, char sign);
// Tiered or Budget, large or small: the prices stand in tier_starts and tier_prices.
bool names_tiers(std::string_view text);
bool is_charge_name(std::string_view name);
bool is_zero(const Value& value);
inline constexpr std::string_view kUsage = "usage_ccf";  // in the file's unit, whatever it is
inline constexpr int kPercent = 100;

class CustomerClass {
public:
    CustomerClass(const Value& map, const Utility& utility, Notes& notes);
    // Fills charges, named numbers and surcharges of the schedule. False: not all of its bill is
    // held.
    bool lower(catalog::Schedule& schedule);

private:
    struct Expression {
        const Value& at;
        std::string text;  // without spaces
        std::string of;    // the charge that it is for: its members may be named after it
    };
    // A part of what other charges come to.
    struct Share {
        const Value* at = nullptr;
        std::string name, key;
        std::vector<std::string> of;
        Decimal percent;
    };
    // What was added for the terms of the bill, one after another.
    struct Added {
        std::vector<std::string> keys;
        std::map<std::string, std::vector<std::string>> keys_of;  // a charge of the file
        std::vector<Share> shares;
    };
    using MaybeWindow = Read<std::optional<catalog::Window>>;

    // bill.cpp: the sum, shares of it, and what it leaves out. False: a term is refused.
    bool add_terms(const std::vector<std::string>& terms, const Value& bill);
    // "1.02*(a+b)", "a*1.02": the factor and what is in the brackets; nothing: no such product.
    struct Product {
        Decimal factor;
        std::vector<std::string> terms;
    };
    static std::optional<Product> product(std::string_view text);
    void add_factor(Decimal factor);
    [[nodiscard]] std::optional<Share> share_of(const std::string& name,
                                                const Expression& whole) const;
    void add_share(Share share);
    bool put_shares();
    void note_unused();

    // customer_class.cpp: charges of a bill's name; one that another one's sum names comes with it.
    Read<void> add(const std::string& name, const Value& at);
    Read<void> add_value(const std::string& name, const Value& value, std::size_t index);
    Read<void> add_sum(const std::string& name, const Expression& sum);
    Read<void> add_per_unit(const std::string& name, const Expression& term,
                            const std::string& price);
    Read<void> add_times(const std::string& name, const Expression& whole);
    Read<void> add_fixed(const std::string& name, const Value& at, const Value& value,
                         std::optional<catalog::Formula> times);
    void put(const std::string& name, catalog::Charge charge, Priced priced);
    std::string new_key(const std::string& name);
    Read<Lookup> lookup(const Value& value);

    // tiers.cpp
    Read<void> add_tiers(const std::string& name, std::size_t index);
    Read<catalog::Window> tiers(const Value& starts, const Value& prices, const std::string& of);
    Read<catalog::Formula> bound(const Value& start, const std::string& of);
    [[nodiscard]] std::string budget_of(const std::string& charge) const;
    // Index of the list of a kind (tier_starts, tier_prices) that is this charge's own by name.
    [[nodiscard]] int named_list(std::string_view kind, std::string_view charge) const;
    [[nodiscard]] Read<int> list_by_place(std::string_view kind, std::size_t charge) const;
    Read<const Value*> list(std::string_view kind, std::size_t charge);
    [[nodiscard]] bool has_tiers(std::size_t index) const;

    // formulas.cpp
    Read<catalog::Formula> formula(const Expression& of);
    // What a name of a formula is called in ours; a member of the class becomes a named number.
    Read<std::string> named_number(const std::string& name, const Expression& of);
    Read<void> let(const std::string& name, const Expression& of);
    Read<catalog::Let> number_of(const std::string& name, const std::string& of);
    [[nodiscard]] bool counts_days(const catalog::Formula& formula) const;

    // A name begins to be resolved.
    Read<void> open(const std::string& name, const Value& at);
    // Index of a member, the first of that name; -1: none.
    [[nodiscard]] int find(std::string_view name) const;
    [[nodiscard]] int find_only(std::string_view name) const;  // -1 where several have the name
    // The member that a name in a formula of this charge means: its own, else the one with the
    // charge's name behind it.
    [[nodiscard]] int resolve(const std::string& name, const std::string& of) const;
    [[nodiscard]] const std::string& name_at(int index) const;
    const Value& use(int index);

    const Value& map_;
    const Utility& utility_;
    Notes& notes_;
    std::map<std::string, std::vector<int>, std::less<>> places_;  // of members, by name
    catalog::Schedule* schedule_ = nullptr;
    Added added_;
    std::set<std::string> terms_;  // of the bill
    std::set<std::string> open_;   // names that are being resolved
    int adds_ = 0;
    std::set<std::size_t> used_;
    std::map<int, std::size_t> list_owners_;  // list, charge
};

}  // namespace bw::tariff_sources::owrs
