// The blocks of a scenario that are hand work on runs: what persons release, hold, exclude,
// approve, throw away and have billed anew, and what they look at before (README.md).
#pragma once

#include "run/workspace.h"

#include <string>
#include <vector>

namespace bw::scenarios {

class HandPlayer {
public:
    explicit HandPlayer(run::Workspace& workspace) : workspace_(workspace) {}

    static bool knows(const std::string& word);
    // Plays a block and returns what `expect` shows of it. What the rules refuse is shown.
    Result<std::string> play(const std::vector<std::string>& head);
    // The answer to `expect not billed`: accounts of the newest run, by reason.
    [[nodiscard]] std::string not_billed() const;
    // "approved by policy ..", of a run; empty while it has none.
    [[nodiscard]] std::string verdict(RunId run) const;

private:
    Result<std::string> act(const std::vector<std::string>& head);
    Result<std::string> release(const std::vector<std::string>& head);
    Result<std::string> exclude(const std::vector<std::string>& head);
    Result<std::string> rebill(const std::vector<std::string>& head);
    Result<std::string> test(const std::vector<std::string>& head);
    Result<std::string> compare();
    [[nodiscard]] RunId newest() const;

    run::Workspace& workspace_;
};

}  // namespace bw::scenarios
