// Brands as data: colours, corners and an emblem. The same layout draws every brand; nothing else
// differs. Colours are chosen so that text has a contrast of 4.5 on paper and tint, amounts 7
// (WCAG 2.2, 1.4.3 and 1.4.6; tested), and so that a grey print keeps the order dark, middle,
// light.
#pragma once

#include "flow/compose/pdf/canvas.h"

#include <span>
#include <string_view>

namespace bw::brands {

enum class Emblem { None, SunAndWater, Network };

struct Brand {
    std::string_view key;   // Seller::brand
    std::string_view name;  // the word mark; empty: the seller's own name
    pdf::Color tint;        // head and panels: a breath of colour on white paper
    pdf::Color ink;         // text
    pdf::Color muted;       // labels and words of second rank
    pdf::Color brand;       // emphasis; also the bar of this month
    pdf::Color bar;         // other bars
    pdf::Color up, down;    // bars of changes
    pdf::Color rule;        // thin lines
    pdf::Color accent;      // decoration only, never text
    double radius_mm;       // corners of panels; bars take a part of it
    Emblem emblem;
};

std::span<const Brand> all();

// The brand of the key. Another key, or none, gets the plain one, which bears the seller's name and
// nobody's picture: a bill never fails for its looks.
const Brand& find_brand(std::string_view key);

// WCAG 2.2 contrast ratio of two colours, 1 to 21.
double contrast(pdf::Color a, pdf::Color b);

}  // namespace bw::brands
