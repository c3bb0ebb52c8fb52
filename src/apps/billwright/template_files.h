// Templates as files: a folder of the user's, or one that comes with the program.
#pragma once

#include "base/result.h"
#include "flow/compose/templates/source_file.h"

#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bw::app {

// Error: it cannot be read, or is larger.
Result<std::string> read_source(const std::filesystem::path& file, std::size_t most_bytes);
// Files of a folder with the ending, in alphabetical order.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder,
                                            std::string_view ending);

// The files of a template; views into what it owns.
class TemplateFiles {
public:
    // Of a folder: its *.xml and texts/*.yaml. Errors: it is no folder, a file cannot be read or is
    // larger than templates may be.
    static Result<TemplateFiles> of_folder(const std::string& folder);
    // Of the program. Error: there is none of the name.
    static Result<TemplateFiles> shipped(const std::string& name);
    // A folder where there is one of the name, else one of the program's.
    static Result<TemplateFiles> find(const std::string& name);

    [[nodiscard]] const std::vector<templates::SourceFile>& files() const { return files_; }

private:
    void add(std::string name, std::string text);

    std::deque<std::string> held_;  // keeps addresses
    std::vector<templates::SourceFile> files_;
};

}  // namespace bw::app
