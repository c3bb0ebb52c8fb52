#include "flow/compose/documents/shipped.h"

namespace bw::documents {

std::vector<compose::SourceFile> shipped(std::string_view name) {
    std::vector<compose::SourceFile> files;
    for (const auto& [path, text] : shipped_files())
        if (path.starts_with(name) && path.substr(name.size()).starts_with('/'))
            files.push_back({path.substr(name.size() + 1), text});
    return files;
}

std::vector<std::string_view> shipped_names() {
    std::vector<std::string_view> names;
    for (const auto& [path, text] : shipped_files()) {
        const auto folder = path.substr(0, path.find('/'));
        if (names.empty() || names.back() != folder) names.push_back(folder);
    }
    return names;
}

}  // namespace bw::documents
