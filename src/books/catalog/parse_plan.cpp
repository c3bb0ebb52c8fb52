// Plans: recurring fees, allowances, commitment.
#include "books/catalog/limits.h"
#include "books/catalog/parse_parts.h"

#include <fmt/format.h>

namespace bw::catalog {
namespace {

Result<Recurring> parse_recurring(const std::string& key, const Spot& spot,
                                  const std::string& default_tax) {
    Fields fields = TRY(Fields::of(spot));
    Recurring fee;
    fee.key = key;
    fee.line = spot.line();
    fee.tax = default_tax;
    if (const auto names = fields.find("name")) fee.names = TRY(names->names());
    const Spot price_spot = TRY(fields.need("price"));
    const PriceText price = TRY(price_text(price_spot));
    const auto unit = time_unit(price.unit);
    if (!unit)
        return price_spot.error(
            "a fee needs a time; write 39.90 per month, per year, per day or once");
    fee.price = price.value;
    fee.per = *unit;
    if (const auto billed = fields.find("billed"))
        fee.billed = static_cast<Billed>(TRY(billed->one_of({"in advance", "in arrears"})));
    PaidTime time{fee.per, true};
    TRY_VOID(parse_paid_time(fields, time));
    fee.prorate = time.prorate;
    fee.cap = time.cap;
    if (const auto parts = fields.find("instalments")) {
        if (fee.per != TimeUnit::Once)
            return parts->error("a price that is paid in parts is due once; write 480.00 once");
        fee.instalments = TRY(parts->whole(2, kInstalmentsMax));
    }
    if (const auto tax = fields.find("tax")) fee.tax = TRY(tax->word());
    TRY_VOID(fields.done());
    return fee;
}

// "20 GB per month": the amount, and the period when it is named.
struct Included {
    std::optional<std::int64_t> value;  // none: unlimited
    std::optional<AllowanceKind> kind;
    AllowancePeriod period = AllowancePeriod::Month;
};
Result<Included> parse_included(const Spot& spot) {
    std::string text = TRY(spot.text());
    Included result;
    if (const std::size_t per = text.find(" per "); per != std::string::npos) {
        const std::string word = text.substr(per + 5);
        if (word == "day") result.period = AllowancePeriod::Day;
        else if (word == "year") result.period = AllowancePeriod::Year;
        else if (word == "billing period") result.period = AllowancePeriod::BillingPeriod;
        else if (word != "month")
            return spot.error(fmt::format(
                "'per {}' is not known; write per day, month, year or billing period", word));
        text.resize(per);
    }
    if (text == "unlimited") return result;
    const Amount amount = TRY(amount_of(spot, text));
    result.value = amount.value;
    result.kind = amount.kind;
    return result;
}

// "up to 20 GB for 1 month".
Result<void> parse_rollover(const Spot& spot, Allowance& allowance) {
    const std::string text = TRY(spot.text());
    constexpr std::string_view kUpTo = "up to ";
    const std::size_t until = text.find(" for ");
    if (!text.starts_with(kUpTo) || until == std::string::npos)
        return spot.error("write: up to 20 GB for 1 month");
    const Amount cap = TRY(amount_of(spot, text.substr(kUpTo.size(), until - kUpTo.size())));
    if (cap.kind != allowance.kind) return spot.error("the unit differs from what is included");
    allowance.rollover_cap = cap.value;
    const std::string count = text.substr(until + 5);
    const std::size_t space = count.find(' ');
    const auto periods = Decimal::parse(count.substr(0, space));
    if (!periods || space == std::string::npos || periods->places() > 0 || *periods < Decimal(1) ||
        *periods > Decimal(120))
        return spot.error("write for how many periods: for 1 month");
    allowance.rollover_periods = static_cast<int>(periods->nano() / Decimal::kScale);
    return {};
}

std::optional<AllowanceKind> kind_by_name(std::string_view name) {
    if (name == "voice") return AllowanceKind::Seconds;
    if (name == "messages") return AllowanceKind::Messages;
    if (name == "data") return AllowanceKind::Bytes;
    return std::nullopt;
}

Result<Allowance> parse_allowance(const std::string& key, const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    Allowance allowance;
    allowance.key = key;
    allowance.line = spot.line();
    const Spot include = TRY(fields.need("include"));
    const Included included = TRY(parse_included(include));
    std::optional<AllowanceKind> kind = included.kind;
    allowance.amount = included.value;
    allowance.period = included.period;
    if (const auto of = fields.find("of")) {
        const auto named =
            static_cast<AllowanceKind>(TRY(of->one_of({"voice", "messages", "data"})));
        if (kind && *kind != named)
            return of->error("it does not agree with the unit of 'include:'");
        kind = named;
    }
    if (const auto fair = fields.find("fair use")) {
        if (allowance.amount) return fair->error("'fair use:' belongs to an unlimited allowance");
        const std::string text = TRY(fair->text());
        const Amount amount = TRY(amount_of(*fair, text));
        if (kind && *kind != amount.kind) return fair->error("the unit differs");
        kind = amount.kind;
        allowance.fair_use = amount.value;
    }
    if (!kind) kind = kind_by_name(key);
    if (!kind)
        return include.error("unlimited what? add 'of: voice', 'of: messages' or 'of: data'");
    allowance.kind = *kind;
    if (const auto to = fields.find("to")) allowance.to = TRY(to->words());
    if (const auto rollover = fields.find("rollover"))
        TRY_VOID(parse_rollover(*rollover, allowance));
    if (const auto shared = fields.find("shared by")) allowance.shared_by = TRY(shared->word());
    TRY_VOID(fields.done());
    return allowance;
}

// "30 days", "1 month", "12 months", "1 year".
Result<void> parse_lasts(const Spot& spot, Plan& plan) {
    const std::string text = TRY(spot.text());
    const std::size_t space = text.find(' ');
    const auto count = Decimal::parse(text.substr(0, space));
    std::string unit = space == std::string::npos ? "" : text.substr(space + 1);
    if (unit.ends_with('s')) unit.pop_back();
    const bool is_unit = unit == "day" || unit == "month" || unit == "year";
    if (!count || !is_unit || count->places() > 0 || *count < Decimal(1) || *count > Decimal(600))
        return spot.error("write how long: 30 days, 12 months, 1 year");
    const auto number = static_cast<int>(count->nano() / Decimal::kScale);
    if (unit == "day") plan.lasts_days = number;
    else plan.lasts_months = unit == "year" ? 12 * number : number;
    return {};
}

// A plan that lasts says what comes then; nothing comes after a plan that does not last.
Result<void> parse_then(Fields& fields, const Spot& spot, Plan& plan) {
    const auto lasts = fields.find("lasts");
    const auto then = fields.find("then");
    if (lasts) TRY_VOID(parse_lasts(*lasts, plan));
    if (lasts.has_value() != then.has_value())
        return spot.error("'lasts:' and 'then:' go together: then a plan, or nothing");
    if (!then) return {};
    plan.then = TRY(then->word());
    if (plan.then == "nothing") plan.then.clear();
    return {};
}

// "summary:"; at least its services.
Result<ContractWords> parse_contract_words(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    ContractWords words;
    const Spot services = TRY(fields.need("services"));
    words.services = TRY(services.names());
    for (const auto& [key, part] : kContractParts)
        if (const auto found = fields.find(key)) words.*part = TRY(found->names());
    TRY_VOID(fields.done());
    return words;
}

}  // namespace

Result<int> parse_months(const Spot& spot) {
    const std::string text = TRY(spot.text());
    const std::size_t space = text.find(' ');
    const auto count = Decimal::parse(text.substr(0, space));
    const bool months = space != std::string::npos &&
                        (text.substr(space + 1) == "months" || text.substr(space + 1) == "month");
    if (!count || !months || count->places() > 0 || *count < Decimal() || *count > Decimal(600))
        return spot.error("write a number of months: 24 months");
    return static_cast<int>(count->nano() / Decimal::kScale);
}

Result<std::vector<Allowance>> parse_allowances(const Spot& spot) {
    std::vector<Allowance> result;
    const auto entries = TRY(spot.entries());
    result.reserve(entries.size());
    TRY_VOID(check_count(spot, entries.size(), kChargesPerSchedule, "allowances"));
    for (const auto& [key, value] : entries) result.push_back(TRY(parse_allowance(key, value)));
    return result;
}

Result<Plan> parse_plan(const Spot& spot) {
    Fields fields = TRY(Fields::of(spot));
    Plan plan;
    plan.head = TRY(parse_header(fields, "plan"));
    if (const auto schedules = fields.find("schedules")) {
        plan.schedules = TRY(schedules->words());
        TRY_VOID(check_count(*schedules, plan.schedules.size(), kChargesPerSchedule, "schedules"));
    }
    if (const auto recurring = fields.find("recurring")) {
        const auto entries = TRY(recurring->entries());
        TRY_VOID(check_count(*recurring, entries.size(), kChargesPerSchedule, "fees"));
        for (const auto& [key, value] : entries)
            plan.recurring.push_back(TRY(parse_recurring(key, value, plan.head.tax)));
    }
    plan.discounts = TRY(parse_discounts(fields, DiscountOn::Fees));
    if (const auto allowances = fields.find("allowances"))
        plan.allowances = TRY(parse_allowances(*allowances));
    if (const auto usage = fields.find("usage"))
        plan.usage = TRY(parse_telecom(*usage, plan.head.tax));
    if (const auto together = fields.find("together"))
        plan.together = TRY(parse_together(*together, plan.head.tax));
    if (const auto months = fields.find("commitment"))
        plan.commitment_months = TRY(parse_months(*months));
    if (const auto words = fields.find("summary")) plan.words = TRY(parse_contract_words(*words));
    TRY_VOID(parse_then(fields, spot, plan));
    TRY_VOID(fields.done());
    if (plan.schedules.empty() && plan.recurring.empty() && !plan.usage)
        return spot.error(
            "the plan charges nothing: 'schedules:', 'recurring:' or 'usage:' is missing");
    return plan;
}

}  // namespace bw::catalog
