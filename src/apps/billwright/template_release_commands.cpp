// template release|list: which template makes the documents of a company, and from when.
#include "apps/billwright/brand_files.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/table.h"
#include "apps/billwright/template_commands.h"
#include "apps/billwright/template_files.h"
#include "flow/compose/brands/set.h"
#include "run/templates.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

namespace bw::app {
namespace {

struct ReleaseFlags {
    std::string name, reason;
    LocalDate from;
    bool dry_run = false;
};

Result<LocalDate> first_day(const std::string& text) { return LocalDate::parse(text); }

constexpr std::size_t kShort = 12;  // digits of a hash that people read

// A template or a brand.
Result<releases::Files> find_files(Context& context, const std::string& name) {
    if (is_brand_folder(name)) return read_brand_files(name);
    std::error_code error;
    releases::Files files;
    if (!std::filesystem::exists(name, error))
        for (const auto& [path, text] : brands::shipped(name))
            files.push_back({std::string(path), std::string(text)});
    if (!files.empty()) return files;
    return find_template(context, name);
}

Result<void> release(Context& context, const ReleaseFlags& flags) {
    const auto files = TRY(find_files(context, flags.name));
    const std::string from = flags.from.to_string();
    if (flags.dry_run) {
        auto workspace = TRY(open(context));
        const auto tx = workspace.database->begin(store::Access::Read);
        TRY_VOID(run::check_release(*tx, workspace.tenant,
                                    {flags.name, flags.from, files, context.person, flags.reason}));
        if (!context.json)
            fmt::print("It can be used; documents issued from {} on would be made by it\n", from);
    } else {
        auto workspace = TRY(open_to_change(context));
        TRY_VOID(run::release_template(
            workspace, {flags.name, flags.from, files, context.person, flags.reason}));
        if (!context.json) fmt::print("Documents issued from {} on are made by it\n", from);
    }
    if (!context.json) return {};
    json::Writer json;
    print_json(json.object()
                   .field("from", from)
                   .field("hash", releases::hash_of(files))
                   .field("released", !flags.dry_run)
                   .end());
    return {};
}

Result<void> list(Context& context) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    const auto all = releases::list(*tx, workspace.tenant);
    const AsOf now{store::current_cut(*tx, workspace.tenant)};
    // Of two for the same day the later batch holds.
    const auto is_put_aside = [&](const releases::Release& one) {
        const auto holds = releases::in_force(*tx, workspace.tenant, one.name, one.valid_from, now);
        return !holds || holds->batch != one.batch;
    };
    if (context.json) {
        json::Writer json;
        json.object().key("releases").array();
        for (const auto& one : all)
            json.object()
                .field("template", one.name)
                .field("from", one.valid_from)
                .field("hash", one.hash)
                .field("batch", one.batch.value)
                .field("by", one.person)
                .field("reason", one.reason)
                .field("put_aside", is_put_aside(one))
                .end();
        json.end().end();
        print_json(json);
        return {};
    }
    if (all.empty()) {
        fmt::print("None was released: documents are made by the program's own, `{}`\n",
                   run::kBillTemplate);
        return {};
    }
    Table table({"Template", "Issued from", "Hash", "By", "Reason"});
    for (const auto& one : all)
        table.row({one.name, one.valid_from.to_string() + (is_put_aside(one) ? ", put aside" : ""),
                   "@" + one.hash.substr(0, kShort), one.person, one.reason});
    table.print();
    return {};
}

}  // namespace

void add_template_release_commands(CLI::App& group, Context& context) {
    const auto flags = std::make_shared<ReleaseFlags>();
    auto* command = group.add_subcommand(
        "release", "Make the documents of the company by a template or a brand");
    command
        ->add_option("TEMPLATE", flags->name,
                     "A folder of a template or a brand, one of the program, or @HASH of one "
                     "released before")
        ->required();
    add_value<LocalDate>(
        *command, flags->from, first_day,
        {.name = "--from",
         .type = "DAY",
         .help = "The first day of issue; runs that were started before keep theirs",
         .is_required = true});
    command->add_option("--reason", flags->reason, "Why; kept with the release")
        ->type_name("WORDS");
    command->add_flag("--dry-run", flags->dry_run, "Only tell whether it can be released");
    does(*command, context, [&context, flags] { return release(context, *flags); });
    add_examples(
        *command,
        {{"billwright template release my-bill --from 2027-01-01", "bills dated from then on"},
         {"billwright template release my-brand --from 2027-01-01", "in your colours"},
         {"billwright template release bill --from 2027-03-01", "the program's own again"}},
        "An issued document stays as it is; what it was made with is kept.");
    auto* all = group.add_subcommand("list", "What was released, by whom and from when");
    does(*all, context, [&context] { return list(context); });
    add_examples(*all, {{"billwright template list", "those that were put aside, too"}});
}

}  // namespace bw::app
