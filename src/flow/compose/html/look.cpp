#include "flow/compose/html/look.h"

#include <fmt/format.h>

namespace bw::html {
namespace {

constexpr pdf::Color kNight = {18, 22, 28};

// `share` of 100 of b, the rest of a.
pdf::Color mixed(pdf::Color a, pdf::Color b, int share) {
    const auto mix = [&](int x, int y) {
        return static_cast<std::uint8_t>((x * (100 - share) + y * share + 50) / 100);
    };
    return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

// As little lighter as the contrast asks for.
pdf::Color readable(pdf::Color color, pdf::Color ground, double contrast) {
    for (int share = 0; share < 100; share += 5) {
        const auto lighter = mixed(color, pdf::kWhite, share);
        if (brands::contrast(lighter, ground) >= contrast) return lighter;
    }
    return pdf::kWhite;
}

}  // namespace

Palette light(const brands::Brand& brand) {
    return {.paper = pdf::kWhite,
            .tint = brand.tint,
            .ink = brand.ink,
            .muted = brand.muted,
            .brand = brand.brand,
            .on_brand = pdf::kWhite,
            .bar = brand.bar,
            .up = brand.up,
            .down = brand.down,
            .rule = brand.rule};
}

Palette dark(const brands::Brand& brand) {
    const pdf::Color tint = mixed(kNight, brand.brand, 25);
    const pdf::Color accent = readable(brand.brand, tint, 7);
    return {.paper = kNight,
            .tint = tint,
            .ink = readable(brand.tint, tint, 10),
            .muted = readable(brand.muted, tint, 4.6),
            .brand = accent,
            .on_brand = kNight,
            .bar = mixed(kNight, accent, 40),
            .up = brand.up,
            .down = brand.down,
            .rule = mixed(kNight, pdf::kWhite, 18)};
}

std::string hex(pdf::Color color) {
    return fmt::format("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue);
}

}  // namespace bw::html
