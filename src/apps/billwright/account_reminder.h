// account reminder.
#pragma once

#include "apps/billwright/app.h"

namespace bw::app {

void add_account_reminder(CLI::App& group, Context& context);

}  // namespace bw::app
