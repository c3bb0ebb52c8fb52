#include "run/simulate/simulate.h"

#include "flow/bill/follow.h"
#include "platform/store/batch.h"
#include "run/simulate/account_rater.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace bw::run {
namespace {

using customers::BillingAccount;

// What all threads share.
struct Shared {
    Workspace& workspace;
    const SimulateRequest& request;
    BaseRequest base;
    bill::Terms terms;
    const meter::Reader& reader;
    std::vector<Side> sides;  // the present tariffs, the candidates, what it costs
    std::vector<int> buckets;
};

// What a bucket comes to.
struct Found {
    struct Held {
        std::string account;
        WhyHeld why;
    };
    std::int64_t of_accounts = 0, without_service = 0, by_condition = 0;
    std::vector<SimulatedAccount> accounts;
    std::vector<Held> held;
    std::set<std::string> told;  // names of conditions and segments that somebody has

    void add(Found other) {
        of_accounts += other.of_accounts;
        without_service += other.without_service;
        by_condition += other.by_condition;
        std::ranges::move(other.accounts, std::back_inserter(accounts));
        std::ranges::move(other.held, std::back_inserter(held));
        told.merge(other.told);
    }
};

// Works on buckets in several threads; the first failure stops the rest.
class Crowd {
public:
    Crowd(Shared& shared, const Progress& progress)
        : shared_(shared), base_(shared.base, *shared.sides.front().tariffs), progress_(progress) {}

    Result<Found> run() {
        {
            std::vector<std::jthread> threads;
            for (int i = 1; i < shared_.request.workers; ++i)
                threads.emplace_back([this] { work(); });
            work();
        }
        if (thrown_) std::rethrow_exception(thrown_);
        if (error_) return std::unexpected(*error_);
        return std::move(found_);
    }

private:
    void work() {
        try {
            for (std::size_t at = next_++; at < shared_.buckets.size() && !stop_; at = next_++) {
                auto found = look_at(shared_.buckets[at]);
                const std::scoped_lock lock(mutex_);
                if (!found) {
                    if (!error_) error_ = found.error();
                    stop_ = true;
                    return;
                }
                found_.add(*std::move(found));
                if (progress_)
                    progress_("simulate", ++done_,
                              static_cast<std::int64_t>(shared_.buckets.size()));
            }
        } catch (const std::exception&) {
            // Carried to the thread that asked for the work, which is where it is handled.
            const std::scoped_lock lock(mutex_);
            if (!thrown_) thrown_ = std::current_exception();
            stop_ = true;
        }
    }

    Result<Found> look_at(int bucket) const {
        const auto& terms = shared_.terms;
        const auto tx = shared_.workspace.database->begin(store::Access::Read);
        const auto follow =
            bill::follow_plans(shared_.sides.front().tariffs->catalog(), terms.until);
        Found found;
        for (const auto& account :
             TRY(customers::load_bucket(*tx, terms.tenant, bucket, AsOf{terms.cut}, follow)))
            TRY_VOID(add(account, found));
        return found;
    }

    Result<void> add(const BillingAccount& account, Found& found) const {
        ++found.of_accounts;
        Outside why{};
        const auto services = TRY(base_.services_of(account, why));
        tell(account, found);
        if (services.empty()) {
            ++(why == Outside::Condition ? found.by_condition : found.without_service);
            return {};
        }
        auto rated =
            rate_account(shared_.sides, shared_.reader,
                         {shared_.request.months, shared_.request.released}, account, services);
        if (rated.held) {
            found.held.push_back({account.number, *std::move(rated.held)});
            return {};
        }
        SimulatedAccount one{
            account.number,
            base_.value_of(account, services.front(), shared_.request.by).value_or(std::string()),
            std::move(rated.nets), 0, 0};
        if (shared_.request.cost) {
            one.cost = one.nets.back();
            one.nets.pop_back();
        }
        one.best = static_cast<std::size_t>(std::ranges::min_element(one.nets) - one.nets.begin());
        found.accounts.push_back(std::move(one));
        return {};
    }

    // An attribute that nobody has was mistyped.
    void tell(const BillingAccount& account, Found& found) const {
        for (const auto& subscription : account.subscriptions)
            for (const auto& attribute : subscription.service_point.attributes)
                found.told.insert(attribute.name);
    }

    Shared& shared_;
    Base base_;
    const Progress& progress_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> stop_ = false;
    std::mutex mutex_;
    Found found_;
    std::int64_t done_ = 0;
    std::optional<Error> error_;
    std::exception_ptr thrown_;
};

Result<void> check_request(const SimulateRequest& request) {
    if (request.candidates.empty() || request.candidates.size() > kCandidatesMax)
        return fail(Code::Invalid,
                    fmt::format("one to {} tariffs are simulated at once", kCandidatesMax));
    const auto& months = request.months;
    if (months.is_empty()) return fail(Code::Invalid, "the last month lies before the first");
    if (months.from.plus_months(kSimulatedMonthsMax) < months.to)
        return fail(Code::Limit,
                    fmt::format("at most {} months are simulated at once", kSimulatedMonthsMax));
    return {};
}

// All are of one sector and currency, so that their amounts can be compared.
Result<void> check_sides(std::span<const Side> sides) {
    const Side& first = sides[1];
    for (const auto& side : sides.subspan(1)) {
        if (side.sector == first.sector && side.currency == first.currency) continue;
        return fail(Code::Conflict,
                    fmt::format("it is for {} in {}, and {} is for {} in {}: simulate them one by "
                                "one",
                                side.sector, side.currency.code(), first.name, first.sector,
                                first.currency.code()),
                    side.name);
    }
    return {};
}

Result<std::vector<Side>> sides_of(const SideFactory& factory, const SimulateRequest& request) {
    std::vector<Side> sides;
    sides.push_back(TRY(factory.present()));
    for (const auto& candidate : request.candidates)
        sides.push_back(TRY(factory.candidate(candidate)));
    if (request.cost) sides.push_back(TRY(factory.candidate(*request.cost)));
    TRY_VOID(check_sides(sides));
    // Two texts of one name are told apart by where they come from.
    for (std::size_t i = 1; i < sides.size(); ++i)
        for (std::size_t k = 1; k < i; ++k)
            if (sides[i].plan == sides[k].plan && i <= request.candidates.size())
                sides[i].name = request.candidates[i - 1].text;
    return sides;
}

Result<void> check_names(const Found& found, const SimulateRequest& request) {
    std::vector<std::string> names{request.by};
    for (const auto& condition : request.where) names.push_back(condition.name);
    for (const auto& name : names) {
        const bool is_known = std::ranges::find(kAccountFacts, name) != kAccountFacts.end() ||
                              found.told.contains(name);
        if (!is_known)
            return fail(Code::NotFound,
                        fmt::format("no service point has an attribute of this name; besides, "
                                    "there are {}",
                                    fmt::join(kAccountFacts, ", ")),
                        name);
    }
    return {};
}

}  // namespace

Result<Simulation> simulate(Workspace& workspace, const SimulateRequest& request,
                            const Progress& progress) {
    TRY_VOID(check_request(request));
    const auto tx = workspace.database->begin(store::Access::Read);
    const AsOf as_of{store::current_cut(*tx, workspace.tenant)};
    const auto reader = TRY(meter::Reader::open(*tx, workspace.usage(), workspace.tenant, as_of));
    const auto& months = request.months;
    const bill::Terms terms{.run = {},
                            .tenant = workspace.tenant,
                            .cut = as_of.cut,
                            .until = months.to,
                            .issued_on = months.to,
                            .horizon = months.from,
                            .released = request.released,
                            .tells_story = false};
    auto sides = TRY(sides_of({*tx, workspace.tenant, as_of, reader, terms}, request));
    Simulation simulation;
    simulation.months = months;
    simulation.by = request.by;
    simulation.sector = sides[1].sector;
    simulation.currency = sides[1].currency;
    simulation.has_cost = request.cost.has_value();
    for (std::size_t i = 0; i <= request.candidates.size(); ++i) {
        simulation.tariffs.push_back(sides[i].name);
        std::ranges::copy(sides[i].notes, std::back_inserter(simulation.notes));
    }
    Shared shared{workspace,
                  request,
                  {months, simulation.sector, simulation.currency, request.where},
                  terms,
                  reader,
                  std::move(sides),
                  customers::buckets(*tx, workspace.tenant, as_of)};
    auto found = TRY(Crowd(shared, progress).run());
    TRY_VOID(check_names(found, request));
    simulation.of_accounts = found.of_accounts;
    simulation.without_service = found.without_service;
    simulation.by_condition = found.by_condition;
    simulation.accounts = std::move(found.accounts);
    std::ranges::sort(simulation.accounts, {}, &SimulatedAccount::account);
    for (auto& [account, why] : found.held)
        simulation.held.push_back(
            {std::move(account), why.cause, shared.sides[why.side].name, std::move(why.text)});
    std::ranges::sort(simulation.held, {}, &SimulatedHeld::account);
    return simulation;
}

}  // namespace bw::run
