// Every amount explains itself (law 11): a line opened into quantity x price, window, tier, days,
// the readings behind it and the clause of the tariff. The detail is computed again as of the
// invoice's own cut; a difference is an alarm.
#pragma once

#include "flow/bill/biller.h"
#include "flow/meter/estimates/fill.h"
#include "platform/store/batch.h"
#include "run/bill_run.h"
#include "run/workspace.h"

#include <string>
#include <vector>

namespace bw::run {

// What one day added to the line: readings of intervals inside its window.
struct DayShare {
    LocalDate day;
    Decimal quantity;
    std::int64_t readings = 0;
};
// A read of a counter that the line goes by, or a use that came as such.
struct ReadShare {
    rate::UsedRead read;
    std::optional<LocalTime> since;  // of a use
    LocalTime local;
    Batch batch;       // 0 where nobody read, but a change of plan lies
    std::string file;  // that brought it
};
struct EventShare {
    Instant at;
    LocalTime local;
    std::string destination;
    std::string words;         // "connection 0.15 + 60 s x 0.10/min, deck EUROPE, prefix +43"
    std::string deck, prefix;  // empty where no deck priced it
    Decimal amount;
};
// Values that nobody measured, filled by one method.
struct EstimateShare {
    meter::Method method = meter::Method::Neighbours;
    Span span;
    std::int64_t readings = 0;
    Batch batch;
    bool is_read = false;  // of a counter, or a use: at the end of the span
};
struct SourceFile {
    Batch batch;
    std::string name;  // of the imported file
    Instant imported_at;
    std::uint64_t block_hash = 0;
    std::vector<store::BatchRow> before;  // of readings that waited: the files that brought them
};

struct LineExplanation {
    bill::StoredLine line;
    Money amount;  // as its tariff states it, with tax or without; in the sign of the document
    Money net;     // of a gross amount its part of the net
    bool agrees = true;    // the recomputation gives the same piece
    std::string mismatch;  // what differs, when it does not
    std::vector<std::string> sentences;
    std::vector<DayShare> days;    // of what intervals measured
    std::vector<ReadShare> reads;  // of a counter, in order of time
    std::vector<EventShare> events;
    std::vector<SourceFile> sources;
    std::vector<EstimateShare> estimates;  // of the line's days and channel
};
struct Explanation {
    bill::InvoiceRow invoice;
    std::string language;  // of the sentences
    std::string account;
    std::vector<LineExplanation> lines;
};

struct Question {
    std::string invoice;          // its number
    int line = 0;                 // 0: all lines
    std::string language = "en";  // see text::tongue_of
};
// NotFound when there is no such invoice or line.
Result<Explanation> explain(Workspace& workspace, const Question& question);

// What billing the account now would give, by the code that bills; nothing is written.
struct Preview {
    bill::Outcome outcome;
    customers::BillingAccount account;
};
Result<Preview> preview(Workspace& workspace, const std::string& account, LocalDate until,
                        LocalDate issued_on, const std::set<bill::Cause>& released);

}  // namespace bw::run
