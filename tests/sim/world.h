// One company on one store. Two of them live the same story: one undisturbed, one in trouble.
#pragma once

#include "base/check.h"
#include "base/clock.h"
#include "player.h"
#include "testing/stores.h"
#include "trouble.h"

#include <optional>
#include <string>

namespace bw::sim {

class World {
public:
    explicit World(testing::StoreKind kind);

    run::Workspace& workspace() {
        CHECK(workspace_.has_value());
        return *workspace_;
    }
    Step decide(Step step) { return player_.decide(workspace(), std::move(step)); }
    // Undisturbed; tells how much work it was.
    Result<Work> play(const Step& step);
    // In a process of its own, in trouble; then here, to its end. Troubles are drawn: one, now and
    // then a second while the first is mended. Of a third an account would be put in quarantine.
    Result<void> play_in_trouble(const Step& step, const Work& work, Random& random);
    // Its store moves from its file to a server; the process that moves it is killed, and another
    // one moves it, or what is left of it.
    Result<void> move_to_server(Random& random);
    // What went wrong in the last step.
    [[nodiscard]] const std::string& troubles() const { return troubles_; }
    [[nodiscard]] int killed() const { return killed_; }
    [[nodiscard]] int failed() const { return failed_; }

private:
    void open();
    void set_clock(LocalDate day, int hours_back);
    [[nodiscard]] int work_in_trouble(const Step& step, const Trouble& trouble);
    [[nodiscard]] std::string errors() const;

    testing::TestStore store_;
    std::optional<testing::TestStore> server_;  // that it moved to
    testing::TempDir folder_;
    FixedClock clock_{Instant{}};
    crypto::SeededSecrets secrets_{7};
    faults::Faults counter_;
    Player player_;
    std::optional<run::Workspace> workspace_;
    std::string troubles_;
    int killed_ = 0, failed_ = 0;
};

}  // namespace bw::sim
