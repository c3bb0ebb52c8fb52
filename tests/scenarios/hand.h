// The blocks of a scenario that are hand work on runs: what persons release, hold, exclude,
// estimate, approve, throw away and have billed anew, and what they look at before (README.md).
#pragma once

#include "run/exceptions/bulk.h"
#include "run/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace bw::scenarios {

// What `expect` shows of estimates.
std::string estimate_text(const run::EstimateReport& report);

// The run that bills again who is held, to be carried on; none when it is only tried.
struct BilledAgain {
    std::string told;
    std::optional<RunId> run;
};

class HandPlayer {
public:
    explicit HandPlayer(run::Workspace& workspace) : workspace_(workspace) {}

    static bool knows(const std::string& word);
    // Plays a block and returns what `expect` shows of it. What the rules refuse is shown.
    Result<std::string> play(const std::vector<std::string>& head);
    // "reprice CAUSE issued DAY .. by NAME", or "reprice CAUSE issued DAY dry".
    Result<BilledAgain> bill_again(const std::vector<std::string>& head);
    // The answer to `expect not billed`: accounts of the newest run, by reason.
    [[nodiscard]] std::string not_billed() const;
    // "approved by policy ..", of a run; empty while it has none.
    [[nodiscard]] std::string verdict(RunId run) const;

private:
    Result<std::string> act(const std::vector<std::string>& head);
    // Whom the newest run holds: "WORD [CAUSE] [below 500] [account A-1]".
    [[nodiscard]] Result<run::Selected> selected(const std::vector<std::string>& head) const;
    Result<std::string> release(const std::vector<std::string>& head);
    Result<std::string> estimate(const std::vector<std::string>& head);
    Result<std::string> exclude(const std::vector<std::string>& head);
    Result<std::string> rebill(const std::vector<std::string>& head);
    Result<std::string> test(const std::vector<std::string>& head);
    Result<std::string> compare();
    [[nodiscard]] RunId newest() const;

    run::Workspace& workspace_;
};

}  // namespace bw::scenarios
