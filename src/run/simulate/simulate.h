// The chosen base under candidates beside the present tariffs, before tax: each service is read
// once a month and rated under every tariff, by the code that bills. Reads only; nothing is kept.
//
// Both sides begin without a carried state: peaks that a ratchet asks for, credits, allowances that
// rolled over from before the first month count for neither. What a tariff would hold, under
// whichever side, leaves the account out of all sums, counted with its cause.
#pragma once

#include "run/bill_run.h"
#include "run/simulate/base.h"
#include "run/simulate/side.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bw::run {

inline constexpr std::size_t kCandidatesMax = 16;
inline constexpr int kSimulatedMonthsMax = 36;

struct SimulateRequest {
    Period months;  // whole ones
    std::vector<Candidate> candidates;
    std::optional<Candidate> cost;  // what the usage costs us: margins are amounts less it
    std::vector<BaseCondition> where;
    std::string by = "plan";  // segments: a fact of kAccountFacts, or an attribute
    std::set<bill::Cause> released;
    int workers = 2;
};

// An account of the base. Amounts in minor units, net, of all months: the present tariffs first,
// then the candidates in their order.
struct SimulatedAccount {
    std::string account, segment;
    std::vector<std::int64_t> nets;
    std::int64_t cost = 0;
    std::size_t best = 0;  // the cheapest for the customer; of equal ones the first
};

// An account that a tariff would hold.
struct SimulatedHeld {
    std::string account;
    bill::Cause cause = bill::Cause::Calculation;
    std::string tariff;  // under which it was found
    std::string text;
};

struct Simulation {
    Period months;
    std::string sector, by;
    Currency currency;
    std::vector<std::string> tariffs;  // "present" and the candidates
    std::vector<std::string> notes;
    bool has_cost = false;
    std::int64_t of_accounts = 0, without_service = 0, by_condition = 0;  // all, and those outside
    std::vector<SimulatedAccount> accounts;                               // by number
    std::vector<SimulatedHeld> held;                                      // the same
};

// Progress: units of work done, and all. Errors: a candidate that cannot be (side.h), candidates of
// several sectors or currencies, an attribute that no service point has, nobody in the base.
Result<Simulation> simulate(Workspace& workspace, const SimulateRequest& request,
                            const Progress& progress);

}  // namespace bw::run
