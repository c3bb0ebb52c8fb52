// What a template may ask for: records of typed fields, as one table. The checker of templates,
// `billwright template fields` and docs/template-data.md follow it. A field is added by a line in
// invoice_schema.cpp or letter_schemas.cpp; whoever removes one breaks templates and makes a new
// version ("invoice/2").
#pragma once

#include "flow/compose/data/value.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::data {

struct Field {
    std::string_view name;
    Type type = Type::Text;
    std::string_view about;                        // one phrase for authors
    const Record* of = nullptr;                    // of a Record, of the items of a List
    bool may_be_empty = false;                     // a template asks before it shows it
    std::span<const std::string_view> words = {};  // of a Text: all that it can be
    Value (*get)(const void* object) = nullptr;    // of the record's object
};

struct Record {
    std::string_view name;  // an item of a list is called so within it: "line"
    std::string_view about;
    std::span<const Field> fields;
};

const Field* find_field(const Record& record, std::string_view name);
std::vector<std::string> field_names(const Record& record);

// "invoice/1", the data of every bill, credit note, advance and settlement; "reminder/1",
// "advances/1", "summary/1", "itemised/1". Their objects are Sources (source.h). Null: no such
// data.
const Record* find_schema(std::string_view name);
std::span<const std::string_view> schema_names();

}  // namespace bw::data
