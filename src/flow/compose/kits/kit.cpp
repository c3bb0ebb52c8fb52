#include "flow/compose/kits/kit.h"

#include "base/check.h"
#include "flow/compose/kits/read.h"

#include <algorithm>
#include <array>

namespace bw::kits {
namespace {

// Of the European Union, since 2020 (Article 52 TEU, less the United Kingdom).
constexpr std::array<std::string_view, 27> kMembers = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"};

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
    const auto holds = [](const auto& words, std::string_view word) {
        return std::ranges::find(words, word) != words.end();
    };
    const bool is_member = holds(kMembers, country);
    std::vector<const Kit*> held;
    for (const auto& kit : shipped()) {
        const bool is_there =
            holds(kit.countries, country) || (is_member && holds(kit.countries, kUnion));
        const bool is_billed =
            kit.services.empty() || std::ranges::any_of(services, [&](const std::string& service) {
                return holds(kit.services, service);
            });
        if (is_there && is_billed) held.push_back(&kit);
    }
    return held;
}

}  // namespace bw::kits
