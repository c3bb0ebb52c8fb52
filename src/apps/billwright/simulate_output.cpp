#include "apps/billwright/simulate_output.h"

#include "apps/billwright/csv_text.h"
#include "apps/billwright/table.h"
#include "platform/text/wrap.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace bw::app {
namespace {

using run::ChangeBin;
using run::Distribution;
using run::TariffFigures;

// --- for people ------------------------------------------------------------------------------

void print_head(const Simulated& of) {
    const auto& s = of.simulation;
    print_wrapped(
        fmt::format("{}, {}, {} before tax", months_text(s.months), s.sector, s.currency.code()), 0,
        2);
    std::string text =
        fmt::format("{}: {} simulated", counted(s.of_accounts, "account", "accounts"),
                    thousands(std::ssize(s.accounts)));
    const auto add = [&](std::int64_t count, std::string_view words) {
        if (count > 0) text += fmt::format(", {} {}", thousands(count), words);
    };
    add(std::ssize(s.held), "held");
    add(s.without_service,
        fmt::format("without {} of their own in {}", s.sector, s.currency.code()));
    add(s.by_condition, "left out by --where");
    print_wrapped(text, 0, 2);
    for (const auto& note : s.notes) print_wrapped("note: " + note, 0, 2);
}

// "-331.09 (-7.4 %)"
std::string change_text(const Money& change, const Money& of) {
    const std::string percent = run::percent_of_text(change, of);
    return change.to_string() + (percent.empty() ? "" : fmt::format(" ({} %)", percent));
}

void print_tariffs(const Simulated& of) {
    const auto& [s, figures] = of;
    Table table({"tariff", ">net", ">change", ">%", ">pay less", ">pay more", ">best for"});
    const Money& present = figures.tariffs.front().net;
    for (const auto& f : figures.tariffs) {
        const bool is_present = &f == &figures.tariffs.front();
        std::vector<std::string> row{f.tariff, f.net.to_string()};
        if (is_present) row.insert(row.end(), 4, "");
        else
            row.insert(row.end(), {f.change.to_string(), run::percent_of_text(f.change, present),
                                   thousands(f.pay_less), thousands(f.pay_more)});
        row.push_back(thousands(f.best_for));
        table.row(std::move(row));
    }
    fmt::print("\n");
    table.print();
    if (s.tariffs.size() > 2 || figures.best_change.minor != 0)
        print_wrapped(fmt::format("with everybody on the cheapest of them: {}, {}",
                                  figures.best.to_string(),
                                  change_text(figures.best_change, present)),
                      0, 2);
    if (!s.has_cost) return;
    std::vector<std::string> margins;
    margins.reserve(figures.tariffs.size());
    for (const auto& f : figures.tariffs)
        if (f.margin) margins.push_back(fmt::format("{} {}", f.tariff, f.margin->to_string()));
    print_wrapped(fmt::format("margin: {}", fmt::join(margins, ", ")), 0, 2);
}

void print_distribution(const Distribution& d, const TariffFigures& of, std::int64_t accounts) {
    constexpr std::int64_t kBar = 36;
    std::int64_t highest = 1;
    std::size_t widest = 0;
    for (const auto& bin : d.bins) {
        highest = std::max(highest, bin.accounts);
        widest = std::max(widest, bin_text(bin).size());
    }
    fmt::print("\n");
    print_wrapped(spread_sentence(of, accounts), 0, 2);
    for (const auto& bin : d.bins) {
        // Whoever is there is seen.
        const std::int64_t length =
            bin.accounts == 0 ? 0 : std::max<std::int64_t>(1, bin.accounts * kBar / highest);
        std::string bar;
        for (std::int64_t i = 0; i < length; ++i) bar += "█";
        fmt::print("  {:>{}}  {}{}{}\n", bin_text(bin), widest, bar, bar.empty() ? "" : " ",
                   thousands(bin.accounts));
    }
    print_wrapped(fmt::format("from {} to {}; the middle one {}, eight of ten between {} and {}",
                              d.least.to_string(), d.most.to_string(), d.median.to_string(),
                              d.tenth.to_string(), d.nine_tenths.to_string()),
                  2, 4);
}

void print_segments(const Simulated& of, std::size_t tariff, int limit) {
    const auto& [s, figures] = of;
    fmt::print("\n");
    Table table({s.by, ">accounts", ">pay less", ">pay more", ">present", ">candidate", ">%"});
    int left = limit;
    for (const auto& segment : figures.segments) {
        if (left-- <= 0) break;
        const auto& present = segment.tariffs.front();
        const auto& f = segment.tariffs[tariff];
        table.row({segment.segment.empty() ? "(not known)" : segment.segment,
                   thousands(segment.accounts), thousands(f.pay_less), thousands(f.pay_more),
                   present.net.to_string(), f.net.to_string(),
                   run::percent_of_text(f.change, present.net)});
    }
    table.print();
    if (std::cmp_less(limit, figures.segments.size()))
        fmt::print("{} of {}; more with --limit {}\n", limit,
                   thousands(std::ssize(figures.segments)), figures.segments.size());
}

void print_held(const Simulated& of) {
    if (of.figures.held.empty()) return;
    fmt::print("\nheld, and in none of the sums\n");
    for (const auto& held : of.figures.held) {
        const bool is_cut = std::cmp_less(held.first.size(), held.accounts);
        print_wrapped(fmt::format("{} under {}, {}: {}{}", bill::cause_name(held.cause),
                                  held.tariff, counted(held.accounts, "account", "accounts"),
                                  fmt::join(held.first, ", "), is_cut ? " .." : ""),
                      2, 4);
        print_wrapped(held.text, 4, 4);
    }
}

// --- for programs ------------------------------------------------------------------------------

void write_figures(json::Writer& json, const TariffFigures& f) {
    json.object()
        .field("tariff", f.tariff)
        .field("net", f.net)
        .field("change", f.change)
        .field("pay_less", f.pay_less)
        .field("pay_more", f.pay_more)
        .field("unchanged", f.unchanged)
        .field("best_for", f.best_for)
        .end();
}

void write_distribution(json::Writer& json, const Distribution& d) {
    json.object()
        .field("tariff", d.tariff)
        .field("least", d.least)
        .field("tenth", d.tenth)
        .field("median", d.median)
        .field("nine_tenths", d.nine_tenths)
        .field("most", d.most)
        .key("bins")
        .array();
    for (const auto& bin : d.bins)
        json.object()
            .field("from", bin.from ? bin.from->to_string() : "")
            .field("to", bin.to ? bin.to->to_string() : "")
            .field("accounts", bin.accounts)
            .end();
    json.end().end();
}

void write_segments(json::Writer& json, const Simulated& of, int limit) {
    const auto& segments = of.figures.segments;
    json.field("by", of.simulation.by)
        .field("segments_total", std::ssize(segments))
        .key("segments")
        .array();
    for (std::size_t i = 0; i < segments.size() && std::cmp_less(i, limit); ++i) {
        json.object()
            .field("segment", segments[i].segment)
            .field("accounts", segments[i].accounts)
            .key("tariffs")
            .array();
        for (const auto& f : segments[i].tariffs) write_figures(json, f);
        json.end().end();
    }
    json.end();
}

void write_json(const Simulated& of, int limit) {
    const auto& [s, figures] = of;
    json::Writer json;
    json.object()
        .field("from", s.months.from)
        .field("to", s.months.to)
        .field("sector", s.sector)
        .field("of_accounts", s.of_accounts)
        .field("simulated", std::ssize(s.accounts))
        .field("held_accounts", std::ssize(s.held))
        .field("without_service", s.without_service)
        .field("by_condition", s.by_condition)
        .key("notes")
        .array();
    for (const auto& note : s.notes) json.value(note);
    json.end().key("tariffs").array();
    for (const auto& f : figures.tariffs) write_figures(json, f);
    json.end().key("margins").array();
    for (const auto& f : figures.tariffs)
        if (f.margin) json.object().field("tariff", f.tariff).field("margin", *f.margin).end();
    json.end()
        .key("best")
        .object()
        .field("net", figures.best)
        .field("change", figures.best_change)
        .end()
        .key("distributions")
        .array();
    for (const auto& d : figures.distributions) write_distribution(json, d);
    json.end();
    write_segments(json, of, limit);
    json.key("held").array();
    for (const auto& held : figures.held) {
        json.object()
            .field("cause", bill::cause_name(held.cause))
            .field("tariff", held.tariff)
            .field("accounts", held.accounts)
            .field("text", held.text)
            .key("first")
            .array();
        for (const auto& account : held.first) json.value(account);
        json.end().end();
    }
    print_json(json.end().end());
}

}  // namespace

std::string months_text(const Period& months) {
    const auto month = [](LocalDate day) { return day.to_string().substr(0, 7); };
    const std::string first = month(months.from), last = month(months.to.plus_days(-1));
    return first == last ? first : first + " to " + last;
}

std::string bin_text(const ChangeBin& bin) {
    const std::string from = bin.from ? bin.from->to_string() : "";
    const std::string to = bin.to ? bin.to->to_string() : "";
    if (from.empty()) return "below " + to;
    return to.empty() ? fmt::format("from {} on", from) : fmt::format("{} to {}", from, to);
}

std::string spread_sentence(const TariffFigures& of, std::int64_t accounts) {
    return fmt::format("{}: {} of {} pay less, {} more", of.tariff, thousands(of.pay_less),
                       counted(accounts, "account", "accounts"), thousands(of.pay_more));
}

void print_simulation(const Context& context, const Simulated& of, int limit) {
    if (context.json) return write_json(of, limit);
    print_head(of);
    const auto accounts = std::ssize(of.simulation.accounts);
    if (accounts > 0) print_tariffs(of);
    for (std::size_t i = 0; i < of.figures.distributions.size(); ++i) {
        print_distribution(of.figures.distributions[i], of.figures.tariffs[i + 1], accounts);
        print_segments(of, i + 1, limit);
    }
    print_held(of);
}

std::string simulation_csv(const run::Simulation& s) {
    std::string csv = "account," + csv_text(s.by);
    for (const auto& tariff : s.tariffs) csv += "," + csv_text(tariff);
    csv += ",currency,best,cost,held,reason\n";
    const auto amount = [&](std::int64_t minor) { return Money{minor, s.currency}.to_string(); };
    for (const auto& one : s.accounts) {
        csv += csv_text(one.account) + "," + csv_text(one.segment);
        for (const auto net : one.nets) csv += "," + amount(net);
        csv += fmt::format(",{},{},{},,\n", s.currency.code(), csv_text(s.tariffs[one.best]),
                           s.has_cost ? amount(one.cost) : "");
    }
    for (const auto& held : s.held)
        csv += fmt::format("{},{},{},,,{},{}\n", csv_text(held.account),
                           std::string(s.tariffs.size(), ','), s.currency.code(),
                           bill::cause_name(held.cause), csv_text(held.tariff + ": " + held.text));
    return csv;
}

}  // namespace bw::app
