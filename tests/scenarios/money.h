// The blocks of a scenario that are about money: payments, deposits, refunds, and what an account
// owes (README.md).
#pragma once

#include "run/workspace.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bw::scenarios {

class MoneyPlayer {
public:
    MoneyPlayer(run::Workspace& workspace, std::filesystem::path folder)
        : workspace_(workspace), folder_(std::move(folder)) {}

    static bool knows(const std::string& word);
    // Plays a block and returns what `expect` shows of it: what was rejected, what waits, what was
    // matched, refused or refunded.
    Result<std::string> play(const std::vector<std::string>& head, const std::string& body);
    // The answer to `expect` with words behind it (README.md).
    Result<std::string> answer(const std::vector<std::string>& head);

private:
    Result<std::string> payments(const std::vector<std::string>& head, const std::string& body);
    Result<std::string> advances(store::Transaction& tx,
                                 const std::vector<std::string>& head) const;
    // The letter that tells a year of them.
    Result<std::string> advance_plan(store::Transaction& tx,
                                     const std::vector<std::string>& head) const;
    Result<std::string> low(const std::vector<std::string>& head);
    Result<std::string> act(const std::vector<std::string>& head);

    run::Workspace& workspace_;
    std::filesystem::path folder_;
    int payments_ = 0;  // so far, for their keys
    int files_ = 0;
};

}  // namespace bw::scenarios
