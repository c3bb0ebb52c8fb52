// What goes wrong with the machine under the demo, on purpose and for one run each: bytes of stored
// readings that are not what was written, and processes that are killed while they compute certain
// accounts. Both are done to the workspace as a bad disk or a crash would; nothing is pretended.
#pragma once

#include "apps/demo/demo.h"
#include "run/workspace.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace bw::app {

class DemoAccidents {
public:
    // Both must outlive it.
    DemoAccidents(run::Workspace& workspace, const demo::Plan& plan)
        : workspace_(workspace), plan_(plan) {}

    // Turns a bit in the last block of readings that came in of each account whose readings are
    // damaged in month `month` (from 0).
    Result<void> damage(int month);
    // Turns them back, as a restore of the file would.
    void restore();

    // Has the run carried on by programs of their own, in which the accounts of the month that end
    // the program do so. Each that died is followed by another one, until one lives; then they are
    // in quarantine. Nothing where there are none. Conflict: they go on dying.
    Result<void> carry_on_dying(int month, RunId run);

    [[nodiscard]] int deaths() const { return deaths_; }

private:
    [[nodiscard]] std::vector<const demo::Accident*> of(int month, demo::Mishap mishap) const;

    // Where the readings of a service point's last month lie.
    struct Block {
        std::int64_t point = 0;
        std::int32_t month = -1;
        std::filesystem::path file;
        std::uint64_t offset = 0;
    };
    [[nodiscard]] Result<std::vector<Block>> blocks_to_damage(int month) const;

    run::Workspace& workspace_;
    const demo::Plan& plan_;
    std::vector<Block> damaged_;
    int deaths_ = 0;
};

}  // namespace bw::app
