#include "world.h"

#include "run/quarantine.h"
#include "run/store_copy.h"
#include "testing/child.h"

#include <fmt/format.h>

#include <exception>
#include <fstream>
#include <iterator>

namespace bw::sim {
namespace {

constexpr int kSecondTroubleIn = 4;
// Of a child: what it could not do, it told; a rule that it broke is a failure of the test.
constexpr int kStopped = 1;
constexpr int kRefused = 2;

std::string address_of(testing::StoreKind kind, const testing::TestStore& store) {
    return kind == testing::StoreKind::Postgres ? store.location() : std::string();
}

}  // namespace

World::World(testing::StoreKind kind) : store_(kind), player_(folder_.path()) {
    set_clock(LocalDate::of(2026, 1, 1), 0);
    workspace_.emplace(run::create_workspace(folder_.path() / "w", {&clock_, &secrets_, &counter_},
                                             address_of(kind, store_))
                           .value());
    // Both worlds have one secret, and with it the same bytes of documents.
    const auto tx = workspace_->database->begin(store::Access::Write);
    archive::load_secret(*tx, workspace_->tenant, secrets_);
    tx->commit();
}

void World::open() {
    workspace_.emplace(
        run::open_workspace(folder_.path() / "w", {&clock_, &secrets_, &counter_}).value());
}

void World::set_clock(LocalDate day, int hours_back) {
    constexpr std::int64_t kNoon = 12;
    const std::int64_t hours = std::int64_t{day.days()} * 24 + kNoon - hours_back;
    clock_.set(Instant::from_seconds(hours * 3600));
}

Result<Work> World::play(const Step& step) {
    set_clock(step.day, 0);
    const Work before = Work::so_far(counter_);
    TRY_VOID(player_.play(workspace(), step, 1));
    return Work::so_far(counter_).since(before);
}

int World::work_in_trouble(const Step& step, const Trouble& trouble) {
    try {
        faults::Faults faults;
        auto workspace =
            run::open_workspace(folder_.path() / "w", {&clock_, &secrets_, &faults}).value();
        trouble.arm(faults);
        const auto played = player_.play(workspace, step, 2);
        if (played) return 0;
        std::ofstream(folder_.path() / "error") << played.error().message();
        return kRefused;
    } catch (const std::exception& error) {
        std::ofstream(folder_.path() / "error") << error.what();
        return kStopped;
    }
}

std::string World::errors() const {
    std::ifstream in(folder_.path() / "error");
    return {std::istreambuf_iterator<char>(in), {}};
}

Result<void> World::play_in_trouble(const Step& step, const Work& work, Random& random) {
    troubles_.clear();
    workspace_.reset();  // a store must not go through a fork
    int troubles = 0;
    do {
        const Trouble trouble = Trouble::draw(random, work);
        troubles_ += (troubles_.empty() ? "" : "; then ") + trouble.text();
        set_clock(step.day, trouble.clock_back_hours);
        const auto ended = testing::in_child([&] { return work_in_trouble(step, trouble); });
        if (ended.is_killed()) {
            ++killed_;
        } else if (ended.has_code(kStopped) || ended.has_code(kRefused)) {
            ++failed_;
            troubles_ += fmt::format(" ({})", errors());
            if (errors().empty()) return fail(Code::Invalid, "it stopped without a word");
        } else if (!ended.has_code(0)) {
            return fail(Code::Invalid, fmt::format("it ended with status {}", ended.status));
        }
    } while (++troubles < run::kDeaths && random.chance(1, kSecondTroubleIn));
    open();
    TRY_VOID(player_.play(workspace(), step, 2));
    return {};
}

Result<void> World::move_to_server(Random& random) {
    server_.emplace(testing::StoreKind::Postgres);
    static constexpr const char* kPoints[] = {"run.store.copied", "run.store.switched",
                                              "store.commit.before", "store.commit.after"};
    const std::string point = kPoints[random.below(std::size(kPoints))];
    const int nth = point.starts_with("run") ? 1 : static_cast<int>(random.between(1, 40));
    workspace_.reset();
    const auto ended = testing::in_child([&] {
        faults::Faults faults;
        auto workspace =
            run::open_workspace(folder_.path() / "w", {&clock_, &secrets_, &faults}).value();
        faults.kill_at(point, nth);
        return run::move_to_server(workspace, server_->location(), {}) ? 0 : kRefused;
    });
    if (!ended.is_killed() && !ended.has_code(0))
        return fail(Code::Invalid, fmt::format("the move ended with status {}", ended.status));
    open();
    if (workspace().is_shared()) return {};
    TRY_VOID(run::move_to_server(workspace(), server_->location(), {}));
    workspace_.reset();
    open();
    return {};
}

}  // namespace bw::sim
