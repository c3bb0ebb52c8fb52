// The commands of `template`.
#pragma once

#include "apps/billwright/app.h"

namespace bw::app {

void add_template_commands(CLI::App& cli, Context& context);  // template check|preview|show|..
void add_template_release_commands(CLI::App& group, Context& context);  // release|list

}  // namespace bw::app
