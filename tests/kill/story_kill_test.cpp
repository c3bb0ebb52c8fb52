// Kills the program at seeded points of each command of a company's story (company_story.h): money
// that comes in, imports, decisions, approval, the bill runs between. Then the command is repeated,
// and all that the story leaves is compared with an undisturbed one.
//   story_kill_test PROGRAM [--kills N] [--seed S] [--store sqlite|postgresql]
// A failing point is printed and replays with its seed.
#include "base/random.h"
#include "child.h"
#include "company_story.h"
#include "points.h"

#include <fmt/format.h>

#include <sstream>

namespace bw::kill {
namespace {

namespace fs = std::filesystem;

std::string first_difference(const std::string& expected, const std::string& found) {
    std::istringstream a(expected), b(found);
    for (std::string x, y;;) {
        const bool more_a = !!std::getline(a, x), more_b = !!std::getline(b, y);
        if (!more_a && !more_b) return {};
        if (more_a != more_b || x != y)
            return fmt::format("undisturbed it leaves\n  {}\nand not\n  {}", more_a ? x : "no more",
                               more_b ? y : "no more");
    }
}

// What became of a step that was killed and mended in a copy of the company.
struct Tried {
    std::string point, why;  // empty: it was mended
    std::string left;
};

class Test {
public:
    explicit Test(const Options& options)
        : options_(options), places_(options.on_server), random_(options.seed) {}

    int run() {
        if (const auto made = make_company(places_, s_); !made)
            return give_up("the workspace could not be made: " + made.error().message());
        const auto steps = company_story(places_);
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (const auto why = play(steps[i], kills_of(i, steps.size())); !why.empty())
                return give_up(fmt::format("undisturbed, step {} {}", i + 1, why));
        for (const char* meant : {"allocation:1", " release ", " exclude ", "approved grace"})
            if (left_.find(meant) == std::string::npos)
                return give_up(fmt::format("{} is not in the story:\n{}", meant, left_));
        const bool is_enough = tally_.report();
        fmt::print("{} passed, {} failed\n", options_.kills - failed_, failed_);
        return failed_ == 0 && is_enough && options_.kills > 0 ? 0 : 1;
    }

private:
    static int give_up(const std::string& why) {
        fmt::print("{}\n", why);
        return 1;
    }

    // They are shared out among the steps, so that few reach every one.
    [[nodiscard]] int kills_of(std::size_t step, std::size_t steps) const {
        const auto all = static_cast<std::size_t>(options_.kills);
        return static_cast<int>(all / steps + (step < all % steps ? 1 : 0));
    }

    // First in copies, killed and mended, then undisturbed. Empty: undisturbed, it is done.
    std::string play(const StoryStep& step, int kills) {
        std::vector<Tried> tried;
        const std::int64_t before = count_batches(places_.first(), s_);
        for (int i = 0; i < kills; ++i) tried.push_back(kill(step, before));
        const auto ended = call(places_.first(), step.command, "");
        if (!is_done(ended)) return fmt::format("ended with status {}", ended.status);
        left_ = what_is_left(places_.first(), s_);
        if (left_.find("ALARM") != std::string::npos) return "leaves this:\n" + left_;
        for (auto& t : tried) {
            if (t.why.empty()) t.why = first_difference(left_, t.left);
            if (t.why.empty()) continue;
            ++failed_;
            fmt::print("FAILED {} at {} (seed {}): {}\n", name_of(step), t.point, options_.seed,
                       t.why);
        }
        return {};
    }

    Tried kill(const StoryStep& step, std::int64_t batches_before) {
        const Where& where = step.kills[random_.below(step.kills.size())];
        Tried tried{
            fmt::format("{}:{}", where.point, random_.between(where.first, where.last)), {}, {}};
        const fs::path root = places_.copy("killed");
        const auto ended = call(root, step.command, tried.point);
        tally_.add(name_of(step), ended.is_killed());
        if (ended.is_killed()) tried.why = mend(root, step, batches_before);
        else if (!is_done(ended)) tried.why = fmt::format("ended with status {}", ended.status);
        if (tried.why.empty()) tried.left = what_is_left(root, s_);
        places_.remove("killed");
        return tried;
    }

    std::string mend(const fs::path& root, const StoryStep& step, std::int64_t batches_before) {
        if (step.is_decision && count_batches(root, s_) > batches_before) return {};
        const std::vector<Words> again = {step.command};
        for (const auto& command : step.mends.empty() ? again : step.mends)
            if (is_done(call(root, command, ""))) return {};
        return "could not be done again";
    }

    testing::Ended call(const fs::path& root, const Words& words, const std::string& kill_at) {
        Words arguments{"-w", root.string()};
        arguments.insert(arguments.end(), words.begin(), words.end());
        return execute(options_.program, arguments, kill_at);
    }

    // "run approve", "import prices.yaml".
    static std::string name_of(const StoryStep& step) {
        const auto& word = step.command[1];
        if (word.starts_with("--")) return step.command[0];
        return step.command[0] + " " + fs::path(word).filename().string();
    }

    const Options& options_;
    const Places places_;
    Surroundings s_;
    Random random_;
    Tally tally_;
    std::string left_;  // by the story so far, undisturbed
    int failed_ = 0;
};

}  // namespace
}  // namespace bw::kill

int main(int argc, char** argv) { return bw::kill::Test(bw::kill::options_of(argc, argv)).run(); }
