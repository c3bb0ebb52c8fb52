#include "apps/billwright/bulk_output.h"

#include "apps/billwright/exception_output.h"
#include "apps/billwright/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::app {
namespace {

std::string month_text(LocalDate month) { return month.to_string().substr(0, 7); }

std::span<const bill::ExceptionRow> first(const run::Selected& chosen, int limit) {
    return std::span(chosen.exceptions)
        .first(std::min(chosen.exceptions.size(), static_cast<std::size_t>(limit)));
}

void write_amounts(json::Writer& json, std::string_view name, std::span<const Money> amounts) {
    json.key(name).array();
    for (const auto& amount : amounts) json.value(amount);
    json.end();
}

std::string amounts_text(std::span<const Money> amounts) {
    std::string text;
    for (const auto& amount : amounts)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", amount.to_string(),
                            amount.currency.code());
    return text.empty() ? "0" : text;
}

json::Writer& write_chosen(json::Writer& json, const BulkAct& act, const run::Selected& chosen) {
    json.object()
        .field("act", act.name)
        .field("dry_run", act.is_dry)
        .field("run", chosen.run.id.value)
        .field("period", month_text(chosen.month()))
        .field("accounts", chosen.accounts.size());
    write_amounts(json, "at_stake", chosen.at_stake);
    return json;
}

// "released" or "excluded": what was decided since, and the next run reads.
std::string_view decided_of(const run::Selected& chosen, const bill::ExceptionRow& row) {
    if (chosen.words.excluded.contains(row.payer.account)) return "excluded";
    const bool is_released =
        chosen.words.released.contains({row.payer.account, row.exception.cause});
    return is_released ? "released" : "";
}

void write_rest(json::Writer& json, const run::Selected& chosen, int limit) {
    json.field("exceptions_total", chosen.exceptions.size()).key("exceptions").array();
    for (const auto& row : first(chosen, limit))
        begin_exception(json, row).field("decided", decided_of(chosen, row)).end();
    print_json(json.end().end());
}

void print_chosen(const run::Selected& chosen, int limit) {
    fmt::print("Run {}, {}: {} held so, {} at stake\n", chosen.run.id.value,
               month_text(chosen.month()),
               counted(static_cast<std::int64_t>(chosen.accounts.size()), "account", "accounts"),
               amounts_text(chosen.at_stake));
    const auto shown = first(chosen, limit);
    for (const auto& row : shown) print_exception(row, decided_of(chosen, row));
    print_more(shown.size(), chosen.exceptions.size());
}

// A run that is not over sees nothing of what is decided after its cut.
void print_frozen(const run::RunInfo& run) {
    if (run::is_over(run.phase)) return;
    print_wrapped(fmt::format("Run {0} is frozen as of its cut and does not see this. Discard it "
                              "and bill again, or bill these when it is done.",
                              run.id.value),
                  0, 2);
}

void print_kept(const BulkAct& act, LocalDate month, const run::Decided& decided) {
    if (act.is_dry) return fmt::print("Nothing was kept (--dry-run).\n");
    if (decided.known > 0)
        fmt::print("{} new, {} decided already\n", thousands(decided.accounts),
                   thousands(decided.known));
    if (decided.batch == Batch{}) fmt::print("Nothing was to be decided.\n");
    else fmt::print("Kept as batch {}; the next run reads it.\n", decided.batch.value);
    if (decided.both > 0)
        print_wrapped(fmt::format("{} both released and excluded: the runs of {} leave out who is "
                                  "excluded; take that back with: billwright exceptions include",
                                  counted(decided.both, "account is", "accounts are"),
                                  month_text(month)),
                      0, 2);
}

json::Writer& write_decided(json::Writer& json, const run::Decided& decided) {
    return json.field("batch", decided.batch.value)
        .field("decided_before", decided.known)
        .field("released_and_excluded", decided.both);
}

}  // namespace

void print_bulk(const Context& context, const BulkAct& act, const run::Selected& chosen,
                const run::Decided& decided, int limit) {
    if (context.json) {
        json::Writer json;
        write_decided(write_chosen(json, act, chosen), decided);
        return write_rest(json, chosen, limit);
    }
    print_chosen(chosen, limit);
    if (act.name == "list") return;
    print_kept(act, chosen.month(), decided);
    if (!act.is_dry) print_frozen(chosen.run);
}

void print_bulk_estimate(const Context& context, const BulkAct& act, const run::Selected& chosen,
                         const run::EstimateReport& report, int limit) {
    std::int64_t filled = 0;
    for (const auto& sum : report.sums) filled += sum.intervals;
    if (context.json) {
        json::Writer json;
        write_chosen(json, act, chosen)
            .field("service_points", report.service_points)
            .field("intervals", filled)
            .field("open_intervals", report.open_intervals);
        json.key("batches").array();
        for (const auto batch : report.batches) json.value(batch.value);
        json.end();
        return write_rest(json, chosen, limit);
    }
    print_chosen(chosen, limit);
    fmt::print("{} filled, {} stay open, at {}\n", counted(filled, "interval", "intervals"),
               thousands(report.open_intervals),
               counted(report.service_points, "service point", "service points"));
    if (act.is_dry) return fmt::print("Nothing was kept (--dry-run).\n");
    print_frozen(chosen.run);
}

void print_exclusion(const Context& context, const BulkAct& act,
                     const std::vector<std::string>& accounts, LocalDate month,
                     const run::Decided& decided) {
    if (!context.json) {
        fmt::print("{}: {} {}d\n", month_text(month),
                   counted(static_cast<std::int64_t>(accounts.size()), "account", "accounts"),
                   act.name);
        return print_kept(act, month, decided);
    }
    json::Writer json;
    json.object()
        .field("act", act.name)
        .field("dry_run", act.is_dry)
        .field("period", month_text(month))
        .key("accounts")
        .array();
    for (const auto& account : accounts) json.value(account);
    print_json(write_decided(json.end(), decided).end());
}

void print_reversal(const Context& context, const run::Reversal& r, bool is_dry, int limit) {
    const auto shown =
        std::span(r.accounts).first(std::min(r.accounts.size(), static_cast<std::size_t>(limit)));
    if (context.json) {
        json::Writer json;
        json.object()
            .field("dry_run", is_dry)
            .field("months", r.months)
            .field("ordered_before", r.ordered)
            .field("billed_anew_since", r.anew)
            .field("behind_limit", r.too_old)
            .field("batch", r.batch.value);
        write_amounts(json, "net", r.net);
        json.field("accounts_total", r.accounts.size()).key("accounts").array();
        for (const auto& a : shown) {
            json.object().field("account", a.account).field("net", a.net).key("invoices").array();
            for (const auto& number : a.invoices) json.value(number);
            json.end().end();
        }
        return print_json(json.end().end());
    }
    fmt::print("{} of {}, {} net\n", counted(r.months, "month of a service", "months of services"),
               counted(static_cast<std::int64_t>(r.accounts.size()), "account", "accounts"),
               amounts_text(r.net));
    if (r.ordered > 0) fmt::print("{} more wait for the next run already\n", thousands(r.ordered));
    if (r.anew > 0) fmt::print("{} more were billed anew since, and stay\n", thousands(r.anew));
    if (r.too_old > 0)
        fmt::print("{} more lie behind the back-billing limit and stay\n", thousands(r.too_old));
    for (const auto& a : shown)
        print_wrapped(fmt::format("{}  {} {}  {}", a.account, a.net.to_string(),
                                  a.net.currency.code(), fmt::join(a.invoices, ", ")),
                      0, 4);
    if (shown.size() < r.accounts.size())
        fmt::print("{} of {} accounts; more with --limit {}\n", thousands(limit),
                   thousands(static_cast<std::int64_t>(r.accounts.size())), r.accounts.size());
    if (is_dry) return fmt::print("Nothing was kept (--dry-run).\n");
    if (r.batch == Batch{}) return fmt::print("Nothing was to be reversed.\n");
    print_wrapped(fmt::format("Kept as batch {}: the next run cancels them by credit notes and "
                              "bills the months anew.",
                              r.batch.value),
                  0, 2);
}

}  // namespace bw::app
