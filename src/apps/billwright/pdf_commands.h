// The commands of `pdf`.
#pragma once

#include "apps/billwright/app.h"

namespace bw::app {

void add_pdf_commands(CLI::App& cli, Context& context);  // pdf check

}  // namespace bw::app
