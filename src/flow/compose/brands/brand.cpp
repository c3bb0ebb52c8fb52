#include "flow/compose/brands/brand.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace bw::brands {
namespace {

constexpr std::array<Brand, 3> kBrands = {{
    // Anybody's: white, slate, no picture.
    {.key = "plain",
     .name = "",
     .tint = {245, 246, 247},
     .ink = {30, 34, 40},
     .muted = {86, 92, 100},
     .brand = {38, 52, 72},
     .bar = {194, 201, 210},
     .up = {214, 140, 60},
     .down = {134, 154, 176},
     .rule = {214, 217, 221},
     .accent = {38, 52, 72},
     .radius_mm = 2,
     .emblem = Emblem::None},
    // A utility: warm white, deep green, rounded; sun and water.
    {.key = "aurora",
     .name = "Aurora",
     .tint = {250, 246, 238},
     .ink = {28, 42, 36},
     .muted = {86, 98, 91},
     .brand = {14, 84, 64},
     .bar = {187, 212, 200},
     .up = {226, 160, 62},
     .down = {120, 176, 160},
     .rule = {216, 220, 212},
     .accent = {240, 178, 72},
     .radius_mm = 4,
     .emblem = Emblem::SunAndWater},
    // A telecom: cool white, ink blue, one signal orange, square; a network.
    {.key = "nordlink",
     .name = "Nordlink",
     .tint = {243, 246, 250},
     .ink = {20, 30, 48},
     .muted = {82, 94, 112},
     .brand = {18, 52, 110},
     .bar = {188, 201, 222},
     .up = {242, 96, 24},
     .down = {128, 152, 192},
     .rule = {212, 219, 229},
     .accent = {242, 96, 24},
     .radius_mm = 0,
     .emblem = Emblem::Network},
}};

double luminance(pdf::Color color) {
    const auto channel = [](std::uint8_t value) {
        const double c = value / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.red) + 0.7152 * channel(color.green) +
           0.0722 * channel(color.blue);
}

}  // namespace

std::span<const Brand> all() { return kBrands; }

const Brand& find_brand(std::string_view key) {
    const auto* brand = std::ranges::find(kBrands, key, &Brand::key);
    return brand == kBrands.end() ? kBrands.front() : *brand;
}

double contrast(pdf::Color a, pdf::Color b) {
    const double of_a = luminance(a);
    const double of_b = luminance(b);
    return (std::max(of_a, of_b) + 0.05) / (std::min(of_a, of_b) + 0.05);
}

}  // namespace bw::brands
