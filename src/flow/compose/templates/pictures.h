// The pictures beside a template: files in its folder images/, of any kind that images reads.
#pragma once

#include "flow/compose/images/illustration.h"
#include "flow/compose/source_file.h"
#include "flow/compose/templates/finding.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace bw::templates {

inline constexpr std::string_view kPictureFolder = "images";
inline constexpr std::size_t kMostPictureBytes = 1'000'000;
// Every document holds its pictures; what is heavier is warned of.
inline constexpr std::size_t kLightPictureBytes = 30'000;

// By their names: "images/winter.svg". Null: it cannot be read, as the findings tell.
using Pictures = std::map<std::string, std::shared_ptr<const images::Illustration>, std::less<>>;
Pictures read_pictures(std::span<const compose::SourceFile> files, Findings& findings);

}  // namespace bw::templates
