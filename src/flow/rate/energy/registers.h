// Consumption from register reads: what the counter went on by between the ends of the supplied
// days, rollover included. Internal. The rules, in their order:
//
// 1. An estimate that a later read contradicts (the counter would have run backwards) is put right:
//    it shares by days what was used between the reads around it. Every other step backwards is an
//    Error: an exchanged meter, or a typing error, is no use to be billed or paid out.
// 2. Where the supply begins or ends (a move) the nearest read within kReadWindowDays stands for
//    that day; what lies beyond it is somebody else's. Without one there is a gap.
// 3. Where only the schedule begins or ends (a change of plan) it is the same, but without a near
//    read the use between the reads around the day is shared by days.
// 4. At the other ends, those of months, the nearest read within kReadWindowDays stands for the
//    end, else the last one before it, else the first one after: what is read later is billed
//    later, and the days go from read to read. Days that lie within two reads tell of no use, and
//    that is no gap: those that hold the later read have it. As long as no later one is known, or
//    where the days need one of their own, it is a gap.
//
// Counters that were exchanged, and factors of transformers, are those of the service point's
// device rows (books/customers/devices.h): what the counters showed at an exchange are reads, and
// what a counter goes on by is taken times the factor of its days. Where only the factor changes,
// once or often, the same counter goes on: after rule 1, its nearest read within kReadWindowDays
// stands for the day, else the use between its reads around the day is shared by days. An exchange
// without a read of both counters within kReadWindowDays is a gap.
//
// Shares are exact to 1e-9 of the charge's unit. As the read of an end depends on the end alone,
// periods that touch share it and nothing is billed twice or never.
#pragma once

#include "flow/rate/energy/counter.h"

namespace bw::rate {

struct RegisterDays {
    Period supplied;     // what is asked for
    Period priced = {};  // days without a break by the same schedule; empty: no change is near
    Period supply = {};  // days without a break for the same customer; empty: no move is near
    std::span<const customers::Device> devices = {};  // of the service point
    bool trusts_customers = false;  // their reads are measured, not put right by others
    bool needs_read = false;        // of their own: nothing after these days makes up for them
};

struct RegisterUse {
    Period days;                     // from read to read, inside the supply
    Decimal quantity;                // in the unit that was asked for
    std::vector<CountedStep> steps;  // that sum to it
    std::int64_t reads = 0;          // differences that were summed
    std::int64_t estimated = 0;      // of the reads that ended them, not Actual or Final
    std::optional<Note> note;        // the reads it lies between, or the days it was told for
    std::optional<note::Gap> gap;    // why it tells nothing, or not all that was used
};

Result<RegisterUse> register_use(const meter::RegisterColumn& column, std::string_view unit,
                                 const RegisterDays& days, const Zone& zone);

// The same use, opened: the reads that it goes by, from the first to the last.
struct CountedReads {
    Period days;  // of RegisterUse
    std::vector<UsedRead> reads;
};
Result<CountedReads> counted_reads(const meter::RegisterColumn& column, std::string_view unit,
                                   const RegisterDays& days, const Zone& zone);

}  // namespace bw::rate
