#include "flow/bill/story.h"

#include "flow/rate/energy/registers.h"

#include <algorithm>

namespace bw::bill {
namespace {

// Sum of a month's intervals of one channel; nothing when nobody measured.
std::optional<MonthValue> month_of_intervals(const meter::Usage& usage, const Span& span,
                                             const Period& month, const catalog::Measure& of) {
    MonthValue value{month, {}, false, {}};
    bool any = false;
    for (const auto& column : usage.intervals) {
        if (column.unit != of.unit || column.channel != of.channel) continue;
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            const Instant at{column.start.us +
                             static_cast<std::int64_t>(i) * column.step_seconds * Instant::kSecond};
            if (!span.contains(at) || column.values[i] == meter::kMissing) continue;
            sum += column.values[i];
            any = true;
            value.estimated |= column.qualities[i] == meter::Quality::Estimated;
        }
        value.quantity += Decimal::scaled(sum, std::min(column.scale, Decimal::kPlaces));
    }
    if (!any) return std::nullopt;
    return value;
}

// From read to read, where the reads lie at the ends of the month; others tell of other spans.
std::optional<MonthValue> month_of_reads(const meter::Usage& usage, const Zone& zone,
                                         const Period& month, const catalog::Measure& of) {
    constexpr int kSlackDays = meter::kReadWindowDays;
    const auto is_near = [](LocalDate a, LocalDate b) {
        return a.plus_days(-kSlackDays) <= b && b <= a.plus_days(kSlackDays);
    };
    for (const auto& column : usage.registers) {
        if (column.unit != of.unit || column.channel != of.channel) continue;
        // Reads that do not fit together hold the month they are billed in; here they are a gap.
        const auto read = rate::register_use(column, month, {}, zone);
        const auto use = read.value_or(std::nullopt).value_or(rate::RegisterUse{});
        if (use.reads == 0 || use.quantity < 0 || !is_near(use.days.from, month.from) ||
            !is_near(use.days.to, month.to))
            continue;
        const int scale = std::min(column.scale, Decimal::kPlaces);
        return MonthValue{month, Decimal::scaled(use.quantity, scale), use.estimated > 0, {}};
    }
    return std::nullopt;
}

// The first thing measured in the bill's latest month, for the chart is of one series; corrections
// of earlier months stand before it.
const InvoiceLine* measured_line(const Invoice& invoice) {
    const InvoiceLine* found = nullptr;
    for (const auto& line : invoice.lines) {
        if (line.piece.kind != rate::PieceKind::Usage || line.piece.breakdown.intervals == 0)
            continue;
        if (found == nullptr || line.nominal.from > found->nominal.from) found = &line;
    }
    return found;
}

Result<void> add_months(Invoice& invoice, const customers::BillingAccount& account,
                        const catalog::Catalog& catalog, const meter::Reader& reader) {
    const auto* line = measured_line(invoice);
    if (line == nullptr) return {};
    const auto subscription = std::ranges::find_if(
        account.subscriptions, [&](const auto& s) { return s.id.value == line->subscription; });
    const auto* charge = charge_of(catalog, line->piece);
    if (subscription == account.subscriptions.end() || charge == nullptr) return {};
    const Zone zone = TRY(Zone::find(subscription->service_point.zone));
    const LocalDate last = line->nominal.from;
    const Period window{
        std::max(last.plus_months(-12), subscription->terms.front().from.first_of_month()),
        last.plus_months(1)};
    const auto usage = TRY(reader.read(subscription->service_point.id, zone.span_of(window)));
    for (LocalDate m = window.from; m < window.to; m = m.plus_months(1)) {
        const Period month = month_of(m);
        auto value = month_of_intervals(usage, zone.span_of(month), month, charge->of);
        if (!value) value = month_of_reads(usage, zone, month, charge->of);
        if (value) invoice.months.push_back(*value);
    }
    invoice.months_unit = line->unit;
    return {};
}

// The last day of what was agreed: where the contract ends, or up to which it binds; empty when it
// binds no longer. As a date, for compose to say.
std::string end_of_contract(const customers::Subscription& subscription,
                            const catalog::Catalog& catalog, LocalDate on) {
    LocalDate bound;
    for (const auto& term : subscription.terms) {
        if (term.plan.empty())
            return term.from > on ? term.from.plus_days(-1).to_string() : std::string();
        if (term.from > on) continue;
        const auto plan = catalog.plan_on(term.plan, term.from);
        if (plan && (*plan)->commitment_months > 0)
            bound = std::max(bound, term.from.plus_months((*plan)->commitment_months));
    }
    return bound > on ? bound.plus_days(-1).to_string() : std::string();
}

}  // namespace

Result<void> add_supplies(Invoice& invoice, const customers::BillingAccount& account,
                          std::span<const Adjustment> entries, const catalog::Catalog& catalog,
                          LocalDate on) {
    const std::string language = language_of(invoice.language);
    bool first = true;
    for (const auto& entry : entries) {
        const Period& days =
            entry.item.stream == Stream::Arrears ? entry.item.piece.days : entry.item.nominal;
        invoice.period.from = first ? days.from : std::min(invoice.period.from, days.from);
        invoice.period.to = first ? days.to : std::max(invoice.period.to, days.to);
        first = false;
    }
    for (const auto& subscription : account.subscriptions) {
        const bool used = std::ranges::any_of(
            entries, [&](const Adjustment& e) { return e.item.subscription == subscription.id; });
        if (!used) continue;
        const auto& point = subscription.service_point;
        std::string plan_name;
        for (const auto& term : subscription.terms)
            if (term.from < std::max(on, invoice.period.to) && !term.plan.empty()) {
                const auto plan =
                    catalog.plan_on(term.plan, std::max(term.from, invoice.period.from));
                plan_name =
                    plan ? catalog::name_in((*plan)->head.names, language, term.plan) : term.plan;
            }
        invoice.supplies.push_back({point.code,
                                    point.kind,
                                    {point.address.street, point.address.postcode,
                                     point.address.city, point.address.country},
                                    plan_name,
                                    end_of_contract(subscription, catalog, on)});
        invoice.supply_subscriptions.push_back(subscription.id.value);
    }
    return {};
}

Result<void> tell_story(Invoice& invoice, const customers::BillingAccount& account,
                        const Prior& prior, const catalog::Catalog& catalog,
                        const meter::Reader& reader) {
    if (prior.last) invoice.why = TRY(why_steps(invoice, *prior.last, catalog));
    return add_months(invoice, account, catalog, reader);
}

void add_notice(Invoice& invoice, const Exception& exception) {
    if (exception.cause == Cause::MissingReadings || exception.cause == Cause::NoReadings) {
        const bool german = invoice.language.starts_with("de");
        invoice.notices.push_back(
            german ? "Für einen Teil des Zeitraums liegen keine Messwerte vor; berechnet wurde, "
                     "was gemessen wurde."
                   : "Readings are missing for a part of the period; we billed what was measured.");
    }
}

}  // namespace bw::bill
