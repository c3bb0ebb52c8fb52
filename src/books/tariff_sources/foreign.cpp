#include "books/tariff_sources/foreign.h"

#include "platform/json/json.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace bw::tariff_sources {
namespace {

// Not in the middle of a letter of UTF-8.
std::string cut(std::string text, std::size_t most) {
    if (text.size() <= most) return text;
    std::size_t end = most - 2;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "..";
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string one_line(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (!is_blank(c)) out += c;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

}  // namespace

void Value::copy(const json::Value& json) {
    line = json.line();
    const auto plain = [&](Kind what, const Result<std::string>& said) {
        kind = what;
        text = said.value_or("");
    };
    switch (json.kind()) {
        case json::Kind::Null: break;
        case json::Kind::Bool:
            kind = Kind::Bool;
            text = json.as_bool().value_or(false) ? "true" : "false";
            break;
        case json::Kind::Number: plain(Kind::Number, json.as_number_text()); break;
        case json::Kind::Text: plain(Kind::Text, json.as_text()); break;
        case json::Kind::Array:
            kind = Kind::List;
            items_.reserve(json.items().size());
            for (const auto& item : json.items()) {
                Value& value = items_.emplace_back();
                value.path = fmt::format("{}[{}]", path, items_.size() - 1);
                value.copy(item);
            }
            break;
        case json::Kind::Object:
            kind = Kind::Map;
            members_.reserve(json.members().size());
            for (const auto& [name, value] : json.members()) {
                members_.emplace_back(name, Value{});
                members_.back().second.path = path.empty() ? name : path + "." + name;
                members_.back().second.copy(value);
            }
            break;
    }
    // What an exponent means; a number beyond what we hold stays as it was written.
    if (kind == Kind::Number && text.find_first_of("eE") != std::string::npos)
        if (const auto exact = json.as_decimal()) text = exact->to_string();
}

Value Value::of(const json::Value& json) {
    Value root;
    root.asked_ = true;
    root.copy(json);
    return root;
}

void Value::copy(const text::YamlNode& yaml) {
    line = yaml.line;
    if (yaml.is_empty()) return;
    if (yaml.is_text()) {
        kind = Kind::Text;
        text = yaml.text;
    } else if (yaml.is_list()) {
        kind = Kind::List;
        items_.reserve(yaml.items.size());
        for (const auto& item : yaml.items) {
            Value& value = items_.emplace_back();
            value.path = fmt::format("{}[{}]", path, items_.size() - 1);
            value.copy(item);
        }
    } else {
        kind = Kind::Map;
        members_.reserve(yaml.entries.size());
        for (const auto& entry : yaml.entries) {
            Value& value = members_.emplace_back(entry.key, Value{}).second;
            value.path = path.empty() ? entry.key : path + "." + entry.key;
            value.copy(entry.value);
        }
    }
}

Value Value::of(const text::YamlNode& yaml) {
    Value root;
    root.asked_ = true;
    root.copy(yaml);
    return root;
}

const Value* Value::peek(std::string_view name) const {
    for (const auto& [key, value] : members_)
        if (key == name) return value.kind == Kind::Null ? nullptr : &value;
    return nullptr;
}

Value* Value::peek(std::string_view name) {
    for (auto& [key, value] : members_)
        if (key == name) return value.kind == Kind::Null ? nullptr : &value;
    return nullptr;
}

void Value::rename(std::string_view from, std::string_view to) {
    const auto is_named = [](std::string_view name) {
        return [name](const Member& member) { return member.first == name; };
    };
    const auto found = std::ranges::find_if(members_, is_named(from));
    if (found != members_.end() && std::ranges::none_of(members_, is_named(to))) found->first = to;
}

std::string Value::peek_word(std::string_view name) const {
    const Value* found = peek(name);
    return found == nullptr ? "" : found->text;
}

std::vector<const Value*> Value::peek_each(std::string_view name) const {
    std::vector<const Value*> all;
    const Value* found = peek(name);
    if (found == nullptr) return all;
    if (found->kind != Kind::List) return {found};
    for (const auto& item : found->items_) all.push_back(&item);
    return all;
}

const Value* Value::find(std::string_view name) const {
    const Value* found = peek(name);
    if (found != nullptr) found->asked_ = true;
    return found;
}

std::string Value::word(std::string_view name) const {
    const Value* found = find(name);
    return found == nullptr ? "" : found->text;
}

const std::vector<Value>& Value::items() const {
    for (const auto& item : items_) item.asked_ = true;
    return items_;
}

std::vector<Value>& Value::items() {
    (void)std::as_const(*this).items();
    return items_;
}

std::vector<const Value*> Value::each() const {
    std::vector<const Value*> all;
    if (kind == Kind::Null) return all;
    if (kind != Kind::List) return {this};
    for (const auto& item : items()) all.push_back(&item);
    return all;
}

void Value::mark() const {
    asked_ = true;
    for (const auto& item : items_) item.mark();
    for (const auto& member : members_) member.second.mark();
}

void Value::mark(std::initializer_list<std::string_view> names) const {
    for (const auto name : names)
        if (const Value* member = find(name)) member->mark();
}

std::string Value::brief(std::size_t most) const {
    if (kind == Kind::Null) return "null";
    if (kind != Kind::List && kind != Kind::Map) return cut(one_line(text), most);
    std::string out;
    const auto add = [&](const std::string& part) { out += (out.empty() ? "" : ", ") + part; };
    for (const auto& item : items_)
        if (out.size() <= most) add(item.brief(most));
    for (const auto& [name, value] : members_)
        if (out.size() <= most) add(name + ": " + value.brief(most));
    return cut((kind == Kind::List ? "[" : "{") + out, most - 1) + (kind == Kind::List ? "]" : "}");
}

Read<Decimal> number(const Value& value) {
    if (value.kind != Value::Kind::Number && value.kind != Value::Kind::Text)
        return fault(value, "a number is needed");
    auto exact = Decimal::parse(value.text);
    if (!exact) return fault(value, exact.error().text);
    return *exact;
}

Read<const Value*> need(const Value& map, std::string_view name) {
    const Value* found = map.find(name);
    if (found == nullptr) return fault(map, fmt::format("'{}' is missing", name));
    return found;
}

Read<Decimal> need_number(const Value& map, std::string_view name) {
    return number(*TRY(need(map, name)));
}

Read<Decimal> divided(const Value& at, Decimal value, int divisor) {
    if (value.nano() % divisor != 0)
        return fault(
            at, fmt::format("'{}' divided by {} has more than nine decimals", at.brief(), divisor));
    return Decimal::from_nano(value.nano() / divisor);
}

// What is held was asked for by who reads it: of that, what was not is still told.
void Notes::add(Severity severity, const Value& at, std::string why) {
    if (severity != Severity::Reading) at.mark();
    Finding finding{severity, at.line, at.path, at.brief(), std::move(why)};
    // What is read in several seasons is said once.
    if (std::ranges::find(findings_, finding) == findings_.end())
        findings_.push_back(std::move(finding));
}

void Notes::refuse(const Value& at, const Fault& fault, std::string_view lost) {
    at.mark();
    findings_.push_back({Severity::Refused, fault.at->line, at.path, at.brief(),
                         fmt::format("{}: {}", fault.why, lost)});
}

void Notes::inform(const Value& map, std::initializer_list<std::string_view> names,
                   std::string_view why) {
    for (const auto name : names)
        if (const Value* found = map.find(name)) inform(*found, std::string(why));
}

void Notes::unread(const Value& root) {
    if (root.kind == Value::Kind::Null) return;
    if (!root.asked_)
        return refuse(root, "this reader does not know it, and it may change what is paid");
    for (const auto& item : root.items_) unread(item);
    for (const auto& member : root.members_) unread(member.second);
}

std::vector<Finding> Notes::take() {
    std::ranges::stable_sort(findings_, {}, &Finding::line);
    return std::move(findings_);
}

Read<Decimal> near_number(const Value& value, Notes& notes) {
    const auto exact = number(value);
    if (exact) return *exact;
    const std::size_t point = value.text.find('.');
    const std::size_t kept = point + 1 + Decimal::kPlaces;
    if (point == std::string::npos || value.text.size() <= kept)
        return fault(value, exact.error().why);
    auto rounded = Decimal::parse(value.text.substr(0, kept));
    if (!rounded) return fault(value, exact.error().why);
    const bool is_up = value.text[kept] >= '5' && value.text[kept] <= '9';
    const int128 step = value.text.starts_with('-') ? -1 : 1;
    notes.explain(value, "rounded to nine decimals, which is what is held");
    return is_up ? Decimal::from_nano(rounded->nano() + step) : *rounded;
}

}  // namespace bw::tariff_sources
