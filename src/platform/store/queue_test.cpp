#include "platform/store/jobs.h"
#include "platform/store/migration.h"
#include "platform/store/outbox.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

namespace bw::store {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr TenantId kTenant{1};
constexpr Instant at(std::int64_t second) { return Instant::from_seconds(second); }

class Queue : public testing::OnBothStores {
protected:
    Queue() {
        EXPECT_TRUE(migrate(*database_, platform_schema()).has_value());
        tx_ = database_->begin(Access::Write);
    }
    bool add(std::string_view key, int second = 0, int attempts_max = 5) {
        return enqueue(*tx_, kTenant, {"bill", key, "{}", at(second), attempts_max});
    }
    std::vector<Job> take(std::string_view worker, int now, int until, int limit = 10) {
        return lease(*tx_, {kTenant, "bill", worker, at(now), at(until), limit});
    }

    std::unique_ptr<Database> database_ = open(location()).value();
    std::unique_ptr<Transaction> tx_;
};
ON_BOTH_STORES(Queue);

TEST_P(Queue, OldestJobsAreLeasedFirstAndOnce) {
    EXPECT_TRUE(add("c", 1));
    EXPECT_TRUE(add("b", 2));
    EXPECT_TRUE(add("a", 2));
    EXPECT_TRUE(add("later", 100));
    EXPECT_FALSE(add("c", 1));
    EXPECT_THAT(take("w1", 10, 20, 2), ElementsAre(Field(&Job::key, "c"), Field(&Job::key, "a")));
    EXPECT_THAT(take("w2", 10, 20), ElementsAre(Field(&Job::key, "b")));
    EXPECT_THAT(take("w2", 10, 20), IsEmpty());
    EXPECT_THAT(take("w2", 10, 20, -1), IsEmpty());
    const JobCounts counts = count_jobs(*tx_, kTenant, "bill");
    EXPECT_EQ(counts.ready, 1);
    EXPECT_EQ(counts.leased, 3);
}

TEST_P(Queue, DoneJobIsKnownForEver) {
    add("a");
    const auto jobs = take("w", 1, 20);
    EXPECT_TRUE(complete(*tx_, jobs.at(0), "w"));
    EXPECT_FALSE(complete(*tx_, jobs.at(0), "w"));
    EXPECT_FALSE(add("a"));
    EXPECT_THAT(take("w", 100, 200), IsEmpty());
    EXPECT_EQ(count_jobs(*tx_, kTenant, "bill").done, 1);
}

TEST_P(Queue, LeaseThatRanOutGoesToTheNextWorker) {
    add("a");
    const Job slow = take("slow", 1, 10).at(0);
    EXPECT_THAT(take("fast", 9, 20), IsEmpty());
    EXPECT_TRUE(extend(*tx_, slow, "slow", at(15)));
    EXPECT_THAT(take("fast", 10, 20), IsEmpty());
    const Job job = take("fast", 15, 30).at(0);
    EXPECT_EQ(job.attempt, 2);
    EXPECT_FALSE(extend(*tx_, slow, "slow", at(99)));
    EXPECT_FALSE(complete(*tx_, slow, "slow"));
    EXPECT_EQ(fail_job(*tx_, slow, "slow", "late", at(99)), JobState::Leased);
    EXPECT_TRUE(complete(*tx_, job, "fast"));
}

TEST_P(Queue, SameWorkerDoesNotCompleteItsOwnOldLease) {
    add("a");
    const Job first = take("w", 1, 10).at(0);
    const Job second = take("w", 10, 20).at(0);
    EXPECT_FALSE(complete(*tx_, first, "w"));
    EXPECT_TRUE(complete(*tx_, second, "w"));
}

TEST_P(Queue, JobIsDeadAfterItsLastAttempt) {
    add("a", 0, 2);
    EXPECT_EQ(fail_job(*tx_, take("w", 1, 10).at(0), "w", "first", at(5)), JobState::Ready);
    EXPECT_THAT(take("w", 4, 10), IsEmpty());
    EXPECT_EQ(fail_job(*tx_, take("w", 5, 10).at(0), "w", "no tariff", at(6)), JobState::Dead);
    EXPECT_THAT(take("w", 50, 60), IsEmpty());
    const auto dead = dead_jobs(*tx_, kTenant, "bill");
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].error, "no tariff");
    EXPECT_EQ(dead[0].attempts, 2);
    EXPECT_TRUE(revive(*tx_, kTenant, "bill", "a", at(60)));
    EXPECT_FALSE(revive(*tx_, kTenant, "bill", "a", at(60)));
    EXPECT_EQ(take("w", 60, 70).at(0).attempt, 1);
}

TEST_P(Queue, JobThatKillsItsWorkersIsDeadToo) {
    add("a", 0, 2);
    take("w1", 0, 10);
    take("w2", 10, 20);
    EXPECT_THAT(take("w3", 20, 30), IsEmpty());
    const auto dead = dead_jobs(*tx_, kTenant, "bill");
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_THAT(dead[0].error, HasSubstr("w2"));
}

TEST_P(Queue, LeaseIsGivenBackByARollback) {
    add("a");
    tx_->commit();
    tx_ = database_->begin(Access::Write);
    EXPECT_EQ(take("w", 1, 10).size(), 1U);
    tx_.reset();
    tx_ = database_->begin(Access::Write);
    EXPECT_EQ(take("w", 1, 10).size(), 1U);
}

class Outbox : public Queue {
protected:
    bool put_one(std::string_view key, int second = 0) {
        return put(*tx_, kTenant, {"email", key, "payload", at(second)});
    }
    std::vector<Message> take_some(int now, int until) {
        return take_unsent(*tx_, {kTenant, "email", at(now), at(until)});
    }
};
ON_BOTH_STORES(Outbox);

TEST_P(Outbox, MessageIsPutOnceAndTakenInOrder) {
    EXPECT_TRUE(put_one("b", 2));
    EXPECT_TRUE(put_one("a", 1));
    EXPECT_FALSE(put_one("a", 1));
    EXPECT_THAT(take_some(5, 10),
                ElementsAre(Field(&Message::key, "a"), Field(&Message::key, "b")));
    EXPECT_THAT(take_some(9, 20), IsEmpty());
    EXPECT_EQ(take_some(10, 20).size(), 2U);  // its sender died
}

TEST_P(Outbox, SentMessageStaysSent) {
    put_one("a");
    const Message message = take_some(1, 10).at(0);
    EXPECT_TRUE(mark_sent(*tx_, message, at(2), "smtp-77"));
    EXPECT_FALSE(mark_sent(*tx_, message, at(3), "smtp-78"));
    EXPECT_FALSE(mark_failed(*tx_, message, "late", at(4)));
    EXPECT_FALSE(mark_refused(*tx_, message, "late", at(4)));
    EXPECT_THAT(take_some(100, 200), IsEmpty());
    EXPECT_FALSE(put_one("a"));
}

TEST_P(Outbox, FailedMessageComesBackAndRefusedOneDoesNot) {
    put_one("a");
    const Message first = take_some(1, 10).at(0);
    EXPECT_TRUE(mark_failed(*tx_, first, "mailbox busy", at(50)));
    EXPECT_THAT(take_some(49, 60), IsEmpty());
    const Message second = take_some(50, 60).at(0);
    EXPECT_EQ(second.attempt, 2);
    EXPECT_FALSE(mark_failed(*tx_, first, "late", at(99)));  // another sender has it
    EXPECT_TRUE(mark_refused(*tx_, second, "no such mailbox", at(51)));
    EXPECT_THAT(take_some(500, 600), IsEmpty());
    const OutboxCounts counts = count_messages(*tx_, kTenant, "email");
    EXPECT_EQ(counts.unsent, 0);
    EXPECT_EQ(counts.sent, 0);
    EXPECT_EQ(counts.refused, 1);
}

}  // namespace
}  // namespace bw::store
