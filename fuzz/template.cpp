// Templates from outside: read, checked, and where they can be used, filled with a bill on every
// channel that they announce.
#include "flow/compose/data/facts.h"
#include "flow/compose/samples/sample_bills.h"
#include "flow/compose/templates/compile.h"
#include "flow/compose/templates/fill.h"
#include "input.h"

#include <array>

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

// The input is a template, a zero byte and the texts that come with it in every language.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text(data, size);
    const auto zero = text.find('\0');
    const auto words = zero == std::string_view::npos ? std::string_view() : text.substr(zero + 1);
    const std::array<compose::SourceFile, 5> files = {
        {{"bill.xml", text.substr(0, zero)}, {"texts/en.yaml", words}, {"texts/de.yaml", words}}};
    const auto compiled =
        templates::compile(std::span(files).first(words.empty() ? 1 : files.size()));
    if (compiled.plan) fill(*compiled.plan);
    return 0;
}
