// What may stand in brand.yaml: one table, from which the reader, its messages and the reference
// in docs/brand-format.md come.
#pragma once

#include "flow/compose/brands/brand.h"

#include <span>
#include <string>
#include <string_view>

namespace bw::brands {

struct ColourKey {
    std::string_view key;
    pdf::Color Colours::* colour;
    std::string_view about;
    std::string_view otherwise;  // what stands instead; empty: the key is needed
};
std::span<const ColourKey> colour_keys();

struct PartKey {
    std::string_view key;
    Part part;
    std::string_view about;
};
std::span<const PartKey> part_keys();  // in the order of Part

struct FormWord {
    std::string_view word;
    Form form;
    std::string_view about;
};
std::span<const FormWord> form_words();  // in the order of Form; the first of a part is its default
std::span<const FormWord> words_of(Part part);
// "head-band": how files of style sheets are called.
std::string name_of(Form form);

// Least contrasts, of both grounds.
struct Pair {
    pdf::Color Colours::* over;
    pdf::Color Colours::* ground;
    double least;
    std::string_view why;  // "text needs"
};
std::span<const Pair> pairs();
// This month beside the others, where both are filled.
inline constexpr double kLeastBeside = 3;

inline constexpr double kMostCorner = 8;  // millimetres
inline constexpr std::size_t kMostNameBytes = 60, kMostKeyBytes = 40;

// As Markdown: every key, its forms, the contrasts.
std::string reference();

}  // namespace bw::brands
