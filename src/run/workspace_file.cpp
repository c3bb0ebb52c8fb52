#include "run/workspace_file.h"

#include "platform/blob/blob.h"
#include "platform/text/yaml.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace bw::run {
namespace {

constexpr const char* kName = "workspace.yaml";
constexpr std::size_t kBytesMax = 64 << 10;

Result<std::string> text_of(const text::YamlNode& map, std::string_view key,
                            const std::string& name) {
    const auto* value = map.find(key);
    if (value == nullptr || !value->is_text() || value->text.empty())
        return fail(Code::Invalid, fmt::format("'{}:' and a text are expected", key), name);
    return value->text;
}

}  // namespace

Result<std::optional<WorkspaceFile>> read_workspace_file(const std::filesystem::path& root) {
    const auto path = root / kName;
    const auto size = blob::size_of(path);
    if (size < 0) return std::nullopt;
    const std::string name = path.string();
    if (static_cast<std::size_t>(size) > kBytesMax)
        return fail(Code::Limit, fmt::format("it is larger than {} bytes", kBytesMax), name);
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    const auto documents = TRY(text::parse_yaml(text.str(), name));
    if (documents.size() != 1 || !documents.front().is_map())
        return fail(Code::Invalid, "'store:' and 'identity:' are expected", name);
    return WorkspaceFile{TRY(text_of(documents.front(), "store", name)),
                         TRY(text_of(documents.front(), "identity", name))};
}

void write_workspace_file(const std::filesystem::path& root, const WorkspaceFile& file,
                          faults::Faults* faults) {
    const std::string text =
        fmt::format("# Where the store of this workspace is. Passwords come from ~/.pgpass.\n"
                    "store: {}\nidentity: {}\n",
                    text::yaml_scalar(file.store), text::yaml_scalar(file.identity));
    blob::write_durably(root / kName, std::as_bytes(std::span(text)), faults);
}

}  // namespace bw::run
