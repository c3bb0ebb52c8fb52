#include "flow/compose/templates/block_reader.h"

#include "flow/compose/templates/check_table.h"
#include "platform/text/suggest.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::templates {

using content::AttributeForm;
using content::AttributeType;
using content::BlockForm;
using content::Channel;
using content::Need;
using data::Type;

namespace {

std::vector<std::string> names_inside(const BlockForm& form) {
    std::vector<std::string> names = {"use", "on"};
    for (const auto kind : form.inside) names.emplace_back(content::form_of(kind).name);
    return names;
}

std::vector<std::string> attribute_names(const BlockForm& form) {
    std::vector<std::string> names = {"if", "of", "as", "only"};
    for (const auto& attribute : form.attributes) names.emplace_back(attribute.name);
    return names;
}

bool is_common(std::string_view name) {
    return name == "if" || name == "of" || name == "as" || name == "only";
}

bool is_for(Type type, AttributeType wanted) {
    switch (wanted) {
        case AttributeType::Flag: return type == Type::Flag;
        case AttributeType::Amount: return type == Type::Money;
        case AttributeType::Day: return type == Type::Date;
        case AttributeType::Number:
            return type == Type::Number || type == Type::Count || type == Type::Percent ||
                   type == Type::Quantity || type == Type::Price;
        default: return false;
    }
}

// The first `count` names of a path.
std::string_view beginning(std::string_view path, std::size_t count) {
    std::size_t at = 0;
    while (count-- > 0 && at != std::string_view::npos) at = path.find('.', at == 0 ? 0 : at + 1);
    return path.substr(0, at);
}

// Puts a value back when a block ends.
template <typename T>
class Restored {
public:
    explicit Restored(T& value) : value_(value), before_(value) {}
    Restored(const Restored&) = delete;
    Restored& operator=(const Restored&) = delete;
    ~Restored() { value_ = std::move(before_); }

private:
    T& value_;
    T before_;
};

}  // namespace

void BlockReader::error(int line, std::string text) {
    findings_.push_back({file_, line, Severity::Error, std::move(text)});
}

std::optional<PlanBlock> BlockReader::read(const Element& element, const std::string& file) {
    file_ = file;
    const auto* form = content::find_block(element.name);
    if (form == nullptr) return std::nullopt;
    return read_block(element, *form);
}

std::optional<PlanBlock> BlockReader::read_block(const Element& element, const BlockForm& form) {
    const Restored scope(scope_);
    const Restored guards(guards_);
    PlanBlock block;
    block.kind = form.kind;
    block.line = element.line;
    if (!open_list(element, block)) return std::nullopt;
    if (const auto* condition = element.find("if"); condition != nullptr) {
        auto read = read_condition(condition->value, scope_);
        if (!read) {
            error(condition->line, read.error().text);
            return std::nullopt;  // what it guards would be told as wrong, too
        }
        block.condition = std::move(*read);
        if (block.condition->any_of.size() == 1)
            for (const auto& test : block.condition->any_of.front())
                if (test.relation == Relation::IsThere && !test.is_negated)
                    guards_.push_back(test.path.text);
    }
    read_attributes(element, form, block);
    read_own_words(element, form, block);
    const BlockForm* around = outer_.empty() ? nullptr : outer_.back();
    for (const auto& child : element.children)
        if (child.name == "on") read_override(child, around, block);
    outer_.push_back(&form);
    read_children(element, form, block.children);
    outer_.pop_back();
    if (form.kind == content::Kind::Table)
        for (auto& fault : faults_of(block)) error(fault.line, std::move(fault.text));
    return block;
}

bool BlockReader::open_list(const Element& element, PlanBlock& block) {
    const auto* of = element.find("of");
    const auto* as = element.find("as");
    if (of == nullptr) {
        if (as != nullptr)
            error(as->line, "as=\"..\" names the items of a list; of=\"..\" is missing");
        return as == nullptr;
    }
    auto path = read_path(of->value, scope_);
    if (!path) {
        error(of->line, path.error().text);
        return false;
    }
    if (path->type() != Type::List) {
        error(of->line,
              fmt::format("'{}' is a {}, not a list", of->value, data::type_name(path->type())));
        return false;
    }
    const auto* record = path->steps.back()->of;
    std::string name(as == nullptr ? record->name : std::string_view(as->value));
    scope_.levels.push_back({std::move(name), record});
    block.list = std::move(*path);
    return true;
}

void BlockReader::read_attributes(const Element& element, const BlockForm& form, PlanBlock& block) {
    for (const auto& attribute : element.attributes) {
        if (attribute.name == "only") read_only(attribute, block);
        if (is_common(attribute.name)) continue;
        const auto* its = content::find_attribute(form, attribute.name);
        if (its == nullptr) {
            error(attribute.line,
                  fmt::format("<{}> has no attribute '{}'{}", form.name, attribute.name,
                              text::did_you_mean(attribute.name, attribute_names(form))));
            continue;
        }
        read_attribute(attribute, *its, block);
    }
    for (const auto& needed : form.attributes)
        if (needed.need == Need::Required && element.find(needed.name) == nullptr)
            error(element.line,
                  fmt::format("<{}> needs {}=\"..\": {}", form.name, needed.name, needed.about));
}

void BlockReader::read_attribute(const MarkupAttribute& attribute, const AttributeForm& form,
                                 PlanBlock& block) {
    PlanAttribute into;
    into.name = form.id;
    into.type = form.type;
    bool is_read = false;
    switch (form.type) {
        case AttributeType::Text:
        case AttributeType::Link: {
            auto words = read_words(attribute.value, scope_, texts_);
            if (!words) return error(attribute.line, words.error().text);
            if (form.need == Need::Required && words->empty())
                return error(attribute.line,
                             fmt::format("{}=\"\" says nothing: {}", form.name, form.about));
            check_there(*words, form.need, attribute.line);
            into.words = std::move(*words);
            is_read = true;
            break;
        }
        case AttributeType::Word:
        case AttributeType::Length: is_read = read_literal(attribute, form, into); break;
        case AttributeType::File: is_read = read_picture(attribute, form, into); break;
        default: is_read = read_value(attribute, form, into);
    }
    if (is_read) block.attributes.push_back(std::move(into));
}

bool BlockReader::read_literal(const MarkupAttribute& attribute, const AttributeForm& form,
                               PlanAttribute& into) {
    if (form.type == AttributeType::Length) {
        std::string_view number = attribute.value;
        const bool has_unit = number.ends_with("mm");
        if (has_unit) number.remove_suffix(2);
        const auto parsed = Decimal::parse(number);
        if (has_unit && parsed && *parsed > Decimal() && *parsed < Decimal(1000)) {
            into.millimetres = *parsed;
            return true;
        }
        error(attribute.line, fmt::format("{}=\"{}\": millimetres are asked for, as in 97mm",
                                          form.name, attribute.value));
        return false;
    }
    into.literal = attribute.value;
    if (std::ranges::find(form.words, into.literal) != form.words.end()) return true;
    std::vector<std::string> known(form.words.begin(), form.words.end());
    std::string list;
    for (const auto& word : known) list.append(list.empty() ? "" : ", ").append(word);
    error(attribute.line,
          fmt::format("{}=\"{}\": one of {} is asked for{}", form.name, attribute.value, list,
                      text::did_you_mean(attribute.value, known)));
    return false;
}

bool BlockReader::read_picture(const MarkupAttribute& attribute, const AttributeForm& form,
                               PlanAttribute& into) {
    const auto found = pictures_.find(attribute.value);
    if (found == pictures_.end()) {
        std::vector<std::string> known;
        for (const auto& [name, picture] : pictures_) known.push_back(name);
        error(attribute.line, fmt::format("{}=\"{}\": {} is asked for{}", form.name,
                                          attribute.value, content::about_type(form.type),
                                          text::did_you_mean(attribute.value, known)));
        return false;
    }
    into.literal = attribute.value;
    into.illustration = found->second;
    return into.illustration != nullptr;
}

bool BlockReader::read_value(const MarkupAttribute& attribute, const AttributeForm& form,
                             PlanAttribute& into) {
    std::string_view value = attribute.value;
    if (form.type == AttributeType::Flag && (value == "yes" || value == "no"))
        return value == "yes";
    if (value.size() < 2 || value.front() != '{' || value.back() != '}') {
        error(attribute.line, fmt::format("{}=\"{}\": {} is asked for, as in {{..}}", form.name,
                                          value, content::about_type(form.type)));
        return false;
    }
    value = value.substr(1, value.size() - 2);
    auto path = read_path(value.substr(0, value.find('|')), scope_);
    if (!path) {
        error(attribute.line, path.error().text);
        return false;
    }
    if (!is_for(path->type(), form.type)) {
        error(attribute.line, fmt::format("{}=\"{{{}}}\": '{}' is a {}; {} is asked for", form.name,
                                          value, path->text, data::type_name(path->type()),
                                          content::about_type(form.type)));
        return false;
    }
    if (form.need == Need::Required) check_path(*path, attribute.line);
    if (form.type != AttributeType::Flag) {
        const auto field = read_field(value, scope_);
        if (!field) {
            error(attribute.line, field.error().text);
            return false;
        }
        into.form = field->form;
    }
    into.path = std::move(*path);
    return true;
}

void BlockReader::read_own_words(const Element& element, const BlockForm& form, PlanBlock& block) {
    const int line = element.words_line == 0 ? element.line : element.words_line;
    if (form.words == content::Words::None) {
        if (!element.words.empty())
            error(line, fmt::format("<{}> holds no words, only blocks", form.name));
        return;
    }
    auto words = read_words(element.words, scope_, texts_);
    if (!words) return error(line, words.error().text);
    if (form.words == content::Words::Required) {
        if (words->empty()) return error(line, fmt::format("<{}> says nothing", form.name));
        check_there(*words, Need::Required, line);
    }
    block.words = std::move(*words);
}

void BlockReader::check_there(const Words& words, Need need, int line) {
    // An attribute that need not be there may be one field that is empty.
    if (need == Need::Optional && words.size() == 1) return;
    for (const auto& piece : words) {
        if (piece.kind == Piece::Kind::Field) check_path(piece.path, line);
        for (const auto& argument : piece.arguments) check_path(argument.path, line);
    }
}

void BlockReader::check_path(const Path& path, int line) {
    const std::size_t before = path.level > 0 ? 1 : 0;
    for (std::size_t i = 0; i < path.steps.size(); ++i) {
        if (!path.steps[i]->may_be_empty) continue;
        const auto name = beginning(path.text, before + i + 1);
        if (is_guarded(name)) continue;
        return error(line,
                     fmt::format("'{0}' may be empty: ask for it first, by if=\"{0}\"", name));
    }
}

bool BlockReader::is_guarded(std::string_view path) const {
    return std::ranges::find(guards_, path) != guards_.end();
}

void BlockReader::read_children(const Element& element, const BlockForm& form,
                                std::vector<PlanBlock>& into) {
    for (const auto& child : element.children) {
        if (child.name == "on") continue;
        if (child.name == "use") {
            read_use(child, form, into);
            continue;
        }
        const auto* its = content::find_block(child.name);
        if (its == nullptr) {
            error(child.line, fmt::format("there is no block <{}>{}", child.name,
                                          text::did_you_mean(child.name, names_inside(form))));
            continue;
        }
        if (!content::may_contain(form, its->kind)) {
            std::string list;
            for (const auto kind : form.inside)
                list.append(list.empty() ? "" : ", ").append(content::form_of(kind).name);
            error(child.line, list.empty() ? fmt::format("<{}> contains no blocks", form.name)
                                           : fmt::format("<{}> contains no <{}>, but {}", form.name,
                                                         child.name, list));
            continue;
        }
        if (auto block = read_block(child, *its)) into.push_back(std::move(*block));
    }
}

void BlockReader::read_use(const Element& use, const BlockForm& form,
                           std::vector<PlanBlock>& into) {
    const auto* name = use.find("partial");
    if (name == nullptr || use.attributes.size() != 1)
        return error(use.line, "<use> has one attribute: partial=\"..\", the name of a file");
    const auto partial = partials_.find(name->value);
    if (partial == partials_.end()) {
        std::vector<std::string> known;
        for (const auto& [key, file] : partials_) known.push_back(key);
        return error(name->line, fmt::format("there is no partial {}.xml{}", name->value,
                                             text::did_you_mean(name->value, known)));
    }
    if (depth_ == kDeepestUse)
        return error(use.line, fmt::format("partial '{}' is used within itself, or deeper than {}",
                                           name->value, kDeepestUse));
    const Restored file(file_);
    file_ = partial->second.file;
    ++depth_;
    read_children(partial->second.root, form, into);
    --depth_;
}

void BlockReader::read_override(const Element& on, const BlockForm* outer, PlanBlock& block) {
    const auto* name = on.find("channel");
    const auto channel = name == nullptr ? std::nullopt : content::find_channel(name->value);
    if (!channel || *channel == Channel::Sms || on.attributes.size() != 1)
        return error(on.line, "<on> has one attribute: channel=\"paper\", \"web\" or \"email\"");
    auto& instead = block.instead[static_cast<std::size_t>(*channel)];
    if (instead) return error(on.line, fmt::format("channel {} has two <on>", name->value));
    instead.emplace();
    if (outer == nullptr)
        return error(on.line, "this block has nothing around it in which another could stand");
    read_children(on, *outer, *instead);
}

void BlockReader::read_only(const MarkupAttribute& attribute, PlanBlock& block) {
    block.shows.fill(false);
    std::string_view rest = attribute.value;
    while (!rest.empty()) {
        const auto end = rest.find(' ');
        const auto name = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (name.empty()) continue;
        const auto channel = content::find_channel(name);
        if (!channel) {
            error(attribute.line, fmt::format("only=\"..\": there is no channel '{}'{}", name,
                                              text::did_you_mean(name, {"paper", "web", "email"})));
            continue;
        }
        block.shows[static_cast<std::size_t>(*channel)] = true;
    }
}

}  // namespace bw::templates
