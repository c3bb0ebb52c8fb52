// Templates from outside: read, checked, and where they can be used, filled with a bill on every
// channel that they announce.
#include "flow/compose/data/facts.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/templates/compile.h"
#include "flow/compose/templates/fill.h"
#include "input.h"

#include <array>
#include <string_view>
#include <vector>

namespace {

using namespace bw;

const bill::Invoice& invoice() {
    static const bill::Invoice made = compose::samples::electricity("en");
    return made;
}

void fill(const templates::Plan& plan) {
    const auto facts = data::Facts::make(invoice()).value();
    templates::Filler filler(plan);
    for (const auto channel : plan.channels) {
        if (channel == content::Channel::Sms)
            static_cast<void>(filler.message({facts.get()}, facts->format()));
        else static_cast<void>(filler.document({facts.get()}, facts->format(), channel));
    }
}

}  // namespace

// The input is a template and, each behind a zero byte, the texts that come with it in every
// language, enrich.yaml, a table and a drawing.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array<std::string_view, 8> kNames = {
        "bill.xml",     "texts/en.yaml", "enrich.yaml",   "tables/t.csv",
        "images/a.svg", "texts/de.yaml", "texts/it.yaml", "texts/es.yaml"};
    constexpr std::size_t kParts = 5;
    auto rest = fuzz::text(data, size);
    std::vector<compose::SourceFile> files;
    for (std::size_t i = 0; i < kParts; ++i) {
        const auto zero = rest.find('\0');
        const auto part = rest.substr(0, zero);
        if (i == 0 || !part.empty()) files.push_back({kNames[i], part});
        if (i == 1 && !part.empty())
            for (std::size_t other = kParts; other < kNames.size(); ++other)
                files.push_back({kNames[other], part});
        if (zero == std::string_view::npos) break;
        rest.remove_prefix(zero + 1);
    }
    const auto compiled = templates::compile(files);
    if (compiled.plan) fill(*compiled.plan);
    return 0;
}
