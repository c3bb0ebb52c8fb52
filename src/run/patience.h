// The store may go away for a while: a server is started again, a standby takes over. Work that may
// be done twice waits for it, as long as the workspace has patience and nobody asks it to stop.
#pragma once

#include "run/workspace.h"

#include <chrono>
#include <thread>

namespace bw::run {

inline constexpr std::int64_t kPauseMs = 250;  // between two tries

template <typename F>
auto patiently(const Workspace& workspace, F&& work) {
    for (int pauses = 0;; ++pauses) {
        try {
            return work();
        } catch (const store::StoreError& error) {
            const bool is_over = pauses * kPauseMs >= workspace.patience_ms;
            if (!error.retryable() || is_over || workspace.is_stopping()) throw;
        }
        // A connection that broke is replaced at once; a server that is away needs time.
        if (pauses > 0) std::this_thread::sleep_for(std::chrono::milliseconds(kPauseMs));
    }
}

}  // namespace bw::run
