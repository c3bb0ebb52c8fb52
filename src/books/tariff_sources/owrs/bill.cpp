// The bill of a customer class: the charges that it sums, and shares of them.
#include "books/tariff_sources/lower.h"
#include "books/tariff_sources/owrs/customer_class.h"

#include <algorithm>
#include <iterator>

namespace bw::tariff_sources::owrs {

std::optional<CustomerClass::Product> CustomerClass::product(std::string_view text) {
    auto factors = split_at(text, '*');
    if (factors.size() != 2) return std::nullopt;
    if (Decimal::parse(factors[1])) std::swap(factors[0], factors[1]);
    const auto factor = Decimal::parse(factors[0]);
    std::string_view sum = factors[1];
    if (!factor) return std::nullopt;
    if (catalog::is_fact_name(sum)) return Product{*factor, {factors[1]}};
    if (!sum.starts_with('(') || !sum.ends_with(')')) return std::nullopt;
    sum.remove_prefix(1);
    sum.remove_suffix(1);
    return Product{*factor, split_at(sum, '+')};
}

bool CustomerClass::lower(catalog::Schedule& schedule) {
    schedule_ = &schedule;
    const int bill_at = find("bill");
    if (bill_at < 0) {
        notes_.refuse(map_, "no member 'bill' says which charges this class pays");
        return false;
    }
    const Value& bill = use(bill_at);
    const std::string sum = without_spaces(bill.text);
    const auto whole = product(sum);
    const Decimal factor = whole ? whole->factor : Decimal(1);
    if (factor <= Decimal() || factor > Decimal(2)) {
        notes_.refuse(bill, "a bill that is nothing, or more than twice its charges");
        return false;
    }
    const bool has_all = add_terms(whole ? whole->terms : split_at(sum, '+'), bill);
    const bool has_shares = put_shares();
    add_factor(factor);
    note_unused();
    return has_all && has_shares;
}

bool CustomerClass::add_terms(const std::vector<std::string>& terms, const Value& bill) {
    bool has_all = true;
    terms_ = {terms.begin(), terms.end()};
    for (const auto& name : terms) {
        const catalog::Schedule before = *schedule_;
        const Added added_before = added_;
        const auto done = add(name, bill);
        if (done) continue;
        has_all = false;
        notes_.refuse(*done.error().at, name + ": " + done.error().why + "; it is not billed");
        // Nor is what it has added so far.
        *schedule_ = before;
        added_ = added_before;
    }
    return has_all;
}

// On all charges and on shares of them, whose lines count with them.
void CustomerClass::add_factor(Decimal factor) {
    if (factor == Decimal(1) || schedule_->charges.empty()) return;
    const bool is_more = factor > Decimal(1);
    catalog::Discount all;
    if (!schedule_->discounts.empty()) {
        all.on.reserve(schedule_->charges.size() + schedule_->discounts.size());
        for (const auto& charge : schedule_->charges) all.on.push_back(charge.key);
        for (const auto& share : schedule_->discounts) all.on.push_back(share.key);
    }
    all.key = free_key(is_more ? "surcharge" : "discount", added_.keys);
    all.names = named("en", is_more ? "Surcharge" : "Discount");
    all.is_surcharge = is_more;
    const Decimal part = is_more ? factor - Decimal(1) : Decimal(1) - factor;
    all.percent = Decimal::from_nano(part.nano() * kPercent);
    schedule_->discounts.push_back(std::move(all));
}

// "(commodity_charge+service_charge)*0.375", of charges that the bill sums itself.
std::optional<CustomerClass::Share> CustomerClass::share_of(const std::string& name,
                                                            const Expression& whole) const {
    const auto parts = product(whole.text);
    const auto is_billed = [&](const std::string& term) { return terms_.contains(term); };
    if (!parts || !std::ranges::all_of(parts->terms, is_billed)) return std::nullopt;
    if (parts->factor <= Decimal() || parts->factor > Decimal(1)) return std::nullopt;
    return Share{&whole.at, name, "", parts->terms,
                 Decimal::from_nano(parts->factor.nano() * kPercent)};
}

void CustomerClass::add_share(Share share) {
    share.key = new_key(share.name);
    added_.shares.push_back(std::move(share));
}

// When all charges are known.
bool CustomerClass::put_shares() {
    bool has_all = true;
    const auto is_share = [&](const std::string& key) {
        return std::ranges::find(added_.shares, key, &Share::key) != added_.shares.end();
    };
    for (const auto& share : added_.shares) {
        catalog::Discount discount;
        bool is_billed = true;
        for (const auto& name : share.of) {
            const auto found = added_.keys_of.find(name);
            is_billed = is_billed && found != added_.keys_of.end() &&
                        std::ranges::none_of(found->second, is_share);
            if (is_billed) std::ranges::copy(found->second, std::back_inserter(discount.on));
        }
        if (!is_billed) {
            has_all = false;
            notes_.refuse(*share.at, share.name + ": a share of what is not billed, or is a share "
                                                  "itself; it is not billed");
            continue;
        }
        if (discount.on.empty()) continue;
        discount.key = share.key;
        discount.names = named("en", spoken(share.name));
        discount.is_surcharge = true;
        discount.percent = share.percent;
        schedule_->discounts.push_back(std::move(discount));
    }
    return has_all;
}

// What no charge of the bill needs: switched on by the utility, or forgotten by the author.
void CustomerClass::note_unused() {
    const auto& members = map_.members();
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (used_.contains(i)) continue;
        const Value& value = members[i].second;
        if (is_zero(value)) notes_.inform(value, "zero");
        else notes_.leave_out(value, "the bill of this class does not name it");
    }
}

}  // namespace bw::tariff_sources::owrs
