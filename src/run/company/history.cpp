#include "run/company/history.h"

#include "run/company/fields.h"
#include "run/company/layouts.h"

#include <fmt/format.h>

namespace bw::company {
namespace {

struct Draft {
    HistoryRow row;
    std::string line, from, last_day, quantity;
};
using S = std::string&;
using enum Need;
using enum Form;

constexpr std::array kFields = {
    Field<Draft>{{"account", Always, Code}, [](Draft& d) -> S { return d.row.account; }},
    Field<Draft>{{"number", Always, Code}, [](Draft& d) -> S { return d.row.number; }},
    Field<Draft>{{"line", Perhaps, Text}, [](Draft& d) -> S { return d.line; }},
    Field<Draft>{{"from", Always, Day}, [](Draft& d) -> S { return d.from; }},
    Field<Draft>{{"last_day", Always, Day}, [](Draft& d) -> S { return d.last_day; }},
    Field<Draft>{{"service_point", Perhaps, Code},
                 [](Draft& d) -> S { return d.row.service_point; }},
    Field<Draft>{{"charge", Perhaps, Text}, [](Draft& d) -> S { return d.row.charge; }},
    Field<Draft>{{"channel", Perhaps, Code}, [](Draft& d) -> S { return d.row.channel; }},
    Field<Draft>{{"unit", Perhaps, Code}, [](Draft& d) -> S { return d.row.unit; }},
    Field<Draft>{{"quantity", Perhaps, Amount}, [](Draft& d) -> S { return d.quantity; }},
    Field<Draft>{{"net", Perhaps, Amount}, [](Draft& d) -> S { return d.row.net; }},
    Field<Draft>{{"tax", Perhaps, Amount}, [](Draft& d) -> S { return d.row.tax; }},
    Field<Draft>{{"gross", Perhaps, Amount}, [](Draft& d) -> S { return d.row.gross; }},
    Field<Draft>{{"currency", Perhaps, Text}, [](Draft& d) -> S { return d.row.currency; }},
};
constexpr auto kColumns = columns_of(kFields);
constexpr Layout kLayout{FileKind::History, "history", "a file of former bills", kColumns};

std::unexpected<Error> wrong(std::string text) { return fail(Code::Invalid, std::move(text)); }

Result<HistoryLine> line_of(std::string_view text) {
    if (text.empty() || text == "total") return HistoryLine::Total;
    if (text == "usage") return HistoryLine::Usage;
    if (text == "charge") return HistoryLine::Charge;
    return wrong("the line is total, usage or charge");
}

Result<void> check_values(const HistoryRow& row, const Draft& draft) {
    switch (row.kind) {
        case HistoryLine::Total:
            if (row.net.empty() || row.tax.empty() || row.gross.empty())
                return wrong("a bill's total has net, tax and gross");
            return {};
        case HistoryLine::Usage:
            if (row.service_point.empty() || row.unit.empty() || draft.quantity.empty())
                return wrong("what was measured has a service point, a quantity and a unit");
            return {};
        case HistoryLine::Charge:
            if (row.charge.empty() || row.net.empty())
                return wrong("a charge has a name, in 'charge', and a net amount");
            return {};
    }
    return {};
}

Result<HistoryRow> row_of(std::int64_t line, Draft draft) {
    HistoryRow& row = draft.row;
    row.line = line;
    row.kind = TRY(line_of(draft.line));
    row.days = {TRY(LocalDate::parse(draft.from)),
                TRY(LocalDate::parse(draft.last_day)).plus_days(1)};
    if (row.days.is_empty()) return wrong("'last_day' is not before 'from'");
    if (!draft.quantity.empty()) row.quantity = TRY(Decimal::parse(draft.quantity));
    if (row.channel.empty()) row.channel = "import";
    TRY_VOID(check_values(row, draft));
    return std::move(row);
}

}  // namespace

const Layout& history_layout() { return kLayout; }

Result<void> read_history(meter::ByteSource& source, const std::string& name,
                          const Mapping& mapping, Tally& tally, const Sink<HistoryRow>& sink) {
    return read_table(source, name, mapping, tally, rows_into(sink, [](const Row& row) {
                          return row_of(row.line, draft_of(row, kFields));
                      }));
}

}  // namespace bw::company
