#include "apps/billwright/template_files.h"

#include "flow/compose/templates/compile.h"
#include "flow/compose/templates/enrichment.h"
#include "flow/compose/templates/markup.h"
#include "flow/compose/templates/pictures.h"
#include "run/templates.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace bw::app {

namespace fs = std::filesystem;

Result<std::string> read_source(const fs::path& file, std::size_t most_bytes) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error) return fail(Code::Refused, "the file cannot be read", file.string());
    if (size > most_bytes)
        return fail(Code::Limit, fmt::format("the file is larger than {} bytes", most_bytes),
                    file.string());
    std::ifstream in(file, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (in.bad() || text.size() != size)
        return fail(Code::Refused, "the file cannot be read", file.string());
    return text;
}

std::vector<fs::path> files_of(const fs::path& folder, std::string_view ending) {
    std::vector<fs::path> files;
    std::error_code error;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error))
        if (it->is_regular_file(error) && it->path().extension() == ending)
            files.push_back(it->path());
    std::ranges::sort(files);
    return files;
}

namespace {

// Whatever is no picture that documents show is told by who reads them, not passed over; but for
// what a file manager leaves.
std::vector<fs::path> pictures_of(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (auto it = fs::directory_iterator(folder / templates::kPictureFolder, error);
         !error && it != fs::directory_iterator(); it.increment(error)) {
        const auto name = it->path().filename().string();
        if (it->is_regular_file(error) && !name.starts_with('.') && name != "Thumbs.db")
            files.push_back(it->path());
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

Result<releases::Files> read_template_folder(const std::string& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(Code::NotFound, "there is no such folder; a template is a folder", folder);
    auto paths = files_of(folder, ".xml");
    std::ranges::move(files_of(fs::path(folder) / "texts", ".yaml"), std::back_inserter(paths));
    std::ranges::move(files_of(fs::path(folder) / "tables", ".csv"), std::back_inserter(paths));
    if (const auto enrich = fs::path(folder) / templates::kEnrichFile; fs::exists(enrich, error))
        paths.push_back(enrich);
    std::ranges::move(pictures_of(folder), std::back_inserter(paths));
    if (paths.size() > templates::kMostFiles)
        return fail(Code::Limit, fmt::format("more than {} files", templates::kMostFiles), folder);
    releases::Files files;
    for (const auto& path : paths) {
        auto text = TRY(read_source(path, templates::kMostTemplateBytes));
        files.push_back({path.lexically_relative(folder).generic_string(), std::move(text)});
    }
    if (files.empty())
        return fail(Code::NotFound, "the folder holds no template: no file ends in .xml", folder);
    return files;
}

Result<releases::Files> find_template(Context& context, const std::string& name) {
    if (name.starts_with('@')) {
        auto workspace = TRY(open(context));
        const auto tx = workspace.database->begin(store::Access::Read);
        const auto hash = TRY(releases::find_hash(*tx, workspace.tenant, name.substr(1)));
        return releases::load(*tx, workspace.tenant, hash);
    }
    std::error_code error;
    if (name.find('/') != std::string::npos || fs::is_directory(name, error))
        return read_template_folder(name);
    return run::shipped_template(name);
}

}  // namespace bw::app
