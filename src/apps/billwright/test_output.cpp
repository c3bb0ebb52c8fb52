#include "apps/billwright/test_output.h"

#include "apps/billwright/exception_output.h"
#include "apps/billwright/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::app {
namespace {

std::string period_of(const run::TestReport& r) {
    return r.terms.until.plus_months(-1).to_string().substr(0, 7);
}

std::span<const bill::ExceptionRow> first(const run::TestReport& r, int limit) {
    return std::span(r.exceptions)
        .first(std::min(r.exceptions.size(), static_cast<std::size_t>(limit)));
}

std::vector<bill::NotBilledCount> not_billed(const run::TestReport& r, int limit) {
    std::vector<bill::NotBilledCount> counts;
    for (const auto& [why, count] : r.not_billed) {
        counts.push_back(count);
        auto& examples = counts.back().first;
        examples.resize(std::min(examples.size(), static_cast<std::size_t>(limit)));
    }
    return counts;
}

void write_sum(json::Writer& json, const run::ChargeKey& of, const run::ChargeSum& sum) {
    if (!of.tariff.empty())
        json.field("service", of.service).field("tariff", of.tariff).field("charge", of.charge);
    else json.field("gross", Money{sum.gross, of.currency});
    json.field(of.tariff.empty() ? "statements" : "lines", sum.items)
        .field("net", Money{sum.net, of.currency});
}

void print_test_json(const run::TestReport& r, int limit) {
    json::Writer json;
    json.object()
        .field("period", period_of(r))
        .field("cut", r.terms.cut.value)
        .field("of_accounts", r.of_accounts)
        .field("accounts", r.accounts)
        .field("billed_accounts", r.billed)
        .field("held", r.held)
        .field("statements", r.statements);
    for (const bool is_whole : {true, false}) {
        json.key(is_whole ? "totals" : "charges").array();
        for (const auto& [of, sum] : r.sums)
            if (of.tariff.empty() == is_whole) {
                write_sum(json.object(), of, sum);
                json.end();
            }
        json.end();
    }
    json.key("not_billed");
    write_not_billed(json, not_billed(r, limit));
    json.field("exceptions_total", r.exceptions_total).key("causes");
    write_causes(json, r.causes);
    json.key("exceptions");
    write_exceptions(json, first(r, limit));
    print_json(json.end());
}

void print_sums(const run::TestReport& r) {
    if (r.sums.empty()) return;
    fmt::print("\n");
    Table table({"service", "tariff", "charge", ">lines", ">net", ""});
    for (const auto& [of, sum] : r.sums)
        if (!of.tariff.empty())
            table.row({of.service, of.tariff, of.charge, thousands(sum.items),
                       Money{sum.net, of.currency}.to_string(), std::string(of.currency.code())});
    table.print();
}

}  // namespace

void print_test(const Context& context, const run::TestReport& r, int limit) {
    if (context.json) return print_test_json(r, limit);
    fmt::print("Test of {}, as of batch {}: {} of {}. Nothing was written.\n", period_of(r),
               r.terms.cut.value, counted(r.accounts, "account", "accounts"),
               thousands(r.of_accounts));
    fmt::print("{} billed by {}, {} held, {} with nothing to bill\n", thousands(r.billed),
               counted(r.statements, "statement", "statements"), thousands(r.held),
               thousands(r.accounts - r.billed - r.held));
    for (const auto& [of, sum] : r.sums)
        if (of.tariff.empty())
            fmt::print("net {}, with tax {} {}\n", Money{sum.net, of.currency}.to_string(),
                       Money{sum.gross, of.currency}.to_string(), of.currency.code());
    print_sums(r);
    print_not_billed(not_billed(r, limit));
    print_causes(r.causes);
    print_exceptions(first(r, limit), r.exceptions_total);
}

}  // namespace bw::app
