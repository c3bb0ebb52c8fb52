// Worked example bills of tariffs that are checked: each for a stated load, in its first whole
// month.
#pragma once

#include "books/catalog/catalog.h"
#include "platform/json/writer.h"
#include "run/quote/quote.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace bw::app {

struct ExampleFlags {
    run::Load load;  // empty: no example is asked for
    std::map<std::string, std::string> facts;
};
// "--load" and "--fact".
void add_example_options(CLI::App& command, ExampleFlags& flags);

// Of one tariff: its bill, or why there is none, as where it counts nothing of the load.
struct TariffExample {
    std::string tariff;
    Result<run::Quote> quote;
};
// Of each plan of the texts, else of each schedule, by name.
Result<std::vector<TariffExample>> examples_of(const run::Surroundings& around,
                                               const catalog::Document& texts,
                                               const std::vector<std::string>& files,
                                               const ExampleFlags& flags);

// "examples" and "without_example" of an object that is being written.
void write_examples(json::Writer& json, const std::vector<TariffExample>& examples);
void print_examples(const std::vector<TariffExample>& examples);

}  // namespace bw::app
