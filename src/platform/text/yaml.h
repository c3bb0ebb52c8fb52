// YAML as a small tree: maps, lists and texts, each with the line and column where it begins.
// Scalars stay text, so a number is exactly what somebody wrote. Anchors, aliases, tags, complex
// keys and duplicate keys are refused: what a reviewer reads is what is meant. Size, depth and node
// count are bounded (limits.h). Thread: any; no state is kept.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::text {

struct YamlEntry;

struct YamlNode {
    enum class Kind { Text, List, Map };
    Kind kind = Kind::Text;
    std::string text;                // Text; empty for 'key:' without a value
    bool quoted = false;             // "..." or '...' or a block scalar: an empty text on purpose
    std::vector<YamlNode> items;     // List
    std::vector<YamlEntry> entries;  // Map, in the order of the text
    int line = 1;
    int column = 1;

    [[nodiscard]] bool is_text() const { return kind == Kind::Text; }
    [[nodiscard]] bool is_list() const { return kind == Kind::List; }
    [[nodiscard]] bool is_map() const { return kind == Kind::Map; }
    [[nodiscard]] bool is_empty() const { return is_text() && text.empty() && !quoted; }
    // The value of a key of a map; null when absent.
    [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
    std::string key;
    int line = 1;
    int column = 1;
    YamlNode value;
};

// Texts of others may have what ours may not: a key that stands twice in a map (both entries are
// kept, for their reader tells them apart by their order), and anchors, which say nothing as long
// as no alias names them; aliases are refused there, too.
enum class YamlOf { Ours, Others };
// All documents of a text (separated by ---). Errors carry "FILE line N" as subject.
Result<std::vector<YamlNode>> parse_yaml(std::string_view text, std::string_view file_name,
                                         YamlOf whose = YamlOf::Ours);

// The line in the subject of an error of this or another reader of files, "FILE line 7" or
// "line 7"; 1 where it names none.
int line_of(std::string_view subject);

// A scalar as YAML text: plain where that reads back the same, else in double quotes.
std::string yaml_scalar(std::string_view text);

}  // namespace bw::text
