#include "apps/billwright/parallel_output.h"

#include "apps/billwright/csv_text.h"
#include "apps/billwright/table.h"

#include <fmt/format.h>

namespace bw::app {
namespace {

using takeover::AccountCompared;
using takeover::difference_name;
using takeover::ParallelReport;
using takeover::Side;

std::string amount_of(const std::optional<Side>& side) {
    return side ? side->gross.to_string() : "-";
}

void write_side(json::Writer& json, std::string_view name, const std::optional<Side>& side) {
    json.key(name);
    if (!side) {
        json.null();
        return;
    }
    json.object()
        .field("from", side->days.from)
        .field("to", side->days.to)
        .field("net", side->net)
        .field("tax", side->tax)
        .field("gross", side->gross)
        .end();
}

void write_account(json::Writer& json, const AccountCompared& one) {
    json.object()
        .field("account", one.account)
        .field("cause", difference_name(one.compared.difference))
        .field("difference", one.compared.amount)
        .field("consumption", one.compared.shares.consumption)
        .field("price", one.compared.shares.price)
        .field("fee", one.compared.shares.fee)
        .field("tax", one.compared.shares.tax);
    write_side(json, "ours", one.ours);
    write_side(json, "theirs", one.theirs);
    json.field("numbers", one.numbers).field("reason", one.words).end();
}

// Of those beyond the tolerance.
std::vector<const AccountCompared*> largest_of(const ParallelReport& report, int limit) {
    std::vector<const AccountCompared*> largest;
    for (const auto& one : report.compared)
        if (!takeover::is_good(one.compared.difference) && std::cmp_less(largest.size(), limit))
            largest.push_back(&one);
    return largest;
}

std::string month_of_report(const ParallelReport& report) {
    return report.month.from.to_string().substr(0, 7);
}

void write_json(const ParallelReport& report, const std::string& tolerance, int limit) {
    json::Writer json;
    json.object()
        .field("period", month_of_report(report))
        .field("tolerance", tolerance)
        .field("accounts", report.accounts)
        .field("differing", report.differing)
        .key("causes")
        .array();
    for (const auto& sum : report.sums)
        json.object()
            .field("cause", difference_name(sum.difference))
            .field("accounts", sum.accounts)
            .field("difference", sum.amount)
            .end();
    json.end().key("largest").array();
    for (const auto* one : largest_of(report, limit)) write_account(json, *one);
    json.end().field("rejected", report.file.rejected).key("rejects").array();
    for (const auto& reject : report.file.rejects)
        json.object().field("line", reject.line).field("reason", reject.reason).end();
    print_json(json.end().end());
}

void print_rejects(const ParallelReport& report) {
    for (const auto& reject : report.file.rejects)
        print_wrapped(fmt::format("line {} was left out: {}", reject.line, reject.reason), 2, 4);
    const auto more = report.file.rejected - std::ssize(report.file.rejects);
    if (more > 0) fmt::print("  .. and {} more\n", thousands(more));
}

void print_largest(const ParallelReport& report, int limit) {
    const auto largest = largest_of(report, limit);
    if (largest.empty()) return;
    fmt::print("\n");
    Table table({"account", "cause", ">ours", ">theirs", ">difference"});
    for (const auto* one : largest) {
        table.row({one->account, std::string(difference_name(one->compared.difference)),
                   amount_of(one->ours), amount_of(one->theirs), one->compared.amount.to_string()});
        if (!one->words.empty()) table.title("  " + one->words);
    }
    table.print();
    if (std::cmp_less(largest.size(), report.differing))
        fmt::print("{} of {}; more with --limit {}, all with --csv FILE\n",
                   thousands(std::ssize(largest)), thousands(report.differing), report.differing);
}

std::string csv_side(const std::optional<Side>& side) {
    if (!side) return ",,,,";
    return fmt::format("{},{},{},{},{}", side->days.from.to_string(),
                       side->days.to.plus_days(-1).to_string(), side->net.to_string(),
                       side->tax.to_string(), side->gross.to_string());
}

}  // namespace

void print_parallel(const Context& context, const ParallelReport& report,
                    const std::string& tolerance, int limit) {
    if (context.json) return write_json(report, tolerance, limit);
    fmt::print("{}: {} compared, {} more than {} apart\n\n", month_of_report(report),
               counted(report.accounts, "account", "accounts"), thousands(report.differing),
               tolerance);
    Table table({"cause", ">accounts", ">ours less theirs", ""});
    for (const auto& sum : report.sums)
        table.row({std::string(difference_name(sum.difference)), thousands(sum.accounts),
                   sum.amount.to_string(), std::string(sum.amount.currency.code())});
    table.print();
    print_largest(report, limit);
    print_rejects(report);
}

std::string parallel_csv(const ParallelReport& report) {
    std::string csv = "account,cause,currency,difference,consumption,price,fee,tax,our_from,"
                      "our_last_day,our_net,our_tax,our_gross,their_from,their_last_day,their_net,"
                      "their_tax,their_gross,numbers,reason\n";
    for (const auto& one : report.compared) {
        const auto& shares = one.compared.shares;
        csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_text(one.account),
                           difference_name(one.compared.difference),
                           one.compared.amount.currency.code(), one.compared.amount.to_string(),
                           shares.consumption.to_string(), shares.price.to_string(),
                           shares.fee.to_string(), shares.tax.to_string(), csv_side(one.ours),
                           csv_side(one.theirs), csv_text(one.numbers), csv_text(one.words));
    }
    return csv;
}

}  // namespace bw::app
