// batch list|show.
#include "apps/billwright/app.h"
#include "apps/billwright/help.h"
#include "apps/billwright/options.h"
#include "apps/billwright/table.h"
#include "run/batch_view.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace bw::app {
namespace {

struct BatchFlags {
    std::int64_t batch = 0;
    int limit = 100;
};

json::Writer& write_batch(json::Writer& json, const store::BatchRow& b) {
    return json.object()
        .field("batch", b.batch.value)
        .field("kind", b.kind)
        .field("source", b.source)
        .field("committed_at", b.committed_at)
        .field("received", b.counts.received)
        .field("accepted", b.counts.accepted)
        .field("rejected", b.counts.rejected)
        .field("pending", b.counts.pending);
}

void print_batches(const Context& context, const std::vector<store::BatchRow>& batches,
                   std::int64_t total) {
    if (context.json) {
        json::Writer json;
        json.object().field("total", total).key("batches").array();
        for (const auto& b : batches) write_batch(json, b).end();
        return print_json(json.end().end());
    }
    if (batches.empty()) return fmt::print("No batch yet. Begin with: billwright import FILE..\n");
    Table table({">batch", "kind", "came in", ">received", ">accepted", ">rejected", ">pending"});
    for (const auto& b : batches) {
        table.row({std::to_string(b.batch.value), b.kind, b.committed_at.to_string().substr(0, 10),
                   thousands(b.counts.received), thousands(b.counts.accepted),
                   thousands(b.counts.rejected), thousands(b.counts.pending)});
        table.title("       " + b.source);  // names of files are long and are not broken
    }
    table.print();
    if (const auto shown = static_cast<std::int64_t>(batches.size()); shown < total)
        fmt::print("{} of {} batches; more with --limit {}\n", thousands(shown), thousands(total),
                   total);
}

void print_view_json(const run::BatchView& view) {
    json::Writer json;
    write_batch(json, view.batch).field("format", view.format).key("rejects").array();
    for (const auto& reject : view.rejects)
        json.object().field("line", reject.line).field("reason", reject.reason).end();
    json.end().key("repairs").array();
    for (const auto& repair : view.repairs)
        json.object()
            .field("line", repair.line)
            .field("what", repair.what)
            .field("records", repair.records)
            .end();
    json.end().key("late_service_points").array();
    for (const auto& late : view.late)
        json.object()
            .field("code", late.code)
            .field("records", late.records)
            .field("adopted", late.adopted.value)
            .end();
    json.end().field("late_service_points_total", view.late_total).key("files").array();
    for (const auto& file : view.files)
        json.object().field("batch", file.batch.value).field("file", file.source).end();
    print_json(json.end().end());
}

void print_head(const run::BatchView& view) {
    const auto& b = view.batch;
    print_wrapped(fmt::format("Batch {}: {}{}, {}, {}", b.batch.value, b.kind,
                              view.format.empty() || view.format == "adoption"
                                  ? ""
                                  : fmt::format(" ({})", view.format),
                              b.source, b.committed_at.to_string()),
                  0, 2);
    print_wrapped(fmt::format("{} received = {} accepted + {} rejected + {} pending",
                              thousands(b.counts.received), thousands(b.counts.accepted),
                              thousands(b.counts.rejected), thousands(b.counts.pending)),
                  0, 2);
    for (const auto& file : view.files)
        print_wrapped(
            fmt::format("they had come in with {}, batch {}", file.source, file.batch.value), 0, 2);
    for (const auto& repair : view.repairs)
        print_wrapped(fmt::format("mended, {} records from line {} on: {}",
                                  thousands(repair.records), repair.line, repair.what),
                      0, 2);
    if (b.kind == "payments" && b.counts.pending > 0)
        fmt::print("Those that still wait in suspense: billwright payment waiting\n");
}

// A list that ends at the limit.
void print_more(std::size_t shown, std::int64_t total, int limit, std::string_view what) {
    if (std::cmp_less(shown, limit) || std::cmp_greater_equal(shown, total)) return;
    fmt::print("{} of {} {}; more with --limit {}\n", thousands(limit), thousands(total), what,
               total);
}

void print_view(const Context& context, const run::BatchView& view, int limit) {
    if (context.json) return print_view_json(view);
    print_head(view);
    if (!view.rejects.empty()) {
        fmt::print("\n");
        Table table({">line", "rejected, because"});
        for (const auto& reject : view.rejects)
            table.row({reject.line == 0 ? "-" : std::to_string(reject.line), reject.reason});
        table.print();
        print_more(view.rejects.size(), view.batch.counts.rejected, limit, "rejects");
    }
    if (view.late.empty()) return;
    fmt::print("\n");
    Table table({"service point", ">records", "was unknown, and"});
    for (const auto& late : view.late)
        table.row({late.code, thousands(late.records),
                   late.adopted ? fmt::format("came in as batch {}", late.adopted.value)
                                : "waits for its account"});
    table.print();
    print_more(view.late.size(), view.late_total, limit, "service points");
}

Result<void> list(Context& context, const BatchFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    // Numbers have no gaps: the last one is their count.
    print_batches(context, store::list_batches(*tx, workspace.tenant, flags.limit),
                  store::current_cut(*tx, workspace.tenant).value);
    return {};
}

Result<void> show(Context& context, const BatchFlags& flags) {
    auto workspace = TRY(open(context));
    const auto tx = workspace.database->begin(store::Access::Read);
    print_view(context,
               TRY(run::view_batch(*tx, workspace.tenant, Batch{flags.batch}, flags.limit)),
               flags.limit);
    return {};
}

void add_limit(CLI::App& command, int& limit, const std::string& help) {
    add_value<int>(command, limit, whole_number(1, 1'000'000),
                   {.name = "--limit", .type = "N", .help = help, .preset = std::to_string(limit)});
}

}  // namespace

void add_batch_commands(CLI::App& cli, Context& context) {
    const auto flags = std::make_shared<BatchFlags>();
    auto* batch = cli.add_subcommand(
        "batch", "What came in, file by file: counts, rejected records, what waits");
    batch->require_subcommand(1);
    auto* all = batch->add_subcommand("list", "Batches, the newest first");
    add_limit(*all, flags->limit, "At most so many");
    does(*all, context, [&context, flags] { return list(context, *flags); });
    add_examples(*all, {{"billwright batch list --limit 10", "the last ten"}});
    auto* one = batch->add_subcommand(
        "show", "One batch with every rejected record and every service point that was unknown");
    add_value<std::int64_t>(
        *one, flags->batch, number_from_one,
        {.name = "BATCH", .type = "", .help = "Number of the batch", .is_required = true});
    add_limit(*one, flags->limit, "At most so many rejects and service points");
    does(*one, context, [&context, flags] { return show(context, *flags); });
    add_examples(*one, {{"billwright batch show 12", "what became of the file of batch 12"}});
}

}  // namespace bw::app
