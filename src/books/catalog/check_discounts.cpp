#include "books/catalog/check_parts.h"
#include "platform/text/suggest.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::catalog {
namespace {

// Silence would be a promise: calls are priced apart from charges and fees.
constexpr std::string_view kNotCalls =
    "{}: it does not reach what `usage:` prices; name the {}s with 'on:'";

// Of one text: what it charges is called a charge, or a fee.
struct Text {
    const Header& head;
    std::string_view kind, charged;  // "schedule", "charge"
    std::vector<std::string> keys;   // of what it charges
    bool prices_calls = false;
    Findings& findings;

    void error(SourceLine line, const std::string& words) const {
        findings.add(Severity::Error, line, words);
    }
};

void check_on(const Text& text, const std::vector<std::string>& on,
              const std::vector<std::string>& known, const std::string& path, SourceLine line) {
    for (const auto& key : on)
        if (std::ranges::find(known, key) == known.end())
            text.error(line, fmt::format("{}: '{}' is no {} of this {}{}", path, key, text.charged,
                                         text.kind, text::did_you_mean(key, known)));
}

std::string path_of(const Discount& discount) {
    return (discount.is_surcharge ? "surcharges." : "discounts.") + discount.key;
}

void check_discount(const Text& text, const Discount& discount, std::vector<std::string>& known) {
    const std::string path = path_of(discount);
    check_on(text, discount.on, known, path, discount.line);
    if (std::ranges::find(text.keys, discount.key) != text.keys.end())
        text.error(discount.line, fmt::format("{}: a {} has the same key", path, text.charged));
    else if (std::ranges::find(known, discount.key) != known.end())
        text.error(discount.line, path + ": a discount has the same key");
    known.push_back(discount.key);
    if (discount.until && *discount.until < text.head.from)
        text.findings.add(Severity::Warning, discount.line,
                          fmt::format("{}: it ends before the {} begins", path, text.kind));
    if (text.prices_calls && discount.on.empty())
        text.error(discount.line, fmt::format(kNotCalls, path, text.charged));
}

bool counts(const Charge& charge, const std::string& unit) {
    return charge.kind == ChargeKind::Usage && charge.of.unit == unit;
}

// An amount per kWh is of charges that count kWh.
void check_unit(const Schedule& schedule, const Discount& discount, const Text& text) {
    if (!discount.amount || discount.amount->unit.empty()) return;
    const auto is_of = [&](const Charge& charge) {
        const bool is_named =
            discount.on.empty() || std::ranges::find(discount.on, charge.key) != discount.on.end();
        return is_named && counts(charge, discount.amount->unit);
    };
    if (std::ranges::none_of(schedule.charges, is_of))
        text.error(discount.line, fmt::format("{}: no charge that it is on counts '{}'",
                                              path_of(discount), discount.amount->unit));
}

}  // namespace

void check_discounts(const Schedule& schedule, Findings& findings) {
    Text text{schedule.head, "schedule", "charge", {}, schedule.usage.has_value(), findings};
    for (const auto& charge : schedule.charges) text.keys.push_back(charge.key);
    auto known = text.keys;
    for (const auto& discount : schedule.discounts) {
        check_discount(text, discount, known);
        check_unit(schedule, discount, text);
    }
    if (const auto& maximum = schedule.maximum) {
        check_on(text, maximum->on, text.keys, "maximum", maximum->line);
        if (text.prices_calls && maximum->on.empty())
            text.error(maximum->line, fmt::format(kNotCalls, "maximum", text.charged));
    }
}

void check_discounts(const Plan& plan, Findings& findings) {
    Text text{plan.head, "plan", "fee", {}, plan.usage.has_value(), findings};
    for (const auto& fee : plan.recurring) text.keys.push_back(fee.key);
    auto known = text.keys;
    for (const auto& discount : plan.discounts) {
        check_discount(text, discount, known);
        if (discount.amount && !discount.amount->unit.empty())
            text.error(discount.line,
                       fmt::format("{}: fees count time; write 5.00 per month", path_of(discount)));
    }
}

namespace {

bool is_within(std::string_view name, const std::vector<std::string>& schedules) {
    return std::ranges::any_of(schedules, [&](const std::string& schedule) {
        return name == schedule || name.starts_with(schedule + '.');
    });
}

// Fees in arrears, and what `usage:` prices.
std::vector<std::string> keys_after_use(const Plan& plan) {
    std::vector<std::string> keys;
    for (const auto& fee : plan.recurring)
        if (fee.billed == Billed::Arrears) keys.push_back(fee.key);
    if (!plan.usage) return keys;
    keys.push_back(plan.usage->voice_key);
    for (const auto& price : plan.usage->messages) keys.push_back(price.key);
    for (const auto& price : plan.usage->data) keys.push_back(price.key);
    for (const auto* service : {"messages", "data"})
        if (std::ranges::find(keys, service) == keys.end()) keys.emplace_back(service);
    return keys;
}

// A month is reckoned whole: what holds for a part of it has no line to stand on.
void check_months(const Discount& discount, const Text& text) {
    const std::string path = "together." + path_of(discount);
    if (discount.from && discount.from->day() != 1)
        text.error(discount.line, path + ": from: it begins on the first of a month");
    if (discount.until && discount.until->plus_days(1).day() != 1)
        text.error(discount.line, path + ": until: it ends on the last of a month");
    if (discount.amount && !discount.amount->unit.empty())
        text.error(discount.line, path + ": an amount is per time here; write 5.00 per month");
}

}  // namespace

void check_together(const Plan& plan, Findings& findings) {
    const Together& together = plan.together;
    Text text{plan.head, "plan", "charge or fee in arrears", keys_after_use(plan), false, findings};
    auto known = text.keys;
    const auto look_at = [&](const std::vector<std::string>& on, const std::string& path,
                             SourceLine line) {
        auto all = known;
        all.insert(all.end(), plan.schedules.begin(), plan.schedules.end());
        for (const auto& name : on)
            if (!is_within(name, plan.schedules) && std::ranges::find(known, name) == known.end())
                text.error(line, fmt::format("together.{}: '{}' is no {} of this plan{}", path,
                                             name, text.charged, text::did_you_mean(name, all)));
    };
    if (together.maximum) look_at(together.maximum->on, "maximum", together.maximum->line);
    if (together.minimum) {
        look_at(together.minimum->on, "minimum", together.minimum->line);
        if (together.minimum->tax.empty())
            text.error(together.minimum->line,
                       "together.minimum: no tax category; add 'tax: standard' here or at the top");
    }
    for (const auto& discount : together.discounts) {
        look_at(discount.on, path_of(discount), discount.line);
        check_months(discount, text);
        const bool is_taken =
            std::ranges::find(known, discount.key) != known.end() ||
            std::ranges::count(plan.recurring, discount.key, &Recurring::key) > 0 ||
            std::ranges::count(plan.discounts, discount.key, &Discount::key) > 0;
        if (is_taken)
            text.error(discount.line, fmt::format("together.{}: something of the plan has the "
                                                  "same key",
                                                  path_of(discount)));
        known.push_back(discount.key);
    }
}

}  // namespace bw::catalog
