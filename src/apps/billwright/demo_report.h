// What the demo tells at its end: a table of what was done, of what happened to customers, of
// exceptions by cause, and where to look next; or one JSON document.
#pragma once

#include "apps/billwright/app.h"
#include "apps/billwright/demo_evidence.h"
#include "apps/billwright/demo_operator.h"
#include "apps/demo/demo.h"
#include "flow/bill/store.h"
#include "run/bill_run.h"
#include "run/stopwatch.h"
#include "run/verify.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bw::app {

// Seconds of the stages that a person waits for; a stage that comes again is added.
class Laps {
public:
    void start() { start_ = run::wall_us(); }
    void lap(const std::string& stage) {
        const auto now = run::wall_us();
        add(stage, now - start_);
        start_ = now;
    }
    void add(const Laps& other) {
        for (const auto& [stage, us] : other.stages_) add(stage, us);
    }
    [[nodiscard]] const std::vector<std::pair<std::string, std::int64_t>>& stages() const {
        return stages_;
    }
    [[nodiscard]] std::int64_t sum() const {
        std::int64_t sum = 0;
        for (const auto& [stage, us] : stages_) sum += us;
        return sum;
    }

private:
    void add(const std::string& stage, std::int64_t us) {
        for (auto& [name, sum] : stages_)
            if (name == stage) {
                sum += us;
                return;
            }
        stages_.emplace_back(stage, us);
    }
    std::vector<std::pair<std::string, std::int64_t>> stages_;
    std::int64_t start_ = run::wall_us();
};

struct DemoUsage {
    std::int64_t received = 0, rejected = 0, pending = 0, values = 0;
};
struct DemoMoney {
    std::int64_t payments = 0, waiting = 0, refunds = 0;
};

struct DemoSummary {
    run::RunInfo run;                  // the last one
    std::vector<bill::Totals> billed;  // by it
    std::vector<bill::Totals> in_all;  // by all runs
    DemoUsage usage;
    std::vector<DemoEvidence> events;
    const std::map<bill::Cause, CauseTally>& causes;
    DemoMoney money;
    int deaths = 0;  // of processes that were killed on purpose
    run::VerifyResult verified;
    Laps laps;
};
void tell(const Context& context, store::Transaction& tx, const DemoSummary& summary);

}  // namespace bw::app
