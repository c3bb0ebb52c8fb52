#include "platform/interrupt/interrupt.h"
#include "testing/child.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

namespace bw::interrupt {

TEST(Interrupt, TheFirstSignalAsksTheSecondEnds) {
    for (const int signal : {SIGINT, SIGTERM}) {
        const auto ended = testing::in_child([&] {
            const Interrupt interrupt;
            if (interrupt.asked()) return 1;
            ::raise(signal);
            if (!interrupt.asked()) return 2;
            ::raise(signal);
            return 3;
        });
        ASSERT_TRUE(WIFSIGNALED(ended.status)) << ended.status;
        EXPECT_EQ(WTERMSIG(ended.status), signal);
    }
}

TEST(Interrupt, NextWorkIsNotAskedAndSignalsDoWhatTheyDid) {
    const auto ended = testing::in_child([] {
        {
            const Interrupt interrupt;
            ::raise(SIGTERM);
        }
        const Interrupt next;
        return next.asked() ? 1 : 0;
    });
    EXPECT_TRUE(ended.has_code(0));
    const auto killed = testing::in_child([] {
        {
            const Interrupt interrupt;
        }
        return ::raise(SIGTERM);
    });
    ASSERT_TRUE(WIFSIGNALED(killed.status));
    EXPECT_EQ(WTERMSIG(killed.status), SIGTERM);
}

}  // namespace bw::interrupt
