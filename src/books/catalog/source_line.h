// Where a record stands in its text: kept for clauses and errors, no part of its value.
#pragma once

namespace bw::catalog {

struct SourceLine {
    int number = 0;  // counts from 1; 0: not from a text
    // Two records are the same whatever line they stand on: parse(print(x)) == x.
    friend constexpr bool operator==(SourceLine, SourceLine) { return true; }
};

}  // namespace bw::catalog
