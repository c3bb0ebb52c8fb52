// Options of quotes, of every command that makes some.
#pragma once

#include "run/quote/load.h"

#include <map>
#include <string>

namespace CLI {
class App;
}

namespace bw::app {

// "--fact NAME=VALUE", again and again. What is read goes to `facts`, which must outlive the
// command.
void add_facts(CLI::App& command, std::map<std::string, std::string>& facts);
// "--load '350 kWh per month'".
void add_load(CLI::App& command, run::Load& load);

}  // namespace bw::app
