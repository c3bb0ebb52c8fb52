#include "run/company/balances.h"

#include "run/company/fields.h"
#include "run/company/layouts.h"

namespace bw::company {
namespace {

struct Draft {
    BalanceRow row;
    std::string issued_on, due_on, booked_on;
};
using S = std::string&;
using enum Need;
using enum Form;

constexpr std::array kFields = {
    Field<Draft>{{"account", Always, Code}, [](Draft& d) -> S { return d.row.account; }},
    Field<Draft>{{"type", Always, Text}, [](Draft& d) -> S { return d.row.type; }},
    Field<Draft>{{"number", Always, Code}, [](Draft& d) -> S { return d.row.number; }},
    Field<Draft>{{"reference", Perhaps, Code}, [](Draft& d) -> S { return d.row.reference; }},
    Field<Draft>{{"issued_on", Always, Day}, [](Draft& d) -> S { return d.issued_on; }},
    Field<Draft>{{"due_on", Perhaps, Day}, [](Draft& d) -> S { return d.due_on; }},
    Field<Draft>{{"booked_on", Perhaps, Day}, [](Draft& d) -> S { return d.booked_on; }},
    Field<Draft>{{"open", Always, Amount}, [](Draft& d) -> S { return d.row.open; }},
    Field<Draft>{{"currency", Perhaps, Text}, [](Draft& d) -> S { return d.row.currency; }},
};
constexpr auto kColumns = columns_of(kFields);
constexpr Layout kLayout{FileKind::Balances, "balances", "a file of opening balances", kColumns};

Result<BalanceRow> row_of(Draft draft) {
    BalanceRow& row = draft.row;
    row.issued_on = TRY(LocalDate::parse(draft.issued_on));
    row.due_on = draft.due_on.empty() ? row.issued_on : TRY(LocalDate::parse(draft.due_on));
    if (row.due_on < row.issued_on)
        return fail(Code::Invalid, "'due_on' is not before 'issued_on'");
    if (!draft.booked_on.empty()) row.booked_on = TRY(LocalDate::parse(draft.booked_on));
    return std::move(row);
}

}  // namespace

const Layout& balances_layout() { return kLayout; }

Result<void> read_balances(meter::ByteSource& source, const std::string& name,
                           const Mapping& mapping, Tally& tally, const Sink<BalanceRow>& sink) {
    return read_table(source, name, mapping, tally, rows_into(sink, [](const Row& row) {
                          return row_of(draft_of(row, kFields));
                      }));
}

}  // namespace bw::company
