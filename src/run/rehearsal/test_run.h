// A test run: what billing the month now would give, for a sample of the accounts, by the code that
// bills. Writes nothing, takes no numbers; what it holds would be held.
#pragma once

#include "run/appraisal.h"
#include "run/bill_run.h"

#include <map>
#include <string>
#include <vector>

namespace bw::run {

struct TestRequest {
    RunRequest terms;             // its accounts, when it names any, are the sample
    std::int64_t sample = 1'000;  // else so many, chosen by a hash of their ids
};

inline constexpr std::size_t kTestListedMax = 1'000;

struct TestReport {
    bill::Terms terms;
    std::int64_t accounts = 0, of_accounts = 0;  // looked at, and all there are
    std::int64_t billed = 0, held = 0, statements = 0;
    ChargeSums sums;
    std::map<bill::NotBilled, bill::NotBilledCount> not_billed;
    std::vector<bill::CauseCount> causes;
    std::vector<bill::ExceptionRow> exceptions;  // the first kTestListedMax
    std::int64_t exceptions_total = 0;
};

// Errors: as those of start(), and NotFound for an account that is none.
Result<TestReport> test_run(Workspace& workspace, const TestRequest& request,
                            const Progress& progress);

}  // namespace bw::run
