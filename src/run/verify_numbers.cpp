// Numbers: what was given to units of runs, one after the other, against what statements carry.
#include "run/number.h"
#include "run/verify_runs.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <tuple>
#include <vector>

namespace bw::run {
namespace {

using store::Findings;
using store::Row;
using store::Transaction;

// The claims of units on a series, in order, must follow one another up to the next number.
void check_series(Transaction& tx, TenantId tenant, const std::string& series, std::int64_t next,
                  Findings& findings) {
    std::int64_t expected = 1;
    const auto tell = [&](std::int64_t first) {
        if (first > expected)
            findings.add(fmt::format("series {}: {} to {} were given to no run", series,
                                     number_of(series, expected), number_of(series, first - 1)));
        if (first < expected)
            findings.add(
                fmt::format("series {}: {} was given twice", series, number_of(series, first)));
    };
    tx.for_each(
        "SELECT n.first, n.count FROM run_numbers n JOIN bill_run r ON r.tenant_id = n.tenant_id "
        "AND r.run_id = n.run_id WHERE n.tenant_id = ?1 AND n.series = ?2 AND r.phase IN (1, 2) "
        "ORDER BY "
        "n.first",
        [&](const Row& row) {
            tell(row.integer(0));
            expected = row.integer(0) + row.integer(1);
        },
        tenant, series);
    tell(next);
}

// What the statements of one unit and series carry.
struct Carried {
    std::int64_t count = 0, first = 0, last = 0;
};
using UnitSeries = std::tuple<std::int64_t, std::int64_t, std::string>;  // run, unit, series

std::map<UnitSeries, Carried> carried_by_units(Transaction& tx, TenantId tenant,
                                               Findings& findings) {
    std::map<UnitSeries, Carried> carried;
    tx.for_each(
        "SELECT i.run_id, i.bucket - i.bucket % r.unit_buckets, i.number FROM invoice i JOIN "
        "bill_run r ON r.tenant_id = i.tenant_id AND r.run_id = i.run_id WHERE i.tenant_id = ?1",
        [&](const Row& row) {
            const std::string_view number = row.text(2);
            const auto dash = std::min(number.rfind('-'), number.size());
            const std::string_view digits = number.substr(std::min(dash + 1, number.size()));
            std::int64_t n = 0;
            std::from_chars(digits.data(), digits.data() + digits.size(), n);
            const std::string_view series = number.substr(0, dash);
            if (n < 1 || number_of(series, n) != number) {
                findings.add(fmt::format("'{}' is no number of an invoice", number));
                return;
            }
            Carried& c = carried[{row.integer(0), row.integer(1), std::string(series)}];
            c.first = c.count == 0 ? n : std::min(c.first, n);
            c.last = std::max(c.last, n);
            ++c.count;
        },
        tenant);
    return carried;
}

// Numbers are unique (the register's key), so count, first and last tell that there is no gap.
void check_units(Transaction& tx, TenantId tenant, Findings& findings) {
    for (const auto& [key, carried] : carried_by_units(tx, tenant, findings)) {
        const auto& [run, unit, series] = key;
        const Carried given =
            tx.find(
                  "SELECT count, first FROM run_numbers WHERE tenant_id = ?1 AND run_id = ?2 AND "
                  "unit = ?3 AND series = ?4",
                  [](const Row& row) {
                      return Carried{row.integer(0), row.integer(1),
                                     row.integer(1) + row.integer(0) - 1};
                  },
                  tenant, run, unit, series)
                .value_or(Carried{});
        if (carried.count == given.count && carried.first == given.first &&
            carried.last == given.last)
            continue;
        findings.add(fmt::format("run {}, unit {}: its {} statements carry {} to {}, it was given "
                                 "{} numbers from {} on",
                                 run, unit, carried.count, number_of(series, carried.first),
                                 number_of(series, carried.last), given.count,
                                 number_of(series, given.first)));
    }
}

// A unit of which nothing is left at all has no statement that would say so.
void find_unused(Transaction& tx, TenantId tenant, Findings& findings) {
    tx.for_each(
        "SELECT n.run_id, n.unit, n.series, n.first, r.unit_buckets FROM run_numbers n JOIN "
        "run_unit u ON u.tenant_id = n.tenant_id AND u.run_id = n.run_id AND u.unit = n.unit JOIN "
        "bill_run r ON r.tenant_id = n.tenant_id AND r.run_id = n.run_id WHERE n.tenant_id = ?1 "
        "AND u.state = 2",
        [&](const Row& row) {
            const std::string number = number_of(row.text(2), row.integer(3));
            const auto unit = tx.integer("SELECT bucket - bucket % ?3 FROM invoice_number WHERE "
                                         "tenant_id = ?1 AND number = ?2",
                                         tenant, number, row.integer(4));
            if (unit != row.integer(1))
                findings.add(fmt::format("{} was given to run {}, unit {}, and stands on no "
                                         "statement of it",
                                         number, row.integer(0), row.integer(1)));
        },
        tenant);
}

}  // namespace

void verify_numbers(Transaction& tx, TenantId tenant, Findings& findings) {
    std::vector<std::pair<std::string, std::int64_t>> all;
    tx.for_each(
        "SELECT series, next FROM number_series WHERE tenant_id = ?1 ORDER BY series",
        [&](const Row& row) { all.emplace_back(row.string(0), row.integer(1)); }, tenant);
    for (const auto& [series, next] : all) check_series(tx, tenant, series, next, findings);
    findings.ask(
        "SELECT DISTINCT n.series FROM run_numbers n JOIN bill_run r ON r.tenant_id = "
        "n.tenant_id AND r.run_id = n.run_id WHERE n.tenant_id = ?1 AND r.phase IN (1, 2) AND "
        "NOT EXISTS (SELECT 1 FROM number_series s WHERE s.tenant_id = n.tenant_id AND "
        "s.series = n.series) ORDER BY n.series LIMIT ?2",
        [](const Row& row) {
            return fmt::format("series {} gave numbers, and its next one is lost", row.text(0));
        });
    check_units(tx, tenant, findings);
    find_unused(tx, tenant, findings);
}

}  // namespace bw::run
