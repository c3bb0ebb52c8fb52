#include "apps/billwright/yaml_json.h"

#include "platform/text/yaml.h"

namespace bw::app {
namespace {

void write(json::Writer& json, const text::YamlNode& node) {
    switch (node.kind) {
        case text::YamlNode::Kind::Text: json.value(node.text); return;
        case text::YamlNode::Kind::List:
            json.array();
            for (const auto& item : node.items) write(json, item);
            json.end();
            return;
        case text::YamlNode::Kind::Map:
            json.object();
            for (const auto& entry : node.entries) {
                json.key(entry.key);
                write(json, entry.value);
            }
            json.end();
            return;
    }
}

}  // namespace

Result<void> write_yaml(json::Writer& json, std::string_view yaml) {
    for (const auto& document : TRY(text::parse_yaml(yaml, "catalog"))) write(json, document);
    return {};
}

}  // namespace bw::app
