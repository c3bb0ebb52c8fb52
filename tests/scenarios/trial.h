// The blocks of a scenario in which tariffs are tried: quotes of files, and simulations over the
// accounts of the story (README.md).
#pragma once

#include "run/workspace.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bw::scenarios {

class TrialPlayer {
public:
    TrialPlayer(run::Workspace& workspace, std::filesystem::path folder)
        : workspace_(workspace), folder_(std::move(folder)) {}

    static bool knows(const std::string& word);
    // Plays a block and returns what `expect` shows of it.
    Result<std::string> play(const std::vector<std::string>& head, const std::string& body);

private:
    Result<std::string> quote(const std::vector<std::string>& head);
    Result<std::string> simulate(const std::vector<std::string>& head);
    // A file of the story by its name, else the word itself.
    [[nodiscard]] std::string file_or_word(const std::string& word) const;

    run::Workspace& workspace_;
    std::filesystem::path folder_;
};

}  // namespace bw::scenarios
