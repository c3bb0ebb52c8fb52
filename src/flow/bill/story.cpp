#include "flow/bill/story.h"

#include "flow/bill/line_name.h"
#include "flow/bill/parties.h"
#include "flow/bill/periods.h"
#include "platform/text/said.h"

#include <algorithm>
#include <map>

namespace bw::bill {
namespace {

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

// The meters of the account that measure the like of one: a move makes two of them.
using Meters = std::vector<const customers::Subscription*>;
Meters meters_like(const customers::BillingAccount& account, SubscriptionId one) {
    Meters meters;
    const auto own = std::ranges::find(account.subscriptions, one, &customers::Subscription::id);
    if (own == account.subscriptions.end()) return meters;
    for (const auto& s : account.subscriptions)
        if (s.service_point.kind == own->service_point.kind) meters.push_back(&s);
    return meters;
}

// The unbroken days of a month, from the first one on which any of them was supplied.
Period supplied_days(const Meters& meters, const Period& month) {
    std::vector<Period> all;
    for (const auto* meter : meters)
        for (const auto& slice : slices_of(meter->terms, month)) all.push_back(slice.supplied);
    std::ranges::sort(all, {}, &Period::from);
    if (all.empty()) return {};
    Period days = all.front();
    for (const auto& next : all)
        if (next.from <= days.to) days.to = std::max(days.to, next.to);
    return days;
}

// Of each month and channel the sum of what the meters measured in the unit.
using MonthsOfChannels = std::map<std::pair<std::string, LocalDate>, Measured>;
Result<MonthsOfChannels> measured_of(const Meters& meters, const std::string& unit, LocalDate from,
                                     const MeasuredSince& measured) {
    MonthsOfChannels sums;
    for (const auto* meter : meters)
        for (const auto& m : TRY(measured(meter->id, from))) {
            if (m.unit != unit) continue;
            const auto [known, is_new] = sums.try_emplace({m.channel, m.nominal_from}, m);
            if (is_new) continue;
            known->second.quantity += m.quantity;
            known->second.is_estimated |= m.is_estimated;
        }
    return sums;
}

// The windows of a charge in all of its seasons, each once; nothing where it has only one.
std::vector<const catalog::Window*> windows_of(const catalog::Charge& charge) {
    std::vector<const catalog::Window*> windows;
    for (const auto& season : charge.seasons)
        for (const auto& window : season.windows)
            if (std::ranges::find(windows, window.name, &catalog::Window::name) == windows.end())
                windows.push_back(&window);
    if (windows.size() < 2) windows.clear();
    return windows;
}

// The last 13 months, each with the same month of the year before where both are whole, and shared
// out by the windows of the charge where these were what it was billed by.
class Months {
public:
    Months(const Meters& meters, const catalog::Charge& charge, MonthsOfChannels all)
        : meters_(meters), charge_(charge), windows_(windows_of(charge)), all_(std::move(all)) {}

    void add(LocalDate first, LocalDate last, Invoice& invoice) const {
        for (LocalDate month = first; month <= last; month = month.plus_months(1)) {
            const auto* now = find(charge_.of.channel, month);
            if (now == nullptr || now->quantity.is_negative()) continue;
            const Period days = supplied_days(meters_, month_of(month));
            MonthValue value{
                days.is_empty() ? month_of(month) : days, now->quantity, now->is_estimated, {}};
            const LocalDate year_ago = month.plus_months(-12);
            if (const auto* before = find(charge_.of.channel, year_ago);
                before != nullptr && is_whole(month) && is_whole(year_ago))
                value.year_before = before->quantity;
            value.windows = shared_out(month, now->quantity);
            invoice.months.push_back(std::move(value));
        }
        const bool is_shared = std::ranges::any_of(
            invoice.months, [](const MonthValue& month) { return !month.windows.empty(); });
        if (!is_shared) return;
        for (const auto* window : windows_)
            invoice.month_windows.push_back(
                catalog::name_in(window->names, invoice.language, window->name));
    }

private:
    [[nodiscard]] const Measured* find(const std::string& channel, LocalDate month) const {
        const auto found = all_.find({channel, month});
        return found == all_.end() ? nullptr : &found->second;
    }
    [[nodiscard]] bool is_whole(LocalDate month) const {
        return supplied_days(meters_, month_of(month)) == month_of(month);
    }
    // Nothing where the windows do not come to the whole: it was billed by others.
    [[nodiscard]] std::vector<Decimal> shared_out(LocalDate month, Decimal whole) const {
        std::vector<Decimal> shares;
        Decimal sum;
        for (const auto* window : windows_) {
            const auto* part = find(in_window(charge_.of.channel, window->name), month);
            shares.push_back(part == nullptr ? Decimal() : part->quantity);
            if (shares.back().is_negative()) return {};
            sum += shares.back();
        }
        if (sum != whole) shares.clear();
        return shares;
    }

    const Meters& meters_;
    const catalog::Charge& charge_;
    std::vector<const catalog::Window*> windows_;
    MonthsOfChannels all_;
};

Result<void> add_months(Invoice& invoice, const customers::BillingAccount& account,
                        const catalog::Catalog& catalog, const MeasuredSince& measured) {
    const auto* line = measured_line(invoice);
    const auto* charge = line == nullptr ? nullptr : charge_of(catalog, line->piece);
    if (charge == nullptr) return {};
    const LocalDate last = line->nominal.from;
    const LocalDate first = last.plus_months(-12);
    const Meters meters = meters_like(account, SubscriptionId{line->subscription});
    auto all = TRY(measured_of(meters, charge->of.unit, first.plus_months(-12), measured));
    Months(meters, *charge, std::move(all)).add(first, last, invoice);
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
    bool first = true;
    for (const auto& entry : entries) {
        const Period& days =
            entry.item.stream == Stream::Advance ? entry.item.nominal : entry.item.piece.days;
        invoice.period.from = first ? days.from : std::min(invoice.period.from, days.from);
        invoice.period.to = first ? days.to : std::max(invoice.period.to, days.to);
        first = false;
    }
    for (const auto& subscription : account.subscriptions) {
        const bool used = std::ranges::any_of(
            entries, [&](const Adjustment& e) { return e.item.subscription == subscription.id; });
        if (!used) continue;
        const auto& point = subscription.service_point;
        std::string plan_name, site;
        for (const auto& term : subscription.terms)
            if (term.from < std::max(on, invoice.period.to) && !term.plan.empty()) {
                site = term.site.empty() ? term.customer : term.site;
                const auto plan =
                    catalog.plan_on(term.plan, std::max(term.from, invoice.period.from));
                plan_name = plan
                                ? catalog::name_in((*plan)->head.names, invoice.language, term.plan)
                                : term.plan;
            }
        invoice.supplies.push_back({point.code, point.kind, address_of(point.address), plan_name,
                                    end_of_contract(subscription, catalog, on), site});
        invoice.supply_subscriptions.push_back(subscription.id.value);
    }
    return {};
}

Result<void> tell_story(Invoice& invoice, const customers::BillingAccount& account,
                        const Prior& prior, const catalog::Catalog& catalog,
                        const MeasuredSince& measured) {
    if (prior.last) invoice.why = TRY(why_steps(invoice, *prior.last, catalog));
    return add_months(invoice, account, catalog, measured);
}

void add_disclosures(Invoice& invoice, const customers::Issuer& issuer) {
    for (const auto& one : issuer.disclosures) {
        const bool is_of_bill =
            one.services.empty() || std::ranges::any_of(invoice.supplies, [&](const auto& supply) {
                return std::ranges::find(one.services, supply.kind) != one.services.end();
            });
        if (!is_of_bill) continue;
        Disclosure told{one.duty, customers::said_in(one.words, invoice.language), {}, {}};
        if (!one.title.empty()) told.title = customers::said_in(one.title, invoice.language);
        for (const auto& share : one.shares)
            told.shares.push_back(
                {customers::said_in(share.name, invoice.language), share.percent});
        invoice.disclosures.push_back(std::move(told));
    }
}

void add_notice(Invoice& invoice, const Exception& exception) {
    if (exception.cause == Cause::MissingReadings || exception.cause == Cause::NoReadings) {
        invoice.notices.push_back(text::said(
            text::tongue_of(invoice.language),
            "Readings are missing for a part of the period; we billed what was measured.",
            "Für einen Teil des Zeitraums liegen keine Messwerte vor; berechnet wurde, was "
            "gemessen wurde.",
            "Per una parte del periodo mancano le misure; abbiamo fatturato quanto misurato.",
            "Faltan medidas de una parte del periodo; hemos facturado lo que se midió."));
    }
}

void add_next_advance(Invoice& invoice, const ProposedAdvance& advance,
                      const customers::BillingAccount& account) {
    NextAdvance next{advance.from, advance.gross, {}, advance.due_day};
    for (const auto& subscription : account.subscriptions)
        if (subscription.id == advance.subscription && account.subscriptions.size() > 1)
            next.supply = subscription.service_point.code;
    invoice.next_advances.push_back(std::move(next));
}

}  // namespace bw::bill
