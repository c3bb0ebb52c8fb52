#include "run/contract_summary.h"

#include "books/catalog/print.h"
#include "books/catalog/store.h"
#include "books/customers/customers.h"
#include "flow/bill/parties.h"
#include "platform/store/batch.h"
#include "platform/text/said.h"
#include "platform/text/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace bw::run {
namespace {

using catalog::AllowanceKind;
using compose::ContractSummary;
using Counted = ContractSummary::Counted;

// Prices as a customer pays them, in his words.
class Offer {
public:
    Offer(const catalog::Catalog& catalog, const catalog::Plan& plan,
          const customers::Issuer& issuer, const SummaryOrder& order)
        : catalog_(catalog), plan_(plan), issuer_(issuer), order_(order),
          tongue_(text::tongue_of(order.language)) {}

    Result<ContractSummary> make() {
        const auto& words = plan_.words;
        summary_.language = order_.language;
        summary_.written_on = order_.on;
        summary_.seller = bill::seller_of(issuer_);
        summary_.plan = in_words(plan_.head.names, plan_.head.name);
        summary_.currency = plan_.head.currency;
        summary_.services = in_words(words.services, "");
        summary_.equipment = in_words(words.equipment, "");
        summary_.speeds = in_words(words.speeds, "");
        summary_.ending = in_words(words.ending, "");
        summary_.disabilities = in_words(words.disabilities, "");
        summary_.other = in_words(words.other, "");
        summary_.commitment_months = plan_.commitment_months;
        for (const auto& fee : plan_.recurring) TRY_VOID(add_fee(fee));
        for (const auto* discounts : {&plan_.discounts, &plan_.together.discounts})
            for (const auto& discount : *discounts)
                summary_.reductions.push_back(in_words(discount.names, discount.key));
        for (const auto& allowance : plan_.allowances) add_allowance(allowance);
        for (const auto& schedule : plan_.schedules)
            summary_.price_lists.push_back(name_of_schedule(schedule));
        if (plan_.usage) TRY_VOID(add_usage(*plan_.usage));
        return std::move(summary_);
    }

private:
    [[nodiscard]] std::string in_words(const catalog::Names& names, const std::string& key) const {
        return names.empty() ? key : catalog::name_in(names, order_.language, key);
    }

    [[nodiscard]] std::string name_of_schedule(const std::string& name) const {
        for (const auto& schedule : catalog_.all.schedules)
            if (schedule.head.name == name) return in_words(schedule.head.names, name);
        return name;
    }

    // With the tax of the category, as precise as the price itself.
    [[nodiscard]] Result<Decimal> with_tax(Decimal price, const std::string& category) const {
        constexpr std::int64_t kHundred = 100 * Decimal::kScale;
        const int digits = std::max(price.places(), plan_.head.currency.digits());
        if (plan_.head.prices == catalog::PriceBasis::Gross) return price;
        const auto tax = TRY(catalog_.tax_on(issuer_.taxes, category, order_.on));
        const auto percent = static_cast<std::int64_t>(tax.rate->percent.nano());
        const Decimal gross =
            TRY(price.times(Ratio{kHundred + percent, kHundred}, Rounding::HalfUp));
        return gross.rounded(digits, Rounding::HalfUp);
    }

    Result<void> add(std::string name, Decimal price, const std::string& tax, std::string unit) {
        ContractSummary::Price made{std::move(name), TRY(with_tax(price, tax)), std::move(unit)};
        const bool is_known = std::ranges::any_of(summary_.prices, [&](const auto& one) {
            return one.name == made.name && one.amount == made.amount && one.unit == made.unit;
        });
        if (!is_known) summary_.prices.push_back(std::move(made));
        return {};
    }

    Result<void> add_fee(const catalog::Recurring& fee) {
        std::string unit;
        if (fee.per != catalog::TimeUnit::Once) unit = catalog::time_unit_name(fee.per);
        return add(in_words(fee.names, fee.key), fee.price, fee.tax, std::move(unit));
    }

    void add_allowance(const catalog::Allowance& allowance) {
        const auto counted = allowance.kind == AllowanceKind::Seconds    ? Counted::Seconds
                             : allowance.kind == AllowanceKind::Messages ? Counted::Messages
                                                                         : Counted::Bytes;
        const auto period = allowance.period == catalog::AllowancePeriod::Day     ? "day"
                            : allowance.period == catalog::AllowancePeriod::Month ? "month"
                            : allowance.period == catalog::AllowancePeriod::Year  ? "year"
                                                                                  : "";
        summary_.included.push_back({counted, allowance.amount, allowance.fair_use, period});
    }

    Result<void> add_usage(const catalog::Telecom& usage) {
        for (const auto& plan : usage.rating_plans)
            for (const auto& row : plan.rows) TRY_VOID(add_calls(usage, row));
        const std::string messages =
            text::said(tongue_, "Messages", "Nachrichten", "Messaggi", "Mensajes");
        for (const auto& message : usage.messages)
            TRY_VOID(add(named(messages, usage, message.destination), message.price,
                         message.tax.empty() ? usage.tax : message.tax, "message"));
        constexpr std::int64_t kMegabyte = 1'000'000;
        for (const auto& data : usage.data)
            TRY_VOID(add(text::said(tongue_, "Data", "Daten", "Dati", "Datos"), data.price,
                         data.tax.empty() ? usage.tax : data.tax,
                         data.block_bytes % kMegabyte == 0
                             ? fmt::format("{} MB", data.block_bytes / kMegabyte)
                             : fmt::format("{} B", data.block_bytes)));
        return {};
    }

    Result<void> add_calls(const catalog::Telecom& usage, const catalog::RatingRow& row) {
        const std::string calls = text::said(tongue_, "Calls", "Gespräche", "Chiamate", "Llamadas");
        if (!row.deck.empty()) {
            if (std::ranges::find(summary_.price_lists, calls) == summary_.price_lists.end())
                summary_.price_lists.push_back(calls);
            return {};
        }
        const auto rate = std::ranges::find(usage.rates, row.rate, &catalog::RatePerUse::name);
        if (rate == usage.rates.end() || rate->groups.empty()) return {};
        std::string name = named(calls, usage, row.destination);
        if (!row.window_names.empty() || !row.window.empty())
            name += ", " + in_words(row.window_names, row.window);
        const auto& first = rate->groups.front();
        constexpr std::int64_t kMinute = 60;
        const Decimal minute =
            TRY(first.price.times(Ratio{kMinute, first.per_s}, Rounding::HalfUp));
        const Decimal price = TRY(product(minute, row.factor));
        TRY_VOID(add(name, price, usage.tax, "minute"));
        if (rate->connect.is_zero()) return {};
        return add(std::move(name), rate->connect, usage.tax, "call");
    }

    static Result<Decimal> product(Decimal price, Decimal factor) {
        return price.times(Ratio{static_cast<std::int64_t>(factor.nano()), Decimal::kScale},
                           Rounding::HalfUp);
    }

    // "Calls, national".
    [[nodiscard]] std::string named(const std::string& what, const catalog::Telecom& usage,
                                    const std::string& destination) const {
        if (destination.empty()) return what;
        const auto group =
            std::ranges::find(usage.destinations, destination, &catalog::DestinationGroup::name);
        return what + ", " +
               (group == usage.destinations.end() ? destination
                                                  : in_words(group->names, destination));
    }

    const catalog::Catalog& catalog_;
    const catalog::Plan& plan_;
    const customers::Issuer& issuer_;
    const SummaryOrder& order_;
    text::Tongue tongue_;
    ContractSummary summary_;
};

Result<const customers::Issuer*> issuer_for(const customers::Issuers& issuers,
                                            const SummaryOrder& order) {
    std::vector<const customers::Issuer*> holding;
    std::vector<std::string> codes;
    for (const auto* issuer : issuers.holding_from(order.on)) {
        if (issuer->valid_from > order.on) continue;
        codes.push_back(issuer->code);
        if (order.issuer.empty() || issuer->code == order.issuer) holding.push_back(issuer);
    }
    if (holding.size() == 1) return holding.front();
    if (order.issuer.empty())
        return fail(Code::NotFound,
                    codes.empty() ? "there is no issuer on this day"
                                  : "there are several issuers; say whose plan it is: --issuer",
                    order.plan);
    return fail(Code::NotFound,
                fmt::format("there is no such issuer on this day{}",
                            text::did_you_mean(order.issuer, codes)),
                "issuer " + order.issuer);
}

}  // namespace

Result<compose::ContractSummary> contract_summary_of(store::Transaction& tx, TenantId tenant,
                                                     const SummaryOrder& order) {
    const AsOf now{store::current_cut(tx, tenant)};
    const auto catalog = TRY(catalog::load(tx, tenant, now));
    const auto* plan = TRY(catalog.plan_on(order.plan, order.on));
    if (plan->words.is_empty())
        return fail(Code::Invalid,
                    "the plan does not say what it supplies: add `summary:` to its text "
                    "(docs/tariff-format.md)",
                    "plan " + order.plan);
    const auto issuers = TRY(customers::load_issuers(tx, tenant, now));
    const auto* issuer = TRY(issuer_for(issuers, order));
    return Offer(catalog, *plan, *issuer, order).make();
}

}  // namespace bw::run
