#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::catalog {
namespace {

// "month", "2 months": how many.
Result<int> parse_every(const Spot& spot) {
    const std::string text = TRY(spot.text());
    constexpr std::array kPossible = {1, 2, 3, 4, 6};  // a year is a whole number of them
    for (const int count : kPossible)
        if (text == (count == 1 ? "month" : fmt::format("{} months", count))) return count;
    return spot.error("write month, 2 months, 3 months, 4 months or 6 months");
}

// "standard", or {reduced: 45, standard: 55}.
Result<std::vector<TaxShare>> parse_taxes(const Spot& spot) {
    const Decimal whole(100);
    if (!spot.node->is_map()) return std::vector{TaxShare{TRY(spot.word()), whole}};
    std::vector<TaxShare> shares;
    Decimal sum;
    for (const auto& [category, percent] : TRY(spot.entries())) {
        shares.push_back({category, TRY(percent.number())});
        if (shares.back().percent <= Decimal() || shares.back().percent > whole)
            return percent.error("a percentage above 0, up to 100");
        sum += shares.back().percent;
    }
    if (sum != whole)
        return spot.error(fmt::format("the shares sum to {} percent: an advance bears the tax of "
                                      "all of it",
                                      sum.to_string()));
    return shares;
}

}  // namespace

Result<PaymentPlan> parse_payment_plan(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    PaymentPlan plan;
    plan.head.file = spot.file;
    plan.head.line = spot.line();
    plan.head.name = TRY(fields.need_word("payment plan"));
    if (const auto names = fields.find("name")) plan.head.names = TRY(names->names());
    plan.head.from = TRY(fields.need_date("from"));
    const Spot document = TRY(fields.need("advances"));
    plan.document = static_cast<AdvanceDocument>(TRY(document.one_of({"invoice", "request"})));
    if (const auto every = fields.find("every")) plan.every_months = TRY(parse_every(*every));
    const Spot settled = TRY(fields.need("settled in"));
    plan.settled_in = static_cast<int>(TRY(settled.one_of({kMonths.begin(), kMonths.end()}))) + 1;
    if (const auto due = fields.find("due")) {
        const Decimal day = TRY(due->number());
        if (plan.document == AdvanceDocument::Invoice)
            return due->error("an advance that is invoiced is due by its invoice");
        if (day.places() > 0 || day < Decimal(1) || day > Decimal(28))
            return due->error("a day of the month, 1 to 28");
        plan.due_day = static_cast<int>(day.nano() / Decimal::kScale);
    }
    if (const auto tax = fields.find("tax")) plan.taxes = TRY(parse_taxes(*tax));
    if (const auto step = fields.find("round up to")) {
        plan.round_up_to = TRY(step->number());
        if (plan.round_up_to <= Decimal()) return step->error("an amount above zero: 1.00");
    }
    TRY_VOID(fields.done());
    if (plan.document == AdvanceDocument::Invoice && plan.taxes.empty())
        return spot.error("'tax:' is missing: an advance that is invoiced bears tax");
    return plan;
}

}  // namespace bw::catalog
