#include "apps/billwright/comparison_output.h"

#include "apps/billwright/table.h"

#include <fmt/format.h>

namespace bw::app {
namespace {

std::string month_text(LocalDate month) { return month.to_string().substr(0, 7); }

// "+4.2 %"; nothing where there was nothing before.
std::string percent_text(std::int64_t now, std::int64_t before) {
    if (before == 0) return now == 0 ? "" : "new";
    const int128 magnitude = before < 0 ? -int128{before} : int128{before};
    const int128 change = int128{now} - before;
    const auto tenths = static_cast<std::int64_t>(
        divide_rounded((change < 0 ? -change : change) * 1'000, magnitude, Rounding::HalfUp));
    return fmt::format("{}{}.{} %", change < 0 ? "-" : "+", tenths / 10, tenths % 10);
}

void write_money(json::Writer& json, std::string_view name, const run::ComparedSum& s,
                 std::int64_t run::ChargeSum::* part) {
    json.field(name, Money{s.now.*part, s.of.currency})
        .field(std::string(name) + "_before", Money{s.before.*part, s.of.currency});
}

void print_comparison_json(const run::RunInfo& run, const run::Comparison& c) {
    json::Writer json;
    json.object()
        .field("run", run.id.value)
        .field("period", month_text(c.month))
        .field("period_before", month_text(c.month_before))
        .field("accounts", c.looked_at)
        .field("held", c.held)
        .field("held_before", c.held_before)
        .key("totals")
        .array();
    for (const auto& s : c.totals) {
        json.object().field("statements", s.now.items).field("statements_before", s.before.items);
        write_money(json, "net", s, &run::ChargeSum::net);
        write_money(json, "gross", s, &run::ChargeSum::gross);
        json.end();
    }
    json.end().key("charges").array();
    for (const auto& s : c.charges) {
        json.object()
            .field("service", s.of.service)
            .field("tariff", s.of.tariff)
            .field("charge", s.of.charge)
            .field("lines", s.now.items)
            .field("lines_before", s.before.items);
        write_money(json, "net", s, &run::ChargeSum::net);
        json.end();
    }
    json.end().key("largest_changes").array();
    for (const auto& a : c.accounts)
        json.object()
            .field("account", a.account)
            .field("gross", a.now)
            .field("gross_before", a.before)
            .end();
    print_json(json.end().end());
}

void print_totals(const run::Comparison& c) {
    Table table({"", ">" + month_text(c.month_before), ">" + month_text(c.month), ">change", ""});
    for (const auto& s : c.totals) {
        const std::string code(s.of.currency.code());
        const auto row = [&](const char* name, std::int64_t before, std::int64_t now) {
            table.row({name, Money{before, s.of.currency}.to_string(),
                       Money{now, s.of.currency}.to_string(), percent_text(now, before), code});
        };
        table.row({"statements", thousands(s.before.items), thousands(s.now.items),
                   percent_text(s.now.items, s.before.items), code});
        row("net", s.before.net, s.now.net);
        row("with tax", s.before.gross, s.now.gross);
    }
    table.row({"accounts held", thousands(c.held_before), thousands(c.held), "", ""});
    table.print();
}

void print_charges(const run::Comparison& c) {
    if (c.charges.empty()) return;
    fmt::print("\n");
    Table table({"net by tariff", "charge", ">before", ">now", ">change"});
    for (const auto& s : c.charges)
        table.row({s.of.tariff, s.of.charge, Money{s.before.net, s.of.currency}.to_string(),
                   Money{s.now.net, s.of.currency}.to_string(),
                   percent_text(s.now.net, s.before.net)});
    table.print();
}

void print_accounts(const run::Comparison& c) {
    if (c.accounts.empty()) return;
    fmt::print("\n");
    Table table({"largest changes", ">before", ">now", ">change", ""});
    for (const auto& a : c.accounts)
        table.row({a.account, a.before.to_string(), a.now.to_string(),
                   percent_text(a.now.minor, a.before.minor), std::string(a.now.currency.code())});
    table.print();
}

}  // namespace

void print_comparison(const Context& context, const run::RunInfo& run, const run::Comparison& c) {
    if (context.json) return print_comparison_json(run, c);
    fmt::print("Run {} ({}): {} beside {}\n\n", run.id.value, run::phase_name(run.phase),
               month_text(c.month), month_text(c.month_before));
    print_totals(c);
    print_charges(c);
    print_accounts(c);
}

}  // namespace bw::app
