// A workspace moves from its file to a PostgreSQL server: every row of every table, proven by
// counts and hashes, then one switch. Usage and archive stay where they are.
#pragma once

#include "platform/store/copy.h"
#include "run/workspace.h"

#include <functional>
#include <string>
#include <vector>

namespace bw::run {

struct StoreCopy {
    std::vector<store::TableContent> tables;  // the same on both sides
    bool was_there = false;                   // copied by an earlier attempt: only compared
    std::string from, to;                     // without a password
};

// All or nothing: the server commits once, after the comparison; until workspace.yaml stands, the
// workspace keeps its file. Killed anywhere, it is called again. Nobody may write meanwhile, and
// whoever waits to write into the file finds it closed. Conflict: a run is carried on at this
// moment; Duplicate: the schema holds something else. The file stays, unused. Progress is in rows,
// each counted when it is read here and when it is read there.
Result<StoreCopy> move_to_server(
    Workspace& workspace, const std::string& address,
    const std::function<void(std::int64_t done, std::int64_t all)>& progress);

}  // namespace bw::run
