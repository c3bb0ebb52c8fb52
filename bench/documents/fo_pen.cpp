#include "documents/fo_pen.h"

#include <numeric>

namespace bw::bench {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string hex(pdf::Color color) {
    return fmt::format("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue);
}

std::string attributes(const Style& style) {
    std::string out = fmt::format(R"( role="{}" color="{}")", style.role, hex(style.color));
    if (style.size != kSmall) out += fmt::format(R"( font-size="{}pt")", style.size);
    if (style.is_bold) out += R"( font-weight="bold")";
    if (style.align != "start") out += fmt::format(R"( text-align="{}")", style.align);
    return out;
}

std::string wave(double x, double y, double to_x, double half, double height) {
    std::string path = fmt::format("M{:.2f} {:.2f}", x, y);
    double lift = -height / 1.5;  // of the control points
    while (x < to_x) {
        path += fmt::format("C{:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f}", x + half * 0.37, y + lift,
                            x + half * 0.63, y + lift, x + half, y);
        x += half;
        lift = -lift;
    }
    return path;
}

void Pen::open_box(double x, double y, double width, double size) {
    constexpr double kAscent = 0.36;  // millimetres of a point of size
    put(R"(<fo:block-container absolute-position="absolute" left="{:.2f}mm" top="{:.2f}mm")"
        R"( width="{:.2f}mm">)",
        x, y - size * kAscent, width);
}

void Pen::block(std::string_view words, const Style& style) {
    put("<fo:block{}>{}</fo:block>", attributes(style), escaped(words));
}

void Pen::text(double x, double y, double width, std::string_view words, const Style& style) {
    open_box(x, y, width, style.size);
    block(words, style);
    close_box();
}

void Pen::panel(const Box& box, pdf::Color color) {
    put(R"(<fo:block-container absolute-position="absolute" left="{:.2f}mm" top="{:.2f}mm")"
        R"( width="{:.2f}mm" height="{:.2f}mm" background-color="{}" fox:border-radius="4mm">)"
        R"(<fo:block/></fo:block-container>)",
        box.x, box.y, box.width, box.height, hex(color));
}

void Pen::rule(double x, double y, double width, pdf::Color color) {
    put(R"(<fo:block-container absolute-position="absolute" left="{:.2f}mm" top="{:.2f}mm")"
        R"( width="{:.2f}mm" height="0.15mm" background-color="{}">)"
        R"(<fo:block/></fo:block-container>)",
        x, y, width, hex(color));
}

void Pen::open_picture(const Box& box, double across, double down, std::string_view alternate) {
    put(R"(<fo:block-container absolute-position="absolute" left="{:.2f}mm" top="{:.2f}mm">)"
        R"(<fo:block font-size="0" line-height="0"><fo:instream-foreign-object fox:alt-text="{}">)"
        R"(<svg xmlns="http://www.w3.org/2000/svg" width="{:.2f}mm" height="{:.2f}mm")"
        R"( viewBox="0 0 {:.2f} {:.2f}">)",
        box.x, box.y, escaped(alternate), box.width, box.height, across, down);
}

void Pen::close_picture() {
    add("</svg></fo:instream-foreign-object></fo:block></fo:block-container>");
}

void Pen::bar(const Box& box, pdf::Color color) {
    put(R"(<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" fill="{}"/>)", box.x, box.y,
        box.width, box.height, hex(color));
}

void Pen::outline(const Box& box, double width, pdf::Color color) {
    put(R"(<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" fill="none" stroke="{}")"
        R"( stroke-width="{:.2f}"/>)",
        box.x, box.y, box.width, box.height, hex(color), width);
}

void Pen::disc(double x, double y, double radius, pdf::Color color) {
    put(R"(<circle cx="{:.2f}" cy="{:.2f}" r="{:.2f}" fill="{}"/>)", x, y, radius, hex(color));
}

void Pen::stroke(std::string_view path, double width, pdf::Color color) {
    put(R"(<path d="{}" stroke="{}" stroke-width="{:.2f}" fill="none"/>)", path, hex(color), width);
}

void Pen::modules(const pdf::QrCode& code) {
    add(R"(<path fill="#000000" d=")");
    for (int row = 0; row < code.side; ++row) {
        for (int from = 0; from < code.side;) {
            int to = from;
            while (to < code.side && code.at(to, row)) ++to;
            if (to > from) put("M{} {}h{}v1h-{}z", from, row, to - from, to - from);
            from = to + 1;
        }
    }
    add(R"("/>)");
}

void Pen::open_table(double x, double y, const std::vector<double>& widths) {
    open_box(x, y, std::accumulate(widths.begin(), widths.end(), 0.0), kSmall);
    open_columns(widths);
    add("<fo:table-body>");
}

void Pen::open_columns(const std::vector<double>& widths) {
    put(R"(<fo:table table-layout="fixed" width="{:.2f}mm">)",
        std::accumulate(widths.begin(), widths.end(), 0.0));
    for (const double column : widths) put(R"(<fo:table-column column-width="{:.2f}mm"/>)", column);
}

void Pen::close_table() {
    add("</fo:table-body></fo:table>");
    close_box();
}

void Pen::open_row(double height) { put(R"(<fo:table-row height="{:.2f}mm">)", height); }

void Pen::cell(std::string_view words, const Style& style) {
    put("<fo:table-cell><fo:block{}>{}</fo:block></fo:table-cell>", attributes(style),
        escaped(words));
}

}  // namespace bw::bench
