// The store may go away for a while: a server is started again, a standby takes over. Work that may
// be done twice waits for it, as long as the workspace has patience.
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
            if (!error.retryable() || pauses * kPauseMs >= workspace.patience_ms) throw;
        }
        // A connection that broke is replaced at once; a server that is away needs time.
        if (pauses > 0) std::this_thread::sleep_for(std::chrono::milliseconds(kPauseMs));
    }
}

}  // namespace bw::run
