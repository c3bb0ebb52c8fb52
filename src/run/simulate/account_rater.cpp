#include "run/simulate/account_rater.h"

#include "flow/bill/month.h"
#include "flow/bill/periods.h"
#include "flow/bill/taxed.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace bw::run {
namespace {

using bill::Cause;
using bill::Stream;
using customers::BillingAccount;
using customers::Subscription;

// As it would be under a side: its services on the plan, billed by nothing but use and fees, alone.
// What a co-payer takes off stays in the whole.
BillingAccount account_on(const Side& side, const BillingAccount& account,
                          std::span<const BaseService> services) {
    BillingAccount on = account;
    for (auto& subscription : on.subscriptions) {
        subscription.others.clear();
        const bool is_in_base = std::ranges::any_of(services, [&](const BaseService& service) {
            return service.subscription->id == subscription.id;
        });
        for (auto& term : subscription.terms) {
            term.payment_plan.clear();
            if (is_in_base && !side.plan.empty() && !term.plan.empty()) term.plan = side.plan;
        }
    }
    return on;
}

Cause cause_of(const Error& error) {
    if (error.code == Code::NotFound) return Cause::NoTariff;
    return error.code == Code::Corrupt ? Cause::DamagedData : Cause::Calculation;
}

// What a run would hold the month for.
std::optional<std::pair<Cause, std::string>> found_in(const bill::RatedMonth& rated) {
    if (rated.missing > 0 && rated.gap)
        return std::pair(Cause::MissingReadings,
                         std::string("a counter has no read of these days"));
    if (rated.missing > 0)
        return std::pair(rated.measured == 0 ? Cause::NoReadings : Cause::MissingReadings,
                         fmt::format("{} of {} intervals of {} {} have no value", rated.missing,
                                     rated.missing + rated.measured, rated.missing_of.channel,
                                     rated.missing_of.unit));
    if (rated.lacking || rated.unknown)
        return std::pair(Cause::MissingFactors, std::string("a factor is not known yet"));
    if (!rated.unrated.empty())
        return std::pair(Cause::UnratedUsage,
                         fmt::format("{} calls or sessions: {}", rated.unrated.begin()->second,
                                     rated.unrated.begin()->first));
    return std::nullopt;
}

// Of an account with more services usage is read by the month, so that memory has a bound.
constexpr std::size_t kWholesMax = 20;

class AccountRater {
public:
    AccountRater(std::span<const Side> sides, const meter::Reader& reader, const RaterTerms& terms,
                 const BillingAccount& account, std::span<const BaseService> services)
        : sides_(sides), reader_(reader), terms_(terms), services_(services) {
        rated_.nets.assign(sides.size(), 0);
        for (const auto& side : sides) accounts_.push_back(account_on(side, account, services));
        states_.resize(sides.size());
    }

    Rated rate() {
        for (LocalDate month = terms_.months.from; month < terms_.months.to && !rated_.held;
             month = month.plus_months(1))
            for (const auto& service : services_)
                if (!rated_.held) rate_service(service, month_of(month));
        return std::move(rated_);
    }

private:
    void rate_service(const BaseService& service, const Period& month) {
        const auto& subscription = *service.subscription;
        if (const auto other = other_payer(subscription, month)) return hold(*other);
        const auto usage = read(subscription, month);
        if (!usage) return hold({cause_of(usage.error()), usage.error().message(), 0});
        for (std::size_t side = 0; side < sides_.size() && !rated_.held; ++side) {
            if (const auto done = rate_on(side, subscription.id, month, *usage); !done)
                hold({cause_of(done.error()), done.error().message(), side});
        }
    }

    // One service point, one payer: both would pay for it.
    static std::optional<WhyHeld> other_payer(const Subscription& subscription,
                                              const Period& month) {
        for (const auto& slice : bill::slices_of(subscription, Stream::Arrears, month))
            for (const auto& other : subscription.others)
                if (other.role != customers::Role::CoPayer &&
                    !bill::slices_of(other.terms, slice.supplied).empty())
                    return WhyHeld{Cause::DuplicateService,
                                   fmt::format("account {} holds service point {}, too",
                                               other.account, subscription.service_point.code),
                                   0};
        return std::nullopt;
    }

    Result<meter::Usage> read(const Subscription& subscription, const Period& month) {
        if (bill::slices_of(subscription, Stream::Arrears, month).empty()) return meter::Usage{};
        const auto& point = subscription.service_point;
        const auto [whole, is_new] = wholes_.try_emplace(subscription.id);
        auto& all = whole->second;
        if (is_new && services_.size() <= kWholesMax) all = read_whole(subscription);
        if (!all) return bill::usage_at(reader_, point, month);
        const Zone zone = TRY(Zone::find(point.zone));
        return meter::intervals_in(*all, zone.span_of(month));
    }

    // All months at once, if they are intervals and nothing else, of one length: only those can be
    // told apart by month afterwards. What cannot be read is told by its month.
    [[nodiscard]] std::optional<meter::Usage> read_whole(const Subscription& subscription) const {
        const auto& point = subscription.service_point;
        const auto zone = Zone::find(point.zone);
        if (!zone || sides_[1].sector == "telecom") return std::nullopt;
        const auto is_mixed = reader_.is_mixed(point.id, zone->span_of(terms_.months));
        if (!is_mixed || *is_mixed) return std::nullopt;
        auto usage = bill::usage_at(reader_, point, terms_.months);
        if (!usage || !usage->registers.empty() || usage->events.size() > 0) return std::nullopt;
        return *std::move(usage);
    }

    Result<void> rate_on(std::size_t side, SubscriptionId id, const Period& month,
                         const meter::Usage& usage) {
        const auto& account = accounts_[side];
        const auto& subscription = *std::ranges::find(account.subscriptions, id, &Subscription::id);
        bill::TaxSums sums(account.currency);  // candidates may have gross prices
        for (const Stream stream : {Stream::Arrears, Stream::Advance}) {
            auto request = TRY(
                sides_[side].biller->month(account, subscription, stream, month, history_of(side)));
            if (request.plans.empty()) continue;
            if (stream == Stream::Advance && !bill::has_fee_in_advance(request.plans)) continue;
            request.usage = &usage;
            auto rated = TRY(bill::rate_month(*sides_[side].tariffs, reader_, request));
            if (const auto found = found_in(rated);
                found && !terms_.released.contains(found->first))
                hold({found->first,
                      fmt::format("{}, {}: {}", subscription.service_point.code,
                                  bill::month_text(month), found->second),
                      side});
            for (const auto& item : rated.items) TRY_VOID(sums.add(item));
            if (stream == Stream::Arrears) states_[side][{id, month.to}] = std::move(rated.states);
        }
        const Money before{rated_.nets[side], account.currency};
        const Money net = TRY(sums.total()).net;
        rated_.nets[side] = TRY(add(before, net)).minor;
        return {};
    }

    // What the side's own months before left; nothing else is asked of it.
    bill::History history_of(std::size_t side) const {
        bill::History history;
        history.state = [this, side](SubscriptionId id,
                                     LocalDate month) -> Result<std::vector<rate::State>> {
            const auto state = states_[side].find({id, month});
            if (state == states_[side].end()) return std::vector<rate::State>{};
            return state->second;
        };
        return history;
    }

    void hold(WhyHeld why) {
        if (!rated_.held) rated_.held = std::move(why);
    }

    using Into = std::pair<SubscriptionId, LocalDate>;  // the month that begins

    std::span<const Side> sides_;
    const meter::Reader& reader_;
    const RaterTerms& terms_;
    std::span<const BaseService> services_;
    std::vector<BillingAccount> accounts_;  // by side
    std::vector<std::map<Into, std::vector<rate::State>>> states_;
    std::map<SubscriptionId, std::optional<meter::Usage>> wholes_;  // none: it is read by the month
    Rated rated_;
};

}  // namespace

Rated rate_account(std::span<const Side> sides, const meter::Reader& reader,
                   const RaterTerms& terms, const BillingAccount& account,
                   std::span<const BaseService> services) {
    return AccountRater(sides, reader, terms, account, services).rate();
}

}  // namespace bw::run
