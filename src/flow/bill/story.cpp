#include "flow/bill/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace bw::bill {
namespace {

bool is_usage(const rate::Piece& piece) { return piece.kind == rate::PieceKind::Usage; }

// What a bill came to, sorted by what moves it.
struct Sums {
    Money usage, fixed, corrections, net, gross;
    std::map<std::string, Decimal> quantities;  // by unit
};

Result<Sums> sums_of(std::span<const Item> items, std::span<const bool> corrections,
                     Currency currency) {
    Sums s{{0, currency}, {0, currency}, {0, currency}, {0, currency}, {0, currency}, {}};
    for (std::size_t i = 0; i < items.size(); ++i) {
        Money& sum = corrections[i] ? s.corrections : is_usage(items[i].piece) ? s.usage : s.fixed;
        sum = TRY(add(sum, items[i].net));
        s.net = TRY(add(s.net, items[i].net));
        // Without a unit too: then no single unit stands for all of the usage.
        if (!corrections[i] && is_usage(items[i].piece))
            s.quantities[items[i].piece.unit] += items[i].piece.quantity;
    }
    return s;
}

Result<Sums> sums_of(const Invoice& invoice) {
    std::vector<Item> items;
    std::vector<bool> flags;
    for (const auto& line : invoice.lines) {
        Item item;
        item.piece = line.piece;
        item.piece.quantity = line.quantity;
        item.net = line.net;
        items.push_back(std::move(item));
        flags.push_back(!line.corrects.empty());
    }
    const std::unique_ptr<bool[]> plain(new bool[flags.size() + 1]);
    std::ranges::copy(flags, plain.get());
    Sums s = TRY(sums_of(items, {plain.get(), flags.size()}, invoice.currency));
    s.gross = invoice.gross;
    return s;
}

Result<Sums> sums_of(const LastInvoice& last, Currency currency) {
    std::vector<Item> items;
    for (const auto& line : last.lines) items.push_back(line.item);
    const std::unique_ptr<bool[]> none(new bool[items.size() + 1]());
    Sums s = TRY(sums_of(items, {none.get(), items.size()}, currency));
    s.gross = last.gross;
    return s;
}

// Usage splits into 'how much' (at the last bill's average price) and 'what it costs'; only where
// one unit stands for all of it, else it is one step.
Result<void> usage_steps(std::vector<WhyStep>& steps, const Sums& before, const Sums& now) {
    const Money change = TRY(add(now.usage, -before.usage));
    const bool one_unit = before.quantities.size() == 1 && now.quantities.size() == 1 &&
                          before.quantities.begin()->first == now.quantities.begin()->first &&
                          before.quantities.begin()->second > Decimal{};
    if (!one_unit) {
        steps.push_back({WhyKind::Usage, change, {}, {}, {}, {}});
        return {};
    }
    const auto& [unit, old_quantity] = *before.quantities.begin();
    const Decimal more = now.quantities.begin()->second - old_quantity;
    int128 product = 0;
    if (__builtin_mul_overflow(static_cast<int128>(before.usage.minor), more.nano(), &product))
        return fail(Code::Overflow, "a change of usage is too large");
    const int128 by_usage = divide_rounded(product, old_quantity.nano(), Rounding::HalfEven);
    const Money usage{static_cast<std::int64_t>(by_usage), change.currency};
    steps.push_back({WhyKind::Usage, usage, more, unit, {}, {}});
    steps.push_back({WhyKind::Price, TRY(add(change, -usage)), {}, unit, {}, {}});
    return {};
}

Result<std::vector<WhyStep>> why(const Invoice& invoice, const LastInvoice& last) {
    const Sums before = TRY(sums_of(last, invoice.currency));
    const Sums now = TRY(sums_of(invoice));
    std::vector<WhyStep> steps;
    steps.push_back({WhyKind::LastBill, before.gross, {}, {}, last.period, {}});
    TRY_VOID(usage_steps(steps, before, now));
    steps.push_back({WhyKind::Fixed, TRY(add(now.fixed, -before.fixed)), {}, {}, {}, {}});
    steps.push_back(
        {WhyKind::Corrections, TRY(add(now.corrections, -before.corrections)), {}, {}, {}, {}});
    const Money tax_now = TRY(add(now.gross, -now.net));
    const Money tax_before = TRY(add(before.gross, -before.net));
    const Money tax = TRY(add(tax_now, -tax_before));
    steps.push_back({WhyKind::Tax, tax, {}, {}, {}, {}});
    std::erase_if(
        steps, [](const WhyStep& s) { return s.kind != WhyKind::LastBill && s.amount.minor == 0; });
    steps.push_back({WhyKind::ThisBill, now.gross, {}, {}, invoice.period, {}});
    return steps;
}

// Sum of a month's intervals of one unit; nothing when nobody measured.
std::optional<MonthValue> month_value(const meter::Usage& usage, const Span& span,
                                      const Period& month, std::string_view channel,
                                      std::string_view unit) {
    MonthValue value{month, {}, false, {}};
    bool any = false;
    for (const auto& column : usage.intervals) {
        if (column.unit != unit || (!channel.empty() && column.channel != channel)) continue;
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

}  // namespace

Result<void> add_supplies(Invoice& invoice, const customers::BillingAccount& account,
                          std::span<const Adjustment> entries, const catalog::Catalog& catalog,
                          LocalDate on) {
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
                plan_name = plan
                                ? catalog::name_in((*plan)->head.names, invoice.language, term.plan)
                                : term.plan;
            }
        invoice.supplies.push_back({point.code,
                                    point.kind,
                                    {point.address.street, point.address.postcode,
                                     point.address.city, point.address.country},
                                    plan_name,
                                    {}});
        invoice.supply_subscriptions.push_back(subscription.id.value);
    }
    return {};
}

Result<void> tell_story(Invoice& invoice, const customers::BillingAccount& account,
                        const Prior& prior, const catalog::Catalog& catalog,
                        const meter::Reader& reader) {
    if (prior.last && invoice.kind == InvoiceKind::Invoice)
        invoice.why = TRY(why(invoice, *prior.last));
    const auto line = std::ranges::find_if(invoice.lines, [](const InvoiceLine& l) {
        return is_usage(l.piece) && l.piece.breakdown.intervals > 0;
    });
    if (line == invoice.lines.end()) return {};
    const auto subscription = std::ranges::find_if(
        account.subscriptions, [&](const auto& s) { return s.id.value == line->subscription; });
    if (subscription == account.subscriptions.end()) return {};
    std::string channel;
    if (const auto versions = catalog.schedule_versions(line->piece.schedule, line->nominal);
        versions)
        if (const auto* charge = versions->back()->find(line->piece.charge))
            channel = charge->of.channel;
    const Zone zone = TRY(Zone::find(subscription->service_point.zone));
    const LocalDate last = line->nominal.from;
    const Period window{
        std::max(last.plus_months(-12), subscription->terms.front().from.first_of_month()),
        last.plus_months(1)};
    const auto usage = TRY(reader.read(subscription->service_point.id, zone.span_of(window)));
    for (LocalDate m = window.from; m < window.to; m = m.plus_months(1))
        if (auto value = month_value(usage, zone.span_of(month_of(m)), month_of(m), {}, line->unit))
            invoice.months.push_back(std::move(*value));
    invoice.months_unit = line->unit;
    return {};
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
