#include "flow/compose/kits/kit.h"

#include "base/check.h"
#include "flow/compose/kits/read.h"

#include <algorithm>

namespace bw::kits {
namespace {

std::vector<Kit> read_shipped() {
    std::vector<Kit> kits;
    for (const auto& file : shipped_files()) {
        auto kit = read_kit(file.text, file.name);
        CHECK(kit.has_value());  // a test reads each of them
        kits.push_back(std::move(*kit));
    }
    std::ranges::sort(kits, {}, &Kit::name);
    return kits;
}

}  // namespace

const std::vector<Kit>& shipped() {
    static const std::vector<Kit> kKits = read_shipped();
    return kKits;
}

const Kit* find_shipped(std::string_view name) {
    const auto found = std::ranges::find(shipped(), name, &Kit::name);
    return found == shipped().end() ? nullptr : &*found;
}

std::vector<const Kit*> kits_for(std::string_view country, std::span<const std::string> services) {
    std::vector<const Kit*> held;
    for (const auto& kit : shipped()) {
        const bool is_there = std::ranges::find(kit.countries, country) != kit.countries.end();
        const bool is_billed =
            kit.services.empty() || std::ranges::any_of(services, [&](const std::string& service) {
                return std::ranges::find(kit.services, service) != kit.services.end();
            });
        if (is_there && is_billed) held.push_back(&kit);
    }
    return held;
}

}  // namespace bw::kits
