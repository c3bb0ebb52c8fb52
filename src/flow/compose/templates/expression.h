// What a template asks of its data: fields with formats within words, and conditions. Read once,
// against the schema, so that filling looks no name up.
//
//     {invoice.owed | money}        a field and its format; each type has one of its own
//     {t.due: invoice.due_on}       a text of the language with what stands for {1}, {2}..
//     usage.months and not payment.iban or invoice.outcome is pay
//
// There is no arithmetic and no loop: sums come with the data, and lists are finite.
#pragma once

#include "base/result.h"
#include "flow/compose/data/schema.h"
#include "flow/compose/language.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::templates {

// Where a field is asked for: the data, and the items of the lists around it.
struct Scope {
    struct Level {
        std::string name;  // of an item: "line"; empty: the data
        const data::Record* record = nullptr;
    };
    std::vector<Level> levels;
};

struct Path {
    std::size_t level = 0;                  // of the scope
    std::vector<const data::Field*> steps;  // none: the item itself
    std::string text;                       // as it was written
    [[nodiscard]] data::Type type() const {
        return steps.empty() ? data::Type::Record : steps.back()->type;
    }
};

enum class Form : std::uint8_t {
    Plain,
    Groups,  // of four: an IBAN
    Number,
    Percent,
    Quantity,
    Unit,
    Price,
    Money,
    Amount,  // without the currency
    Change,  // with its sign
    Date,
    DateShort,
    Weekday,
    Month,
    MonthShort,
    Year,
    Days
};

struct Piece;
using Words = std::vector<Piece>;

struct Piece {
    enum class Kind : std::uint8_t { Literal, Field, Text, OwnText };
    Kind kind = Kind::Literal;
    std::string literal;
    Path path;
    Form form = Form::Plain;
    std::string_view compose::Strings::* text = nullptr;  // of every language
    std::size_t own = 0;                                  // index of one of the template's own
    Words arguments;                                      // one piece for each {1}, {2}
};

enum class Relation : std::uint8_t { IsThere, Is, Above, Below, AtLeast, AtMost };
struct Test {
    Path path;
    Relation relation = Relation::IsThere;
    bool is_negated = false;
    std::string word;  // of Is
    Decimal number;    // of the others
};
struct Condition {
    std::vector<std::vector<Test>> any_of;  // one holds of which all hold
};

// The texts that the template brings beside those of every language.
class OwnTexts {
public:
    virtual ~OwnTexts() = default;
    // Index of the text; none: no language has it.
    [[nodiscard]] virtual std::optional<std::size_t> find(std::string_view key) const = 0;
    // How many values its patterns take, at most.
    [[nodiscard]] virtual std::size_t places(std::size_t index) const = 0;
    [[nodiscard]] virtual std::vector<std::string> keys() const = 0;
};

// Errors (Invalid) say what is wrong and what was perhaps meant; where, the caller knows.
Result<Path> read_path(std::string_view text, const Scope& scope);
// "path | format", without braces.
Result<Piece> read_field(std::string_view text, const Scope& scope);
Result<Words> read_words(std::string_view text, const Scope& scope, const OwnTexts& texts);
Result<Condition> read_condition(std::string_view text, const Scope& scope);

// How many values a pattern takes: the highest n of {n}.
std::size_t places_of(std::string_view pattern);

}  // namespace bw::templates
