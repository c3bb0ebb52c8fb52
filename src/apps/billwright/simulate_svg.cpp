// The spread of the changes as bars, a panel for each candidate. Those who pay less and those who
// pay more are told apart by words and shape, not by colour alone.
#include "apps/billwright/simulate_output.h"
#include "apps/billwright/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::app {
namespace {

constexpr int kWidth = 760, kLabel = 190, kCount = 70, kRow = 24, kTitle = 64, kPanelGap = 32;
constexpr int kBarWidth = kWidth - kLabel - kCount;

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else out += c;
    }
    return out;
}

int height_of(const run::Distribution& d) {
    return kTitle + kRow * static_cast<int>(d.bins.size()) + kPanelGap;
}

std::string text_at(int x, int y, std::string_view attributes, std::string_view text) {
    return fmt::format("<text x=\"{}\" y=\"{}\" {}>{}</text>\n", x, y, attributes, escaped(text));
}

// Paying less is filled, paying more is an outline.
std::string bar(const run::ChangeBin& bin, int y, std::int64_t highest) {
    const bool is_less = bin.to && bin.to->minor <= 0;
    const auto length = static_cast<int>(bin.accounts * kBarWidth / highest);
    return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{}\"/>\n",
                       kLabel, y, std::max(length, bin.accounts > 0 ? 1 : 0), kRow - 8,
                       is_less ? "less" : "more");
}

std::string panel(const Simulated& of, std::size_t index, int top) {
    const auto& d = of.figures.distributions[index];
    const auto accounts = std::ssize(of.simulation.accounts);
    std::string svg =
        text_at(0, top + 20, "class=\"title\"",
                spread_sentence(of.figures.tariffs[index + 1], accounts)) +
        text_at(0, top + 42, "class=\"note\"",
                fmt::format("change of the amount in {}, {} before tax; filled: pays less",
                            months_text(of.simulation.months), of.simulation.currency.code()));
    std::int64_t highest = 1;
    for (const auto& bin : d.bins) highest = std::max(highest, bin.accounts);
    int y = top + kTitle;
    for (const auto& bin : d.bins) {
        svg += text_at(kLabel - 12, y + 13, "text-anchor=\"end\"", bin_text(bin));
        svg += bar(bin, y, highest);
        const auto length = static_cast<int>(bin.accounts * kBarWidth / highest);
        svg += text_at(kLabel + length + 8, y + 13, "", thousands(bin.accounts));
        y += kRow;
    }
    return svg;
}

}  // namespace

std::string simulation_svg(const Simulated& of) {
    int height = 0;
    std::string panels;
    for (std::size_t i = 0; i < of.figures.distributions.size(); ++i) {
        panels += panel(of, i, height);
        height += height_of(of.figures.distributions[i]);
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-24 -16 {} {}\" role=\"img\" "
        "font-family=\"Inter, Noto Sans, sans-serif\" font-size=\"13\">\n"
        "<title>How amounts change per account</title>\n"
        "<style>text {{ fill: #1f2328 }} .title {{ font-size: 19px; font-weight: 600 }} "
        ".note {{ fill: #57606a }} .less {{ fill: #1f7a4d }} "
        ".more {{ fill: #fff; stroke: #a04a00; stroke-width: 1.5 }}</style>\n"
        "<rect x=\"-24\" y=\"-16\" width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{}</svg>\n",
        kWidth + 48, height + 32, panels);
}

}  // namespace bw::app
