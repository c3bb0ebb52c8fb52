// Worked example bills of tariffs that are checked: each for a stated load, in its first whole
// month.
#pragma once

#include "books/catalog/catalog.h"
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

// Of each plan of the texts, else of each schedule, by name.
Result<std::vector<run::Quote>> examples_of(const run::Surroundings& around,
                                            const catalog::Document& texts,
                                            const std::vector<std::string>& files,
                                            const ExampleFlags& flags);

}  // namespace bw::app
