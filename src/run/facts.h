// The facts of one cut, opened for questions: explain, preview, test runs. Reads only.
#pragma once

#include "flow/bill/tariffs.h"
#include "flow/meter/reader.h"
#include "run/workspace.h"

#include <memory>

namespace bw::run {

struct Facts {
    std::unique_ptr<store::Transaction> tx;
    bill::Tariffs tariffs;
    meter::Reader reader;
};
// Errors: a text or an index that was damaged.
Result<std::unique_ptr<Facts>> open_facts(Workspace& workspace, AsOf as_of);

}  // namespace bw::run
