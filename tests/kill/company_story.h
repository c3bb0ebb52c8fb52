// What a small company does in two months, beside its first bill run: money comes in and goes out,
// prices and readings are corrected, persons decide about bills. Each step is a command of the
// program that may be killed and done again.
#pragma once

#include "month.h"
#include "places.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bw::kill {

using Words = std::vector<std::string>;

// Where a step may be killed: a point, and which of the times that the step reaches it.
struct Where {
    std::string point;
    int first = 1, last = 1;
};

struct StoryStep {
    Words command;
    std::vector<Where> kills;
    // After a kill, in this order until one of them does it; none: the command again.
    std::vector<Words> mends = {};
    // Decided twice it were two decisions: who was killed looks first whether it is there.
    bool is_decision = false;
};

// One month billed; beside the first place the files that the story brings in.
Result<void> make_company(const Places& places, Surroundings& s);
std::vector<StoryStep> company_story(const Places& places);

// Batches, of which each import and each decision is one.
std::int64_t count_batches(const std::filesystem::path& root, Surroundings& s);
// What the story leaves, times of work left out; and what verify says. Empty of alarms.
std::string what_is_left(const std::filesystem::path& root, Surroundings& s);

}  // namespace bw::kill
