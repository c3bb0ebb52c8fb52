#include "run/company/attributes.h"

#include "run/company/fields.h"
#include "run/company/layouts.h"

namespace bw::company {
namespace {

struct Draft {
    customers::AttributeRow row;
    std::string from;
};
using S = std::string&;
using enum Need;
using enum Form;

// An empty value ends the attribute: a file that has no such column must not end all of them.
constexpr std::array kFields = {
    Field<Draft>{{"service_point", Always, Code},
                 [](Draft& d) -> S { return d.row.service_point; }},
    Field<Draft>{{"attribute", Always, Code}, [](Draft& d) -> S { return d.row.attribute.name; }},
    Field<Draft>{{"value", Named, Value}, [](Draft& d) -> S { return d.row.attribute.value; }},
    Field<Draft>{{"from", Always, Day}, [](Draft& d) -> S { return d.from; }},
};
constexpr auto kColumns = columns_of(kFields);
constexpr Layout kLayout{FileKind::Attributes, "attributes", "an attributes file", kColumns};

Result<customers::AttributeRow> row_of(Draft draft) {
    draft.row.attribute.from = TRY(LocalDate::parse(draft.from));
    TRY_VOID(customers::check_attribute(draft.row.attribute));
    return std::move(draft.row);
}

}  // namespace

const Layout& attributes_layout() { return kLayout; }

Result<void> read_attributes(meter::ByteSource& source, const std::string& name,
                             const Mapping& mapping, Tally& tally,
                             const Sink<customers::AttributeRow>& sink) {
    return read_table(source, name, mapping, tally, rows_into(sink, [](const Row& row) {
                          return row_of(draft_of(row, kFields));
                      }));
}

}  // namespace bw::company
