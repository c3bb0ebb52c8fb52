// The parts of a bill for many: the lines of each site (a branch, a cost centre) with their sum.
// Every document and the data snapshot tell the same ones. Pure.
#pragma once

#include "flow/bill/invoice.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace bw::bill {

struct Part {
    std::string site;                 // empty: what stands in no part
    std::optional<Address> address;   // where all of its services are supplied; none: in several
    std::vector<std::size_t> lines;   // indexes, in their order
    Money net;                        // what its lines sum to
    std::optional<Money> gross = {};  // the same with tax, where all lines hold it
};

// In the order of their first lines; empty where all services stand in one part or in none.
std::vector<Part> parts_of(const Invoice& invoice);

// The service that a line is of; null where it is of none.
const SupplyPoint* supply_of(const Invoice& invoice, const InvoiceLine& line);

}  // namespace bw::bill
