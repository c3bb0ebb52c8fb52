#include "apps/billwright/demo_accidents.h"

#include "books/customers/customers.h"
#include "flow/meter/segments/segment.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <string>
#include <utility>

namespace bw::app {
namespace {

namespace fs = std::filesystem;

// Three deaths bring one account into quarantine (docs/bill-runs.md); what was in work beside it
// may be suspected once.
constexpr int kDeathsMax = 60;

void turn_a_bit(const fs::path& file, std::uint64_t offset) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.exceptions(std::ios::failbit | std::ios::badbit);
    const auto at = static_cast<std::streamoff>(offset);
    const int byte = bytes.seekg(at).get();
    bytes.seekp(at).put(static_cast<char>(byte ^ 1));
}

// The files of readings, as they came in.
std::vector<fs::path> arrivals_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".arrivals") files.push_back(entry.path());
    return files;
}

// The program again: `run resume`, with points of its work at which it ends.
bool is_killed_at(const fs::path& workspace, RunId run, std::string points) {
    // Of the process that asks, and until it has become another one that is this program.
    const std::string program = "/proc/self/exe";
    std::vector<std::string> words = {program, "-w",     workspace.string(),
                                      "run",   "resume", std::to_string(run.value)};
    std::vector<char*> arguments(words.size() + 1);  // the last one is none
    std::ranges::transform(words, arguments.begin(), [](std::string& word) { return word.data(); });
    points.insert(0, "BILLWRIGHT_KILL_AT=");
    std::vector<char*> environment = {points.data()};
    for (char** at = environ; *at != nullptr; ++at) environment.push_back(*at);
    environment.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    for (const int output : {STDOUT_FILENO, STDERR_FILENO})
        ::posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const int error = ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments.data(),
                                    environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw blob::BlobError(program, "start", error);
    int status = 0;
    if (::waitpid(child, &status, 0) < 0) throw blob::BlobError(program, "wait for", errno);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

}  // namespace

std::vector<const demo::Accident*> DemoAccidents::of(int month, demo::Mishap mishap) const {
    std::vector<const demo::Accident*> found;
    for (const auto& accident : plan_.accidents)
        if (accident.month == month && accident.mishap == mishap) found.push_back(&accident);
    return found;
}

Result<std::vector<DemoAccidents::Block>> DemoAccidents::blocks_to_damage(int month) const {
    std::vector<Block> blocks;
    const auto tx = workspace_.database->begin(store::Access::Read);
    for (const auto* accident : of(month, demo::Mishap::DamagedReadings)) {
        const auto point = customers::find_identifier(
            *tx, workspace_.tenant, customers::kServicePoint, accident->service_point);
        if (!point) return fail(Code::NotFound, "no file has named it", accident->service_point);
        blocks.emplace_back().point = point->id;
    }
    return blocks;
}

Result<void> DemoAccidents::damage(int month) {
    auto blocks = TRY(blocks_to_damage(month));
    if (blocks.empty()) return {};
    for (const auto& file : arrivals_in(workspace_.usage())) {
        const auto segment = TRY(meter::Segment::open(file));
        for (Block& block : blocks)
            for (const auto& entry : segment.find(block.point))
                if (entry.month > block.month)
                    block = {block.point, entry.month, file, entry.offset};
    }
    for (const Block& block : blocks) turn_a_bit(block.file, block.offset);
    damaged_ = std::move(blocks);
    return {};
}

void DemoAccidents::restore() {
    for (const Block& block : damaged_) turn_a_bit(block.file, block.offset);
    damaged_.clear();
}

Result<void> DemoAccidents::carry_on_dying(int month, RunId run) {
    std::string points;
    for (const auto* accident : of(month, demo::Mishap::EndsTheProgram))
        points += fmt::format("{}run.account.{}:1", points.empty() ? "" : ",", accident->account);
    if (points.empty()) return {};
    const int before = deaths_;
    while (is_killed_at(workspace_.root, run, points))
        if (++deaths_ - before > kDeathsMax)
            return fail(Code::Conflict, "the accounts that end the program are not quarantined",
                        fmt::format("run {}", run.value));
    return {};
}

}  // namespace bw::app
