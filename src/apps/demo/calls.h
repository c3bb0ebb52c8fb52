// Call, message and data records of mobile numbers as a CSV file, as a switch would hand them over.
#pragma once

#include "apps/demo/book.h"
#include "apps/demo/output.h"
#include "base/civil.h"

namespace bw::demo {

class CallsWriter {
public:
    // Error: the zone is not on this machine.
    static Result<CallsWriter> make(const Options& options);
    void begin(Output& output);
    // The records of one number in local month n (from 0), in the order of time.
    void number(Output& output, const Account& account, const Subscription& subscription,
                int month);

private:
    explicit CallsWriter(const Options& options) : options_(options) {}
    struct Record;
    Record make_record(Random& random, Period days, bool is_large) const;
    void stories(std::int64_t position, int month, std::vector<Record>& records) const;

    const Options& options_;
    Zone zone_;
};

}  // namespace bw::demo
