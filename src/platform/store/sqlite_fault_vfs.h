// SQLite's files with faults on purpose: each write and sync asks Faults first. SQLite tests itself
// this way ("How SQLite Is Tested", 3.2). Used only when a store is opened with Faults.
#pragma once

#include "platform/blob/faults.h"

#include <memory>
#include <string>

struct sqlite3_vfs;  // NOLINT(readability-identifier-naming): SQLite's name

namespace bw::store {

class FaultVfs {
public:
    explicit FaultVfs(faults::Faults& faults);
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;
    [[nodiscard]] const char* name() const { return name_.c_str(); }

private:
    std::string name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
};

}  // namespace bw::store
