// template check|preview|diff|show|release|list|kits|blocks|fields: documents are made from
// templates.
#include "apps/billwright/template_commands.h"

#include "apps/billwright/brand_files.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/output_file.h"
#include "apps/billwright/table.h"
#include "apps/billwright/template_diff.h"
#include "apps/billwright/template_files.h"
#include "apps/billwright/template_kits.h"
#include "apps/billwright/template_preview.h"
#include "flow/compose/brands/keys.h"
#include "flow/compose/brands/set.h"
#include "flow/compose/documents/shipped.h"
#include "flow/compose/language.h"
#include "flow/compose/samples/cases.h"
#include "flow/compose/templates/reference.h"
#include "run/explain.h"
#include "run/templates.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

namespace bw::app {
namespace {

using templates::Severity;

struct TemplateFlags {
    std::vector<std::string> names;
    std::string name = "bill", other, brand, output, account, language;
    LocalDate until;
    KitFlags kits;
};

using Flags = std::shared_ptr<TemplateFlags>;

std::string_view severity_name(Severity severity) {
    return severity == Severity::Error ? "error" : "warning";
}

void print_findings(const std::string& name, const templates::Compiled& compiled) {
    for (const auto& finding : compiled.findings)
        fmt::print("{}/{}:{}: {}{}\n", name, finding.file, finding.line,
                   finding.severity == Severity::Warning ? "warning: " : "", finding.text);
    if (compiled.plan) {
        std::string channels;
        for (const auto channel : compiled.plan->channels)
            channels.append(channels.empty() ? "" : ", ").append(content::channel_name(channel));
        fmt::print("{}: can be used, for {}\n", name, channels);
        return;
    }
    const auto count = static_cast<std::int64_t>(compiled.findings.size());
    fmt::print("{}: cannot be used, {}\n", name, counted(count, "finding", "findings"));
}

void write_findings(json::Writer& json, const std::string& name,
                    const templates::Compiled& compiled) {
    json.object().field("template", name).field("usable", compiled.plan.has_value());
    json.key("findings").array();
    for (const auto& finding : compiled.findings)
        json.object()
            .field("file", finding.file)
            .field("line", finding.line)
            .field("severity", severity_name(finding.severity))
            .field("text", finding.text)
            .end();
    json.end();
}

Result<void> check(Context& context, const TemplateFlags& flags) {
    auto names = flags.names;
    if (names.empty())
        for (const auto name : documents::shipped_names()) names.emplace_back(name);
    const auto kits = TRY(KitCheck::make(flags.kits));
    json::Writer json;
    json.object().key("templates").array();
    for (const auto& name : names) {
        const auto compiled = run::compile_files(TRY(find_template(context, name)));
        if (!compiled.plan) context.exit_code = kDoneWithRejects;
        if (context.json) write_findings(json, name, compiled);
        else print_findings(name, compiled);
        if (compiled.plan && kits.is_asked()) {
            const auto missing = TRY(kits.missing(context, *compiled.plan));
            if (!missing.empty()) context.exit_code = kDoneWithRejects;
            if (context.json) write_missing(json, missing);
            else print_missing(name, missing);
        }
        if (context.json) json.end();
    }
    json.end().end();
    if (context.json) print_json(json);
    return {};
}

// Cases for the data that the template is made for.
Result<std::vector<SampleDocument>> made_up(const TemplateFlags& flags, std::string_view data) {
    std::vector<SampleDocument> cases;
    for (const auto language : compose::kLanguages) {
        const std::string tag(compose::language_tag(language));
        if (!flags.language.empty() && flags.language != tag) continue;
        const auto add = [&](auto of_language) {
            for (auto& one : of_language)
                cases.emplace_back(std::move(one.name), std::move(one.of));
        };
        if (data == run::kReminderData) add(compose::samples::reminder_cases(tag));
        else if (data == run::kAdvancesData) add(compose::samples::advance_cases(tag));
        else if (data == run::kSummaryData) add(compose::samples::summary_cases(tag));
        else if (data == run::kItemisedData) add(compose::samples::itemised_cases(tag));
        else add(compose::samples::cases(tag));
    }
    return cases;
}

Result<std::vector<SampleDocument>> cases_of(Context& context, const TemplateFlags& flags,
                                             std::string_view data) {
    if (flags.account.empty()) return made_up(flags, data);
    if (data != run::kBillData)
        return fail(Code::Invalid, "--account shows bills; this template makes something else",
                    flags.name);
    auto workspace = TRY(open(context));
    auto preview = TRY(run::preview(workspace, flags.account, flags.until, flags.until, {}));
    std::vector<SampleDocument> cases;
    for (auto& invoice : preview.outcome.statements) {
        const auto number = cases.size() + 1;
        invoice.number = fmt::format("preview {}", number);
        cases.emplace_back(fmt::format("{}-{}", flags.account, number), std::move(invoice));
    }
    if (cases.empty())
        return fail(Code::NotFound, "no bill would be made of it; `billwright preview` tells why",
                    "account " + flags.account);
    return cases;
}

Result<documents::Composer> composer_for(Context& context, const std::string& name) {
    const auto files = TRY(find_template(context, name));
    return documents::Composer::create(TRY(run::usable_plan(files, name)));
}

// All bills by the brand of the folder.
Result<void> dress(const std::string& folder, documents::Composer& composer,
                   std::vector<SampleDocument>& cases) {
    auto brand = TRY(read_brand_folder(folder));
    for (auto& one : cases) one.use_brand(brand.key);
    brands::Set brands;
    brands.add(std::move(brand));
    composer.use_brands(std::move(brands));
    return {};
}

Result<void> preview(Context& context, const TemplateFlags& flags) {
    auto composer = TRY(composer_for(context, flags.name));
    auto cases = TRY(cases_of(context, flags, composer.data()));
    if (!flags.brand.empty()) TRY_VOID(dress(flags.brand, composer, cases));
    ProgressBar bar("preview", context.json);
    const auto done = TRY(write_previews(flags.output, cases, composer, bar));
    json::Writer json;
    json.object().field("folder", flags.output).key("cases").array();
    for (const auto& one : done) {
        if (!one.trouble.empty()) {
            context.exit_code = kDoneWithRejects;
            if (!context.json) fmt::print("{}: {}\n", one.name, one.trouble);
        }
        json.object()
            .field("name", one.name)
            .field("pdf_bytes", one.pdf_bytes)
            .field("mail_bytes", one.mail_bytes)
            .field("trouble", one.trouble)
            .end();
    }
    json.end().end();
    if (context.json) print_json(json);
    else
        fmt::print("Wrote {} on every channel; look at {}\n",
                   counted(static_cast<std::int64_t>(done.size()), "document", "documents"),
                   (std::filesystem::path(flags.output) / "index.html").string());
    return {};
}

void write_case(json::Writer& json, const CaseDiff& one) {
    json.object().field("name", one.name).field("trouble", one.trouble).key("channels").array();
    for (const auto& channel : one.channels)
        json.object()
            .field("channel", content::channel_name(channel.channel))
            .field("removed", channel.removed)
            .field("added", channel.added)
            .end();
    json.end().key("pages").array();
    for (const auto& page : one.pages)
        json.object().field("different_pixels", page.different).field("pixels", page.all).end();
    json.end().end();
}

void print_diff(const TemplateFlags& flags, const TemplateDiff& diff) {
    Table table({"Document", "Channel", ">Lines out", ">Lines in"});
    std::int64_t differ = 0;
    for (const auto& one : diff.cases) {
        if (one.is_same()) continue;
        ++differ;
        if (!one.trouble.empty()) fmt::print("{}: {}\n", one.name, one.trouble);
        for (const auto& channel : one.channels)
            table.row({one.name, std::string(content::channel_name(channel.channel)),
                       std::to_string(channel.removed), std::to_string(channel.added)});
    }
    if (differ > 0) table.print();
    if (!diff.no_pictures.empty()) fmt::print("Pages were not drawn: {}\n", diff.no_pictures);
    fmt::print("{} of {} differ; look at {}\n", thousands(differ),
               counted(std::ssize(diff.cases), "document", "documents"),
               (std::filesystem::path(flags.output) / "index.html").string());
}

Result<void> diff(Context& context, const TemplateFlags& flags) {
    const auto before = TRY(composer_for(context, flags.name));
    const auto after = TRY(composer_for(context, flags.other));
    if (before.data() != after.data())
        return fail(Code::Invalid,
                    fmt::format("one is made for {}, the other for {}: nothing to compare",
                                before.data(), after.data()),
                    flags.other);
    const auto cases = TRY(cases_of(context, flags, before.data()));
    ProgressBar bar("diff", context.json);
    const auto done = TRY(write_diff(flags.output, cases, before, after, bar));
    if (std::ranges::any_of(done.cases, [](const auto& one) { return !one.trouble.empty(); }))
        context.exit_code = kDoneWithRejects;
    if (!context.json) {
        print_diff(flags, done);
        return {};
    }
    json::Writer json;
    json.object().field("folder", flags.output).field("not_drawn", done.no_pictures);
    json.key("cases").array();
    for (const auto& one : done.cases) write_case(json, one);
    json.end().end();
    print_json(json);
    return {};
}

// The files of a template or a brand, to begin one's own with.
Result<void> show(Context& context, const TemplateFlags& flags) {
    releases::Files files;
    for (const auto& [name, text] : brands::shipped(flags.name))
        files.push_back({std::string(name), std::string(text)});
    if (files.empty()) files = TRY(find_template(context, flags.name));
    std::error_code error;
    if (std::filesystem::exists(flags.output, error))
        return fail(Code::Conflict, "is there already; nothing was written over", flags.output);
    for (const auto& [name, text] : files) {
        const auto path = std::filesystem::path(flags.output) / name;
        std::filesystem::create_directories(path.parent_path(), error);
        if (error) return fail(Code::Refused, "cannot be made: " + error.message(), flags.output);
        TRY_VOID(write_file(path.string(), text));
    }
    if (context.json) {
        json::Writer json;
        json.object().field("folder", flags.output).field("files", files.size()).end();
        print_json(json);
    } else {
        fmt::print("Wrote {} to {}\n",
                   counted(static_cast<std::int64_t>(files.size()), "file", "files"), flags.output);
    }
    return {};
}

void add_check(CLI::App& group, Context& context, const Flags& flags) {
    auto* command = group.add_subcommand("check", "What is to be mended in a template?");
    command->add_option(
        "TEMPLATE", flags->names,
        "Folders, names of templates of the program (default: all of those), or @HASH");
    add_kit_options(*command, flags->kits);
    does(*command, context, [&context, flags] { return check(context, *flags); });
    add_examples(*command,
                 {{"billwright template check my-bill", "every finding, with file and line"},
                  {"billwright template check my-bill --kit gas-de", "and what the law wants"},
                  {"billwright template check", "those that come with the program"}},
                 "Exit codes: 0 all can be used, 3 some cannot.");
}

void add_cases(CLI::App& command, const Flags& flags) {
    command.add_option("-o,--output", flags->output, "Folder to write")
        ->required()
        ->type_name("FOLDER");
    auto* account = command.add_option("--account", flags->account,
                                       "The next bill of this account (default: the cases that "
                                       "every template must survive)");
    account->type_name("ACCOUNT");
    add_value<LocalDate>(
        command, flags->until, month_end,
        {.name = "--period", .type = "MONTH", .help = "With --account: the month, as 2026-10"});
    command.get_option("--period")->needs(account);
    add_value<std::string>(command, flags->language, document_language,
                           {.name = "--language",
                            .type = "LANGUAGE",
                            .help = "Only the cases in en, de, it, es or ar (default: all)"});
    command.get_option("--language")->excludes(account);
    account->needs(command.get_option("--period"));
}

void add_diff(CLI::App& group, Context& context, const Flags& flags) {
    auto* command = group.add_subcommand(
        "diff", "What another version changes, in words and pixels, with a page that shows it");
    command->add_option("BEFORE", flags->name, "A folder, a template of the program, or @HASH")
        ->required();
    command->add_option("AFTER", flags->other, "The same")->required();
    add_cases(*command, flags);
    does(*command, context, [&context, flags] { return diff(context, *flags); });
    add_examples(
        *command,
        {{"billwright template diff bill my-bill -o changes", "on long names, 0.00, 200 lines"}},
        "Pixels are compared where pdftoppm is installed (poppler-utils).");
}

void add_preview(CLI::App& group, Context& context, const Flags& flags) {
    auto* command = group.add_subcommand(
        "preview", "Bills on every channel in a folder, with a page that shows them");
    command->add_option("TEMPLATE", flags->name, "A folder, a template of the program, or @HASH")
        ->capture_default_str();
    add_cases(*command, flags);
    command
        ->add_option("--brand", flags->brand,
                     "The folder of a brand, to see all of it by (default: each by its own)")
        ->type_name("FOLDER");
    does(*command, context, [&context, flags] { return preview(context, *flags); });
    add_examples(*command,
                 {{"billwright template preview my-bill -o look", "long names, 0.00, 200 lines"},
                  {"billwright template preview --brand my-brand -o look", "in your colours"},
                  {"billwright template preview -o look --account A-100011 --period 2026-10",
                   "a customer's next bill"}});
}

}  // namespace

void add_template_commands(CLI::App& cli, Context& context) {
    const auto flags = std::make_shared<TemplateFlags>();
    auto* group = cli.add_subcommand("template", "What documents say and how they are built");
    group->require_subcommand(1);
    add_check(*group, context, flags);
    add_preview(*group, context, flags);
    add_diff(*group, context, flags);
    auto* copy = group->add_subcommand(
        "show", "The files of a template or a brand, to begin one's own with");
    copy->add_option("TEMPLATE", flags->name, "Its name, or @HASH of a template that was released")
        ->required();
    copy->add_option("-o,--output", flags->output, "Folder to write; must not be there")
        ->required()
        ->type_name("FOLDER");
    does(*copy, context, [&context, flags] { return show(context, *flags); });
    add_examples(*copy, {{"billwright template show bill -o my-bill", "its files"},
                         {"billwright template show aurora -o my-brand", "a brand"}});
    add_template_release_commands(*group, context);
    auto* blocks = group->add_subcommand("blocks", "Every block that a template may hold");
    does(*blocks, context, []() -> Result<void> {
        fmt::print("{}", templates::blocks_reference());
        return {};
    });
    add_examples(*blocks, {{"billwright template blocks", "as docs/template-blocks.md"}});
    auto* fields = group->add_subcommand("fields", "Every field that a template may ask for");
    does(*fields, context, []() -> Result<void> {
        fmt::print("{}", templates::fields_reference());
        return {};
    });
    add_examples(*fields, {{"billwright template fields", "as docs/template-data.md"}});
    add_kits_command(*group, context);
    auto* keys = group->add_subcommand("brands", "Every key that a brand may have");
    does(*keys, context, []() -> Result<void> {
        fmt::print("{}", brands::reference());
        return {};
    });
    add_examples(*keys, {{"billwright template brands", "as in docs/brand-format.md"}});
    add_examples(*group, {{"billwright template show bill -o my-bill", "begin with ours"},
                          {"billwright template check my-bill", "what is to be mended"},
                          {"billwright template preview my-bill -o look", "look at it"},
                          {"billwright template release my-bill --from 2027-01-01", "use it"}});
}

}  // namespace bw::app
