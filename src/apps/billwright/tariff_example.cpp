#include "apps/billwright/tariff_example.h"

#include "apps/billwright/quote_options.h"

#include <set>

namespace bw::app {

void add_example_options(CLI::App& command, ExampleFlags& flags) {
    add_load(command, flags.load);
    add_facts(command, flags.facts);
}

Result<std::vector<run::Quote>> examples_of(const run::Surroundings& around,
                                            const catalog::Document& texts,
                                            const std::vector<std::string>& files,
                                            const ExampleFlags& flags) {
    std::vector<run::Quote> examples;
    if (flags.load.empty()) return examples;
    if (files.empty())
        return fail(Code::Invalid, "a worked example is of files: name them beside --load");
    std::set<std::string> names;
    for (const auto& plan : texts.plans) names.insert(plan.head.name);
    if (names.empty())
        for (const auto& schedule : texts.schedules) names.insert(schedule.head.name);
    for (const auto& name : names) {
        run::QuoteRequest request;
        request.tariffs = files;
        request.tariff = name;
        request.load = flags.load;
        request.facts = flags.facts;
        examples.push_back(TRY(run::quote(around, request)));
    }
    return examples;
}

}  // namespace bw::app
