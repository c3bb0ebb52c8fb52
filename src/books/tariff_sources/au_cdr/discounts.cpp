// Discounts of an Australian plan: those that everybody has, and those that an attribute of the
// place gives, for only who keeps their condition has them.
#include "books/tariff_sources/au_cdr/parts.h"
#include "books/tariff_sources/texts.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources::au_cdr {
namespace {

// The archive writes 5 % as '5' and 1 % as '0.01'; the text beside it tells which.
Read<Decimal> percent_of(const Value& discount, const Value& rate) {
    const Decimal written = TRY(number(rate));
    const auto said = percents_in(discount.word("description"));
    const auto is_said = [&](Decimal percent) {
        return std::ranges::find(said, percent) != said.end();
    };
    const bool is_fraction = written < Decimal(1);
    const Decimal percent = is_fraction ? Decimal::from_nano(written.nano() * 100) : written;
    if (percent <= Decimal() || percent > Decimal(100))
        return fault(rate, fmt::format("'{}' is no percentage", rate.brief(20)));
    if (is_said(percent) || (said.empty() && !is_fraction)) return percent;
    return fault(rate, fmt::format("'{}' may be a percentage or a share of one, and the text does "
                                   "not say the same",
                                   rate.brief(20)));
}

Read<catalog::Discount> discount_of(const Value& entry, const Lowered& plan) {
    const std::string method = entry.word("methodUType");
    if (method != "percentOfBill" && method != "percentOfUse")
        return fault(entry, "a fixed amount that names no time");
    const Value* share = TRY(need(entry, method));
    const Value* rate = TRY(need(*share, "rate"));
    catalog::Discount discount;
    discount.key = "discount";
    discount.names = named("en", entry.word("displayName"));
    discount.percent = TRY(percent_of(entry, *rate));
    for (const auto& charge : plan.schedule.charges)
        if (method == "percentOfBill" || charge.kind == catalog::ChargeKind::Usage)
            discount.on.push_back(charge.key);
    if (discount.on.empty()) return fault(entry, "there is nothing that it is on");
    return discount;
}

// Whom its category means.
catalog::Condition condition_of(const Value& entry) {
    const std::string category = entry.word("category");
    const auto is = [](std::string fact, std::string word) {
        return catalog::Condition{
            std::move(fact), catalog::Condition::Op::Equal, {}, std::move(word)};
    };
    if (category == "PAY_ON_TIME") return is("pay.on.time", "yes");
    if (category == "DIRECT_DEBIT") return is("pay.by", "debit");
    return is("discount." + key_of(category), "yes");
}

}  // namespace

void lower_discounts(const Value& contract, Lowered& plan) {
    const Value* discounts = contract.find("discounts");
    if (discounts == nullptr) return;
    std::vector<std::string> keys;
    for (const auto* entry : discounts->each()) {
        const std::string type = entry->word("type");
        entry->mark({"category"});
        auto discount = discount_of(*entry, plan);
        if (!discount) {
            plan.notes.refuse(*entry, discount.error(), "the discount is not given");
            continue;
        }
        discount->key = free_key(discount->key, keys);
        if (type != "GUARANTEED") {
            discount->conditions = {condition_of(*entry)};
            plan.notes.explain(*entry, fmt::format("given to whom the attribute of the place says "
                                                   "so: {}",
                                                   print_condition(discount->conditions[0])));
        }
        plan.schedule.discounts.push_back(std::move(*discount));
    }
}

}  // namespace bw::tariff_sources::au_cdr
