// How a simulation is shown: tables and a histogram for people, JSON, every account as CSV, and the
// spread of the changes as a drawing.
#pragma once

#include "apps/billwright/app.h"
#include "run/simulate/figures.h"

#include <string>

namespace bw::app {

struct Simulated {
    const run::Simulation& simulation;
    const run::Figures& figures;
};
// limit: segments that are shown.
void print_simulation(const Context& context, const Simulated& of, int limit);
std::string simulation_csv(const run::Simulation& simulation);
std::string simulation_svg(const Simulated& of);

// "2026-08 to 2026-10"
std::string months_text(const Period& months);
// "-50.00 to -40.00", "below -50.00", "from 40.00 on"
std::string bin_text(const run::ChangeBin& bin);
// "CANDIDATE: 12 of 18 pay less, 6 more": what the spread shows.
std::string spread_sentence(const run::TariffFigures& of, std::int64_t accounts);

}  // namespace bw::app
