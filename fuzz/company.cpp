// Files of a company under somebody else's names: a mapping, a line of %%, then a file to be read
// by it, in CSV or JSON Lines. In whatever pieces the file arrives, it gives the same rows, rejects
// and outcome; a row has a value for each column, and none where it must have one is empty.
#include "base/check.h"
#include "base/civil.h"
#include "pieces.h"
#include "run/company/accounts.h"
#include "run/company/attributes.h"
#include "run/company/balances.h"
#include "run/company/factors.h"
#include "run/company/history.h"
#include "run/company/meters.h"

#include <string>

namespace {

using namespace bw;

void check_row(const company::Row& row, const company::Mapping& mapping) {
    const auto& columns = company::layout_of(mapping.kind).columns;
    CHECK(row.values.size() == columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool is_set = mapping.constants.contains(columns[i].name);
        CHECK(!row.values[i].empty() || is_set || columns[i].need != company::Need::Always);
    }
}

std::string outcome(const company::Mapping& mapping, std::string_view text, std::size_t piece) {
    std::string all;
    std::int64_t last = 0;
    fuzz::Pieces source(text, piece);
    company::Tally tally;
    const auto done =
        company::read_table(source, "input", mapping, tally,
                            {[&](const company::Row& row) -> Result<void> {
                                 check_row(row, mapping);
                                 for (const auto& value : row.values) all += value + "|";
                                 return {};
                             },
                             [&](const company::Reject& reject) {
                                 CHECK(reject.line > last && !reject.reason.empty());
                                 last = reject.line;
                                 all += std::to_string(reject.line) + ": " + reject.reason + "\n";
                             }});
    CHECK(tally.received == tally.accepted + tally.rejected);
    if (done) CHECK(tally.accepted > 0);
    return all + (done ? "taken" : done.error().message());
}

// The same file with what its kind makes of its rows.
company::Tally read_rows(const company::Mapping& mapping, std::string_view text) {
    fuzz::Pieces source(text, text.size() + 1);
    company::Tally tally;
    const auto on_reject = [](const company::Reject& reject) { CHECK(!reject.reason.empty()); };
    const auto read = [&]() -> Result<void> {
        switch (mapping.kind) {
            case company::FileKind::Accounts: break;
            case company::FileKind::Meters:
                return company::read_meters(source, "input", mapping, tally,
                                            {[](const customers::DeviceRow& row) -> Result<void> {
                                                 CHECK(Decimal() < row.device.multiplier);
                                                 return {};
                                             },
                                             on_reject});
            case company::FileKind::Attributes:
                return company::read_attributes(
                    source, "input", mapping, tally,
                    {[](const customers::AttributeRow& row) -> Result<void> {
                         CHECK(customers::check_attribute(row.attribute));
                         return {};
                     },
                     on_reject});
            case company::FileKind::CalorificValues:
            case company::FileKind::DegreeDays:
            case company::FileKind::Profiles:
                return company::read_factors(source, "input", mapping, tally,
                                             {[](const company::FactorRow& row) -> Result<void> {
                                                  CHECK(!row.value.is_negative());
                                                  return {};
                                              },
                                              on_reject});
            case company::FileKind::SystemPeaks:
            case company::FileKind::Prices:  // of markets, which may be below nothing
                return company::read_factors(source, "input", mapping, tally,
                                             {[](const company::FactorRow& row) -> Result<void> {
                                                  CHECK(!row.name.empty() && !row.day.empty());
                                                  return {};
                                              },
                                              on_reject});
            case company::FileKind::Balances:
                return company::read_balances(source, "input", mapping, tally,
                                              {[](const company::BalanceRow& row) -> Result<void> {
                                                   CHECK(!(row.due_on < row.issued_on));
                                                   return {};
                                               },
                                               on_reject});
            case company::FileKind::History:
                return company::read_history(source, "input", mapping, tally,
                                             {[](const company::HistoryRow& row) -> Result<void> {
                                                  CHECK(!row.days.is_empty());
                                                  return {};
                                              },
                                              on_reject});
        }
        return company::read_accounts(
            source, "input", mapping, tally,
            {[](const customers::AccountRow&) -> Result<void> { return {}; }, on_reject});
    }();
    if (!read) CHECK(!read.error().text.empty());
    return tally;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::string_view kMark = "%%\n";
    const std::string_view input = fuzz::text(data, size);
    const std::size_t mark = std::min(input.find(kMark), input.size());
    const auto mapping = company::parse_mapping(input.substr(0, mark), "input");
    if (!mapping) {
        CHECK(!mapping.error().text.empty());
        return 0;
    }
    const std::string_view file = input.substr(std::min(mark + kMark.size(), input.size()));
    CHECK(outcome(*mapping, file, file.size() + 1) == outcome(*mapping, file, 7));
    const auto tally = read_rows(*mapping, file);
    CHECK(tally.received == tally.accepted + tally.rejected);
    return 0;
}
