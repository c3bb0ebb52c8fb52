#include "flow/compose/brands/brand.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace bw::brands {
namespace {

double luminance(pdf::Color color) {
    const auto channel = [](std::uint8_t value) {
        const double c = value / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.red) + 0.7152 * channel(color.green) +
           0.0722 * channel(color.blue);
}

}  // namespace

double contrast(pdf::Color a, pdf::Color b) {
    const double of_a = luminance(a);
    const double of_b = luminance(b);
    return (std::max(of_a, of_b) + 0.05) / (std::min(of_a, of_b) + 0.05);
}

std::string hex(pdf::Color color) {
    return fmt::format("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue);
}

}  // namespace bw::brands
