// Faults on purpose: tests make the nth write, sync or rename fail, or end the process at a named
// point. The platform asks before each such step; without Faults (nullptr) the question costs a
// comparison. Thread: any. Points, beside those of meter and of the run:
//   blob.write, blob.rename, blob.renamed    around the steps of a file that is there as a whole
//   blob.written.half                        in every write of a file, half of it is there
//   blob.sync, blob.synced                   around every fsync of a file or folder
//   store.commit.before, store.commit.after  around every commit
//   sqlite.written.half, sqlite.sync, sqlite.synced    the same in SQLite's files
//   postgres.exchange                        before a command is sent, and before its answer
#pragma once

#include "base/result.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace bw::faults {

// Network: an exchange with a server, asked before it is sent and before the answer is read; the
// connection is cut there.
enum class Operation { Write, Sync, Rename, Read, Remove, Network };
inline constexpr int kOperations = 6;

class Faults {
public:
    // The nth such operation from now on (1 is the next) fails with `error` (an errno), once.
    void fail(Operation operation, int nth, int error);
    // The count-th time `point` is reached, the process ends by SIGKILL, as in a power cut.
    void kill_at(std::string_view point, int count);

    // Called by the platform: 0, or the errno that the operation has to report.
    int ask(Operation operation);
    void reach(std::string_view point);
    // How often a point was reached so far: a test first counts, then kills at each.
    [[nodiscard]] int reached(std::string_view point) const;
    [[nodiscard]] std::map<std::string, int, std::less<>> all_reached() const;
    // How often it was asked so far.
    [[nodiscard]] int asked(Operation operation) const;

private:
    struct Plan {
        int countdown = 0;  // 0: none
        int error = 0;
    };
    mutable std::mutex mutex_;
    Plan plans_[kOperations];
    int asked_[kOperations] = {};
    std::map<std::string, int, std::less<>> reached_;
    std::map<std::string, int, std::less<>> kills_;
};

inline int ask(Faults* faults, Operation operation) {
    return faults != nullptr ? faults->ask(operation) : 0;
}
inline void reach(Faults* faults, std::string_view point) {
    if (faults != nullptr) faults->reach(point);
}

// BILLWRIGHT_KILL_AT="store.commit.after:7", point:count, or several with commas between. Called in
// main, which passes the result on; nullptr: the variable is not set, an Error: it is malformed.
Result<std::unique_ptr<Faults>> arm_from_environment();

}  // namespace bw::faults
