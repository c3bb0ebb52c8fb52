// The elements of XSL-FO and SVG that a bill takes, written into one text. Millimetres and points.
#pragma once

#include "flow/compose/brands/brand.h"
#include "flow/compose/pdf/qr.h"

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::bench {

inline constexpr double kSmall = 8.5, kBody = 10, kTitle = 12.5, kLarge = 16, kHero = 24;

struct Style {
    double size = kSmall;
    pdf::Color color = pdf::kBlack;
    bool is_bold = false;
    std::string_view align = "start";
    std::string_view role = "P";
};

struct Box {
    double x, y, width, height;
};

std::string escaped(std::string_view text);
std::string hex(pdf::Color color);           // "#0e5440"
std::string attributes(const Style& style);  // of an fo:block
// Half waves up and down, as data of an SVG path.
std::string wave(double x, double y, double to_x, double half, double height);

class Pen {
public:
    void add(std::string_view text) { out_ += text; }
    template <typename... Values>
    void put(fmt::format_string<Values...> text, Values&&... values) {
        fmt::format_to(std::back_inserter(out_), text, std::forward<Values>(values)...);
    }
    std::string take() { return std::move(out_); }

    // A box at a place of the page, whose first baseline is about at y.
    void open_box(double x, double y, double width, double size);
    void close_box() { add("</fo:block-container>"); }
    void block(std::string_view words, const Style& style);
    void text(double x, double y, double width, std::string_view words, const Style& style);
    void panel(const Box& box, pdf::Color color);
    void rule(double x, double y, double width, pdf::Color color);

    // A drawing in units of its own, `across` of them side by side.
    void open_picture(const Box& box, double across, double down, std::string_view alternate);
    void open_picture(const Box& box, std::string_view alternate) {
        open_picture(box, box.width, box.height, alternate);
    }
    void close_picture();
    void bar(const Box& box, pdf::Color color);
    void outline(const Box& box, double width, pdf::Color color);
    void disc(double x, double y, double radius, pdf::Color color);
    void stroke(std::string_view path, double width, pdf::Color color);
    // One path, a rectangle for each run of dark modules in a row.
    void modules(const pdf::QrCode& code);

    void open_table(double x, double y, const std::vector<double>& widths);
    void close_table();
    void open_columns(const std::vector<double>& widths);
    void open_row(double height);
    void close_row() { add("</fo:table-row>"); }
    void cell(std::string_view words, const Style& style);

private:
    std::string out_;
};

}  // namespace bw::bench
