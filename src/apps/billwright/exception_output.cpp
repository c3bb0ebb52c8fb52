#include "apps/billwright/exception_output.h"

#include "apps/billwright/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::app {

void write_causes(json::Writer& json, std::span<const bill::CauseCount> causes) {
    json.array();
    for (const auto& c : causes)
        json.object()
            .field("cause", c.cause)
            .field("open", c.held)
            .field("released", c.released)
            .field("told", c.told)
            .field("at_stake", c.at_stake)
            .end();
    json.end();
}

json::Writer& begin_exception(json::Writer& json, const bill::ExceptionRow& row) {
    return json.object()
        .field("account", row.account_number)
        .field("cause", bill::cause_name(row.exception.cause))
        .field("subject", row.exception.subject)
        .field("text", row.exception.text)
        .field("standing", bill::standing_name(row.exception.standing))
        .field("at_stake", row.exception.at_stake);
}

void write_exceptions(json::Writer& json, std::span<const bill::ExceptionRow> rows) {
    json.array();
    for (const auto& row : rows) begin_exception(json, row).end();
    json.end();
}

void write_not_billed(json::Writer& json, std::span<const bill::NotBilledCount> counts) {
    json.array();
    for (const auto& c : counts) {
        json.object()
            .field("reason", bill::not_billed_name(c.why))
            .field("text", bill::not_billed_words(c.why))
            .field("accounts", c.accounts)
            .key("first")
            .array();
        for (const auto& account : c.first) json.value(account);
        json.end().end();
    }
    json.end();
}

void print_causes(std::span<const bill::CauseCount> causes) {
    if (causes.empty()) return;
    fmt::print("\n");
    Table table({"exceptions by cause", ">open", ">released", ">told", ">at stake", ""});
    for (const auto& c : causes)
        table.row({c.cause, thousands(c.held), thousands(c.released), thousands(c.told),
                   c.at_stake.to_string(), std::string(c.at_stake.currency.code())});
    table.print();
}

void print_not_billed(std::span<const bill::NotBilledCount> counts) {
    if (counts.empty()) return;
    constexpr std::size_t kExamples = 3;
    std::int64_t all = 0;
    for (const auto& c : counts) all += c.accounts;
    fmt::print("\n");
    Table table({all == 1 ? "1 account is not billed: it"
                          : fmt::format("{} accounts are not billed: each", thousands(all)),
                 ">accounts", "such as"});
    for (const auto& c : counts) {
        std::string examples;
        for (std::size_t i = 0; i < std::min(kExamples, c.first.size()); ++i)
            examples += (i == 0 ? "" : ", ") + c.first[i];
        table.row({std::string(bill::not_billed_words(c.why)), thousands(c.accounts),
                   std::move(examples)});
    }
    table.print();
}

void print_exception(const bill::ExceptionRow& row, std::string_view since) {
    const auto& e = row.exception;
    print_wrapped(fmt::format("{}  {}{}{}  {}{}{}  {} {}", row.account_number,
                              bill::standing_name(e.standing), since.empty() ? "" : ", since then ",
                              since, bill::cause_name(e.cause), e.subject.empty() ? "" : "  ",
                              e.subject, e.at_stake.to_string(), e.at_stake.currency.code()),
                  0, 4);
    print_wrapped(e.text, 4, 4);
}

void print_more(std::size_t shown, std::size_t total) {
    if (shown < total)
        fmt::print("{} of {} exceptions; more with --limit {}\n",
                   thousands(static_cast<std::int64_t>(shown)),
                   thousands(static_cast<std::int64_t>(total)), total);
}

void print_exceptions(std::span<const bill::ExceptionRow> rows, std::int64_t total) {
    for (const auto& row : rows) print_exception(row, {});
    print_more(rows.size(), static_cast<std::size_t>(total));
}

}  // namespace bw::app
