#include "apps/billwright/template_kits.h"

#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/table.h"
#include "apps/billwright/template_files.h"
#include "flow/compose/kits/read.h"
#include "platform/text/suggest.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

namespace bw::app {
namespace {

std::string told(const run::Missing& one) {
    return fmt::format("{}, {} {}: {}", one.kit->name, one.kit->law, one.requirement->clause,
                       one.text);
}

Result<kits::Kit> find_kit(const std::string& name) {
    if (const auto* kit = kits::find_shipped(name)) return *kit;
    std::error_code error;
    if (std::filesystem::is_regular_file(name, error)) {
        const auto text = TRY(read_source(name, kits::kMostKitBytes));
        return kits::read_kit(text, name);
    }
    std::vector<std::string> names;
    for (const auto& kit : kits::shipped()) names.push_back(kit.name);
    return fail(
        Code::NotFound,
        fmt::format("neither a file nor a kit of the program{}", text::did_you_mean(name, names)),
        name);
}

std::string countries_of(const kits::Kit& kit) {
    return fmt::format("{}", fmt::join(kit.countries, " "));
}

std::string services_of(const kits::Kit& kit) {
    return kit.services.empty() ? "all" : fmt::format("{}", fmt::join(kit.services, ", "));
}

std::string way_of(const kits::Requirement& one) {
    if (one.is_disclosed) return "words of the company";
    std::vector<std::string> fields;
    fields.reserve(one.shows.size());
    for (const auto& any : one.shows) fields.push_back(fmt::format("{}", fmt::join(any, " or ")));
    std::vector<std::string_view> blocks;
    blocks.reserve(one.in.size());
    for (const auto kind : one.in) blocks.push_back(content::form_of(kind).name);
    return fmt::format("{}{}{}", fmt::join(fields, ", "), blocks.empty() ? "" : " in ",
                       fmt::join(blocks, " or "));
}

void write_kit(json::Writer& json, const kits::Kit& kit) {
    json.object().field("kit", kit.name).field("title", kit.title).field("law", kit.law);
    json.key("countries").array();
    for (const auto& country : kit.countries) json.value(country);
    json.end().key("services").array();
    for (const auto& service : kit.services) json.value(service);
    json.end().key("requires").array();
    for (const auto& one : kit.requirements)
        json.object()
            .field("duty", one.duty)
            .field("clause", one.clause)
            .field("about", one.about)
            .field("by", way_of(one))
            .field("disclosed", one.is_disclosed)
            .end();
    json.end().key("gaps").array();
    for (const auto& gap : kit.gaps)
        json.object().field("clause", gap.clause).field("about", gap.about).end();
    json.end().end();
}

void print_kit(const kits::Kit& kit) {
    fmt::print("{}\n{}\nCountries: {}. Services: {}.\n\n", kit.title, kit.law, countries_of(kit),
               services_of(kit));
    Table table({"Duty", "Clause", "What a bill shows", "By"});
    for (const auto& one : kit.requirements)
        table.row({one.duty, one.clause, one.about, way_of(one)});
    table.print();
    if (kit.gaps.empty()) return;
    fmt::print("\nWanted by the law, and not in the data of bills yet:\n");
    for (const auto& gap : kit.gaps)
        print_wrapped(fmt::format("  {}: {}", gap.clause, gap.about), 0, 4);
}

Result<void> tell_kits(Context& context, const std::string& name) {
    std::optional<kits::Kit> one;
    if (!name.empty()) one = TRY(find_kit(name));
    if (context.json) {
        json::Writer json;
        json.object().key("kits").array();
        if (one) write_kit(json, *one);
        else
            for (const auto& kit : kits::shipped()) write_kit(json, kit);
        json.end().end();
        print_json(json);
        return {};
    }
    if (one) {
        print_kit(*one);
        return {};
    }
    Table table({"Kit", "Of", "Where", ">Duties", ">Gaps"});
    for (const auto& kit : kits::shipped())
        table.row({kit.name, kit.title, countries_of(kit), std::to_string(kit.requirements.size()),
                   std::to_string(kit.gaps.size())});
    table.print();
    return {};
}

}  // namespace

Result<KitCheck> KitCheck::make(const KitFlags& flags) {
    KitCheck check;
    check.for_company_ = flags.for_company;
    check.from_ = flags.from;
    for (const auto& name : flags.names) check.kits_.push_back(TRY(find_kit(name)));
    return check;
}

Result<std::vector<run::Missing>> KitCheck::missing(Context& context,
                                                    const templates::Plan& plan) const {
    std::vector<run::Missing> all;
    if (for_company_) {
        auto workspace = TRY(open(context));
        const auto tx = workspace.database->begin(store::Access::Read);
        const auto today = Zone{}.to_local(context.clock.now()).date;
        all = TRY(run::missing_by_law(*tx, workspace.tenant, plan, from_.value_or(today)));
    }
    for (const auto& kit : kits_)
        for (auto& [requirement, text, line] : kits::shortfalls(plan, kit))
            all.push_back({{}, &kit, requirement, std::move(text), line});
    return all;
}

void print_missing(const std::string& name, const std::vector<run::Missing>& missing) {
    for (const auto& one : missing)
        fmt::print("{}{}: {}\n", name, one.line > 0 ? fmt::format(":{}", one.line) : "", told(one));
    const auto count = static_cast<std::int64_t>(missing.size());
    if (missing.empty()) fmt::print("{}: shows what the law wants\n", name);
    else
        fmt::print("{}: cannot be released, the law wants {} more\n", name,
                   counted(count, "thing", "things"));
}

void write_missing(json::Writer& json, const std::vector<run::Missing>& missing) {
    json.key("by_law").array();
    for (const auto& one : missing)
        json.object()
            .field("kit", one.kit->name)
            .field("duty", one.requirement->duty)
            .field("clause", one.requirement->clause)
            .field("issuer", one.issuer)
            .field("line", one.line)
            .field("text", one.text)
            .end();
    json.end();
}

void add_kit_options(CLI::App& command, KitFlags& flags) {
    command
        .add_option("--kit", flags.names,
                    "Also what this kit wants (`template kits`), or a file of your own")
        ->type_name("KIT")
        ->allow_extra_args(false);
    auto* company =
        command.add_flag("--for-company", flags.for_company,
                         "Also what the law wants of the company's issuers and services");
    add_value<std::optional<LocalDate>>(
        command, flags.from, day,
        {.name = "--from", .type = "DAY", .help = "With --for-company: issued then or later"});
    command.get_option("--from")->needs(company);
}

void add_kits_command(CLI::App& group, Context& context) {
    const auto name = std::make_shared<std::string>();
    auto* command = group.add_subcommand(
        "kits", "What the law wants on bills, by sector and country, with its clauses");
    command->add_option("KIT", *name, "One of them with all its duties (default: a list)");
    does(*command, context, [&context, name] { return tell_kits(context, *name); });
    add_examples(*command, {{"billwright template kits", "all"},
                            {"billwright template kits electricity-de", "duty by duty"}});
}

}  // namespace bw::app
