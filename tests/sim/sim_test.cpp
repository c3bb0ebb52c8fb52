// A year of a company, invented from a seed, lived twice: undisturbed and in trouble. Laws hold
// after each step, both worlds are equal after each bill run, and what stands billed is what was
// used. README.md says more.
//   sim_test [--seed N] [--seeds N] [--months N] [--accounts N] [--store sqlite|postgresql|moving]
//            [--trouble PERCENT] [--log FILE]
// A seed that fails is printed with the months it needs, and with its story.
// BILLWRIGHT_SIM_BREAK=ACT plants a mistake: once such a step was done, the disturbed world's books
// are off by a cent (replay_test.py).
#include "author.h"
#include "flow/bill/store.h"
#include "laws.h"
#include "run/verify.h"
#include "world.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <map>
#include <string_view>

namespace bw::sim {
namespace {

struct Options {
    std::uint64_t seed = 1;
    int seeds = 1;
    int months = 12;
    int accounts = 30;
    int trouble_percent = 30;
    testing::StoreKind store = testing::StoreKind::Sqlite;
    bool moves = false;  // from a file to a server, halfway
    std::string log;
    std::string broken_by;  // the kind of step; empty: nothing is planted
};

std::string findings_of(run::Workspace& workspace) {
    const auto verified = run::verify(workspace, {});
    if (!verified) return verified.error().message();
    return verified->findings.empty() ? std::string() : verified->findings.front();
}

std::int64_t count_documents(run::Workspace& workspace) {
    const auto tx = workspace.database->begin(store::Access::Read);
    return bill::count_invoices(*tx, workspace.tenant, {}).invoices;
}

// Of the last entry that was booked.
void lose_a_cent(run::Workspace& workspace) {
    const auto tx = workspace.database->begin(store::Access::Write);
    tx->execute("UPDATE posting SET amount_minor = amount_minor - 1 WHERE line = 1 AND "
                "journal_entry_id = (SELECT MAX(journal_entry_id) FROM posting)");
    tx->commit();
}

class Simulation {
public:
    Simulation(const Options& options, std::uint64_t seed)
        : options_(options), author_(seed, options.accounts), random_(~seed), calm_(options.store),
          stormy_(options.store) {}

    // Empty: all is well.
    std::string run() {
        while (author_.months() < options_.months)
            if (auto why = month(); !why.empty()) return why;
        if (auto why = chapter(author_.last_chapter()); !why.empty()) return why;
        if (const auto held = held_accounts(calm_.workspace()); !held.empty())
            return "everything came in, and yet there is held:\n" + held;
        auto why = broken_counters(calm_.workspace(), author_.truth());
        return why.empty() ? unexplained(stormy_.workspace()) : why;
    }
    [[nodiscard]] int months() const { return author_.months(); }
    [[nodiscard]] const std::string& story() const { return story_; }
    [[nodiscard]] std::string summary() const {
        std::string acts;
        for (const auto& [act, count] : acts_) acts += fmt::format(", {} {}", act_name(act), count);
        return fmt::format("{} months, {} documents, {} times held; {} killed, {} failed{}",
                           months(), documents_, held_, stormy_.killed(), stormy_.failed(), acts);
    }

private:
    std::string month() {
        if (options_.moves && !has_moved_ && author_.months() * 2 >= options_.months) {
            has_moved_ = true;
            if (const auto moved = stormy_.move_to_server(random_); !moved)
                return "the store moves: " + moved.error().message();
        }
        return chapter(author_.next_chapter());
    }

    std::string chapter(const std::vector<Step>& steps) {
        for (const auto& step : steps)
            if (auto why = play(step); !why.empty()) return why;
        for (World* world : {&calm_, &stormy_})
            if (auto why = findings_of(world->workspace()); !why.empty())
                return fmt::format("{} world: verify: {}",
                                   world == &calm_ ? "undisturbed" : "disturbed", why);
        auto why = first_difference(everything(calm_.workspace()), everything(stormy_.workspace()));
        if (!why.empty()) return "the worlds differ in " + why;
        const auto held = held_accounts(calm_.workspace());
        held_ += std::ranges::count(held, '\n');
        documents_ = count_documents(calm_.workspace());
        if (why = broken_decision(calm_.workspace(), author_.truth()); !why.empty()) return why;
        return broken_truth(calm_.workspace(), author_.truth(), steps.back().until);
    }

    std::string play(const Step& planned) {
        ++acts_[planned.act];
        const Step step = calm_.decide(planned);
        story_ += to_text(step, options_.log.empty() ? Length::Short : Length::Whole);
        const auto documents = count_documents(calm_.workspace());
        const auto work = calm_.play(step);
        if (!work) return "undisturbed world: " + work.error().message();
        if ((step.waits || step.act == Act::Discard) &&
            count_documents(calm_.workspace()) != documents)
            return "nobody approved it, and yet there are documents";
        // Its own count of payments goes on, too.
        static_cast<void>(stormy_.decide(planned));
        const bool is_troubled =
            !work->is_none() &&
            random_.chance(static_cast<std::uint64_t>(options_.trouble_percent), 100);
        const auto done =
            is_troubled ? stormy_.play_in_trouble(step, *work, random_) : calm_step(step);
        if (is_troubled) story_ += "# disturbed: " + stormy_.troubles() + "\n\n";
        if (!done) return "disturbed world: " + done.error().message();
        if (act_name(step.act) == options_.broken_by) lose_a_cent(stormy_.workspace());
        if (auto why = broken_law(stormy_.workspace()); !why.empty())
            return "disturbed world: " + why;
        return {};
    }

    Result<void> calm_step(const Step& step) {
        TRY_VOID(stormy_.play(step));
        return {};
    }

    const Options& options_;
    Author author_;
    Random random_;
    World calm_, stormy_;
    std::string story_;
    std::map<Act, int> acts_;
    std::int64_t held_ = 0, documents_ = 0;
    bool has_moved_ = false;
};

bool run_seed(const Options& options, std::uint64_t seed) {
    Simulation simulation(options, seed);
    std::string why;
    try {
        why = simulation.run();
    } catch (const std::exception& error) {
        why = error.what();
    }
    if (!options.log.empty()) std::ofstream(options.log) << simulation.story();
    fmt::print("seed {}: {}: {}\n", seed, simulation.summary(), why.empty() ? "fine" : "FAILED");
    std::fflush(stdout);
    if (why.empty()) return true;
    if (options.log.empty()) fmt::print("{}", simulation.story());
    // A store moves halfway through all of its months.
    fmt::print("seed {} FAILED, with --seed {} --months {} --accounts {} --trouble {}{}: {}\n",
               seed, seed, options.moves ? options.months : simulation.months(), options.accounts,
               options.trouble_percent,
               options.moves                                   ? " --store moving"
               : options.store == testing::StoreKind::Postgres ? " --store postgresql"
                                                               : "",
               why);
    return false;
}

// The whole of the text as a number.
template <typename Number>
bool take_number(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

bool take_store(std::string_view name, Options& options) {
    options.moves = name == "moving";
    options.store =
        name == "postgresql" ? testing::StoreKind::Postgres : testing::StoreKind::Sqlite;
    return name == "sqlite" || name == "postgresql" || name == "moving";
}

// False: there is no such word, or not with this value.
bool take(std::string_view word, std::string_view value, Options& options) {
    if (word == "--seed") return take_number(value, options.seed);
    if (word == "--seeds") return take_number(value, options.seeds);
    if (word == "--months") return take_number(value, options.months);
    if (word == "--accounts") return take_number(value, options.accounts);
    if (word == "--trouble") return take_number(value, options.trouble_percent);
    if (word == "--store") return take_store(value, options);
    options.log = value;
    return word == "--log";
}

}  // namespace
}  // namespace bw::sim

int main(int argc, char** argv) {
    bw::sim::Options options;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view word = argv[i];
        if (i + 1 < argc && bw::sim::take(word, argv[i + 1], options)) continue;
        fmt::print(stderr, "{}: not understood; the words are in sim_test.cpp\n",
                   fmt::join(argv + i, argv + std::min(i + 2, argc), " "));
        return 2;
    }
    if (const char* const act = std::getenv("BILLWRIGHT_SIM_BREAK")) options.broken_by = act;
    int failed = 0;
    for (int i = 0; i < options.seeds; ++i)
        failed += bw::sim::run_seed(options, options.seed + static_cast<std::uint64_t>(i)) ? 0 : 1;
    fmt::print("{} passed, {} failed\n", options.seeds - failed, failed);
    return failed == 0 ? 0 : 1;
}
