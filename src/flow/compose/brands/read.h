// Reads a brand from the files of its folder: brand.yaml and the drawings that it names. Pure.
#pragma once

#include "flow/compose/brands/brand.h"
#include "flow/compose/source_file.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bw::brands {

using compose::SourceFile;

inline constexpr std::string_view kBrandFile = "brand.yaml";
inline constexpr std::size_t kMostFiles = 20;
inline constexpr std::size_t kMostFileBytes = images::kSvgBytesMost;

// What is to be mended.
struct Finding {
    std::string file;
    int line = 0;
    std::string text;  // what is wrong and what to do
};

struct ReadBrand {
    std::optional<Brand> brand;  // where there is no finding
    std::vector<Finding> findings;
};

// All that is wrong at once: no YAML, unknown keys, what is no colour, a drawing that is missing or
// cannot be drawn, contrasts that are too low on light or dark ground.
ReadBrand read_brand(std::span<const SourceFile> files);

}  // namespace bw::brands
