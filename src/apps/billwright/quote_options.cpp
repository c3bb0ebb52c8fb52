#include "apps/billwright/quote_options.h"

#include "apps/billwright/options.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

Result<void> add_fact(const std::string& text, std::map<std::string, std::string>& facts) {
    constexpr std::size_t kShown = 80;
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
        return fail(Code::Invalid,
                    fmt::format("'{}' is no fact: write household.size=4", text.substr(0, kShown)));
    if (!facts.emplace(text.substr(0, equals), text.substr(equals + 1)).second)
        return fail(Code::Invalid, fmt::format("'{}' is told twice", text.substr(0, equals)));
    return {};
}

}  // namespace

void add_facts(CLI::App& command, std::map<std::string, std::string>& facts) {
    command
        .add_option_function<std::vector<std::string>>(
            "--fact",
            [&facts](const std::vector<std::string>& texts) {
                for (const auto& text : texts)
                    if (const auto added = add_fact(text, facts); !added)
                        throw CLI::ValidationError("--fact", added.error().text);
            },
            "What the tariff asks for: household.size=4, customer.years=3; may be repeated")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
}

void add_load(CLI::App& command, run::Load& load) {
    add_value<run::Load>(
        command, load, run::parse_load,
        {.name = "--load",
         .type = "LOAD",
         .help = "Stated instead of measured, the same at every minute: '350 kWh per month', or "
                 "'350 kWh per month, 3 kWh export per day'"});
}

}  // namespace bw::app
