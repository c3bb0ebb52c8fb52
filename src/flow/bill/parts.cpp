#include "flow/bill/parts.h"

#include <algorithm>
#include <utility>

namespace bw::bill {
namespace {

bool has_parts(const Invoice& invoice) {
    return std::ranges::any_of(invoice.supplies, [&](const SupplyPoint& supply) {
        return supply.site != invoice.supplies.front().site;
    });
}

std::optional<Address> address_of(const Invoice& invoice, const Part& part) {
    std::optional<Address> address;
    for (const auto index : part.lines) {
        const auto* supply = supply_of(invoice, invoice.lines[index]);
        if (supply == nullptr || (address && *address != supply->address)) return std::nullopt;
        address = supply->address;
    }
    return address;
}

}  // namespace

const SupplyPoint* supply_of(const Invoice& invoice, const InvoiceLine& line) {
    if (line.supply < 0 || std::cmp_greater_equal(line.supply, invoice.supplies.size()))
        return nullptr;
    return &invoice.supplies[static_cast<std::size_t>(line.supply)];
}

std::vector<Part> parts_of(const Invoice& invoice) {
    std::vector<Part> parts;
    if (!has_parts(invoice)) return parts;
    const Money nothing{0, invoice.currency};
    for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
        const auto& line = invoice.lines[i];
        const auto* supply = supply_of(invoice, line);
        const std::string site = supply == nullptr ? std::string() : supply->site;
        auto part = std::ranges::find(parts, site, &Part::site);
        if (part == parts.end()) part = parts.insert(parts.end(), {site, {}, {}, nothing, nothing});
        part->lines.push_back(i);
        // Bounded: the bill sums the same lines.
        part->net.minor += line.net.minor;
        auto& gross = part->gross;
        if (!line.gross) gross.reset();
        else if (gross) gross->minor += line.gross->minor;
    }
    for (auto& part : parts)
        if (!part.site.empty()) part.address = address_of(invoice, part);
    return parts;
}

}  // namespace bw::bill
