// A table that somebody hands in, row by row: CSV with a header, or JSON Lines (an object a line).
// The same rules for both: a row that breaks one is rejected with its line, the others are handed
// on; a file that is broken as a whole is refused. Memory does not grow with the file.
#pragma once

#include "flow/meter/byte_source.h"
#include "run/company/mapping.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace bw::company {

inline constexpr std::size_t kRejectsShown = 20;
inline constexpr std::int64_t kRejectsMax = 100'000;

struct Reject {
    std::int64_t line = 0;
    std::string reason;
};

// The values of a row in the order of the layout's columns: translated, in the form of their
// column, empty where nothing is said.
struct Row {
    std::int64_t line = 0;
    std::vector<std::string> values;
};

struct Tally {
    std::int64_t bytes = 0;  // unpacked
    std::int64_t received = 0, accepted = 0, rejected = 0;
    std::vector<Reject> rejects;  // the first ones
};

// Where rows go: those of a table, or what a kind of file makes of them.
template <typename R>
struct Sink {
    // An Error rejects the row; one that is Refused refuses the file.
    std::function<Result<void>(const R&)> add;
    std::function<void(const Reject&)> on_reject;  // each one
    std::size_t shown = kRejectsShown;             // how many rejects the tally holds
};
// Told before some rows are added, so that what they name can be looked up at once.
using Expect = std::function<void(std::span<const Row>)>;

// Error (Refused), with FILE:LINE as subject (`name` is the file's): a column is missing or
// unknown, the file is broken or cut off, over a limit, none of its rows can be taken, or `add`
// said so.
Result<void> read_table(meter::ByteSource& source, const std::string& name, const Mapping& mapping,
                        Tally& tally, const Sink<Row>& sink, const Expect& expect = {});

}  // namespace bw::company
