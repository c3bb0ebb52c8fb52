#include "flow/compose/brands/dark.h"

namespace bw::brands {
namespace {

// `share` of 100 of b, the rest of a.
pdf::Color mixed(pdf::Color a, pdf::Color b, int share) {
    const auto mix = [&](int x, int y) {
        return static_cast<std::uint8_t>((x * (100 - share) + y * share + 50) / 100);
    };
    return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

// As little lighter as the contrast on both grounds asks for.
pdf::Color readable(pdf::Color color, pdf::Color ground, pdf::Color other, double least) {
    for (int share = 0; share < 100; share += 5) {
        const auto lighter = mixed(color, pdf::kWhite, share);
        if (contrast(lighter, ground) >= least && contrast(lighter, other) >= least) return lighter;
    }
    return pdf::kWhite;
}

}  // namespace

Colours dark_of(const Colours& light, pdf::Color paper) {
    const pdf::Color tint = mixed(paper, light.brand, 25);
    const pdf::Color accent = readable(light.brand, tint, paper, 7);
    return {.paper = paper,
            .tint = tint,
            .ink = readable(light.tint, tint, paper, 10),
            .muted = readable(light.muted, tint, paper, 4.6),
            .brand = accent,
            .on_brand = paper,
            .bar = mixed(paper, accent, 40),
            .now = accent,
            .up = readable(light.up, paper, paper, 2),
            .down = readable(light.down, paper, paper, 2),
            .rule = mixed(paper, pdf::kWhite, 18),
            .accent = readable(light.accent, paper, paper, 3)};
}

}  // namespace bw::brands
