// tariff summary: what a customer reads before he signs.
#pragma once

#include "apps/billwright/app.h"

namespace bw::app {

void add_tariff_summary(CLI::App& group, Context& context);

}  // namespace bw::app
