#include "flow/compose/pdf/paragraph.h"

#include "flow/compose/pdf/text.h"

namespace bw::pdf {

namespace {

constexpr std::string_view kEllipsis = "\u2026";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// The longest beginning of a word that fits, cut between characters; at least one character.
std::size_t fitting_part(Shaper& shaper, std::string_view word, const Font& font, double width) {
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < word.size();) {
        next_character(word, i);
        ends.push_back(i);
    }
    std::size_t low = 0;  // ends[low] is taken in any case
    std::size_t high = ends.size();
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        if (shaper.width(word.substr(0, ends[middle]), font) <= width) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return ends[low];
}

}  // namespace

std::vector<std::string_view> break_lines(Shaper& shaper, std::string_view text, const Font& font,
                                          double width) {
    std::vector<std::string_view> lines;
    const double space = shaper.width(" ", font);
    // Widths are added up word by word; half a thousandth of a point absorbs their rounding.
    const double limit = width + 0.0005;
    std::size_t line = 0;  // where the open line begins
    std::size_t end = 0;   // where its last word ends
    double used = 0;
    bool is_open = false;
    const auto close_line = [&] {
        lines.push_back(is_open ? text.substr(line, end - line) : std::string_view{});
        is_open = false;
        used = 0;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\n') {
            close_line();
            ++at;
            continue;
        }
        if (is_blank(text[at])) {
            ++at;
            continue;
        }
        std::size_t stop = at;
        while (stop < text.size() && text[stop] != '\n' && !is_blank(text[stop])) ++stop;
        const double word = shaper.width(text.substr(at, stop - at), font);
        const double gap = is_open ? space * static_cast<double>(at - end) : 0;
        if (is_open && used + gap + word > limit) {
            close_line();
            continue;  // the word again, on a new line
        }
        if (!is_open) line = at;
        if (!is_open && word > limit) {
            end = at + fitting_part(shaper, text.substr(at, stop - at), font, width);
            is_open = true;
            if (end < stop) close_line();
            at = end;
            if (is_open) used = shaper.width(text.substr(line, end - line), font);
            continue;
        }
        used += gap + word;
        is_open = true;
        end = stop;
        at = stop;
    }
    if (is_open || (!text.empty() && text.back() == '\n')) close_line();
    return lines;
}

std::string fit_line(Shaper& shaper, std::string_view text, const Font& font, double width) {
    if (shaper.width(text, font) <= width) return std::string(text);
    const double room = width - shaper.width(kEllipsis, font);
    std::string_view part = text.substr(0, fitting_part(shaper, text, font, room));
    while (!part.empty() && is_blank(part.back())) part.remove_suffix(1);
    return std::string(part) + std::string(kEllipsis);
}

double draw_paragraph(Canvas& canvas, Shaper& shaper, Point at, double width, std::string_view text,
                      const ParagraphStyle& style) {
    const auto lines = break_lines(shaper, text, style.text.font, width);
    const auto most = static_cast<std::size_t>(style.most_lines);
    const std::size_t count = most != 0 && lines.size() > most ? most : lines.size();
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_cut = i + 1 == count && count < lines.size();
        if (is_cut) {
            const std::string joined = std::string(lines[i]) + ' ' + std::string(lines[i + 1]);
            const std::string cut = fit_line(shaper, joined, style.text.font, width);
            canvas.text(at, cut.ends_with(kEllipsis) ? cut : cut + std::string(kEllipsis), style.text);
        } else {
            // the space keeps words of two lines apart where text is read out or copied
            canvas.text(at, std::string(lines[i]) + ' ', style.text);
        }
        at.y += style.leading;
    }
    return at.y;
}

}  // namespace bw::pdf
