// The `usage:` section and allowances, always in the long form.
#include "books/catalog/print_parts.h"

#include <fmt/format.h>

#include <limits>

namespace bw::catalog {
namespace {

std::string units(std::int64_t value, AllowanceKind kind) {
    switch (kind) {
        case AllowanceKind::Seconds: return fmt::format("{} s", value);
        case AllowanceKind::Messages: return fmt::format("{} messages", value);
        case AllowanceKind::Bytes: return fmt::format("{} B", value);
    }
    return {};
}

std::string list(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : ", ") + text::yaml_scalar(word);
    return "[" + out + "]";
}

void print_rate(YamlWriter& out, const RatePerUse& rate) {
    out.head(2, rate.name);
    if (!rate.connect.is_zero()) out.line(3, "connect", rate.connect.to_string());
    out.head(3, "groups");
    for (const auto& group : rate.groups)
        out.item(4, fmt::format("{{from: {} s, price: {} per {} s, increment: {} s}}", group.from_s,
                                group.price.to_string(), group.per_s, group.increment_s));
    if (rate.max_cost)
        out.line(3, "cap",
                 fmt::format("{} per call{}", rate.max_cost->to_string(),
                             rate.cap == CapStrategy::Disconnect ? ", disconnect" : ""));
    if (rate.round)
        out.line(3, "round", fmt::format("{} {}", rounding_name(*rate.round), rate.round_places));
}

void print_row(YamlWriter& out, const RatingRow& row) {
    std::string cell =
        row.deck.empty()
            ? "to: " + text::yaml_scalar(row.destination.empty() ? "any" : row.destination)
            : "deck: " + text::yaml_scalar(row.deck);
    cell += ", rate: " + text::yaml_scalar(row.rate);
    if (row.factor != Decimal(1)) cell += ", price factor: " + row.factor.to_string();
    if (!row.when.always()) cell += ", when: " + text::yaml_scalar(print_when(row.when));
    if (!row.window.empty()) cell += ", window: " + text::yaml_scalar(row.window);
    if (!row.window_names.empty()) cell += ", window name: " + inline_names(row.window_names);
    out.item(3, fmt::format("{{{}, weight: {}}}", cell, row.weight));
}

void print_subject(YamlWriter& out, const Subject& subject) {
    std::string cell = fmt::format(
        "category: {}, subject: {}, rating plan: {}", text::yaml_scalar(subject.category),
        text::yaml_scalar(subject.subject), text::yaml_scalar(subject.rating_plan));
    if (subject.from.us != std::numeric_limits<std::int64_t>::min())
        cell += ", from: " + text::yaml_scalar(subject.from.to_string());
    if (!subject.fallback.empty()) cell += ", fall back: " + list(subject.fallback);
    out.item(2, "{" + cell + "}");
}

void print_prices(YamlWriter& out, const Telecom& telecom) {
    if (!telecom.messages.empty()) out.head(1, "messages");
    for (const auto& message : telecom.messages) {
        out.head(2, message.key);
        out.line(3, "price", message.price.to_string() + " per message");
        if (!message.destination.empty()) out.line(3, "to", message.destination);
        if (!message.tax.empty()) out.line(3, "tax", message.tax);
    }
    if (!telecom.data.empty()) out.head(1, "data");
    for (const auto& data : telecom.data) {
        out.head(2, data.key);
        out.line(3, "price",
                 fmt::format("{} per started {} B", data.price.to_string(), data.block_bytes));
        out.line(3, "count", data.per_session ? "per session" : "per period");
        if (data.cap) out.line(3, "cap", data.cap->to_string() + " per billing period");
        if (!data.tax.empty()) out.line(3, "tax", data.tax);
    }
}

}  // namespace

void print_telecom(YamlWriter& out, const Telecom& telecom, const std::string& default_tax) {
    out.head(0, "usage");
    if (telecom.tax != default_tax) out.line(1, "tax", telecom.tax);
    if (telecom.voice_key != "voice") out.line(1, "voice key", telecom.voice_key);
    if (!telecom.destinations.empty()) out.head(1, "destinations");
    for (const auto& group : telecom.destinations) {
        if (group.names.empty()) {
            out.raw(2, group.name, list(group.prefixes));
            continue;
        }
        out.head(2, group.name);
        out.raw(3, "name", inline_names(group.names));
        out.raw(3, "prefixes", list(group.prefixes));
    }
    if (!telecom.rates.empty()) out.head(1, "rates");
    for (const auto& rate : telecom.rates) print_rate(out, rate);
    if (!telecom.rating_plans.empty()) out.head(1, "rating plans");
    for (const auto& plan : telecom.rating_plans) {
        out.head(2, plan.name);
        for (const auto& row : plan.rows) print_row(out, row);
    }
    if (!telecom.subjects.empty()) out.head(1, "subjects");
    for (const auto& subject : telecom.subjects) print_subject(out, subject);
    print_prices(out, telecom);
}

void print_allowance(YamlWriter& out, const Allowance& allowance) {
    constexpr const char* kKinds[] = {"voice", "messages", "data"};
    constexpr const char* kPeriods[] = {"billing period", "day", "month", "year"};
    out.head(1, allowance.key);
    out.line(2, "include",
             fmt::format("{} per {}",
                         allowance.amount ? units(*allowance.amount, allowance.kind) : "unlimited",
                         kPeriods[static_cast<std::size_t>(allowance.period)]));
    out.line(2, "of", kKinds[static_cast<std::size_t>(allowance.kind)]);
    if (allowance.fair_use) out.line(2, "fair use", units(*allowance.fair_use, allowance.kind));
    if (!allowance.to.empty()) out.raw(2, "to", list(allowance.to));
    if (allowance.rollover_cap)
        out.line(2, "rollover",
                 fmt::format("up to {} for {} periods",
                             units(*allowance.rollover_cap, allowance.kind),
                             allowance.rollover_periods));
    if (!allowance.shared_by.empty()) out.line(2, "shared by", allowance.shared_by);
}

}  // namespace bw::catalog
