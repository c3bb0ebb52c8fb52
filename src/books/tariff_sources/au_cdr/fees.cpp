// Fees of an Australian plan: a membership is one of the plan; what is asked for when something
// happens counts events, and what is a part of a payment counts its dollars; what only some have by
// the year or month is a charge with a condition.
#include "books/tariff_sources/au_cdr/parts.h"
#include "books/tariff_sources/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace bw::tariff_sources::au_cdr {
namespace {

using catalog::TimeUnit;

constexpr int kGstShares = 11;  // a price with 10 % has eleven tenths of the one without
constexpr int kMonths = 12;
constexpr int kPercentMax = 10;  // of a payment, that anybody asks for taking it
constexpr std::size_t kNameMax = 60;

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
    const NetAmount net = TRY(without_gst(fee, is_monthly ? *monthly : amount, plan.options));
    catalog::Recurring membership;
    membership.key = "membership";
    membership.names = named("en", "Membership");
    membership.price = net.amount;
    membership.per = is_monthly ? TimeUnit::Month : TimeUnit::Year;
    membership.billed = catalog::Billed::Arrears;  // with the energy of its month
    membership.tax = net.tax;
    return membership;
}

// "0.36" of which the text says 0.36 %, or "0.0036"; without a word, what no bank asks for is not
// meant.
Read<Decimal> share_of_payment(const Value& fee, const Value& rate) {
    const Decimal written = TRY(number(rate));
    if (written.is_negative() || written > Decimal(100))
        return fault(rate, fmt::format("'{}' is no percentage", rate.brief(20)));
    const Decimal as_percent = Decimal::from_nano(written.nano() / 100);
    if (as_percent.nano() * 100 != written.nano())
        return fault(rate, "a percentage of more than seven decimals");
    const auto said = percents_in(fee.word("description"));
    const auto is_said = [&](Decimal share) {
        return std::ranges::find(said, Decimal::from_nano(share.nano() * 100)) != said.end();
    };
    const bool may_be_share = written <= Decimal::from_nano(Decimal::kScale * kPercentMax / 100);
    if (!said.empty()) {
        if (is_said(as_percent) != is_said(written)) return is_said(written) ? written : as_percent;
    } else if (!may_be_share) {
        return as_percent;
    }
    return fault(rate, fmt::format("'{}' may be a percentage or a share of one, and the text does "
                                   "not say the same",
                                   rate.brief(20)));
}

// "LATE_PAYMENT" to "Late payment"; of others what their text says first.
std::string name_of(const Value& fee) {
    std::string name = fee.word("type");
    if (name == "CC_PROCESSING") return "Card payment";
    if (name == "DD_DISHONOUR") return "Dishonoured direct debit";
    if (name == "OTHER") {
        name = fee.word("description");
        name.resize(std::min(name.find_first_of(".\n"), name.size()));
        return name.size() <= kNameMax ? name : "Fee";
    }
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '_') name[i] = ' ';
        else if (i > 0 && name[i] >= 'A' && name[i] <= 'Z')
            name[i] = static_cast<char>(name[i] + ('a' - 'A'));
    }
    return name;
}

std::optional<TimeUnit> time_of(std::string_view term) {
    constexpr std::array kTimes{std::pair{"DAILY", TimeUnit::Day},
                                std::pair{"MONTHLY", TimeUnit::Month},
                                std::pair{"ANNUAL", TimeUnit::Year}};
    for (const auto& [name, unit] : kTimes)
        if (term == name) return unit;
    return std::nullopt;
}

catalog::Charge counted(std::string_view unit, Decimal price) {
    catalog::Charge charge;
    charge.of.unit = unit;
    charge.seasons.emplace_back().windows = {flat(price)};
    return charge;
}

// The key is still to be chosen. Nothing: it costs nothing, or its price stands nowhere.
Read<std::optional<catalog::Charge>> charge_of(const Value& fee, Lowered& plan) {
    const std::string term = fee.word("term");
    const bool is_share = term == "PERCENT_OF_BILL";
    const Value* price = fee.find(is_share ? "rate" : "amount");
    if (price == nullptr) {
        plan.notes.leave_out(fee, "its amount does not stand in the data: it is not billed");
        return std::nullopt;
    }
    const auto per = time_of(term);
    if (!is_share && !per && term != "FIXED")
        return fault(fee, fmt::format("an amount for a time that is not known: '{}'", term));
    // The archive writes the member that the term does not use as zero, too.
    if (const Value* other = fee.find(is_share ? "amount" : "rate"))
        if (const auto number = tariff_sources::number(*other); !number || !number->is_zero())
            return fault(*other, "a share of a payment and an amount in one fee");
    const Decimal gross = is_share ? TRY(share_of_payment(fee, *price)) : TRY(number(*price));
    if (gross.is_zero()) {
        plan.notes.inform(fee, "nothing is asked for");
        return std::nullopt;
    }
    const NetAmount net = TRY(without_gst(fee, gross, plan.options));
    auto charge = is_share ? counted("AUD", net.amount)
                  : per    ? fixed_charge("", net.amount, *per)
                           : counted("events", net.amount);
    charge.names = named("en", name_of(fee));
    charge.tax = net.tax;
    if (has_word(fee.word("description"), {"may vary", "can vary", "min "}))
        plan.notes.explain(fee, "its text says that it may be another amount; that of the data is "
                                "billed");
    return charge;
}

void add_fee(const Value& fee, Lowered& plan) {
    auto charge = charge_of(fee, plan);
    if (!charge) {
        plan.notes.refuse(fee, charge.error(), "the fee is not billed");
        return;
    }
    auto& priced = *charge;
    if (!priced) return;
    auto& added = plan.schedule.charges.emplace_back(std::move(*priced));
    added.key = free_key(key_of(fee.word("type")), plan.keys);
    if (added.kind == catalog::ChargeKind::Usage) added.of.channel = added.key;
    else
        added.conditions = {
            {"fee." + added.key, catalog::Condition::Op::Equal, {}, std::string("yes")}};
}

}  // namespace

// Texts of some fees say that it is in them; of others nobody says it.
Read<NetAmount> without_gst(const Value& at, Decimal amount, const Options& options) {
    TaxWords words = gst_words(at.word("description"));
    if (words == TaxWords::Unsaid && options.fees)
        words =
            *options.fees == catalog::PriceBasis::Gross ? TaxWords::Included : TaxWords::Excluded;
    switch (words) {
        case TaxWords::Free: return NetAmount{amount, "no-gst"};
        case TaxWords::Excluded: return NetAmount{amount, "standard"};
        case TaxWords::Included:
            return NetAmount{Decimal::from_nano(divide_rounded(amount.nano() * 10, kGstShares,
                                                               Rounding::HalfEven)),
                             "standard"};
        case TaxWords::Unsaid: break;
    }
    return fault(at, "no text says whether GST is in the amount; --fees says it for the file");
}

void lower_fees(const Value& contract, Lowered& plan) {
    const Value* fees = contract.find("fees");
    if (fees == nullptr) return;
    std::vector<std::string> keys;
    for (const auto* fee : fees->each()) {
        if (fee->word("type") != "MEMBERSHIP") {
            add_fee(*fee, plan);
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
