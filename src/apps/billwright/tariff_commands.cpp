// tariff check|show.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/table.h"
#include "apps/billwright/tariff_example.h"
#include "apps/billwright/tariff_source_commands.h"
#include "apps/billwright/tariff_summary.h"
#include "apps/billwright/yaml_json.h"
#include "books/catalog/check.h"
#include "books/catalog/print.h"
#include "books/catalog/store.h"
#include "platform/store/batch.h"
#include "platform/text/suggest.h"
#include "run/tariff_texts.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ranges>

namespace bw::app {
namespace {

using catalog::Catalog;

struct TariffFlags {
    std::vector<std::string> files;
    std::string name, language;
    std::optional<LocalDate> on;
    ExampleFlags example;
};

Result<Catalog> load(Context& context) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    return catalog::load(*tx, workspace.tenant, AsOf{store::current_cut(*tx, workspace.tenant)});
}

// Files are read beside the catalog of the workspace, where there is one.
struct Checked {
    Catalog texts;
    std::vector<catalog::Finding> findings;
    bool is_alone = false;
};
Result<Checked> check_all(Context& context, const std::vector<std::string>& files) {
    Checked checked;
    checked.texts = TRY(files.empty() ? load(context) : run::read_tariffs(files));
    checked.is_alone = !files.empty() && context.workspace.empty() &&
                       !std::filesystem::exists(context.folder() + "/store.db");
    if (files.empty()) checked.findings = catalog::check(checked.texts);
    else if (checked.is_alone) checked.findings = catalog::check_alone(checked.texts);
    else checked.findings = catalog::check_beside(checked.texts, TRY(load(context)));
    return checked;
}

Result<void> check(Context& context, const TariffFlags& flags) {
    const Checked checked = TRY(check_all(context, flags.files));
    const auto& [catalog, findings, is_alone] = checked;
    const auto is_error = [](const auto& f) { return f.severity == catalog::Severity::Error; };
    if (std::ranges::any_of(findings, is_error)) context.exit_code = kFailed;
    // What is wrong is told first; nobody bills by it.
    std::vector<TariffExample> examples;
    if (context.exit_code == kDone)
        examples = TRY(examples_of(context.around(), catalog.all, flags.files, flags.example));
    if (context.json) {
        json::Writer json;
        json.object()
            .field("schedules", catalog.all.schedules.size())
            .field("plans", catalog.all.plans.size())
            .field("calendars", catalog.all.calendars.size())
            .field("taxes", catalog.all.taxes.size())
            .field("decks", catalog.decks.size())
            .key("findings")
            .array();
        for (const auto& f : findings)
            json.object()
                .field("severity", is_error(f) ? "error" : "warning")
                .field("where", f.where)
                .field("text", f.text)
                .end();
        write_examples(json.end(), examples);
        print_json(json.end());
        return {};
    }
    for (const auto& f : findings) {
        fmt::print("{}  {}\n", is_error(f) ? "error" : "warning", f.where);
        print_wrapped(f.text, 4, 4);
    }
    const auto size = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
    print_wrapped(fmt::format("{}, {}, {}, {}, {}: {}",
                              counted(size(catalog.all.schedules), "schedule", "schedules"),
                              counted(size(catalog.all.plans), "plan", "plans"),
                              counted(size(catalog.all.calendars), "calendar", "calendars"),
                              counted(size(catalog.all.taxes), "tax table", "tax tables"),
                              counted(size(catalog.decks), "deck", "decks"),
                              findings.empty() ? "no finding"
                                               : counted(size(findings), "finding", "findings")),
                  0, 2);
    if (is_alone && !findings.empty())
        fmt::print("Checked by themselves. With -w DIR, names of the workspace are known, too.\n");
    print_examples(examples);
    return {};
}

// What a name stands for on a day: a plan with its schedules, and a schedule of that name.
struct Shown {
    const catalog::Plan* plan = nullptr;
    std::vector<const catalog::Schedule*> schedules;
};

template <typename T>
bool holds(const std::vector<T>& list, const std::string& name) {
    return std::ranges::any_of(list, [&](const T& item) { return item.head.name == name; });
}

Result<Shown> find(const Catalog& catalog, const std::string& name, LocalDate on) {
    const Period today{on, on.plus_days(1)};
    Shown shown;
    const bool is_plan = holds(catalog.all.plans, name);
    const bool is_schedule = holds(catalog.all.schedules, name);
    if (is_plan) {
        shown.plan = TRY(catalog.plan_on(name, on));
        for (const auto& schedule : shown.plan->schedules)
            shown.schedules.push_back(TRY(catalog.schedule_versions(schedule, today)).back());
    }
    if (is_schedule) {
        const auto* schedule = TRY(catalog.schedule_versions(name, today)).back();
        if (std::ranges::find(shown.schedules, schedule) == shown.schedules.end())
            shown.schedules.push_back(schedule);
    }
    if (is_plan || is_schedule) return shown;
    std::vector<std::string> names;
    names.reserve(catalog.all.plans.size() + catalog.all.schedules.size());
    for (const auto& plan : catalog.all.plans) names.push_back(plan.head.name);
    for (const auto& schedule : catalog.all.schedules) names.push_back(schedule.head.name);
    return fail(Code::NotFound,
                fmt::format("there is no plan or schedule of this name{}; `tariff list` shows all",
                            text::did_you_mean(name, names)),
                name);
}

// The languages that it is named in, with a name in each.
catalog::Names languages_of(const Shown& shown) {
    catalog::Names languages;
    const auto add = [&](const catalog::Names& names) {
        languages.insert(names.begin(), names.end());
    };
    const auto add_usage = [&](const catalog::Telecom& usage) {
        for (const auto& group : usage.destinations) add(group.names);
        for (const auto& plan : usage.rating_plans)
            for (const auto& row : plan.rows) add(row.window_names);
    };
    if (shown.plan != nullptr) {
        add(shown.plan->head.names);
        for (const auto& fee : shown.plan->recurring) add(fee.names);
        for (const auto& discount : shown.plan->discounts) add(discount.names);
        if (shown.plan->usage) add_usage(*shown.plan->usage);
    }
    for (const auto* schedule : shown.schedules) {
        add(schedule->head.names);
        for (const auto& charge : schedule->charges) {
            add(charge.names);
            for (const auto& season : charge.seasons) {
                add(season.names);
                for (const auto& window : season.windows) add(window.names);
            }
        }
        if (schedule->usage) add_usage(*schedule->usage);
        for (const auto& discount : schedule->discounts) add(discount.names);
    }
    return languages;
}

Result<void> show(Context& context, const TariffFlags& flags) {
    const auto catalog = TRY(load(context));
    const LocalDate on = flags.on.value_or(Zone{}.to_local(context.clock.now()).date);
    const Shown shown = TRY(find(catalog, flags.name, on));
    if (const auto languages = languages_of(shown);
        !flags.language.empty() && catalog::find_name(languages, flags.language) == nullptr)
        return fail(Code::NotFound,
                    fmt::format("no name is written in '{}'; there are: {}", flags.language,
                                fmt::join(std::views::keys(languages), ", ")),
                    flags.name);
    if (context.json) {
        json::Writer json;
        json.object().field("name", flags.name).field("on", on).key("documents").array();
        if (shown.plan != nullptr) TRY_VOID(write_yaml(json, catalog::print(*shown.plan)));
        for (const auto* s : shown.schedules) TRY_VOID(write_yaml(json, catalog::print(*s)));
        print_json(json.end().end());
        return {};
    }
    const std::string language = flags.language.empty() ? "en" : flags.language;
    const auto colour =
        isatty(STDOUT_FILENO) != 0 ? catalog::Colour::Terminal : catalog::Colour::None;
    std::string text;
    if (shown.plan != nullptr) text = catalog::describe(*shown.plan, language);
    for (const auto* s : shown.schedules)
        text += (text.empty() ? "" : "\n") + catalog::describe(*s, language, colour);
    fmt::print("{}", text);
    return {};
}

Result<void> list(Context& context) {
    const auto catalog = TRY(load(context));
    if (context.json) {
        json::Writer json;
        json.object();
        const auto write = [&](const char* kind, const auto& texts) {
            json.key(kind).array();
            for (const auto& t : texts)
                json.object()
                    .field("name", t.head.name)
                    .field("from", t.head.from)
                    .field("sector", t.head.sector)
                    .field("currency", t.head.currency.code())
                    .end();
            json.end();
        };
        write("plans", catalog.all.plans);
        write("schedules", catalog.all.schedules);
        json.key("payment_plans").array();
        for (const auto& t : catalog.all.payment_plans)
            json.object().field("name", t.head.name).field("from", t.head.from).end();
        json.end();
        print_json(json.end());
        return {};
    }
    Table table({"kind", "name", "from", "sector", ""});
    const auto add = [&](const char* kind, const auto& texts) {
        for (const auto& t : texts)
            table.row({kind, t.head.name, t.head.from.to_string(), t.head.sector,
                       std::string(t.head.currency.code())});
    };
    add("plan", catalog.all.plans);
    add("schedule", catalog.all.schedules);
    for (const auto& t : catalog.all.payment_plans)
        table.row({"payment plan", t.head.name, t.head.from.to_string(), "", ""});
    if (catalog.all.plans.empty() && catalog.all.schedules.empty() &&
        catalog.all.payment_plans.empty())
        fmt::print("No tariff yet. Bring some in with: billwright import FILE..\n");
    else table.print();
    return {};
}

Result<std::string> language(const std::string& text) {
    if (catalog::is_language_tag(text)) return text;
    return fail(Code::Invalid,
                fmt::format("'{}' is no language: write en, de or de-AT", text.substr(0, 40)));
}

}  // namespace

void add_tariff_commands(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<TariffFlags>();
    auto* tariff =
        cli.add_subcommand("tariff", "Look at tariffs, and find mistakes before they bill anybody");
    tariff->require_subcommand(1);
    auto* list_all = tariff->add_subcommand("list", "Plans and schedules with their versions");
    does(*list_all, context, [&context] { return list(context); });
    auto* check_files = tariff->add_subcommand(
        "check", "Find gaps, overlaps, unreachable tiers, missing taxes and calendars");
    check_files->add_option("FILE", flags->files,
                            "Tariff files, all together, beside those of the workspace (default: "
                            "the workspace's own)");
    add_example_options(*check_files, flags->example);
    add_examples(*check_files,
                 {{"billwright tariff check flex.yaml taxes.yaml", "files by themselves"},
                  {"billwright tariff check flex.yaml taxes.yaml --load '350 kWh per month'",
                   "with a worked example bill"},
                  {"billwright -w my tariff check flex.yaml", "before it joins what is there"},
                  {"billwright -w my tariff check", "what is there"}},
                 "Exit codes: 0 no error (there may be warnings), 1 errors were found, or a file "
                 "cannot be read.");
    does(*check_files, context, [&context, flags] { return check(context, *flags); });
    auto* show_one =
        tariff->add_subcommand("show", "Show a plan or schedule in words, with its week as a grid");
    show_one->add_option("NAME", flags->name, "Name of the plan or schedule")->required();
    add_value<std::optional<LocalDate>>(
        *show_one, flags->on, day,
        {.name = "--on",
         .type = "DAY",
         .help = "The version in force on this day (default: today)"});
    add_value<std::string>(*show_one, flags->language, language,
                           {.name = "--language",
                            .type = "LANGUAGE",
                            .help = "Names in this language, such as de (default: en)"});
    add_examples(*show_one, {{"billwright tariff show AURORA-FLEX", "as it is today"},
                             {"billwright tariff show AURORA-FLEX --on 2027-01-01", "next year"}});
    does(*show_one, context, [&context, flags] { return show(context, *flags); });
    add_tariff_summary(*tariff, context);
    add_tariff_source_commands(*tariff, context);
    add_examples(*tariff, {{"billwright tariff list", "what there is"},
                           {"billwright tariff show AURORA-FLEX", "one of them in words"}});
}

}  // namespace bw::app
