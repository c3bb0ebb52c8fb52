#include "flow/compose/templates/expression.h"

#include "flow/compose/text_names.h"
#include "platform/text/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace bw::templates {

using data::Type;

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(kBlanks);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

std::unexpected<Error> wrong(std::string text) { return fail(Code::Invalid, std::move(text)); }

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(at);
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

struct FormName {
    Type type;
    std::string_view name;
    Form form;
};
// The first of a type is its own.
constexpr std::array kForms = {FormName{Type::Text, "plain", Form::Plain},
                               FormName{Type::Text, "groups", Form::Groups},
                               FormName{Type::Count, "number", Form::Number},
                               FormName{Type::Number, "number", Form::Number},
                               FormName{Type::Percent, "percent", Form::Percent},
                               FormName{Type::Quantity, "quantity", Form::Quantity},
                               FormName{Type::Quantity, "number", Form::Number},
                               FormName{Type::Quantity, "unit", Form::Unit},
                               FormName{Type::Price, "price", Form::Price},
                               FormName{Type::Price, "money", Form::Money},
                               FormName{Type::Money, "money", Form::Money},
                               FormName{Type::Money, "amount", Form::Amount},
                               FormName{Type::Money, "change", Form::Change},
                               FormName{Type::Date, "date", Form::Date},
                               FormName{Type::Date, "short", Form::DateShort},
                               FormName{Type::Date, "weekday", Form::Weekday},
                               FormName{Type::Date, "month", Form::Month},
                               FormName{Type::Date, "month short", Form::MonthShort},
                               FormName{Type::Date, "year", Form::Year},
                               FormName{Type::Period, "days", Form::Days}};

Result<Form> form_of(Type type, std::string_view name, std::string_view path) {
    std::string known;
    for (const auto& form : kForms) {
        if (form.type != type) continue;
        if (name.empty() || form.name == name) return form.form;
        known.append(known.empty() ? "" : ", ").append(form.name);
    }
    if (known.empty())
        return wrong(fmt::format("'{}' is a {}, which is not shown{}", path, data::type_name(type),
                                 type == Type::Flag ? ": ask for it by if=\"..\""
                                 : type == Type::List
                                     ? ": repeat a block for its items by of=\"..\""
                                     : ": name a field of it"));
    return wrong(fmt::format("'{}' is a {}; it has no format '{}'. Its formats: {}", path,
                             data::type_name(type), name, known));
}

std::string record_name(const Scope::Level& level) {
    return level.name.empty() ? "the data" : fmt::format("'{}'", level.name);
}

// All that a path may begin with.
std::vector<std::string> beginnings(const Scope& scope) {
    std::vector<std::string> names = data::field_names(*scope.levels.front().record);
    for (const auto& level : scope.levels)
        if (!level.name.empty()) names.push_back(level.name);
    names.emplace_back("t");
    return names;
}

}  // namespace

std::size_t places_of(std::string_view pattern) {
    std::size_t most = 0;
    for (std::size_t at = 0; at + 2 < pattern.size(); ++at)
        if (pattern[at] == '{' && pattern[at + 1] >= '1' && pattern[at + 1] <= '9' &&
            pattern[at + 2] == '}')
            most = std::max(most, static_cast<std::size_t>(pattern[at + 1] - '0'));
    return most;
}

Result<Path> read_path(std::string_view text, const Scope& scope) {
    Path path;
    path.text = trimmed(text);
    auto names = split(path.text, '.');
    if (names.front().empty()) return wrong("a field is missing");
    const data::Record* record = nullptr;
    for (std::size_t level = scope.levels.size(); level-- > 1;) {
        if (scope.levels[level].name != names.front()) continue;
        path.level = level;
        record = scope.levels[level].record;
        names.erase(names.begin());
        break;
    }
    if (record == nullptr) {
        record = scope.levels.front().record;
        if (data::find_field(*record, names.front()) == nullptr)
            return wrong(fmt::format("there is no '{}' here{}", names.front(),
                                     text::did_you_mean(names.front(), beginnings(scope))));
    }
    std::string before = record_name(scope.levels[path.level]);
    for (const auto name : names) {
        if (record == nullptr)
            return wrong(
                fmt::format("{} is a {} and has no fields", before, data::type_name(path.type())));
        const auto* field = data::find_field(*record, name);
        if (field == nullptr)
            return wrong(fmt::format("'{}' is no field of {}{}", name, before,
                                     text::did_you_mean(name, data::field_names(*record))));
        path.steps.push_back(field);
        record = field->type == Type::Record ? field->of : nullptr;
        before = fmt::format("'{}'", name);
    }
    return path;
}

Result<Piece> read_field(std::string_view text, const Scope& scope) {
    const auto bar = text.find('|');
    Piece piece;
    piece.kind = Piece::Kind::Field;
    piece.path = TRY(read_path(trimmed(text.substr(0, bar)), scope));
    const auto format =
        bar == std::string_view::npos ? std::string_view() : trimmed(text.substr(bar + 1));
    piece.form = TRY(form_of(piece.path.type(), format, piece.path.text));
    return piece;
}

namespace {

std::vector<std::string> all_keys(const OwnTexts& texts) {
    auto keys = texts.keys();
    for (const auto& known : compose::text_names()) keys.emplace_back(known.name);
    return keys;
}

// "t.due: invoice.due_on" without its braces.
Result<Piece> read_text(std::string_view text, const Scope& scope, const OwnTexts& texts) {
    const auto colon = text.find(':');
    const auto key = trimmed(text.substr(2, colon == std::string_view::npos ? colon : colon - 2));
    Piece piece;
    std::size_t places = 0;
    if (const auto own = texts.find(key)) {
        piece.kind = Piece::Kind::OwnText;
        piece.own = *own;
        places = texts.places(*own);
    } else if (const auto known = compose::find_text(key); known != nullptr) {
        piece.kind = Piece::Kind::Text;
        piece.text = known;
        places = places_of(compose::strings(compose::Language::English).*known);
    } else {
        return wrong(
            fmt::format("there is no text '{}'{}", key, text::did_you_mean(key, all_keys(texts))));
    }
    if (colon != std::string_view::npos)
        for (const auto argument : split(text.substr(colon + 1), ','))
            piece.arguments.push_back(TRY(read_field(argument, scope)));
    if (piece.arguments.size() != places)
        return wrong(fmt::format("the text '{}' takes {} value{}, not {}: {{t.{}: ..}}", key,
                                 places, places == 1 ? "" : "s", piece.arguments.size(), key));
    return piece;
}

void add_literal(Words& words, std::string_view text) {
    if (text.empty()) return;
    if (words.empty() || words.back().kind != Piece::Kind::Literal) words.emplace_back();
    words.back().literal += text;
}

}  // namespace

Result<Words> read_words(std::string_view text, const Scope& scope, const OwnTexts& texts) {
    Words words;
    while (!text.empty()) {
        const auto at = text.find_first_of("{}");
        add_literal(words, text.substr(0, at));
        if (at == std::string_view::npos) break;
        const char brace = text[at];
        text.remove_prefix(at);
        if (text.size() > 1 && text[1] == brace) {  // {{ and }} are braces
            add_literal(words, text.substr(0, 1));
            text.remove_prefix(2);
            continue;
        }
        const auto end = text.find('}');
        if (brace == '}' || end == std::string_view::npos)
            return wrong(
                fmt::format("'{}' without its other half; a brace itself is written twice", brace));
        const auto inside = trimmed(text.substr(1, end - 1));
        words.push_back(inside.starts_with("t.") ? TRY(read_text(inside, scope, texts))
                                                 : TRY(read_field(inside, scope)));
        text.remove_prefix(end + 1);
    }
    return words;
}

namespace {

struct RelationName {
    std::string_view words;
    Relation relation;
};
constexpr std::array kRelations = {
    RelationName{"is", Relation::Is}, RelationName{"above", Relation::Above},
    RelationName{"below", Relation::Below}, RelationName{"at least", Relation::AtLeast},
    RelationName{"at most", Relation::AtMost}};

bool is_number(Type type) {
    return type == Type::Count || type == Type::Number || type == Type::Percent ||
           type == Type::Quantity || type == Type::Price || type == Type::Money;
}

// One word after the other; they are what a condition is made of.
class Tokens {
public:
    explicit Tokens(std::string_view text) : rest_(trimmed(text)) {}
    [[nodiscard]] std::string_view peek() const {
        return rest_.substr(0, rest_.find_first_of(kBlanks));
    }
    std::string_view next() {
        const auto token = peek();
        rest_ = trimmed(rest_.substr(token.size()));
        return token;
    }
    bool take(std::string_view word) {
        if (peek() != word) return false;
        next();
        return true;
    }
    [[nodiscard]] bool empty() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

Result<void> check_word(const Test& test) {
    const auto& words = test.path.steps.back()->words;
    if (words.empty() || std::ranges::find(words, test.word) != words.end()) return {};
    std::string known;
    for (const auto word : words) known.append(known.empty() ? "" : ", ").append(word);
    return wrong(
        fmt::format("'{}' is never '{}'; it is one of {}", test.path.text, test.word, known));
}

Result<void> read_operand(Tokens& tokens, Test& test) {
    test.is_negated = test.is_negated != tokens.take("not");  // "is not"
    const auto operand = tokens.next();
    if (operand.empty())
        return wrong(fmt::format("what '{}' is compared with is missing", test.path.text));
    const Type type = test.path.type();
    if (type == Type::Text && test.relation == Relation::Is) {
        test.word = operand;
        return check_word(test);
    }
    if (!is_number(type))
        return wrong(
            fmt::format("'{}' is a {} and is not compared", test.path.text, data::type_name(type)));
    const auto number = Decimal::parse(operand);
    if (!number)
        return wrong(fmt::format("'{}' is a {}: it is compared with a number, not with '{}'",
                                 test.path.text, data::type_name(type), operand));
    test.number = *number;
    return {};
}

Result<Test> read_test(Tokens& tokens, const Scope& scope) {
    Test test;
    test.is_negated = tokens.take("not");
    test.path = TRY(read_path(tokens.next(), scope));
    for (const auto& [words, relation] : kRelations) {
        Tokens ahead = tokens;
        bool is_it = true;
        for (const auto word : split(words, ' ')) is_it = is_it && ahead.take(word);
        if (!is_it) continue;
        tokens = ahead;
        test.relation = relation;
        TRY_VOID(read_operand(tokens, test));
        return test;
    }
    return test;
}

}  // namespace

Result<Condition> read_condition(std::string_view text, const Scope& scope) {
    Tokens tokens(text);
    Condition condition;
    condition.any_of.emplace_back();
    while (true) {
        condition.any_of.back().push_back(TRY(read_test(tokens, scope)));
        if (tokens.empty()) return condition;
        if (tokens.take("and")) continue;
        if (!tokens.take("or"))
            return wrong(fmt::format("'{}' is no word of a condition: and, or, not, is, above, "
                                     "below, at least, at most",
                                     tokens.peek()));
        condition.any_of.emplace_back();
    }
}

}  // namespace bw::templates
