// Kits from outside: read, or refused with a place and a reason.
#include "base/check.h"
#include "flow/compose/kits/check.h"
#include "flow/compose/kits/read.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw;
    const auto kit = kits::read_kit(fuzz::text(data, size), "kit.yaml");
    if (!kit) {
        CHECK(kit.error().subject.starts_with("kit.yaml") && !kit.error().text.empty());
        return 0;
    }
    CHECK(!kit->name.empty() && !kit->countries.empty() && !kit->requirements.empty());
    for (const auto& requirement : kit->requirements)
        CHECK(requirement.is_disclosed == requirement.shows.empty());
    // An empty template shows nothing of it.
    templates::Plan plan;
    plan.channels = {content::Channel::Paper};
    CHECK(kits::shortfalls(plan, *kit).size() >= kit->requirements.size());
    CHECK(kits::undisclosed(*kit, {}).size() <= kit->requirements.size());
    return 0;
}
