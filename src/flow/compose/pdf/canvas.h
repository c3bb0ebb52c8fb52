// What is drawn on one page. Points (1/72 inch); the origin is the page's top left corner, y grows
// downwards; text stands on its baseline. Calls draw at once, later ones over earlier ones.
//
// Tagging: text belongs to the innermost open tag of the document (writer.h), outside of tags it is
// an artifact (page numbers, fold marks). Lines, fills, images and stamps are artifacts unless a
// Figure is open.
#pragma once

#include "flow/compose/pdf/bidi.h"
#include "flow/compose/pdf/font.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bw::pdf {

class Document;
class Stamp;

struct Point {
    double x = 0;
    double y = 0;
};

struct Rect {
    double x = 0;
    double y = 0;  // of the upper edge
    double width = 0;
    double height = 0;
};

struct PageSize {
    double width = 0;
    double height = 0;
};
// The largest of these proportions in the middle of the area; an empty one where there is none.
Rect fit(double width, double height, const Rect& area);

inline constexpr PageSize kA4 = {595.28, 841.89};
inline constexpr PageSize kLetter = {612, 792};
inline constexpr double kMillimetre = 72 / 25.4;

struct Color {  // sRGB
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    friend bool operator==(Color, Color) = default;
};
inline constexpr Color kBlack = {0, 0, 0};
inline constexpr Color kWhite = {255, 255, 255};

// Start and End are the sides where the line's direction begins and ends.
enum class Align : std::uint8_t { Left, Center, Right, Decimal, Start, End };

struct TextStyle {
    Font font = {};
    Color color = kBlack;
    Align align = Align::Left;
    // With Align::Decimal the last such mark that a digit follows stands at x; without one, the end
    // of the last digit does.
    char decimal_mark = ',';
    Direction direction = Direction::LeftToRight;
};

// A line of a longer text (paragraph.h breaks it).
struct TextLine {
    std::string_view text;
    const Levels* levels = nullptr;  // of the longer text; none: the line stands for itself
    std::size_t at = 0;              // where the line begins in that text
    // A hyphen is drawn after it, for it ends within a word; it reads as U+00AD SOFT HYPHEN
    // (ISO 32000-1, 14.8.2.2.3).
    bool has_hyphen = false;
    // A space is drawn after it, which keeps words of two lines apart where text is read out or
    // copied.
    bool has_space_after = false;
};

enum class Corners : std::uint8_t { LikeEnds, Sharp, Round };

struct Stroke {
    double width = 0.5;
    Color color = kBlack;
    double dash = 0;  // length of dashes; 0 is a full line
    double gap = 0;
    bool has_round_ends = false;
    Corners corners = Corners::LikeEnds;
    double miter_limit = 10;  // a sharp corner that would be longer, in widths, is cut off
};

enum class FillRule : std::uint8_t { NonZero, EvenOdd };

// Of Document::add_image.
enum class ImageId : int {};

// A shape of lines and curves.
class Path {
public:
    Path& move_to(Point to);
    Path& line_to(Point to);
    Path& curve_to(Point control1, Point control2, Point to);
    Path& close();
    Path& rectangle(const Rect& rect);
    Path& rounded_rectangle(const Rect& rect, double radius);
    Path& rounded_above(const Rect& rect, double radius);  // the upper corners
    Path& ellipse(Point center, double radius_x, double radius_y);

private:
    friend class Canvas;
    enum class Step : std::uint8_t { Move, Line, Curve, Close };
    std::vector<Step> steps_;
    std::vector<Point> points_;
};

// Thread: one owner. Made by Document::add_page and valid as long as the document.
class Canvas {
public:
    [[nodiscard]] PageSize size() const { return size_; }

    // One line of text; gives its width. Spaces at the end do not count for it. Broken UTF-8 and
    // control characters do no harm; characters that no font has are drawn as U+FFFD and reported
    // by the document.
    double text(Point at, std::string_view utf8, const TextStyle& style);
    double text(Point at, const TextLine& line, const TextStyle& style);

    void line(Point from, Point to, const Stroke& stroke);
    void fill(const Rect& rect, Color color);
    void fill_rounded(const Rect& rect, double radius, Color color);
    void stroke_rect(const Rect& rect, const Stroke& stroke);
    void fill(const Path& path, Color color, FillRule rule = FillRule::NonZero);
    void stroke(const Path& path, const Stroke& stroke);

    // Between save() and restore(), drawing stays inside the clipped path; restore() brings back
    // colours and fonts as well. Must be paired within a page.
    void save();
    void clip(const Path& path);
    void restore();

    // A matrix of dark squares (a QR code): row-major, `count` per side, drawn with side `side`.
    void modules(Point at, double side, int count, const std::vector<bool>& dark, Color color);

    // A picture of the document (Document::add_image), stretched to the area; fit() keeps its
    // proportions.
    void image(const Rect& area, ImageId image);
    // A part that was drawn once for many documents (stamp.h), its top left corner at `at`.
    void place(const Stamp& stamp, Point at);

    // Makes the area a link. `description` is read aloud. Within a Link tag it belongs to that tag,
    // else it gets one of its own. Characters that URIs do not have are percent-encoded.
    void link(const Rect& area, std::string_view uri, std::string_view description);

private:
    friend class Document;
    friend class Stamp;
    struct State {  // what the content stream has set
        Color fill = kBlack;
        Color stroke = kBlack;
        double line_width = 1;
        double dash = 0;
        double gap = 0;
        bool has_round_ends = false;
        bool has_round_corners = false;
        double miter_limit = 10;
        int font_id = -1;
        double font_size = 0;
    };
    struct Annotation {
        Rect area;
        std::string uri;
        std::string description;
        int object = 0;
        int parent_key = 0;
    };
    enum class Marked : std::uint8_t { None, Artifact, Element };

    Canvas(Document& document, int page, PageSize size);
    void mark_text();
    void mark_drawing();
    void mark_artifact();
    void mark_element();
    void end_mark();
    void set_fill(Color color);
    void set_stroke(const Stroke& stroke);
    void append_point(Point at);
    void append_external(int index);
    void append_path(const Path& path);
    void begin_line();
    struct Extent;  // of a line of text
    void add_word(const Word& word, const Font& font);
    int add_part(const Shaper& shaper, const Word& word, int spaces, const Font& font);
    void add_run(int font_id, int rise, std::string_view tj, double size);
    void begin_actual_text(std::u32string_view text);
    void end_actual_text();
    std::vector<Piece> place_pieces(const TextLine& line, const Levels& levels,
                                    const TextStyle& style, Extent& extent);
    bool add_plain_line(const TextLine& line, const TextStyle& style, Extent& extent);
    void add_levelled_line(const TextLine& line, const TextStyle& style, Extent& extent);
    void add_levelled_word(const Word& word, int x, const Font& font);
    void close_array();

    Document& document_;
    int page_;
    PageSize size_;
    std::string content_;
    State state_;
    std::vector<State> saved_;
    std::vector<Annotation> annotations_;
    Marked marked_ = Marked::None;
    int marked_element_ = 0;
    bool is_unmarked_ = false;    // a stamp: where it is placed says what it is
    bool is_bookmarked_ = false;  // the next point is the place of the waiting bookmarks
    std::string operators_;       // of the line of text under construction
    bool in_array_ = false;
    int pen_ = 0;   // in a line with levels: where the last run ended, thousandths of the size
    int move_ = 0;  // and how far from there the next one stands
};

}  // namespace bw::pdf
