#include "apps/billwright/tariff_example.h"

#include "apps/billwright/quote_options.h"
#include "apps/billwright/quote_output.h"
#include "apps/billwright/table.h"

#include <fmt/format.h>

#include <set>

namespace bw::app {

void add_example_options(CLI::App& command, ExampleFlags& flags) {
    add_load(command, flags.load);
    add_facts(command, flags.facts);
}

Result<std::vector<TariffExample>> examples_of(const run::Surroundings& around,
                                               const catalog::Document& texts,
                                               const std::vector<std::string>& files,
                                               const ExampleFlags& flags) {
    std::vector<TariffExample> examples;
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
        examples.push_back({name, run::quote(around, request)});
    }
    return examples;
}

void write_examples(json::Writer& json, const std::vector<TariffExample>& examples) {
    json.key("examples").array();
    for (const auto& [tariff, quote] : examples) {
        if (!quote) continue;
        write_quote(json.object(), *quote);
        json.end();
    }
    json.end().key("without_example").array();
    for (const auto& [tariff, quote] : examples)
        if (!quote)
            json.object().field("tariff", tariff).field("text", quote.error().message()).end();
    json.end();
}

void print_examples(const std::vector<TariffExample>& examples) {
    for (const auto& [tariff, quote] : examples) {
        fmt::print("\n");
        if (quote) fmt::print("example: {}", quote_text(*quote, Sentences::Left));
        else
            print_wrapped(fmt::format("no example of {}: {}", tariff, quote.error().message()), 0,
                          2);
    }
}

}  // namespace bw::app
