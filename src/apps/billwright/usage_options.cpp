#include "apps/billwright/usage_options.h"

#include "flow/meter/formats/tables/mapping.h"
#include "run/company/mapping.h"
#include "run/import.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bw::app {
namespace {

std::vector<std::string> kinds_of_text() {
    std::vector<std::string> names;
    for (const auto kind : run::input_kinds())
        if (kind != run::InputKind::Usage) names.emplace_back(run::input_kind_name(kind));
    return names;
}

// What is wrong with an option's value; nothing when it is right.
std::string why_no_format(const std::string& name) {
    const auto kinds = kinds_of_text();
    const bool is_kind = std::ranges::find(kinds, name) != kinds.end() ||
                         name == run::input_kind_name(run::InputKind::Usage);
    if (is_kind || meter::parse_format(name)) return {};
    return fmt::format("format '{}' is unknown; one of {}, {}", name.substr(0, 40),
                       fmt::join(kinds, ", "), meter::format_names());
}
std::string why_no_setting(const std::string& setting) {
    meter::Mapping scratch;
    const auto applied = meter::apply_setting(setting, scratch);
    const std::string name = setting.substr(0, setting.find('='));
    const bool is_of_company = name != "zone" && name != setting && company::is_column(name);
    return applied || is_of_company ? std::string() : applied.error().message();
}

}  // namespace

void add_usage_options(CLI::App& command, const UsageOptions& how) {
    command
        .add_option("--format", how.format,
                    fmt::format("Do not look at the content: {}, {}",
                                fmt::join(kinds_of_text(), ", "), meter::format_names()))
        ->type_name("FORMAT")
        ->check([](const std::string& name) { return why_no_format(name); });
    command
        .add_option("--mapping", how.mapping,
                    "YAML that says what somebody else's columns are: a file, or one that comes "
                    "with the program: " +
                        fmt::format("{}", fmt::join(meter::shipped_mapping_names(), ", ")))
        ->type_name("FILE");
    command
        .add_option("--set", how.settings,
                    "For every record: zone=Europe/Berlin, service_point=CODE, "
                    "received=2024-03-01T12:00:00Z, or another column; may be repeated")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false)
        ->check([](const std::string& setting) { return why_no_setting(setting); });
}

}  // namespace bw::app
