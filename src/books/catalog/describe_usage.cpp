// Fees, allowances and telecom prices in plain words.
#include "books/catalog/describe_parts.h"
#include "books/catalog/print_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::catalog {
namespace {

std::string bytes_words(std::int64_t bytes) {
    struct Unit {
        const char* name;
        std::int64_t size;
    };
    constexpr Unit kUnits[] = {{"GB", 1'000'000'000}, {"GiB", 1LL << 30}, {"MB", 1'000'000},
                               {"MiB", 1LL << 20},    {"kB", 1'000},      {"KiB", 1LL << 10}};
    for (const auto& unit : kUnits)
        if (bytes >= unit.size && bytes % unit.size == 0)
            return fmt::format("{} {}", bytes / unit.size, unit.name);
    return fmt::format("{} B", bytes);
}

std::string seconds_words(std::int64_t seconds) {
    if (seconds == 60) return "1 minute";
    if (seconds > 0 && seconds % 60 == 0) return fmt::format("{} minutes", seconds / 60);
    return seconds == 1 ? "1 second" : fmt::format("{} seconds", seconds);
}

std::string per_words(std::int64_t seconds) {
    if (seconds == 60) return "minute";
    return seconds == 1 ? "second" : seconds_words(seconds);
}

std::string units_words(std::int64_t value, AllowanceKind kind) {
    switch (kind) {
        case AllowanceKind::Seconds: return seconds_words(value);
        case AllowanceKind::Messages: return fmt::format("{} messages", value);
        case AllowanceKind::Bytes: return bytes_words(value);
    }
    return {};
}

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

std::string allowance_words(const Allowance& a) {
    constexpr const char* kPeriods[] = {"billing period", "day", "month", "year"};
    constexpr const char* kKinds[] = {"calls", "messages", "data"};
    const auto kind = static_cast<std::size_t>(a.kind);
    std::string out = a.key + ": ";
    out += a.amount ? fmt::format("{} per {}", units_words(*a.amount, a.kind),
                                  kPeriods[static_cast<std::size_t>(a.period)])
                    : fmt::format("unlimited {}", kKinds[kind]);
    if (a.fair_use) out += ", fair use up to " + units_words(*a.fair_use, a.kind);
    if (!a.to.empty()) out += ", to " + joined(a.to);
    if (a.rollover_cap)
        out += fmt::format(", unused up to {} for {} more {}", units_words(*a.rollover_cap, a.kind),
                           a.rollover_periods, a.rollover_periods == 1 ? "period" : "periods");
    if (!a.shared_by.empty()) out += ", shared by the " + a.shared_by;
    return out;
}

// "by second", "the first minute whole, then by second"
std::string increments_words(const RatePerUse& rate) {
    std::string out;
    for (std::size_t i = 0; i < rate.groups.size(); ++i) {
        const auto& group = rate.groups[i];
        const bool is_first_whole =
            i == 0 && rate.groups.size() > 1 && rate.groups[1].from_s == group.increment_s;
        if (is_first_whole) out += fmt::format("the first {} whole", per_words(group.increment_s));
        else if (i == 0) out += "by " + per_words(group.increment_s);
        else if (i == 1 && rate.groups[0].increment_s == group.from_s)
            out += ", then by " + per_words(group.increment_s);
        else
            out += fmt::format(", after {} by {}", seconds_words(group.from_s),
                               per_words(group.increment_s));
    }
    return out;
}

// The factor multiplies the price of the time, not the connection.
std::string rate_words(const RatePerUse& rate, const RatingRow& row, int digits) {
    std::string out;
    if (!row.deck.empty()) out = "prices of the deck " + row.deck;
    else
        for (const auto& group : rate.groups)
            out += fmt::format("{}{} per {}{}", out.empty() ? "" : ", ",
                               group.price.to_string(digits), per_words(group.per_s),
                               group.from_s == 0 ? "" : " after " + seconds_words(group.from_s));
    if (row.factor != Decimal(1)) out += " times " + row.factor.to_string();
    if (!rate.connect.is_zero())
        out += fmt::format(", {} to connect", rate.connect.to_string(digits));
    out += ", " + increments_words(rate);
    if (rate.max_cost)
        out += fmt::format(", at most {} per call{}", rate.max_cost->to_string(digits),
                           rate.cap == CapStrategy::Disconnect ? ", then disconnected" : "");
    if (rate.round)
        out += fmt::format(", each call rounded {} to {} decimals", rounding_name(*rate.round),
                           rate.round_places);
    return out;
}

std::string destination_name(const Telecom& usage, const std::string& key,
                             const std::string& language) {
    const auto group = std::ranges::find(usage.destinations, key, &DestinationGroup::name);
    return group == usage.destinations.end() ? key : name_in(group->names, language, key);
}

std::string row_words(const RatingRow& row, const Telecom& usage, const std::string& language,
                      int digits) {
    std::string out;
    if (!row.when.always())
        out = (row.window.empty() ? "" : name_in(row.window_names, language, row.window) + ", ") +
              print_when(row.when) + ": ";
    if (row.deck.empty())
        out += row.destination.empty()
                   ? "to any destination: "
                   : "to " + destination_name(usage, row.destination, language) + ": ";
    const auto rate = std::ranges::find(usage.rates, row.rate, &RatePerUse::name);
    return rate == usage.rates.end() ? out + row.rate : out + rate_words(*rate, row, digits);
}

std::string users_of(const RatingPlan& plan, const Telecom& usage) {
    std::string out;
    for (const auto& subject : usage.subjects) {
        if (subject.rating_plan != plan.name) continue;
        if (subject.category == "call" && subject.subject == "any") continue;
        out +=
            fmt::format("{}{} of {}", out.empty() ? "" : ", ", subject.category, subject.subject);
    }
    return out.empty() ? plan.name : fmt::format("{} ({})", plan.name, out);
}

std::string fee_words(const Recurring& fee, int digits) {
    const std::string price = fee.price.to_string(digits);
    if (fee.instalments > 0) return fmt::format("{} in {} monthly parts", price, fee.instalments);
    if (fee.per == TimeUnit::Once) return price + " once";
    return fmt::format("{} per {}, billed {}, {}", price, time_unit_name(fee.per),
                       fee.billed == Billed::Advance ? "in advance" : "in arrears",
                       paid_time_words(fee.prorate, fee.cap));
}

}  // namespace

std::string usage_words(const Telecom& usage, const std::string& language, int digits) {
    std::string out;
    for (const auto& plan : usage.rating_plans) {
        out += fmt::format("\n{}, tax {}\n", users_of(plan, usage),
                           usage.tax.empty() ? "missing" : usage.tax);
        std::vector<const RatingRow*> rows;
        rows.reserve(plan.rows.size());
        for (const auto& row : plan.rows) rows.push_back(&row);
        std::ranges::stable_sort(rows, std::ranges::greater{}, &RatingRow::weight);
        for (const auto* row : rows) out += indented(row_words(*row, usage, language, digits));
    }
    const auto tax = [&](const std::string& own) { return own.empty() ? usage.tax : own; };
    for (const auto& m : usage.messages)
        out += fmt::format(
            "\n{}, tax {}\n{}", m.key, tax(m.tax),
            indented(fmt::format("{} per message{}", m.price.to_string(digits),
                                 m.destination.empty()
                                     ? ""
                                     : " to " + destination_name(usage, m.destination, language))));
    for (const auto& d : usage.data)
        out += fmt::format(
            "\n{}, tax {}\n{}", d.key, tax(d.tax),
            indented(fmt::format(
                "{} per started {} of {}{}", d.price.to_string(digits), bytes_words(d.block_bytes),
                d.per_session ? "a session" : "the whole billing period",
                d.cap ? fmt::format(", at most {} per billing period", d.cap->to_string(digits))
                      : "")));
    return out;
}

std::string describe(const Plan& plan, const std::string& language) {
    std::string out = head_words(plan.head, language) + rounding_words(plan.head);
    const int digits = plan.head.currency.digits();
    for (const auto& name : plan.schedules) out += "\nschedule " + name + "\n";
    for (const auto& fee : plan.recurring)
        out += fmt::format("\n{} (tax {})\n{}", name_in(fee.names, language, fee.key),
                           fee.tax.empty() ? "missing" : fee.tax, indented(fee_words(fee, digits)));
    out += discounts_words(plan.discounts, language, digits);
    if (!plan.allowances.empty()) out += "\nincluded, before money is asked for\n";
    for (const auto& allowance : plan.allowances) out += indented(allowance_words(allowance));
    if (plan.usage) out += usage_words(*plan.usage, language, digits);
    if (!plan.together.is_empty()) {
        out += "\nof all that is billed after use, together\n";
        out += limits_words(plan.together.maximum, plan.together.minimum, digits);
        out += discounts_words(plan.together.discounts, language, digits);
    }
    if (plan.commitment_months > 0)
        out += fmt::format("\ncommitment: {} months\n", plan.commitment_months);
    if (plan.lasts())
        out += fmt::format("\nlasts {}, then {}\n", lasts_words(plan),
                           plan.then.empty()             ? "supply ends"
                           : plan.then == plan.head.name ? "anew"
                                                         : "plan " + plan.then);
    return out;
}

}  // namespace bw::catalog
