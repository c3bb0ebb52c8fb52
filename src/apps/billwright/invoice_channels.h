// The commands `invoice page|mail|sms`.
#pragma once

#include "apps/billwright/app.h"

namespace bw::app {

void add_invoice_channel_commands(CLI::App& invoice, Context& context);

}  // namespace bw::app
