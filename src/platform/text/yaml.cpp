#include "platform/text/yaml.h"

#include "platform/text/limits.h"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace bw::text {
namespace {

// Owns libyaml's parser and the current event.
class Events {
public:
    Events(std::string_view text, std::string_view file) : file_(file) {
        ready_ = yaml_parser_initialize(&parser_) == 1;
        if (!ready_) throw std::bad_alloc();
        yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size());
    }
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;
    ~Events() {
        release();
        yaml_parser_delete(&parser_);
    }

    Result<void> next() {
        release();
        if (yaml_parser_parse(&parser_, &event_) == 0) {
            if (parser_.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
            const auto line =
                static_cast<int>(std::max(parser_.problem_mark.line, parser_.context_mark.line)) +
                1;
            std::string why = parser_.problem == nullptr ? "cannot be read" : parser_.problem;
            if (parser_.error == YAML_READER_ERROR)
                return error(line_of_byte(parser_.problem_offset), "the text is not UTF-8: " + why);
            return error(line, fmt::format("this is no YAML: {}{}{}", why,
                                           parser_.context == nullptr ? "" : " ",
                                           parser_.context == nullptr ? "" : parser_.context));
        }
        held_ = true;
        return {};
    }
    [[nodiscard]] const yaml_event_t& event() const { return event_; }
    [[nodiscard]] int line() const { return static_cast<int>(event_.start_mark.line) + 1; }
    [[nodiscard]] int column() const { return static_cast<int>(event_.start_mark.column) + 1; }
    std::unexpected<Error> error(int at_line, std::string text) const {
        return fail(Code::Invalid, std::move(text), fmt::format("{} line {}", file_, at_line));
    }
    std::unexpected<Error> limit(int at_line, std::string text) const {
        return fail(Code::Limit, std::move(text), fmt::format("{} line {}", file_, at_line));
    }

private:
    void release() {
        if (held_) yaml_event_delete(&event_);
        held_ = false;
    }
    [[nodiscard]] int line_of_byte(std::size_t offset) const {
        const auto* begin = parser_.input.string.start;
        const auto size = static_cast<std::size_t>(parser_.input.string.end - begin);
        return static_cast<int>(std::count(begin, begin + std::min(offset, size), '\n')) + 1;
    }
    yaml_parser_t parser_{};
    yaml_event_t event_{};
    std::string file_;
    bool ready_ = false;
    bool held_ = false;
};

std::string_view bytes(const unsigned char* text, std::size_t size) {
    return {reinterpret_cast<const char*>(text), size};
}

class TreeBuilder {
public:
    TreeBuilder(Events& events, YamlOf whose) : events_(events), whose_(whose) {}

    // The current event begins a node; on return it is the node's last event.
    Result<YamlNode> node(std::size_t depth) {
        if (depth > kYamlDepth)
            return events_.limit(events_.line(),
                                 fmt::format("nested deeper than {} levels", kYamlDepth));
        if (++nodes_ > kYamlNodes)
            return events_.limit(events_.line(),
                                 fmt::format("more than {} values in one text", kYamlNodes));
        YamlNode result;
        result.line = events_.line();
        result.column = events_.column();
        const yaml_event_t& event = events_.event();
        switch (event.type) {
            case YAML_SCALAR_EVENT: TRY_VOID(scalar(result)); return result;
            case YAML_SEQUENCE_START_EVENT:
                TRY_VOID(plain(event.data.sequence_start.anchor, event.data.sequence_start.tag));
                TRY_VOID(list(result, depth));
                return result;
            case YAML_MAPPING_START_EVENT:
                TRY_VOID(plain(event.data.mapping_start.anchor, event.data.mapping_start.tag));
                TRY_VOID(map(result, depth));
                return result;
            case YAML_ALIAS_EVENT:
                return events_.error(result.line,
                                     "aliases (*name) are not allowed: write the value out");
            default: return events_.error(result.line, "a value is missing here");
        }
    }

private:
    Result<void> plain(const unsigned char* anchor, const unsigned char* tag) {
        if (anchor != nullptr && whose_ == YamlOf::Ours)
            return events_.error(events_.line(),
                                 "anchors (&name) are not allowed: write the value out");
        if (tag != nullptr)
            return events_.error(events_.line(), "tags (!name) are not allowed: leave it out");
        return {};
    }

    Result<void> scalar(YamlNode& result) {
        const auto& data = events_.event().data.scalar;
        TRY_VOID(plain(data.anchor, data.tag));
        if (data.length > kYamlScalarBytes)
            return events_.limit(result.line,
                                 fmt::format("a text of more than {} bytes", kYamlScalarBytes));
        result.kind = YamlNode::Kind::Text;
        result.text = bytes(data.value, data.length);
        result.quoted = data.style != YAML_PLAIN_SCALAR_STYLE;
        if (result.text.find('\0') != std::string::npos)
            return events_.error(result.line, "a zero byte in a text");
        return {};
    }

    Result<void> list(YamlNode& result, std::size_t depth) {
        result.kind = YamlNode::Kind::List;
        for (;;) {
            TRY_VOID(events_.next());
            if (events_.event().type == YAML_SEQUENCE_END_EVENT) return {};
            result.items.push_back(TRY(node(depth + 1)));
        }
    }

    Result<void> map(YamlNode& result, std::size_t depth) {
        result.kind = YamlNode::Kind::Map;
        std::set<std::string, std::less<>> seen;
        for (;;) {
            TRY_VOID(events_.next());
            if (events_.event().type == YAML_MAPPING_END_EVENT) return {};
            YamlNode key = TRY(node(depth + 1));
            if (!key.is_text())
                return events_.error(key.line, "a key must be a word, not a list or a map");
            if (!seen.insert(key.text).second && whose_ == YamlOf::Ours)
                return events_.error(key.line,
                                     fmt::format("'{}' stands twice in the same map", key.text));
            TRY_VOID(events_.next());
            YamlNode value = TRY(node(depth + 1));
            if (value.is_empty()) value.line = key.line;
            result.entries.push_back({std::move(key.text), key.line, key.column, std::move(value)});
        }
    }

    Events& events_;
    YamlOf whose_;
    std::size_t nodes_ = 0;
};

// What YAML takes for a line break or refuses to read (C1 controls, U+2028, U+2029, the byte order
// mark, U+FFFE, U+FFFF), at the start of a UTF-8 text; 0 for anything else. It is written as an
// escape.
struct Unsafe {
    unsigned code = 0;
    std::size_t bytes = 0;
};
Unsafe unsafe_at(std::string_view text) {
    if (text.size() >= 2 && text[0] == '\xc2') {
        const auto second = static_cast<unsigned char>(text[1]);
        if (second <= 0x9f) return {second, 2};
    }
    if (text.starts_with("\xe2\x80\xa8")) return {0x2028, 3};
    if (text.starts_with("\xe2\x80\xa9")) return {0x2029, 3};
    if (text.starts_with("\xef\xbb\xbf")) return {0xfeff, 3};
    if (text.starts_with("\xef\xbf\xbe")) return {0xfffe, 3};
    if (text.starts_with("\xef\xbf\xbf")) return {0xffff, 3};
    return {};
}

// Of the bytes at `at`: how many belong to a character that YAML takes for a line break or refuses
// raw (NEL, U+2028, U+2029, the byte order mark, C1 controls), and its escape; 0 for others.
std::size_t special_size(std::string_view text, std::size_t at, std::string& escape) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
    };
    if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) {
        escape = fmt::format("\\x{:02x}", byte(1));
        return 2;
    }
    if (byte(0) == 0xe2 && byte(1) == 0x80 && (byte(2) == 0xa8 || byte(2) == 0xa9)) {
        escape = byte(2) == 0xa8 ? "\\u2028" : "\\u2029";
        return 3;
    }
    if (byte(0) == 0xef && byte(1) == 0xbb && byte(2) == 0xbf) {
        escape = "\\ufeff";
        return 3;
    }
    if (byte(0) == 0xef && byte(1) == 0xbf && byte(2) >= 0xbe) {  // U+FFFE and U+FFFF
        escape = byte(2) == 0xbe ? "\\ufffe" : "\\uffff";
        return 3;
    }
    return 0;
}

bool is_plain(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':')
        return false;
    if (std::string_view("-?:,[]{}#&*!|>'\"%@`").find(text.front()) != std::string_view::npos) {
        // A sign before a digit is a number, not a list item.
        if (!(text.front() == '-' && text.size() > 1 && text[1] >= '0' && text[1] <= '9'))
            return false;
    }
    std::string escape;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (special_size(text, i, escape) > 0) return false;
        const auto c = static_cast<unsigned char>(text[i]);
        if (unsafe_at(text.substr(i)).bytes > 0) return false;
        if (c < 0x20 || c == 0x7f || c == ',' || c == '[' || c == ']' || c == '{' || c == '}')
            return false;
        if (c == ':' && (i + 1 == text.size() || text[i + 1] == ' ')) return false;
        if (c == '#' && i > 0 && text[i - 1] == ' ') return false;
    }
    return text != "---" && text != "..." && text != "~";
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
    for (const auto& entry : entries)
        if (entry.key == key) return &entry.value;
    return nullptr;
}

Result<std::vector<YamlNode>> parse_yaml(std::string_view text, std::string_view file_name,
                                         YamlOf whose) {
    if (text.size() > kYamlBytes)
        return fail(Code::Limit,
                    fmt::format("{} bytes; a text may have {}", text.size(), kYamlBytes),
                    std::string(file_name));
    Events events(text, file_name);
    TreeBuilder builder(events, whose);
    std::vector<YamlNode> documents;
    for (;;) {
        TRY_VOID(events.next());
        switch (events.event().type) {
            case YAML_STREAM_START_EVENT:
            case YAML_DOCUMENT_END_EVENT: break;
            case YAML_DOCUMENT_START_EVENT:
                if (events.event().data.document_start.version_directive != nullptr ||
                    events.event().data.document_start.tag_directives.start !=
                        events.event().data.document_start.tag_directives.end)
                    return events.error(events.line(), "directives (%YAML, %TAG) are not allowed");
                TRY_VOID(events.next());
                documents.push_back(TRY(builder.node(1)));
                break;
            default: return documents;
        }
    }
}

std::string yaml_scalar(std::string_view text) {
    if (is_plain(text)) return std::string(text);
    std::string out = "\"";
    std::string escape;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const auto byte = static_cast<unsigned char>(c);
        if (const std::size_t size = special_size(text, i, escape); size > 0) {
            out += escape;
            i += size - 1;
        } else if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (byte < 0x20 || byte == 0x7f) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

int line_of(std::string_view subject) {
    constexpr std::string_view kLine = "line ";
    const auto at = subject.rfind(kLine);
    if (at == std::string_view::npos) return 1;
    int line = 1;
    const char* from = subject.data() + at + kLine.size();
    std::from_chars(from, subject.data() + subject.size(), line);
    return std::max(1, line);
}

}  // namespace bw::text
