// How exceptions, and accounts that are not billed, are shown: the same of a run, of a test run and
// of what bulk acts choose.
#pragma once

#include "apps/billwright/app.h"
#include "flow/bill/store.h"

#include <span>

namespace bw::app {

void write_causes(json::Writer& json, std::span<const bill::CauseCount> causes);
void write_exceptions(json::Writer& json, std::span<const bill::ExceptionRow> rows);
void write_not_billed(json::Writer& json, std::span<const bill::NotBilledCount> counts);

// Each begins with an empty line; nothing where there is nothing.
void print_causes(std::span<const bill::CauseCount> causes);
void print_not_billed(std::span<const bill::NotBilledCount> counts);
// The first ones of `total`.
void print_exceptions(std::span<const bill::ExceptionRow> rows, std::int64_t total);

}  // namespace bw::app
