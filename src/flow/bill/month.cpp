#include "flow/bill/month.h"

#include "flow/bill/asked_facts.h"
#include "flow/bill/assemble.h"
#include "flow/bill/line_name.h"
#include "flow/bill/quantities.h"
#include "flow/bill/services.h"
#include "flow/bill/shares.h"
#include "flow/bill/story.h"
#include "flow/bill/supply.h"
#include "flow/bill/tax_days.h"
#include "flow/meter/multiplied.h"
#include "flow/rate/energy/discounts.h"
#include "flow/rate/energy/together.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <tuple>

namespace bw::bill {
namespace {

using customers::BillingAccount;
using customers::Subscription;

// A later state of the same name stands in for the earlier one.
void carry(std::vector<rate::State>& states, std::span<const rate::State> later) {
    for (const auto& state : later) {
        const auto it = std::ranges::find_if(states, [&](const rate::State& s) {
            return s.charge == state.charge && s.name == state.name;
        });
        if (it == states.end()) states.push_back(state);
        else *it = state;
    }
}

AskedFacts asked_facts(Tariffs& tariffs, const MonthRequest& request, const std::string& schedule) {
    const auto& attributes = request.subscription.service_point.attributes;
    const bool is_only_service = request.account.subscriptions.size() == 1;
    if (attributes.empty() && is_only_service) return {};
    AskedFacts facts{&tariffs.facts_asked(schedule), attributes};
    if (asks_for_services(*facts.asked)) facts.services = service_counts(request.account);
    return facts;
}

// Days of a schedule in a month: neighbouring plans that share it are priced as one, so that tiers
// and counters do not start anew. Where something changes that it asks for, they are cut.
struct ScheduleDays {
    const std::string* schedule = nullptr;
    Period days;
};

std::vector<ScheduleDays> schedule_days(Tariffs& tariffs, const MonthRequest& request) {
    std::vector<ScheduleDays> result;
    for (const auto& [plan, days] : request.plans)
        for (const auto& name : plan->schedules) {
            const auto open = std::ranges::find_if(result, [&](const ScheduleDays& s) {
                return *s.schedule == name && s.days.to == days.from;
            });
            if (open != result.end()) open->days.to = days.to;
            else result.push_back({&name, days});
        }
    std::vector<ScheduleDays> cut;
    for (const auto& of : result)
        for (const Period& days :
             cut_by_facts(asked_facts(tariffs, request, *of.schedule), of.days))
            cut.push_back({of.schedule, days});
    return cut;
}

Result<void> check_currency(Currency currency, const BillingAccount& account,
                            const std::string& subject) {
    if (currency != account.currency)
        return fail(Code::Conflict,
                    fmt::format("its prices are in {}, the account is billed in {}",
                                currency.code(), account.currency.code()),
                    subject);
    return {};
}

// `facts`: of TariffOfDay.
rate::Circumstances circumstances_of(Tariffs& tariffs, const MonthRequest& request,
                                     const ScheduleDays& of, std::map<std::string, Decimal> facts) {
    const auto& terms = request.subscription.terms;
    // What another system billed ends where ours begins, as with a move: with a read.
    const auto ours = [&](Period days) {
        if (request.subscription.billed_until)
            days.from = std::max(days.from, *request.subscription.billed_until);
        return days;
    };
    const auto& point = request.subscription.service_point;
    const AskedFacts asked = asked_facts(tariffs, request, *of.schedule);
    const Period priced = priced_around(tariffs.catalog(), terms, *of.schedule, of.days);
    return rate::Circumstances{of.days,
                               std::move(facts),
                               ours(days_alike(asked, priced, of.days.from)),
                               ours(supply_around(terms, of.days.from)),
                               point.devices,
                               request.is_settled && of.days.to == request.plans.back().days.to};
}

// A read that is missing where we took over is nobody's move.
void tell_takeover(rate::RatedUsage& rated, std::optional<LocalDate> billed_until) {
    const auto tell = [&](rate::note::Gap& gap) {
        if (gap.kind == rate::note::Gap::Kind::MoveIn && billed_until == gap.day)
            gap.kind = rate::note::Gap::Kind::Takeover;
    };
    for (auto& gap : rated.gaps) tell(gap);
    for (auto& piece : rated.pieces)
        for (auto& note : piece.breakdown.notes)
            if (auto* gap = std::get_if<rate::note::Gap>(&note)) tell(*gap);
}

// Rates one month; what it finds goes into `rated`.
class MonthRater {
public:
    MonthRater(Tariffs& tariffs, const meter::Reader& reader, const MonthRequest& request)
        : tariffs_(tariffs), reader_(reader), request_(request), state_in_(request.state_in),
          reckons_together_(std::ranges::any_of(
              request.plans, [](const PlanDays& of) { return !of.plan->together.is_empty(); })),
          quantities_(request.nominal.from) {}

    Result<RatedMonth> rate() {
        TRY_VOID(fees());
        if (request_.stream == Stream::Arrears && !request_.plans.empty()) {
            meter::Usage read;
            if (request_.usage == nullptr)
                read =
                    TRY(usage_at(reader_, request_.subscription.service_point, request_.nominal));
            const meter::Usage& usage = request_.usage == nullptr ? read : *request_.usage;
            for (const auto& days : schedule_days(tariffs_, request_))
                TRY_VOID(measured(days, usage));
            TRY_VOID(calls(usage));
            if (reckons_together_) TRY_VOID(together());
        }
        std::erase_if(rated_.items, [](const Item& item) {
            return item.piece.quantity.is_zero() &&
                   item.piece.breakdown.find<rate::note::Netted>() == nullptr;
        });
        rated_.quantities = quantities_.take();
        return std::move(rated_);
    }

private:
    Result<void> fees() {
        for (const auto& [plan, days] : request_.plans) {
            TRY_VOID(
                check_currency(plan->head.currency, request_.account, "plan " + plan->head.name));
            for (const Period& part : fee_days(*plan, days)) TRY_VOID(fees_of(*plan, part));
        }
        return {};
    }

    // Cut where the number of services changes that their discounts ask for.
    [[nodiscard]] std::vector<Period> fee_days(const catalog::Plan& plan,
                                               const Period& days) const {
        if (!asks_for_services(plan)) return {days};
        return cut_by_facts({nullptr, {}, service_counts(request_.account)}, days);
    }

    Result<void> fees_of(const catalog::Plan& plan, const Period& days) {
        const bool advance = request_.stream == Stream::Advance;
        std::vector<rate::Piece> pieces;
        for (const auto& fee : plan.recurring)
            if ((fee.billed == catalog::Billed::Advance) == advance)
                std::ranges::move(TRY(fee_pieces(plan, fee, days)), std::back_inserter(pieces));
        TRY_VOID(discount(plan, days, pieces));
        for (const auto& piece : pieces) {
            if (!advance && reckons_together_)
                TRY_VOID(count_together(piece.charge, piece, plan.head.prices));
            TRY_VOID(add(piece, plan.head.prices));
        }
        return {};
    }

    Result<std::vector<rate::Piece>> fee_pieces(const catalog::Plan& plan,
                                                const catalog::Recurring& fee,
                                                const Period& days) const {
        const auto& subscription = request_.subscription;
        const auto history =
            fee_history(tariffs_.catalog(), subscription.terms, plan, fee, days.from,
                        request_.stream == Stream::Advance ? subscription.fees_until
                                                           : subscription.billed_until);
        const Zone zone = TRY(Zone::find(subscription.service_point.zone));
        return rate::recurring_pieces(plan, fee, request_.nominal, days, history, zone);
    }

    // Those of a plan are on its fees.
    Result<void> discount(const catalog::Plan& plan, const Period& days,
                          std::vector<rate::Piece>& pieces) const {
        if (plan.discounts.empty()) return {};
        return rate::add_discounts(
            {plan.head, plan.discounts, days, days, request_.nominal},
            facts_about(request_.account, request_.subscription, request_.nominal, days.from),
            pieces);
    }

    Result<void> measured(const ScheduleDays& of, const meter::Usage& usage) {
        auto [tariff, facts] = TRY(tariff_on(tariffs_, request_, *of.schedule, of.days.from));
        const auto& head = tariff->schedule.versions.back().head;
        TRY_VOID(check_currency(head.currency, request_.account, "schedule " + *of.schedule));
        rated_.policy = correction_of(tariff->corrections);
        auto circumstances = circumstances_of(tariffs_, request_, of, std::move(facts));
        if (!usage.registers.empty())
            circumstances.taxes = tax_changes(tariffs_, request_.account, tariff->schedule,
                                              tax_point(request_.plans, of.days.from));
        auto result = TRY(rate::rate(tariff->schedule, usage, state_in_, circumstances));
        pass_on(tariff->schedule, result.state_out);
        tell_takeover(result, request_.subscription.billed_until);
        look_for_gaps(result.pieces, tariff->schedule);
        for (const auto& column : usage.intervals) rated_.came.insert(column.channel);
        for (const auto& column : usage.registers) rated_.came.insert(column.channel);
        if (!result.gaps.empty()) rated_.gap = result.gaps.front();
        if (!result.unknown.empty() && !tariff->schedule.rules_for(of.days).bills_unknown)
            rated_.unknown = result.unknown.front();
        if (result.lacking) rated_.lacking = result.lacking;
        quantities_.add(result.pieces, tariff->schedule, *of.schedule, of.days);
        for (const auto& piece : result.pieces) {
            const auto prices = basis_of(tariff->schedule, piece);
            if (reckons_together_)
                TRY_VOID(count_together(*of.schedule + '.' + piece.charge.text(), piece, prices));
            TRY_VOID(add(piece, prices));
        }
        return {};
    }

    // Each version says by itself whether its prices hold the tax.
    static catalog::PriceBasis basis_of(const rate::CompiledSchedule& schedule,
                                        const rate::Piece& piece) {
        const auto version =
            std::ranges::find(schedule.versions, piece.version,
                              [](const catalog::Schedule& of) { return of.head.from; });
        return version == schedule.versions.end() ? schedule.versions.back().head.prices
                                                  : version->head.prices;
    }

    // A schedule that prices later days of the month goes on from what this one left.
    void pass_on(const rate::CompiledSchedule& schedule, std::span<const rate::State> states) {
        for (auto* known : {&state_in_, &rated_.states}) {
            std::erase_if(*known, [&](const auto& state) { return schedule.owns(state); });
            known->insert(known->end(), states.begin(), states.end());
        }
    }

    // Several charges look at the same intervals: what is missing is missing once.
    void look_for_gaps(std::span<const rate::Piece> pieces,
                       const rate::CompiledSchedule& schedule) {
        struct Count {
            std::int64_t missing = 0, measured = 0, estimated = 0;
            const rate::Piece* piece = nullptr;
        };
        std::map<std::string, Count> counts;  // by charge
        for (const auto& piece : pieces) {
            Count& count = counts[piece.charge];
            count.missing += piece.breakdown.missing;
            count.measured += piece.breakdown.intervals;
            count.estimated += piece.breakdown.estimated;
            count.piece = &piece;
        }
        for (const auto& [key, count] : counts) {
            if (int128{count.estimated} * std::max(rated_.estimated_of, std::int64_t{1}) >
                int128{rated_.estimated} * count.measured)
                std::tie(rated_.estimated, rated_.estimated_of) =
                    std::pair(count.estimated, count.measured);
            if (count.missing <= rated_.missing) continue;
            std::tie(rated_.missing, rated_.measured) = std::pair(count.missing, count.measured);
            if (const auto* charge = charge_of(schedule, *count.piece))
                rated_.missing_of = charge->of;
        }
    }

    Result<void> calls(const meter::Usage& usage) {
        const auto result =
            TRY(rate_calls(tariffs_, reader_, usage, request_, rate::Detail::Totals));
        carry(rated_.states, result.state_out);
        for (const auto& u : result.unrated) ++rated_.unrated[u.reason];
        const Zone zone = TRY(Zone::find(request_.subscription.service_point.zone));
        for (const auto& piece : result.pieces) {
            const auto& [plan, days] = plan_of(piece);
            const auto telecom = TRY(tariffs_.telecom(*plan, days, zone));
            const auto prices = telecom ? telecom->prices : plan->head.prices;
            if (reckons_together_) TRY_VOID(count_together(piece.charge, piece, prices));
            TRY_VOID(add(piece, prices));
        }
        return {};
    }

    // A line that the plan of its first day may reckon on.
    Result<void> count_together(std::string name, const rate::Piece& piece,
                                catalog::PriceBasis prices) {
        const auto& [plan, days] = plan_of(piece);
        const LocalDate last = piece.days.to.plus_days(-1);
        const auto ends_in = std::ranges::find_if(
            request_.plans, [&](const PlanDays& of) { return of.days.contains(last); });
        const bool is_of_both =
            ends_in != request_.plans.end() && ends_in->plan->head.name != plan->head.name;
        if (is_of_both && !(plan->together.is_empty() && ends_in->plan->together.is_empty()))
            return fail(Code::Unsupported,
                        fmt::format("together: '{}' is priced as one over a change from plan {}; "
                                    "let the change be on the first of a month",
                                    name, plan->head.name),
                        "plan " + ends_in->plan->head.name);
        if (plan->together.is_empty()) return {};
        if (prices != plan->head.prices)
            return fail(Code::Unsupported,
                        fmt::format("together: '{}' has its tax inside, or the plan has; both must "
                                    "have net or gross prices",
                                    name),
                        "plan " + plan->head.name);
        together_.push_back({std::move(name), piece});
        return {};
    }

    // What each plan reckons on all its lines; its versions as one.
    Result<void> together() {
        const auto& plans = request_.plans;
        for (std::size_t first = 0, next = 0; first < plans.size(); first = next) {
            std::vector<rate::PlanInForce> versions;
            for (next = first;
                 next < plans.size() && plans[next].plan->head.name == plans[first].plan->head.name;
                 ++next)
                versions.push_back({plans[next].plan, plans[next].days});
            const auto tells = [](const rate::PlanInForce& of) {
                return !of.plan->together.is_empty();
            };
            if (std::ranges::none_of(versions, tells)) continue;
            const LocalDate from = versions.front().days.from;
            std::vector<rate::NamedPiece> lines;
            for (const auto& line : together_)
                if (plan_of(line.piece).plan->head.name == versions.front().plan->head.name)
                    lines.push_back(line);
            const auto facts =
                facts_about(request_.account, request_.subscription, request_.nominal, from);
            for (const auto& piece :
                 TRY(rate::together_pieces(versions, request_.nominal, facts, lines)))
                TRY_VOID(add(piece, plan_of(piece).plan->head.prices));
        }
        return {};
    }

    const PlanDays& plan_of(const rate::Piece& piece) const {
        for (const auto& plan : request_.plans)
            if (plan.days.contains(piece.days.from)) return plan;
        return request_.plans.front();
    }

    // Turns a piece into an item: tax, names, the one rounding.
    Result<void> add(const rate::Piece& piece, catalog::PriceBasis prices) {
        const BillingAccount& account = request_.account;
        const std::string& language = account.on(request_.nominal.from).language;
        Item item;
        item.subscription = request_.subscription.id;
        item.stream = request_.stream;
        item.nominal = request_.nominal;
        item.piece = piece;
        const auto* taxed = piece.breakdown.find<rate::note::TaxedAsOf>();
        const LocalDate day =
            taxed != nullptr ? taxed->day : tax_point(request_.plans, piece.days.from);
        const auto* issuer = TRY(tariffs_.issuers().on(account.issuer, day));
        const auto tax = TRY(
            tariffs_.catalog().tax_on(issuer->taxes, piece.tax, day, account.on(day).tax_status));
        item.piece.tax = tax.category->key;
        item.tax_code = catalog::tax_code_name(tax.rate->code);
        item.tax_percent = tax.rate->percent;
        item.tax_reason = tax.rate->reason;
        item.name = line_name(tariffs_.catalog(), *plan_of(piece).plan, piece, language);
        item.amount = TRY(line_amount(piece, account.currency));
        item.is_gross = prices == catalog::PriceBasis::Gross;
        rated_.items.push_back(std::move(item));
        return {};
    }

    Tariffs& tariffs_;
    const meter::Reader& reader_;
    const MonthRequest& request_;
    std::vector<rate::State> state_in_;
    bool reckons_together_;                   // any of its plans
    std::vector<rate::NamedPiece> together_;  // lines of such plans
    Quantities quantities_;
    RatedMonth rated_;
};

}  // namespace

Result<meter::Usage> usage_at(const meter::Reader& reader, const customers::ServicePoint& point,
                              const Period& days) {
    const Zone zone = TRY(Zone::find(point.zone));
    auto usage = TRY(reader.read(point.id, zone.span_of(days)));
    TRY_VOID(meter::multiply_intervals(usage, point.devices));
    return usage;
}

std::map<std::string, Decimal> facts_about(const BillingAccount& account,
                                           const Subscription& subscription, const Period& nominal,
                                           LocalDate day) {
    const LocalDate begin = subscription.terms.front().from;
    int months = 0;
    while (begin.plus_months(months + 1) <= nominal.to) ++months;
    const int services = services_on(account, day);
    return {{"customer.years", Decimal(months / 12)},
            {"contract.years", Decimal(months / 12)},
            {"contract.months", Decimal(months)},
            {std::string(kServicesFact), Decimal(services)}};
}

Correction correction_of(catalog::CorrectionPolicy policy) {
    switch (policy) {
        case catalog::CorrectionPolicy::Lines: return Correction::Lines;
        case catalog::CorrectionPolicy::CreditNote: return Correction::CreditNote;
        case catalog::CorrectionPolicy::Rebill: return Correction::Rebill;
    }
    return Correction::Lines;
}

Result<std::vector<PlanDays>> plan_days(const catalog::Catalog& catalog,
                                        std::span<const Slice> slices) {
    std::vector<PlanDays> result;
    for (const auto& slice : slices) {
        const auto versions = TRY(catalog.plan_versions(slice.plan, slice.supplied));
        for (std::size_t i = 0; i < versions.size(); ++i)
            result.push_back(
                {versions[i],
                 {std::max(slice.supplied.from, versions[i]->head.from),
                  i + 1 < versions.size() ? versions[i + 1]->head.from : slice.supplied.to}});
    }
    return result;
}

bool has_fee_in_advance(std::span<const PlanDays> plans) {
    return std::ranges::any_of(plans, [](const PlanDays& days) {
        return std::ranges::any_of(days.plan->recurring, [](const catalog::Recurring& fee) {
            return fee.billed == catalog::Billed::Advance;
        });
    });
}

namespace {

// A co-payer's month: his part of what the holders' come to. What holds one holds the other.
Result<RatedMonth> rate_share(Tariffs& tariffs, const meter::Reader& reader,
                              const MonthRequest& request) {
    RatedMonth all;
    for (const auto& holder : TRY(shared_months(tariffs.catalog(), request))) {
        auto rated = TRY(MonthRater(tariffs, reader, holder).rate());
        std::ranges::move(TRY(share_items(request, holder, rated, tariffs.catalog())),
                          std::back_inserter(all.items));
        all.missing += rated.missing;
        all.measured += rated.measured;
        // Whichever rests on estimates most.
        if (all.estimated_of == 0 ||
            rated.estimated * all.estimated_of > all.estimated * rated.estimated_of)
            std::tie(all.estimated, all.estimated_of) =
                std::pair(rated.estimated, rated.estimated_of);
        if (rated.gap) all.gap = rated.gap;
        if (rated.unknown) all.unknown = rated.unknown;
        if (rated.lacking) all.lacking = rated.lacking;
        if (rated.missing > 0) all.missing_of = rated.missing_of;
        all.came.merge(rated.came);
        for (const auto& [reason, count] : rated.unrated) all.unrated[reason] += count;
        if (rated.policy) all.policy = rated.policy;
    }
    return all;
}

}  // namespace

Result<RatedMonth> rate_month(Tariffs& tariffs, const meter::Reader& reader,
                              const MonthRequest& request) {
    if (request.subscription.role == customers::Role::CoPayer)
        return rate_share(tariffs, reader, request);
    auto rated = TRY(MonthRater(tariffs, reader, request).rate());
    TRY_VOID(take_off_shares(request, tariffs.catalog(), rated));
    return rated;
}

Result<TariffOfDay> tariff_on(Tariffs& tariffs, const MonthRequest& request,
                              const std::string& schedule, LocalDate day) {
    TariffOfDay result;
    result.facts = facts_about(request.account, request.subscription, request.nominal, day);
    const AskedFacts asked = asked_facts(tariffs, request, schedule);
    const auto known = known_facts(asked, day, result.facts);
    TRY_VOID(add_attributes(asked, day, result.facts));
    const Zone zone = TRY(Zone::find(request.subscription.service_point.zone));
    result.tariff = TRY(tariffs.energy(schedule, request.nominal, zone, known));
    return result;
}

Result<std::vector<rate::UsedRead>> used_reads(Tariffs& tariffs, const meter::Usage& usage,
                                               const MonthRequest& request,
                                               const rate::Piece& piece) {
    for (const auto& days : schedule_days(tariffs, request)) {
        if (*days.schedule != piece.schedule) continue;
        auto [tariff, facts] = TRY(tariff_on(tariffs, request, *days.schedule, days.days.from));
        const auto circumstances = circumstances_of(tariffs, request, days, std::move(facts));
        auto reads = TRY(rate::used_reads(tariff->schedule, usage, circumstances, piece));
        if (!reads.empty()) return reads;
    }
    return std::vector<rate::UsedRead>{};
}

namespace {

// What a pool's members need as long as it is rated.
struct Pool {
    std::vector<std::shared_ptr<const rate::TelecomPlan>> tariffs;
    std::deque<meter::Usage> usages;  // entries stay where they are
    std::vector<rate::PoolMember> members;
};

// Adds a member; false: its plans price no calls.
Result<bool> add_member(Pool& pool, Tariffs& tariffs, const BillingAccount& account,
                        const Sharing& of, const meter::Usage& usage) {
    const Zone zone = TRY(Zone::find(of.subscription.service_point.zone));
    // Who calls is told apart by the number of the service point.
    rate::Caller caller;
    caller.subject = of.subscription.service_point.code;
    rate::PoolMember member{{}, usage.events, of.state_in, std::move(caller)};
    for (const auto& [plan, days] : of.plans) {
        const auto telecom = TRY(tariffs.telecom(*plan, days, zone));
        if (telecom == nullptr) continue;
        TRY_VOID(check_currency(plan->head.currency, account, "plan " + plan->head.name));
        for (const auto& part : telecom->parts) member.parts.push_back({part.days, &part.telecom});
        pool.tariffs.push_back(telecom);
    }
    if (member.parts.empty()) return false;
    pool.members.push_back(std::move(member));
    return true;
}

}  // namespace

Result<rate::RatedUsage> rate_calls(Tariffs& tariffs, const meter::Reader& reader,
                                    const meter::Usage& usage, const MonthRequest& request,
                                    rate::Detail detail) {
    Pool pool;
    const Sharing alone{request.subscription, request.plans, request.state_in};
    const std::span<const Sharing> all =
        request.bundle.empty() ? std::span(&alone, 1) : std::span(request.bundle);
    std::optional<std::size_t> own;
    for (const auto& sharing : all) {
        const bool is_own = sharing.subscription.id == request.subscription.id;
        const meter::Usage* used = &usage;
        if (!is_own) {
            const auto& point = sharing.subscription.service_point;
            const Zone zone = TRY(Zone::find(point.zone));
            used = &pool.usages.emplace_back(
                TRY(reader.read(point.id, zone.span_of(request.nominal))));
        }
        const bool is_added = TRY(add_member(pool, tariffs, request.account, sharing, *used));
        if (is_own && is_added) own = pool.members.size() - 1;
    }
    if (!own) return rate::RatedUsage{};
    auto results = TRY(rate::rate_pool(pool.members, request.nominal, detail));
    return std::move(results[*own]);
}

}  // namespace bw::bill
