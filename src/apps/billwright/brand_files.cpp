#include "apps/billwright/brand_files.h"

#include "apps/billwright/template_files.h"
#include "flow/compose/brands/read.h"

#include <fmt/format.h>

#include <filesystem>
#include <iterator>

namespace bw::app {

namespace fs = std::filesystem;

bool is_brand_folder(const std::string& folder) {
    std::error_code error;
    return fs::is_regular_file(fs::path(folder) / brands::kBrandFile, error);
}

Result<releases::Files> read_brand_files(const std::string& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(Code::NotFound, "there is no such folder; a brand is a folder", folder);
    auto paths = files_of(folder, ".yaml");
    std::ranges::move(files_of(folder, ".svg"), std::back_inserter(paths));
    if (paths.size() > brands::kMostFiles)
        return fail(Code::Limit, fmt::format("more than {} files", brands::kMostFiles), folder);
    releases::Files held;
    held.reserve(paths.size());
    for (const auto& path : paths) {
        auto text = TRY(read_source(path, brands::kMostFileBytes));
        held.push_back({path.filename().string(), std::move(text)});
    }
    return held;
}

Result<brands::Brand> read_brand_folder(const std::string& folder) {
    const auto held = TRY(read_brand_files(folder));
    std::vector<compose::SourceFile> files;
    files.reserve(held.size());
    for (const auto& [name, text] : held) files.push_back({name, text});
    auto read = brands::read_brand(files);
    if (read.brand) return std::move(*read.brand);
    const auto& first = read.findings.front();
    std::string text = first.text;
    for (const auto& finding : std::span(read.findings).subspan(1))
        text += fmt::format("\n{}/{}:{}: {}", folder, finding.file, finding.line, finding.text);
    return fail(Code::Invalid, std::move(text),
                fmt::format("{}/{}:{}", folder, first.file, first.line));
}

}  // namespace bw::app
