// Of the plan and of the files that are made of it, without billing anything.
#include "apps/demo/demo.h"
#include "apps/demo/events/events.h"
#include "apps/demo/events/plan.h"
#include "apps/demo/evidence.h"
#include "testing/temp_dir.h"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace bw::demo {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Options whole() {
    Options options;
    options.accounts = 1000;
    options.months = 13;
    options.events = true;
    return options;
}

// What is made of one seed, by the script alone.
struct Made {
    Plan plan;
    std::int64_t accounts = 0;
    std::vector<File> files;
    std::map<std::string, std::string> bytes;
};
Made make() {
    const bw::testing::TempDir folder;
    const Options options = whole();
    Made made;
    const auto script = events::play(options);
    EXPECT_TRUE(script) << script.error().message();
    if (!script) return made;
    made.plan = script->plan();
    made.accounts = script->accounts();
    made.files = *script->write(folder.path());
    for (const File& file : made.files) {
        std::ifstream in(folder.path() / file.path, std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        made.bytes[file.path] = text.str();
    }
    return made;
}
const Made& standard() {
    static const Made made = make();
    return made;
}

std::set<std::string> accounts_of(const Made& made) {
    std::set<std::string> accounts;
    for (const auto& [path, bytes] : made.bytes) {
        if (!path.ends_with("/accounts.csv")) continue;
        std::istringstream in(bytes);
        std::string line;
        std::getline(in, line);
        while (std::getline(in, line)) accounts.insert(line.substr(0, line.find(',')));
    }
    return accounts;
}

TEST(Events, EachHappensAtLeastFiveTimes) {
    for (const Event event : all_events())
        EXPECT_GE(standard().plan.count(event), 5) << event_words(event);
}

TEST(Events, EachHasWordsOfItsOwn) {
    std::set<std::string_view> words;
    for (const Event event : all_events()) EXPECT_TRUE(words.insert(event_words(event)).second);
}

TEST(Events, EachHasAQuestionOfItsOwn) {
    std::set<std::string> questions;
    for (const Event event : all_events())
        EXPECT_TRUE(questions.insert(question_about(event)).second) << event_words(event);
}

TEST(Events, LieWithinTheMonthsOfTheDemo) {
    for (const Happening& h : standard().plan.happenings) {
        EXPECT_GE(h.day, LocalDate::of(2026, 8, 1)) << h.account;
        EXPECT_LT(h.day, LocalDate::of(2027, 9, 1)) << h.account;
    }
}

TEST(Events, AreOfAccountsThatTheFilesName) {
    const auto accounts = accounts_of(standard());
    EXPECT_EQ(static_cast<std::int64_t>(accounts.size()), standard().accounts);
    // Those without events, and the months of approvals.
    const auto is_other = AnyOf(StartsWith("A-100"), StartsWith("N-100"), StartsWith("20"));
    for (const Happening& h : standard().plan.happenings) {
        if (::testing::Value(h.account, is_other)) continue;
        EXPECT_THAT(accounts, Contains(h.account));
    }
    for (const Decision& d : standard().plan.decisions) EXPECT_THAT(accounts, Contains(d.account));
    for (const Accident& a : standard().plan.accidents) EXPECT_THAT(accounts, Contains(a.account));
}

TEST(Events, SameSeedGivesSamePlanAndBytes) {
    const Made again = make();
    EXPECT_EQ(again.plan.happenings, standard().plan.happenings);
    EXPECT_TRUE(again.bytes == standard().bytes);
}

TEST(Events, WithoutThemThereIsNoPlan) {
    const auto plan = plan_of({});
    ASSERT_TRUE(plan) << plan.error().message();
    EXPECT_TRUE(plan->happenings.empty());
}

TEST(Events, NeedTheWholeDemo) {
    const auto error_of = [](Options options) {
        const auto plan = plan_of(options);
        return plan ? std::string() : plan.error().text;
    };
    Options few = whole();
    few.accounts = 599;
    EXPECT_THAT(error_of(few), HasSubstr("600 accounts or more, 13 months from 2026-08"));
    Options brief = whole();
    brief.months = 12;
    EXPECT_THAT(error_of(brief), HasSubstr("13 months"));
    EXPECT_EQ(error_of(whole()), "");
}

}  // namespace
}  // namespace bw::demo
