// account reminder|advances: letters beside the bills.
#pragma once

#include "apps/billwright/app.h"

namespace bw::app {

void add_account_letters(CLI::App& group, Context& context);

}  // namespace bw::app
