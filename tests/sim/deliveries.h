// Hands in what was used, as meters and switches do: in files of some days, some of it late,
// missing, estimated, twice, corrected.
#pragma once

#include "base/random.h"
#include "story.h"
#include "truth.h"

#include <string>
#include <utility>
#include <vector>

namespace bw::sim {

class Deliveries {
public:
    Deliveries(Random& random, Truth& truth) : random_(random), truth_(truth) {}

    // Of the month, for each place that is there.
    std::vector<Step> month(const Period& month);
    // What was left out so far: some of it, or all.
    enum class Share { Some, All };
    std::vector<Step> late(LocalDate on, Share share);
    // Other values for days or calls that were handed in; a file that came before.
    std::vector<Step> corrections(LocalDate on);
    // The counter of a place is read when others move in.
    Step read_at_move(Place& place, LocalDate day);
    // The program fills what is missing in the month.
    void expect_guesses(const Period& month);
    // From that day on its meter tells shorter intervals.
    static void exchange(Place& place, LocalDate day);

private:
    enum class Quality { Actual, Estimated, Impossible };
    Step file(LocalDate on, const std::string& text);
    void add_day(std::string& text, Place& place, LocalDate day, Quality quality);
    void add_missing_day(std::string& text, const Place& place, LocalDate day) const;
    Step days(const Period& days);
    Step reads(LocalDate end);
    Step calls(const Period& month);
    std::string call_row(const Place& place, const std::string& id) const;
    void run_water(Place& place, std::int64_t tenths);

    Random& random_;
    Truth& truth_;
    int files_ = 0;
    int ids_ = 0;
    std::vector<std::pair<std::string, LocalDate>> owed_days_;     // place and day
    std::vector<std::pair<std::string, std::string>> owed_calls_;  // place and record
    std::vector<std::string> owed_reads_;                          // rows
    std::vector<std::pair<std::string, std::string>> known_calls_;
    std::vector<std::pair<std::string, LocalDate>> known_days_;
    std::vector<std::string> texts_;  // of files that came
    std::map<std::string, Call> unsent_;
};

}  // namespace bw::sim
