// The folder of real tariffs, for tests that can do without it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

namespace bw::tariff_sources {

inline std::optional<std::filesystem::path> shared_tariffs() {
    const char* const named = std::getenv("BILLWRIGHT_SHARED");
    std::filesystem::path folder = named != nullptr ? named : "../shared";
    if (std::filesystem::exists(folder / "data")) folder /= "data";
    if (!std::filesystem::exists(folder / "tariffs")) return std::nullopt;
    return folder / "tariffs";
}

inline std::string read_whole(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Of a gzip file.
inline std::string unpacked(const std::filesystem::path& path) {
    std::string text;
    std::FILE* pipe = popen(("gzip -dc '" + path.string() + "'").c_str(), "r");
    if (pipe == nullptr) return text;
    std::array<char, 1 << 16> piece{};
    for (std::size_t got = 1; got > 0;) {
        got = std::fread(piece.data(), 1, piece.size(), pipe);
        text.append(piece.data(), got);
    }
    pclose(pipe);
    return text;
}

inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

}  // namespace bw::tariff_sources
