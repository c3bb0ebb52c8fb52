// Monthly water register reads as a CSV file: the counter at the beginning of each month.
#pragma once

#include "apps/demo/book.h"
#include "apps/demo/output.h"
#include "base/civil.h"

namespace bw::demo {

class RegistersWriter {
public:
    // Error: the zone is not on this machine.
    static Result<RegistersWriter> make(const Options& options);
    void begin(Output& output);
    // The read at the end of local month n (from 0); with the first month also the one at its
    // beginning.
    void point(Output& output, const Account& account, const Subscription& subscription, int month);

private:
    explicit RegistersWriter(const Options& options) : options_(options) {}
    void read(Output& output, const Account& account, const Subscription& subscription,
              int months_on);

    const Options& options_;
    Zone zone_;
};

}  // namespace bw::demo
