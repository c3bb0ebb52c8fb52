#include "flow/compose/templates/pictures.h"

#include <fmt/format.h>

namespace bw::templates {

Pictures read_pictures(std::span<const compose::SourceFile> files, Findings& findings) {
    Pictures pictures;
    for (const auto& [name, bytes] : files) {
        if (!name.starts_with(kPictureFolder) ||
            !name.substr(kPictureFolder.size()).starts_with('/'))
            continue;
        const auto tell = [&, file = std::string(name)](Severity severity, std::string text) {
            findings.push_back({file, 1, severity, std::move(text)});
        };
        auto& picture = pictures[std::string(name)];
        if (bytes.size() > kMostPictureBytes) {
            tell(Severity::Error,
                 fmt::format("larger than {} bytes; save the picture smaller", kMostPictureBytes));
            continue;
        }
        auto made = images::read_illustration(bytes);
        if (!made) {
            const auto& error = made.error();
            tell(Severity::Error, error.subject.empty()
                                      ? error.text
                                      : fmt::format("{}: {}", error.subject, error.text));
            continue;
        }
        if (made->bytes() > kLightPictureBytes)
            tell(Severity::Warning,
                 fmt::format("every document that shows it holds its {} kB", made->bytes() / 1000));
        picture = std::make_shared<const images::Illustration>(std::move(*made));
    }
    return pictures;
}

}  // namespace bw::templates
