// tariff check|show.
#include "apps/billwright/app.h"
#include "books/catalog/check.h"
#include "books/catalog/parse.h"
#include "books/catalog/print.h"
#include "books/catalog/store.h"
#include "platform/store/batch.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace bw::app {
namespace {

struct TariffFlags {
    std::vector<std::string> files;
    std::string name, on, language = "en";
};

Result<std::string> read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(Code::NotFound, "the file cannot be read", path);
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

Result<catalog::Catalog> load(Context& context) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    return catalog::load(*tx, workspace.tenant, AsOf{store::current_cut(*tx, workspace.tenant)});
}

// All files together, so that plans find their schedules and schedules their calendars.
Result<catalog::Catalog> read_files(const std::vector<std::string>& files) {
    catalog::Catalog all;
    for (const auto& file : files) {
        const std::string text = TRY(read_file(file));
        if (file.ends_with(".csv")) {
            all.decks.push_back(TRY(catalog::parse_deck(text, file)));
            continue;
        }
        auto document = TRY(catalog::parse(text, file));
        std::ranges::move(document.calendars, std::back_inserter(all.all.calendars));
        std::ranges::move(document.taxes, std::back_inserter(all.all.taxes));
        std::ranges::move(document.schedules, std::back_inserter(all.all.schedules));
        std::ranges::move(document.plans, std::back_inserter(all.all.plans));
    }
    return all;
}

Result<void> check(Context& context, const TariffFlags& flags) {
    const auto loaded = flags.files.empty() ? load(context) : read_files(flags.files);
    const catalog::Catalog catalog = TRY(loaded);
    const auto findings = catalog::check(catalog);
    bool bad = false;
    for (const auto& f : findings) bad |= f.severity == catalog::Severity::Error;
    if (bad) context.exit_code = kFailed;
    if (context.json) {
        json::Writer json;
        json.array();
        for (const auto& f : findings)
            json.object()
                .field("severity", f.severity == catalog::Severity::Error ? "error" : "warning")
                .field("where", f.where)
                .field("text", f.text)
                .end();
        json.end();
        fmt::print("{}\n", json.take());
        return {};
    }
    for (const auto& f : findings)
        fmt::print("{}  {}: {}\n", f.severity == catalog::Severity::Error ? "error  " : "warning",
                   f.where, f.text);
    fmt::print("{} schedules, {} plans, {} calendars, {} tax tables, {} decks: {}\n",
               catalog.all.schedules.size(), catalog.all.plans.size(), catalog.all.calendars.size(),
               catalog.all.taxes.size(), catalog.decks.size(),
               findings.empty() ? "no finding" : fmt::format("{} findings", findings.size()));
    return {};
}

Result<void> show(Context& context, const TariffFlags& flags) {
    const auto catalog = TRY(load(context));
    LocalDate on = Zone{}.to_local(context.clock.now()).date;
    if (!flags.on.empty()) on = TRY(LocalDate::parse(flags.on));
    const auto colour =
        isatty(STDOUT_FILENO) != 0 ? catalog::Colour::Terminal : catalog::Colour::None;
    if (const auto schedules = catalog.schedule_versions(flags.name, {on, on.plus_days(1)});
        schedules) {
        fmt::print("{}", context.json
                             ? catalog::print(*schedules->back())
                             : catalog::describe(*schedules->back(), flags.language, colour));
        return {};
    }
    const auto* plan = TRY(catalog.plan_on(flags.name, on));
    fmt::print("{}", catalog::print(*plan));
    for (const auto& name : plan->schedules) {
        const auto schedules = TRY(catalog.schedule_versions(name, {on, on.plus_days(1)}));
        fmt::print("\n{}", catalog::describe(*schedules.back(), flags.language, colour));
    }
    return {};
}

}  // namespace

void add_tariff_commands(CLI::App& cli, Context& context) {
    auto flags = std::make_shared<TariffFlags>();
    auto* tariff =
        cli.add_subcommand("tariff", "Look at tariffs, and find mistakes before they bill anybody");
    tariff->require_subcommand(1);
    auto* check_files = tariff->add_subcommand(
        "check", "Gaps, overlaps, unreachable tiers, missing taxes and calendars");
    check_files->add_option("FILE", flags->files,
                            "Tariff files (default: the workspace's catalog)");
    check_files->callback([&context, flags] {
        if (const auto done = check(context, *flags); !done) tell_error(context, done.error());
    });
    auto* show_one =
        tariff->add_subcommand("show", "A schedule or plan in words, with its week as a grid");
    show_one->add_option("NAME", flags->name, "Name of the schedule or plan")->required();
    show_one->add_option("--on", flags->on, "The version in force on this day (default: today)");
    show_one->add_option("--language", flags->language, "en, de, ..");
    show_one->callback([&context, flags] {
        if (const auto done = show(context, *flags); !done) tell_error(context, done.error());
    });
}

}  // namespace bw::app
