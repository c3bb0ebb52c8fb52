#include "apps/billwright/template_files.h"

#include "flow/compose/documents/shipped.h"
#include "flow/compose/templates/compile.h"
#include "flow/compose/templates/markup.h"
#include "platform/text/suggest.h"

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

void TemplateFiles::add(std::string name, std::string text) {
    const std::string& its_name = held_.emplace_back(std::move(name));
    const std::string& its_text = held_.emplace_back(std::move(text));
    files_.push_back({its_name, its_text});
}

Result<TemplateFiles> TemplateFiles::of_folder(const std::string& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(Code::NotFound, "there is no such folder; a template is a folder", folder);
    TemplateFiles made;
    auto files = files_of(folder, ".xml");
    std::ranges::move(files_of(fs::path(folder) / "texts", ".yaml"), std::back_inserter(files));
    if (files.size() > templates::kMostFiles)
        return fail(Code::Limit, fmt::format("more than {} files", templates::kMostFiles), folder);
    for (const auto& file : files) {
        auto text = TRY(read_source(file, templates::kMostTemplateBytes));
        made.add(file.lexically_relative(folder).generic_string(), std::move(text));
    }
    if (made.files_.empty())
        return fail(Code::NotFound, "the folder holds no template: no file ends in .xml", folder);
    return made;
}

Result<TemplateFiles> TemplateFiles::shipped(const std::string& name) {
    TemplateFiles made;
    for (const auto& [path, text] : documents::shipped(name))
        made.add(std::string(path), std::string(text));
    if (!made.files_.empty()) return made;
    const auto names = documents::shipped_names();
    return fail(Code::NotFound,
                fmt::format("neither a folder nor a template of the program{}",
                            text::did_you_mean(name, {names.begin(), names.end()})),
                name);
}

Result<TemplateFiles> TemplateFiles::find(const std::string& name) {
    std::error_code error;
    if (name.find('/') != std::string::npos || fs::is_directory(name, error))
        return of_folder(name);
    return shipped(name);
}

}  // namespace bw::app
