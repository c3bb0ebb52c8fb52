// Discounts and fees of an Australian plan.
#include "books/tariff_sources/au_cdr/parts.h"
#include "books/tariff_sources/texts.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::tariff_sources::au_cdr {
namespace {

using catalog::TimeUnit;

constexpr int kGstShares = 11;  // a price with 10 % has eleven tenths of the one without
constexpr int kMonths = 12;

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

// 264.00 that its text calls $22 a month; a yearly amount else.
Read<catalog::Recurring> membership_of(const Value& fee, const Lowered& plan) {
    fee.mark({"term"});
    const Decimal amount = TRY(need_number(fee, "amount"));
    const auto monthly = dollars_per_month(fee.word("description"));
    const bool is_monthly = monthly && Decimal::from_nano(monthly->nano() * kMonths) == amount;
    if (monthly && !is_monthly)
        return fault(fee, "the amount and the monthly one of the text do not agree");
    if (!is_monthly && fee.word("term") != "ANNUAL")
        return fault(fee, "an amount that names no time");
    const Decimal net = TRY(without_gst(fee, is_monthly ? *monthly : amount, plan.options));
    catalog::Recurring membership;
    membership.key = "membership";
    membership.names = named("en", "Membership");
    membership.price = net;
    membership.per = is_monthly ? TimeUnit::Month : TimeUnit::Year;
    membership.billed = catalog::Billed::Arrears;  // with the energy of its month
    membership.tax = plan.schedule.head.tax;
    return membership;
}

std::string why_left_out(const Value& fee) {
    const std::string type = fee.word("type");
    const auto is_one_of = [&](std::initializer_list<std::string_view> types) {
        return std::ranges::find(types, type) != types.end();
    };
    if (is_one_of({"CC_PROCESSING", "PAYMENT_PROCESSING"}))
        return "asked for when a bill is paid in this way: it is not billed";
    if (is_one_of({"PAPER_BILL", "OTHER"})) return "asked for only of some: it is not billed";
    return "asked for when it happens: it is not billed";
}

}  // namespace

// Texts of some fees say that it is in them; of others nobody says it.
Read<Decimal> without_gst(const Value& at, Decimal amount, const Options& options) {
    TaxWords words = gst_words(at.word("description"));
    if (words == TaxWords::Unsaid && options.fees)
        words =
            *options.fees == catalog::PriceBasis::Gross ? TaxWords::Included : TaxWords::Excluded;
    if (words == TaxWords::Excluded) return amount;
    if (words == TaxWords::Unsaid)
        return fault(at, "no text says whether GST is in the amount; --fees says it for the file");
    return Decimal::from_nano(divide_rounded(amount.nano() * 10, kGstShares, Rounding::HalfEven));
}

void lower_discounts(const Value& contract, Lowered& plan) {
    const Value* discounts = contract.find("discounts");
    if (discounts == nullptr) return;
    std::vector<std::string> keys;
    for (const auto* entry : discounts->each()) {
        if (entry->word("type") != "GUARANTEED") {
            plan.notes.leave_out(*entry, "only who keeps its condition has it: it is not billed");
            continue;
        }
        entry->mark({"category"});
        auto discount = discount_of(*entry, plan);
        if (!discount) {
            plan.notes.refuse(*entry, discount.error(), "the discount is not given");
            continue;
        }
        discount->key = free_key(discount->key, keys);
        plan.schedule.discounts.push_back(std::move(*discount));
    }
}

void lower_fees(const Value& contract, Lowered& plan) {
    const Value* fees = contract.find("fees");
    if (fees == nullptr) return;
    std::vector<std::string> keys;
    for (const auto* fee : fees->each()) {
        if (fee->word("type") != "MEMBERSHIP") {
            plan.notes.leave_out(*fee, why_left_out(*fee));
            continue;
        }
        auto membership = membership_of(*fee, plan);
        if (!membership) {
            plan.notes.refuse(*fee, membership.error(), "the fee is not billed");
            continue;
        }
        membership->key = free_key(membership->key, keys);
        plan.fees.push_back(std::move(*membership));
    }
}

}  // namespace bw::tariff_sources::au_cdr
