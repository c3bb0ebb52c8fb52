// A workspace that lives as long as a question: in the system's folder for temporary files, gone
// with this. Whoever kills the process leaves the folder behind; nothing else knows of it.
#pragma once

#include "run/workspace.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace bw::run {

class ScratchWorkspace {
public:
    static Result<ScratchWorkspace> make(const Surroundings& around);
    ~ScratchWorkspace();
    ScratchWorkspace(ScratchWorkspace&& other) noexcept;
    ScratchWorkspace(const ScratchWorkspace&) = delete;
    ScratchWorkspace& operator=(const ScratchWorkspace&) = delete;
    ScratchWorkspace& operator=(ScratchWorkspace&&) = delete;

    Workspace& operator*() { return workspace_; }
    Workspace* operator->() { return &workspace_; }
    // A file for an import, beside the workspace.
    [[nodiscard]] std::filesystem::path write(std::string_view name, std::string_view text) const;

private:
    explicit ScratchWorkspace(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::filesystem::path folder_;  // empty: moved from
    Workspace workspace_;
};

}  // namespace bw::run
