// Templates by the name that a person gives them.
#pragma once

#include "apps/billwright/app.h"
#include "base/result.h"
#include "books/releases/releases.h"

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

// Of a folder: its *.xml, texts/*.yaml, enrich.yaml and tables/*.csv. Errors: it is no folder, a
// file cannot be read or is larger than templates may be.
Result<releases::Files> read_template_folder(const std::string& folder);

// "@HASH", of which some digits suffice: one that the workspace keeps. Else a folder where there is
// one of the name, else the program's own.
Result<releases::Files> find_template(Context& context, const std::string& name);

}  // namespace bw::app
