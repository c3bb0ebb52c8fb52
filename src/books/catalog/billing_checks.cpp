#include "books/catalog/billing_checks.h"

#include "books/catalog/limits.h"
#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::catalog {
namespace {

const std::vector<std::string> kReactions{"bill", "tell", "hold"};
const std::vector<std::string> kReaches{"any", "post", "email"};

Result<Reaction> reaction(const Spot& spot) {
    return static_cast<Reaction>(TRY(spot.one_of(kReactions)));
}

Result<Decimal> amount(const Spot& spot) {
    const Decimal value = TRY(spot.number());
    if (value.is_negative()) return spot.error("an amount from 0 on: 50.00");
    return value;
}

Result<Decimal> above_of(Fields& fields) {
    const Spot above = TRY(fields.need("above"));
    return amount(above);
}

// `then:` of a check; hold where it is left out.
Result<Reaction> then_of(Fields& fields) {
    const auto then = fields.find("then");
    return then ? reaction(*then) : Result<Reaction>(Reaction::Hold);
}

// `zero: hold`, `negative: {above: 50.00, then: tell}`
Result<void> parse_negative(const Spot& spot, BillingChecks& checks) {
    if (!spot.node->is_map()) {
        checks.negative = TRY(reaction(spot));
        return {};
    }
    Fields fields = TRY(Fields::of(spot));
    checks.negative_above = TRY(above_of(fields));
    checks.negative = TRY(then_of(fields));
    return fields.done();
}

Result<BillingChecks::FarAbove> parse_far_above(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    BillingChecks::FarAbove far;
    const Spot times = TRY(fields.need("times"));
    far.times = TRY(times.number());
    if (far.times < Decimal(1) || far.times > Decimal(kFarAboveTimesMax))
        return times.error(fmt::format("a number from 1 to {}", kFarAboveTimesMax));
    far.above = TRY(above_of(fields));
    if (const auto months = fields.find("months"))
        far.months = TRY(months->whole(1, kHistoryMonthsMax));
    far.then = TRY(then_of(fields));
    TRY_VOID(fields.done());
    return far;
}

Result<BillingChecks::Estimated> parse_estimated(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    BillingChecks::Estimated estimated;
    const Spot percent = TRY(fields.need("percent"));
    estimated.percent = TRY(percent.number());
    if (estimated.percent.is_negative() || estimated.percent > Decimal(100))
        return percent.error("a percentage lies between 0 and 100");
    estimated.then = TRY(then_of(fields));
    TRY_VOID(fields.done());
    return estimated;
}

Result<void> parse_address(const Spot& spot, BillingChecks& checks) {
    if (!spot.node->is_map()) {
        checks.unreachable = TRY(reaction(spot));
        return {};
    }
    Fields fields = TRY(Fields::of(spot));
    const Spot reach = TRY(fields.need("by"));
    checks.reach = static_cast<Reach>(TRY(reach.one_of(kReaches)));
    checks.unreachable = TRY(then_of(fields));
    return fields.done();
}

// `back_billing: {charges: 12 months, credits: 36 months}`; credits reach as far as charges at
// least.
Result<BillingChecks::BackBilling> parse_back_billing(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    BillingChecks::BackBilling back;
    const auto months = [](const Spot& of) -> Result<int> {
        const int count = TRY(parse_months(of));
        if (count < 1 || count > kBackBillingMonthsMax)
            return of.error(fmt::format("from 1 to {} months", kBackBillingMonthsMax));
        return count;
    };
    if (const auto charges = fields.find("charges")) back.charges = TRY(months(*charges));
    back.credits = std::max(back.credits, back.charges);
    if (const auto credits = fields.find("credits")) {
        back.credits = TRY(months(*credits));
        if (back.credits < back.charges)
            return credits->error("what is given back must go as far back as what is charged");
    }
    TRY_VOID(fields.done());
    return back;
}

}  // namespace

Result<BillingChecks> parse_billing_checks_at(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    BillingChecks checks;
    checks.line = spot.line();
    checks.issuer = TRY(fields.need_word(kBillingChecks));
    if (const auto zero = fields.find("zero")) checks.zero = TRY(reaction(*zero));
    if (const auto negative = fields.find("negative")) TRY_VOID(parse_negative(*negative, checks));
    if (const auto far = fields.find("far_above")) checks.far_above = TRY(parse_far_above(*far));
    if (const auto estimated = fields.find("estimated"))
        checks.estimated = TRY(parse_estimated(*estimated));
    if (const auto address = fields.find("address")) TRY_VOID(parse_address(*address, checks));
    if (const auto back = fields.find("back_billing"))
        checks.back_billing = TRY(parse_back_billing(*back));
    TRY_VOID(fields.done());
    return checks;
}

Result<std::optional<BillingChecks>> parse_billing_checks(std::string_view text,
                                                          std::string_view file_name,
                                                          int first_line) {
    return parse_only<BillingChecks>({kBillingChecks, text, file_name, first_line},
                                     &parse_billing_checks_at);
}

const BillingChecks& AllBillingChecks::of(std::string_view issuer) const {
    for (const std::string_view name : {issuer, kAnyIssuer})
        if (const auto it = std::ranges::find(all_, name, &BillingChecks::issuer); it != all_.end())
            return *it;
    return without_text_;
}

int AllBillingChecks::months_back() const {
    int most = without_text_.back_billing.credits;
    for (const auto& checks : all_) most = std::max(most, checks.back_billing.credits);
    return most;
}

}  // namespace bw::catalog
