// Does a step, or what is left of it after it was interrupted: done twice it adds nothing.
#pragma once

#include "run/workspace.h"
#include "story.h"

#include <filesystem>

namespace bw::sim {

// Known, or against the rules of the books: nothing was added.
template <typename T>
Result<void> unless_refused(const Result<T>& done) {
    if (done) return {};
    const Code code = done.error().code;
    if (code == Code::Duplicate || code == Code::Conflict || code == Code::NotFound) return {};
    return std::unexpected(done.error());
}

class Player {
public:
    explicit Player(std::filesystem::path files) : files_(std::move(files)) {}

    // The step with everything said that hangs on what the company's books hold now, so that it is
    // the same when it is done again. Nothing happens yet.
    Step decide(run::Workspace& workspace, Step step);
    // Error: what no step may end with. What the rules refuse is no error.
    Result<void> play(run::Workspace& workspace, const Step& step, int workers) const;

private:
    [[nodiscard]] std::filesystem::path written(const Step& step) const;
    std::string payments_of(run::Workspace& workspace, const Step& wishes);

    std::filesystem::path files_;
    int payments_ = 0;
    int payment_files_ = 0;
};

}  // namespace bw::sim
