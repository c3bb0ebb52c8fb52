// readings check, readings estimate.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/table.h"
#include "run/check_readings.h"
#include "run/estimate.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct ReadingsFlags {
    std::optional<LocalDate> month_end;
    std::string account;
    bool dry_run = false;
};

LocalDate today(const Context& context) { return Zone{}.to_local(context.clock.now()).date; }

// The last month that is over, when none is named.
Period month_of(const Context& context, const ReadingsFlags& flags) {
    const LocalDate end = flags.month_end.value_or(today(context).first_of_month());
    return bw::month_of(end.plus_days(-1));
}

Result<std::optional<LocalDate>> optional_month_end(const std::string& text) {
    return TRY(month_end(text));
}

void print_estimate_json(const Period& month, const ReadingsFlags& flags,
                         const run::EstimateReport& r) {
    json::Writer json;
    json.object()
        .field("period", month.from.to_string().substr(0, 7))
        .field("dry_run", flags.dry_run)
        .field("service_points", r.service_points)
        .key("estimated")
        .array();
    for (const auto& s : r.sums)
        json.object()
            .field("method", meter::method_name(s.method))
            .field("channel", s.channel)
            .field("unit", s.unit)
            .field("service_points", s.series)
            .field("intervals", s.intervals)
            .field("quantity", s.quantity)
            .end();
    json.end()
        .field("open_gaps", r.open_gaps)
        .field("open_intervals", r.open_intervals)
        .key("open")
        .array();
    for (const auto& o : r.open)
        json.object()
            .field("service_point", o.service_point)
            .field("channel", o.gap.channel)
            .field("unit", o.gap.unit)
            .field("from", o.gap.span.from)
            .field("to", o.gap.span.to)
            .field("intervals", o.gap.intervals)
            .field("reason", meter::reason_words(o.gap.reason))
            .end();
    json.end().key("batches").array();
    for (const auto batch : r.batches) json.value(batch.value);
    print_json(json.end().end());
}

void print_open(const run::EstimateReport& r) {
    if (r.open_gaps == 0) return;
    fmt::print("\nNot estimated: {} in {}\n", counted(r.open_intervals, "interval", "intervals"),
               counted(r.open_gaps, "gap", "gaps"));
    for (const auto& o : r.open)
        print_wrapped(fmt::format("{} {} {}, {} to {} ({}): {}", o.service_point, o.gap.channel,
                                  o.gap.unit, o.gap.span.from.to_string(),
                                  o.gap.span.to.to_string(),
                                  counted(o.gap.intervals, "interval", "intervals"),
                                  meter::reason_words(o.gap.reason)),
                      2, 4);
    if (const auto rest = r.open_gaps - static_cast<std::int64_t>(r.open.size()); rest > 0)
        fmt::print("  .. and {} more\n", counted(rest, "gap", "gaps"));
}

void print_estimate(const Period& month, const ReadingsFlags& flags, const run::EstimateReport& r) {
    fmt::print("{}: {} looked at\n", month.from.to_string().substr(0, 7),
               counted(r.service_points, "service point", "service points"));
    if (r.sums.empty()) fmt::print("Nothing was estimated.\n");
    else {
        fmt::print("\n");
        Table table({"method", "channel", ">service points", ">values", ">quantity", ""});
        for (const auto& s : r.sums)
            table.row({std::string(meter::method_name(s.method)), s.channel, thousands(s.series),
                       thousands(s.intervals), s.quantity.to_string(), s.unit});
        table.print();
    }
    print_open(r);
    if (flags.dry_run) fmt::print("\nNothing was kept (--dry-run).\n");
    else if (!r.batches.empty())
        fmt::print("\nKept as {} {}.\n", r.batches.size() == 1 ? "batch" : "batches",
                   r.batches.size() == 1
                       ? std::to_string(r.batches.front().value)
                       : fmt::format("{} to {}", r.batches.front().value, r.batches.back().value));
}

Result<void> estimate(Context& context, const ReadingsFlags& flags) {
    run::EstimateRequest request;
    request.month = month_of(context, flags);
    request.today = today(context);
    if (!flags.account.empty()) request.accounts = {flags.account};
    request.keep = flags.dry_run ? run::Keep::Nothing : run::Keep::Estimates;
    auto workspace = TRY(flags.dry_run ? open(context) : open_to_change(context));
    if (!flags.dry_run)
        context.advice = "Batches that were kept are in. Put the cause right, then estimate again: "
                         "what is there stays.";
    ProgressBar bar("estimate", context.json);
    const auto report = TRY(run::estimate(
        workspace, request, [&](std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    if (report.open_gaps > 0) context.exit_code = kDoneWithRejects;
    if (context.json) print_estimate_json(request.month, flags, report);
    else print_estimate(request.month, flags, report);
    return {};
}

void print_check_json(const Period& month, const run::CheckReadingsReport& r) {
    json::Writer json;
    json.object()
        .field("period", month.from.to_string().substr(0, 7))
        .field("checked", r.checked)
        .field("without_rules", r.without_rules)
        .field("findings_total", r.total)
        .key("rules")
        .array();
    for (const auto& [rule, count] : r.counts)
        json.object().field("rule", meter::rule_name(rule)).field("findings", count).end();
    json.end().key("findings").array();
    for (const auto& f : r.findings)
        json.object()
            .field("account", f.account)
            .field("service_point", f.service_point)
            .field("day", f.day)
            .field("rule", meter::rule_name(f.finding.rule))
            .field("channel", f.finding.channel)
            .field("unit", f.finding.unit)
            .field("from", f.finding.span.from)
            .field("to", f.finding.span.to)
            .field("intervals", f.finding.intervals)
            .field("value", f.finding.value)
            .field("limit", f.finding.limit)
            .field("text", meter::implausible_words(f.finding))
            .end();
    json.end().field("conflicts_total", r.conflicts_total).key("conflicts").array();
    for (const auto& c : r.conflicts)
        json.object()
            .field("service_point", c.service_point)
            .field("day", c.day)
            .field("channel", c.conflict.channel)
            .field("unit", c.conflict.unit)
            .field("intervals", c.conflict.intervals)
            .end();
    json.end().field("repeats_total", r.repeats_total).key("repeats").array();
    for (const auto& c : r.repeats)
        json.object()
            .field("service_point", c.service_point)
            .field("day", c.day)
            .field("same", c.repeats.same)
            .field("different", c.repeats.different)
            .end();
    json.end().field("gaps_total", r.gaps_total).key("gaps").array();
    for (const auto& g : r.gaps)
        json.object()
            .field("account", g.account)
            .field("service_point", g.service_point)
            .field("channel", g.channel)
            .field("unit", g.unit)
            .field("from", g.span.from)
            .field("to", g.span.to)
            .field("intervals", g.intervals)
            .field("estimate", g.estimate ? meter::method_name(*g.estimate) : "")
            .field("reason", g.estimate ? "" : meter::reason_words(g.reason))
            .end();
    print_json(json.end().end());
}

void print_gaps(const run::CheckReadingsReport& r) {
    if (r.gaps_total == 0) return;
    fmt::print("\nNobody measured or read:\n");
    for (const auto& g : r.gaps)
        print_wrapped(fmt::format("{} {} {}, {} to {} ({}): {}", g.service_point, g.channel, g.unit,
                                  g.span.from.to_string(), g.span.to.to_string(),
                                  counted(g.intervals, "value", "values"),
                                  g.estimate ? fmt::format("can be estimated ({})",
                                                           meter::method_name(*g.estimate))
                                             : std::string(meter::reason_words(g.reason))),
                      2, 4);
    if (const auto rest = r.gaps_total - std::ssize(r.gaps); rest > 0)
        fmt::print("  .. and {} more\n", thousands(rest));
}

void print_conflicts(const run::CheckReadingsReport& r) {
    if (r.conflicts_total == 0) return;
    fmt::print("\nMeasured twice with different values (the later one stands):\n");
    for (const auto& c : r.conflicts)
        print_wrapped(fmt::format("{} {} {}: {} from {} on", c.service_point, c.conflict.channel,
                                  c.conflict.unit,
                                  counted(c.conflict.intervals, "interval", "intervals"),
                                  c.day.to_string()),
                      2, 4);
    if (const auto rest = r.conflicts_total - static_cast<std::int64_t>(r.conflicts.size());
        rest > 0)
        fmt::print("  .. and {} more\n", thousands(rest));
}

void print_repeats(const run::CheckReadingsReport& r) {
    if (r.repeats_total == 0) return;
    fmt::print("\nRecords of calls that came again (each is billed once, as it came last):\n");
    for (const auto& c : r.repeats)
        print_wrapped(fmt::format("{}: {} from {} on, {} with other words", c.service_point,
                                  counted(c.repeats.all(), "record", "records"), c.day.to_string(),
                                  thousands(c.repeats.different)),
                      2, 4);
    if (const auto rest = r.repeats_total - std::ssize(r.repeats); rest > 0)
        fmt::print("  .. and {} more\n", thousands(rest));
}

void print_findings(const Period& month, const run::CheckReadingsReport& r) {
    fmt::print("{}: {} checked, {} of a kind without rules\n", month.from.to_string().substr(0, 7),
               counted(r.checked, "service point", "service points"), thousands(r.without_rules));
    if (r.checked == 0)
        print_wrapped("Import a `validation:` text with the bounds of each channel "
                      "(docs/readings.md), then check again.",
                      0, 0);
    else if (r.total == 0) fmt::print("Every reading is plausible.\n");
    if (r.total == 0) return;
    fmt::print("\n");
    Table table({"rule", ">findings"});
    for (const auto& [rule, count] : r.counts)
        table.row({std::string(meter::rule_name(rule)), thousands(count)});
    table.print();
    fmt::print("\n");
    for (const auto& f : r.findings)
        print_wrapped(fmt::format("{} {} {} {} {}: {}", f.service_point, f.day.to_string(),
                                  meter::rule_name(f.finding.rule), f.finding.channel,
                                  f.finding.unit, meter::implausible_words(f.finding)),
                      0, 4);
    if (const auto rest = r.total - static_cast<std::int64_t>(r.findings.size()); rest > 0)
        fmt::print(".. and {} more\n", thousands(rest));
}

Result<void> check(Context& context, const ReadingsFlags& flags) {
    const run::CheckReadingsRequest request{month_of(context, flags), today(context),
                                            flags.account};
    auto workspace = TRY(open(context));
    ProgressBar bar("check", context.json);
    const auto report = TRY(run::check_readings(
        workspace, request, [&](std::int64_t done, std::int64_t all) { bar.at(done, all); }));
    bar.finish();
    if (report.total + report.gaps_total > 0) context.exit_code = kDoneWithRejects;
    if (context.json) {
        print_check_json(request.month, report);
        return {};
    }
    print_findings(request.month, report);
    print_gaps(report);
    print_conflicts(report);
    print_repeats(report);
    return {};
}

void add_where(CLI::App& command, ReadingsFlags& flags) {
    add_value<std::optional<LocalDate>>(command, flags.month_end, optional_month_end,
                                        {.name = "--period",
                                         .type = "MONTH",
                                         .help = "The month, such as 2026-10 (default: the last "
                                                 "one)"});
    command.add_option("--account", flags.account, "Only where this account is supplied")
        ->type_name("ACCOUNT");
}

}  // namespace

void add_readings_commands(CLI::App& cli, Context& context) {
    auto* readings = cli.add_subcommand("readings", "Readings that cannot be, or are missing");
    readings->require_subcommand(1);
    const auto flags = std::make_shared<ReadingsFlags>();
    auto* look = readings->add_subcommand(
        "check", "Find readings that cannot be, by the bounds of the validation texts, and gaps");
    add_where(*look, *flags);
    add_examples(*look, {{"billwright readings check --period 2026-10", "all findings"}},
                 "They hold the account when it is billed; bill it all the same with: billwright "
                 "bill --release implausible-readings");
    does(*look, context, [&context, flags] { return check(context, *flags); });
    auto* fill = readings->add_subcommand(
        "estimate", "Fill what nobody measured or read, from the point's own history");
    add_where(*fill, *flags);
    fill->add_flag("--dry-run", flags->dry_run, "Only tell; nothing is written");
    add_examples(*fill,
                 {{"billwright readings estimate --period 2026-10 --dry-run", "what it would fill"},
                  {"billwright readings estimate --period 2026-10", "fill it, then bill"}},
                 "What is measured later stands instead, and the next run bills the difference. "
                 "Gaps that stay are listed with their reason (exit code 3).");
    does(*fill, context, [&context, flags] { return estimate(context, *flags); });
}

}  // namespace bw::app
