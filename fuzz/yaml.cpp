// YAML from outside: every scalar that was read can be written so that it reads back the same.
#include "platform/text/yaml.h"

#include "base/check.h"
#include "input.h"

#include <string>

namespace {

using bw::text::YamlNode;

void check_scalar(const std::string& text) {
    const std::string line = "key: " + bw::text::yaml_scalar(text) + "\n";
    const auto again = bw::text::parse_yaml(line, "again");
    CHECK(again && again->size() == 1);
    const YamlNode* const value = again->front().find("key");
    CHECK(value != nullptr && value->is_text() && value->text == text);
}

void walk(const YamlNode& node) {
    CHECK(node.line >= 1 && node.column >= 1);
    if (node.is_text()) check_scalar(node.text);
    for (const YamlNode& item : node.items) walk(item);
    for (const auto& entry : node.entries) walk(entry.value);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto documents = bw::text::parse_yaml(bw::fuzz::text(data, size), "input");
    if (!documents) return 0;
    for (const YamlNode& document : *documents) walk(document);
    return 0;
}
