#include "flow/compose/templates/enrichment.h"

#include "flow/meter/formats/parts/csv.h"
#include "platform/text/suggest.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace bw::templates {

using compose::SourceFile;
using data::Type;
using text::YamlNode;

namespace {

template <std::size_t I>
data::Value value_of(const void* extras) {
    return static_cast<const Extras*>(extras)->values[I];
}
template <std::size_t... I>
constexpr auto getters(std::index_sequence<I...> /*all*/) {
    return std::array{&value_of<I>...};
}
constexpr auto kGetters = getters(std::make_index_sequence<kMostExtras>());

constexpr std::array<std::string_view, 3> kTypes = {"number", "percent", "money"};

bool is_name(std::string_view text) {
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
               std::string_view::npos;
}

class Reader {
public:
    Reader(std::span<const SourceFile> files, const Asked& asked, Findings& findings)
        : files_(files), asked_(asked), findings_(findings), made_(std::make_shared<Enrichment>()) {
        made_->record.name = kExtra;
        made_->record.about = "What enrich.yaml adds";
        // Paths point at them: they must not move.
        made_->fields.reserve(kMostExtras);
        made_->words.reserve(kMostExtras);
        made_->record_fields.reserve(kMostExtras);
    }

    std::shared_ptr<const Enrichment> read(const SourceFile& file) {
        const auto before = findings_.size();
        const auto documents = text::parse_yaml(file.text, file.name);
        if (!documents) {
            error(text::line_of(documents.error().subject), documents.error().text);
        } else if (documents->size() != 1 || !documents->front().is_map()) {
            error(1, "'tables:' and 'fields:' are expected");
        } else {
            read_root(documents->front());
        }
        return findings_.size() == before ? made_ : nullptr;
    }

private:
    void error(int line, std::string text) {
        findings_.push_back({std::string(kEnrichFile), line, Severity::Error, std::move(text)});
    }

    template <typename Keys>
    bool only(const YamlNode& node, const Keys& keys) {
        if (!node.is_map()) {
            error(node.line, fmt::format("keys are expected here: {}", fmt::join(keys, ", ")));
            return false;
        }
        for (const auto& entry : node.entries)
            if (std::ranges::find(keys, entry.key) == std::end(keys)) {
                error(entry.line, fmt::format("there is no key '{}'{}", entry.key,
                                              text::did_you_mean(
                                                  entry.key, {std::begin(keys), std::end(keys)})));
                return false;
            }
        return true;
    }

    void read_root(const YamlNode& root) {
        constexpr std::array<std::string_view, 2> kKeys = {"tables", "fields"};
        if (!only(root, kKeys)) return;
        if (const auto* tables = root.find("tables")) read_tables(*tables);
        const auto* fields = root.find("fields");
        if (fields == nullptr || !fields->is_list() || fields->items.empty())
            return error(root.line, "'fields:' is missing, a list");
        if (fields->items.size() > kMostExtras)
            return error(fields->line, fmt::format("more than {} fields", kMostExtras));
        for (const auto& field : fields->items) read_field(field);
    }

    void read_tables(const YamlNode& tables) {
        if (!tables.is_map() || tables.entries.size() > kMostTables)
            return error(tables.line,
                         fmt::format("'tables' has names with files, at most {}", kMostTables));
        for (const auto& [name, line, column, value] : tables.entries) {
            table_names_.push_back(name);
            const auto file = std::ranges::find(files_, value.text, &SourceFile::name);
            if (file == files_.end()) {
                error(line, fmt::format("there is no file {} in the folder of the template",
                                        value.text.empty() ? "'' " : value.text));
                made_->tables.emplace_back();
            } else {
                made_->tables.push_back(read_table(*file));
            }
        }
    }

    LookUpTable read_table(const SourceFile& file) {
        LookUpTable table;
        const auto wrong = [&](std::int64_t line, std::string text) {
            findings_.push_back({std::string(file.name),
                                 static_cast<int>(std::max<std::int64_t>(line, 1)), Severity::Error,
                                 std::move(text)});
        };
        meter::CsvReader reader;
        meter::CsvRecord record;
        std::string_view rest = file.text;
        bool has_head = false;
        while (true) {
            auto more = reader.next(rest, record);
            if (more && !*more) more = reader.rest(record);
            if (!more) {
                wrong(text::line_of(more.error().subject), more.error().text);
                return table;
            }
            if (!*more) break;
            if (!record.is_clean || !record.is_well_formed)
                wrong(record.line, "the line is no clean UTF-8, or something follows a quote");
            std::vector<std::string> cells(record.fields.begin(), record.fields.end());
            if (!has_head) {
                has_head = true;
                table.columns.assign(cells.begin() + 1, cells.end());
                if (table.columns.empty()) wrong(record.line, "a table has a key and columns");
                continue;
            }
            if (cells.size() != table.columns.size() + 1)
                wrong(record.line, fmt::format("{} cells are expected, as in the head",
                                               table.columns.size() + 1));
            const std::string key = cells.front();
            cells.erase(cells.begin());
            cells.resize(table.columns.size());
            if (!table.rows.emplace(key, std::move(cells)).second)
                wrong(record.line, fmt::format("'{}' stands in the table already", key));
            if (table.rows.size() > kMostTableRows) {
                wrong(record.line, fmt::format("more than {} rows", kMostTableRows));
                return table;
            }
        }
        if (!has_head) wrong(1, "the table is empty");
        return table;
    }

    // What a field may ask: the data, and the fields before it.
    Scope scope() {
        made_->record.fields = made_->record_fields;
        return {{{{}, &asked_.schema}, {std::string(kExtra), &made_->record}}};
    }

    void read_field(const YamlNode& node) {
        constexpr std::array<std::string_view, 7> kKeys = {"name",   "choose", "find", "by",
                                                           "column", "reckon", "as"};
        if (!only(node, kKeys)) return;
        ExtraField field;
        const auto* name = node.find("name");
        if (name == nullptr || !is_name(name->text))
            return error(node.line,
                         "a field needs 'name:' of small letters, digits and '_', a letter first");
        field.name = name->text;
        if (data::find_field(made_->record, field.name) != nullptr)
            return error(name->line, fmt::format("there is a field '{}' already", field.name));
        const auto* choose = node.find("choose");
        const auto* find = node.find("find");
        const auto* reckon = node.find("reckon");
        if ((choose != nullptr) + (find != nullptr) + (reckon != nullptr) != 1)
            return error(node.line, "a field has one of 'choose:', 'find:' and 'reckon:'");
        data::Field told{.name = {}, .type = Type::Text, .about = {}};
        const bool is_read = choose != nullptr ? read_choices(*choose, field, told)
                             : find != nullptr ? read_find(node, *find, field, told)
                                               : read_formula(node, *reckon, field, told);
        if (!is_read) return;
        const auto index = made_->fields.size();
        made_->fields.push_back(std::move(field));
        auto& kept = made_->fields.back();
        made_->words.emplace_back(kept.words.begin(), kept.words.end());
        told.name = kept.name;
        told.words = made_->words.back();
        told.get = kGetters[index];
        made_->record_fields.push_back(told);
        made_->record.fields = made_->record_fields;
    }

    bool read_choices(const YamlNode& list, ExtraField& field, data::Field& told) {
        constexpr std::array<std::string_view, 2> kKeys = {"if", "say"};
        field.way = ExtraField::Way::Choose;
        if (!list.is_list() || list.items.empty()) {
            error(list.line, "'choose' is a list of {if: .., say: ..}");
            return false;
        }
        for (const auto& one : list.items) {
            if (!only(one, kKeys)) return false;
            const auto* say = one.find("say");
            if (say == nullptr || !is_name(say->text)) {
                error(one.line, "'say:' is a word of small letters, digits and '_'");
                return false;
            }
            ExtraField::Choice choice{std::nullopt, say->text};
            if (const auto* condition = one.find("if")) {
                auto read = read_condition(condition->text, scope());
                if (!read) {
                    error(condition->line, read.error().text);
                    return false;
                }
                choice.condition = std::move(*read);
            }
            if (std::ranges::find(field.words, choice.word) == field.words.end())
                field.words.push_back(choice.word);
            field.choices.push_back(std::move(choice));
        }
        told.may_be_empty = field.choices.back().condition.has_value();
        return true;
    }

    bool read_find(const YamlNode& node, const YamlNode& find, ExtraField& field,
                   data::Field& told) {
        field.way = ExtraField::Way::Find;
        const auto table = std::ranges::find(table_names_, find.text);
        if (table == table_names_.end()) {
            error(find.line, fmt::format("there is no table '{}'{}", find.text,
                                         text::did_you_mean(find.text, table_names_)));
            return false;
        }
        field.table = static_cast<std::size_t>(table - table_names_.begin());
        const auto* by = node.find("by");
        const auto* column = node.find("column");
        if (by == nullptr || column == nullptr) {
            error(node.line, "'find:' needs 'by:', the key, and 'column:'");
            return false;
        }
        auto words = read_words(by->text, scope(), asked_.texts);
        if (!words) {
            error(by->line, words.error().text);
            return false;
        }
        field.by = std::move(*words);
        told.may_be_empty = true;
        return find_columns(*column, field);
    }

    // In each language its own column, or the one for all.
    bool find_columns(const YamlNode& column, ExtraField& field) {
        const auto& columns = made_->tables[field.table].columns;
        for (const auto language : compose::kLanguages) {
            const auto own = fmt::format("{}_{}", column.text, compose::language_tag(language));
            auto found = std::ranges::find(columns, own);
            if (found == columns.end()) found = std::ranges::find(columns, column.text);
            if (found == columns.end()) {
                error(column.line,
                      fmt::format("the table has no column '{}' and none '{}'{}", column.text, own,
                                  text::did_you_mean(column.text, columns)));
                return false;
            }
            field.columns.push_back(static_cast<std::size_t>(found - columns.begin()));
        }
        return true;
    }

    bool read_formula(const YamlNode& node, const YamlNode& reckon, ExtraField& field,
                      data::Field& told) {
        field.way = ExtraField::Way::Reckon;
        auto formula = catalog::Formula::parse(reckon.text);
        if (!formula) {
            error(reckon.line, formula.error().text);
            return false;
        }
        for (const auto& name : formula->names()) {
            auto path = read_path(name, scope());
            if (path && !is_number(path->type()))
                path = fail(Code::Invalid, fmt::format("'{}' is a {}, not a number", name,
                                                       data::type_name(path->type())));
            if (!path) {
                error(reckon.line, path.error().text);
                return false;
            }
            field.paths.emplace(name, std::move(*path));
        }
        field.formula = std::move(*formula);
        const auto* as = node.find("as");
        const auto type =
            std::ranges::find(kTypes, as == nullptr ? std::string_view("number") : as->text);
        if (type == kTypes.end()) {
            error(as == nullptr ? node.line : as->line,
                  fmt::format("'as' is one of {}", fmt::join(kTypes, ", ")));
            return false;
        }
        constexpr std::array kOf = {Type::Number, Type::Percent, Type::Money};
        field.type = told.type = kOf[static_cast<std::size_t>(type - kTypes.begin())];
        told.may_be_empty = true;
        if (field.type == Type::Money && std::ranges::none_of(field.paths, [](const auto& path) {
                return path.second.type() == Type::Money;
            })) {
            error(reckon.line, "money comes of money: no field of the formula is an amount");
            return false;
        }
        return true;
    }

    static bool is_number(Type type) {
        switch (type) {
            case Type::Count:
            case Type::Number:
            case Type::Percent:
            case Type::Quantity:
            case Type::Price:
            case Type::Money:
            case Type::Period: return true;
            default: return false;
        }
    }

    std::span<const SourceFile> files_;
    const Asked& asked_;
    Findings& findings_;
    std::shared_ptr<Enrichment> made_;
    std::vector<std::string> table_names_;
};

}  // namespace

std::shared_ptr<const Enrichment> read_enrichment(std::span<const SourceFile> files,
                                                  const Asked& asked, Findings& findings) {
    const auto file = std::ranges::find(files, kEnrichFile, &SourceFile::name);
    if (file == files.end()) return nullptr;
    return Reader(files, asked, findings).read(*file);
}

std::optional<Decimal> reckoned(const data::Value& value) {
    if (const auto* days = std::get_if<Period>(&value)) return Decimal(days_in(*days));
    return data::number_in(value);
}

}  // namespace bw::templates
