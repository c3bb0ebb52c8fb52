// The list of columns of each kind of file. Internal: others ask layout_of().
#pragma once

#include "run/company/columns.h"

namespace bw::company {

const Layout& accounts_layout();
const Layout& meters_layout();
const Layout& attributes_layout();
const Layout& calorific_values_layout();
const Layout& degree_days_layout();
const Layout& profiles_layout();
const Layout& prices_layout();
const Layout& system_peaks_layout();
const Layout& balances_layout();
const Layout& history_layout();

}  // namespace bw::company
