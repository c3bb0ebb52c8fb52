// How exceptions, and accounts that are not billed, are shown: the same of a run, of a test run and
// of what bulk acts choose.
#pragma once

#include "apps/billwright/app.h"
#include "flow/bill/store.h"

#include <span>

namespace bw::app {

void write_causes(json::Writer& json, std::span<const bill::CauseCount> causes);
// An object that is left open, for what else is to be told of it.
json::Writer& begin_exception(json::Writer& json, const bill::ExceptionRow& row);
void write_exceptions(json::Writer& json, std::span<const bill::ExceptionRow> rows);
void write_not_billed(json::Writer& json, std::span<const bill::NotBilledCount> counts);

// Each begins with an empty line; nothing where there is nothing.
void print_causes(std::span<const bill::CauseCount> causes);
void print_not_billed(std::span<const bill::NotBilledCount> counts);
// `since`: what was decided of it since the run; may be empty.
void print_exception(const bill::ExceptionRow& row, std::string_view since);
// That these are the first ones of `total`, where they are not all.
void print_more(std::size_t shown, std::size_t total);
// The first ones of `total`.
void print_exceptions(std::span<const bill::ExceptionRow> rows, std::int64_t total);

}  // namespace bw::app
