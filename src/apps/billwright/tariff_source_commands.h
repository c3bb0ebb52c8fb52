// The commands of `tariff` for tariffs of other people.
#pragma once

#include "apps/billwright/app.h"

namespace bw::app {

// convert, coverage
void add_tariff_source_commands(CLI::App& tariff, Context& context);

}  // namespace bw::app
