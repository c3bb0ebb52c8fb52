#include "base/check.h"
#include "flow/compose/pdf/face.h"
#include "flow/compose/pdf/font.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/text.h"

#include <algorithm>
#include <array>

namespace bw::pdf {

namespace {

constexpr std::size_t kMostCachedWords = 1 << 14;  // of each style; some 5 MB
constexpr std::size_t kLongestCachedWord = 64;     // bytes
// Kerns below this part of the size (0.03 pt at 10 pt) cost bytes that nobody sees.
constexpr int kSmallestKern = 4;

// Characters of numbers, dates and times that are set from a table.
constexpr std::u32string_view kFigures = U"0123456789.,:+-/%\u2212\u2009\u202F\u00A0\u2019";

// Equal for the reader of extracted text: a wide or narrow space is a space.
bool means_the_same(std::u32string_view a, std::u32string_view b) {
    const auto plain = [](char32_t c) {
        return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ? U' ' : c;
    };
    return std::ranges::equal(a, b, {}, plain, plain);
}

bool is_mark(char32_t c) {
    const auto category = hb_unicode_general_category(hb_unicode_funcs_get_default(), c);
    return category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
           category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK;
}

bool is_joiner(char32_t c) { return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F); }

// A stretch of a word in one face and script, as HarfBuzz needs it.
struct Segment {
    int face = 0;
    hb_script_t script = HB_SCRIPT_COMMON;
    std::size_t from = 0;
    std::size_t to = 0;
    [[nodiscard]] bool is_right_to_left() const {
        return hb_script_get_horizontal_direction(script) == HB_DIRECTION_RTL;
    }
};

bool is_neutral(hb_script_t script) {
    return script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
           script == HB_SCRIPT_UNKNOWN;
}

struct ShapedGlyph {
    hb_codepoint_t glyph = 0;
    hb_glyph_position_t position{};
    std::u32string_view text;  // of its cluster
    bool is_alone_in_cluster = true;
    bool is_first_in_cluster = true;
};

std::vector<ShapedGlyph> shape_segment(hb_buffer_t* buffer, const Face& face,
                                       const Segment& segment, std::u32string_view text,
                                       Figures figures) {
    hb_buffer_reset(buffer);
    hb_buffer_add_utf32(buffer, reinterpret_cast<const std::uint32_t*>(text.data()),
                        static_cast<int>(text.size()), static_cast<unsigned>(segment.from),
                        static_cast<int>(segment.to - segment.from));
    hb_buffer_set_script(buffer, is_neutral(segment.script) ? HB_SCRIPT_LATIN : segment.script);
    hb_buffer_set_direction(buffer,
                            segment.is_right_to_left() ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_language(buffer, hb_language_from_string("en", -1));
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    const auto features = features_for(face, figures);
    hb_shape(face.font.get(), buffer, features.data(), static_cast<unsigned>(features.size()));
    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer, &count);

    std::vector<std::size_t> clusters;
    clusters.reserve(count);
    for (unsigned i = 0; i < count; ++i) clusters.push_back(infos[i].cluster);
    std::ranges::sort(clusters);
    std::vector<ShapedGlyph> glyphs;
    for (unsigned i = 0; i < count; ++i) {
        const auto next = std::ranges::upper_bound(clusters, infos[i].cluster);
        const std::size_t end = next == clusters.end() ? segment.to : *next;
        glyphs.push_back({.glyph = infos[i].codepoint,
                          .position = positions[i],
                          .text = text.substr(infos[i].cluster, end - infos[i].cluster)});
        const bool same_before = i > 0 && infos[i - 1].cluster == infos[i].cluster;
        const bool same_after = i + 1 < count && infos[i + 1].cluster == infos[i].cluster;
        glyphs.back().is_alone_in_cluster = !same_before && !same_after;
        glyphs.back().is_first_in_cluster = !same_before;
    }
    return glyphs;
}

// Turns the glyphs of a word into TJ elements, run by run.
class WordBuilder {
public:
    WordBuilder(const FontBook& fonts, Word& word) : fonts_(fonts), word_(word) {}

    void add(int face_index, const ShapedGlyph& shaped) {
        const Face& face = fonts_.faces()[static_cast<std::size_t>(face_index)];
        const auto glyph = static_cast<std::uint16_t>(shaped.glyph);
        const std::uint16_t code =
            face_index < FontBook::kBaseFonts ? fonts_.base(face_index).codes[glyph] : 0;
        const bool is_base = code != 0;
        const int font = is_base ? face_index : face_index + FontBook::kBaseFonts;
        switch_to(font, face.thousandths(shaped.position.y_offset));
        const int offset = face.thousandths(shaped.position.x_offset);
        const int advance = face.advance(shaped.glyph);
        // HarfBuzz' own advance, less what the reader of the file moves by itself
        const int kern = face.thousandths(
            shaped.position.x_advance - hb_font_get_glyph_h_advance(face.font.get(), shaped.glyph));
        move(offset);
        show(is_base ? code : glyph);
        word_.runs.back().width += advance;
        move(std::abs(kern) < kSmallestKern && offset == 0 ? 0 : kern - offset);
        remember_text(is_base, font, glyph, shaped);
    }

    void finish() {
        end_run();
        for (const auto& run : word_.runs) word_.width += run.width;
    }

    [[nodiscard]] bool text_is_lost() const { return text_is_lost_; }

private:
    void switch_to(int font, int rise) {
        if (!word_.runs.empty() && word_.runs.back().font_id == font &&
            word_.runs.back().rise == rise) {
            return;
        }
        end_run();
        word_.runs.push_back({.font_id = font, .rise = rise, .width = 0, .tj = {}});
    }

    void move(int thousandths) {
        pending_ += thousandths;
        word_.runs.back().width += thousandths;
    }

    void flush_move() {
        if (pending_ == 0) return;
        end_string();
        append_integer(word_.runs.back().tj, -pending_);
        pending_ = 0;
    }

    void show(std::uint16_t id) {
        flush_move();
        std::string& tj = word_.runs.back().tj;
        if (!in_string_) tj += '(';
        in_string_ = true;
        const char bytes[2] = {static_cast<char>(id >> 8), static_cast<char>(id & 0xFF)};
        append_escaped(tj, {bytes, 2});
    }

    void end_string() {
        if (in_string_) word_.runs.back().tj += ')';
        in_string_ = false;
    }

    void end_run() {
        if (word_.runs.empty()) return;
        end_string();
        flush_move();
    }

    void remember_text(bool is_base, int font, std::uint16_t glyph, const ShapedGlyph& shaped) {
        if (!shaped.is_alone_in_cluster) text_is_lost_ = true;
        if (is_base) {
            const auto& texts = fonts_.base(font).texts;
            const auto known = texts.find(glyph);
            if (known == texts.end() || !means_the_same(known->second, shaped.text)) {
                text_is_lost_ = true;
            }
        } else {
            const std::u32string text(shaped.is_first_in_cluster ? shaped.text : U"");
            word_.extras.push_back({.font_id = font, .glyph = glyph, .text = text});
        }
    }

    const FontBook& fonts_;
    Word& word_;
    int pending_ = 0;
    bool in_string_ = false;
    bool text_is_lost_ = false;
};

std::vector<Segment> split_by_face(const FontBook& fonts, std::u32string& text, Weight weight,
                                   std::u32string& missing) {
    std::vector<Segment> segments;
    auto* unicode = hb_unicode_funcs_get_default();
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t& c = text[i];
        const bool sticks = i > 0 && (is_joiner(c) || is_mark(c));
        int face = -1;
        if (sticks) {
            const int previous = segments.back().face;
            const bool fits =
                is_joiner(c) || fonts.faces()[static_cast<std::size_t>(previous)].has(c);
            if (fits) face = previous;
        }
        if (face < 0) face = fonts.face_for(c, weight);
        if (face < 0) {
            missing += c;
            c = fonts.face_for(kReplacement, weight) >= 0 ? kReplacement : U'?';
            face = std::max(0, fonts.face_for(c, weight));
        }
        const hb_script_t script = hb_unicode_script(unicode, c);
        const bool joins = !segments.empty() && segments.back().face == face &&
                           (is_neutral(script) || is_neutral(segments.back().script) ||
                            segments.back().script == script);
        if (!joins) segments.push_back({.face = face, .script = script, .from = i, .to = i});
        if (is_neutral(segments.back().script)) segments.back().script = script;
        segments.back().to = i + 1;
    }
    return segments;
}

Word shape_word(const FontBook& fonts, hb_buffer_t* buffer, std::string_view utf8, Weight weight,
                Figures figures) {
    Word word;
    const std::u32string text = clean(utf8);
    std::u32string drawn = text;
    auto segments = split_by_face(fonts, drawn, weight, word.missing);
    if (!segments.empty()) word.is_right_to_left = segments.front().is_right_to_left();
    if (word.is_right_to_left) std::ranges::reverse(segments);
    WordBuilder builder(fonts, word);
    for (const auto& segment : segments) {
        const Face& face = fonts.faces()[static_cast<std::size_t>(segment.face)];
        for (const auto& glyph : shape_segment(buffer, face, segment, drawn, figures)) {
            builder.add(segment.face, glyph);
        }
    }
    builder.finish();
    if (builder.text_is_lost() || !word.missing.empty()) word.actual_text = text;
    return word;
}

}  // namespace

BaseFont make_base(const std::vector<Face>& faces, int face_index, std::u32string_view repertoire,
                   std::string_view template_text) {
    const Face& face = faces[static_cast<std::size_t>(face_index)];
    const HbBuffer buffer(hb_buffer_create());
    BaseFont base{.face = face_index, .texts = {}, .codes = {}};
    base.texts.emplace(0, U"");
    const auto collect = [&](std::u32string_view text, Figures figures) {
        for (const char32_t c : text) {
            if (!face.has(c)) return;
        }
        const Segment whole{face_index, HB_SCRIPT_LATIN, 0, text.size()};
        for (const auto& glyph : shape_segment(buffer.get(), face, whole, text, figures)) {
            if (glyph.glyph == 0) continue;
            const std::u32string meaning(glyph.is_first_in_cluster ? glyph.text : U"");
            base.texts.emplace(static_cast<std::uint16_t>(glyph.glyph), meaning);
        }
    };
    for (const Figures figures : {Figures::Proportional, Figures::Tabular}) {
        for (const char32_t c : repertoire) collect({&c, 1}, figures);
        for (const auto* ligature : {U"ff", U"fi", U"fl", U"ffi", U"ffl"})
            collect(ligature, figures);
        for_each_word(template_text,
                      [&](std::string_view word, int) { collect(clean(word), figures); });
    }
    return base;
}

struct Shaper::Tables {
    struct Figure {
        std::string tj;  // "(..)", empty if it cannot be set from the table
        int width = 0;
    };
    HbBuffer buffer{hb_buffer_create()};
    std::array<std::array<Figure, kFigures.size()>, 2> figures;  // by weight
    std::array<std::uint8_t, 128> ascii{};                       // index into kFigures + 1
    Figure space[2];
};

Shaper::Shaper(const FontBook& fonts) : fonts_(fonts), tables_(std::make_unique<Tables>()) {
    auto* buffer = tables_->buffer.get();
    for (std::size_t weight = 0; weight < 2; ++weight) {
        const auto of_weight = static_cast<Weight>(weight);
        for (std::size_t i = 0; i < kFigures.size(); ++i) {
            const std::string text = to_utf8(kFigures.substr(i, 1));
            const Word word = shape_word(fonts_, buffer, text, of_weight, Figures::Tabular);
            if (kFigures[i] < 128) tables_->ascii[kFigures[i]] = static_cast<std::uint8_t>(i + 1);
            const bool is_plain = word.runs.size() == 1 && word.actual_text.empty() &&
                                  word.runs[0].font_id < FontBook::kBaseFonts &&
                                  word.runs[0].tj.ends_with(')');
            if (is_plain) tables_->figures[weight][i] = {word.runs[0].tj, word.width};
        }
        const Word space = shape_word(fonts_, buffer, " ", of_weight, Figures::Tabular);
        CHECK(space.runs.size() == 1);
        tables_->space[weight] = {space.runs[0].tj, space.width};
    }
}

Shaper::~Shaper() = default;
Shaper::Shaper(Shaper&&) noexcept = default;

int Shaper::space_width(Weight weight) const {
    return tables_->space[static_cast<std::size_t>(weight)].width;
}

std::string_view Shaper::space_tj(Weight weight) const {
    return tables_->space[static_cast<std::size_t>(weight)].tj;
}

bool Shaper::set_figures(std::string_view text, Weight weight) {
    const auto& figures = tables_->figures[static_cast<std::size_t>(weight)];
    int width = 0;
    bool has_digit = false;
    std::string* tj = nullptr;
    for (std::size_t i = 0; i < text.size();) {
        const char32_t c = next_character(text, i);
        std::size_t index = kFigures.size();
        if (c < 128) {
            if (tables_->ascii[c] != 0) index = tables_->ascii[c] - 1U;
        } else {
            index = std::min(kFigures.find(c), kFigures.size());
        }
        if (index == kFigures.size() || figures[index].tj.empty()) return false;
        if (tj == nullptr) {
            scratch_.runs.resize(1);
            scratch_.extras.clear();
            scratch_.actual_text.clear();
            scratch_.missing.clear();
            scratch_.is_right_to_left = false;
            tj = &scratch_.runs[0].tj;
            tj->assign(1, '(');
        }
        has_digit = has_digit || (c >= '0' && c <= '9');
        tj->append(figures[index].tj, 1, figures[index].tj.size() - 2);
        width += figures[index].width;
    }
    if (!has_digit) return false;
    *tj += ')';
    scratch_.runs[0].font_id = static_cast<int>(weight);
    scratch_.runs[0].rise = 0;
    scratch_.runs[0].width = width;
    scratch_.width = width;
    return true;
}

const Word& Shaper::word(std::string_view text, Weight weight, Figures figures) {
    if (figures == Figures::Tabular && set_figures(text, weight)) return scratch_;
    Cache& cache = cache_[static_cast<int>(weight)][static_cast<int>(figures)];
    if (const auto known = cache.find(text); known != cache.end()) return known->second;
    Word shaped = shape_word(fonts_, tables_->buffer.get(), text, weight, figures);
    if (text.size() > kLongestCachedWord) return scratch_ = std::move(shaped);
    if (cache.size() == kMostCachedWords) cache.clear();
    return cache.emplace(std::string(text), std::move(shaped)).first->second;
}

int Shaper::width_units(std::string_view text, const Font& font) {
    int width = 0;
    for_each_word(text, [&](std::string_view part, int spaces) {
        width += spaces * space_width(font.weight);
        if (!part.empty()) width += word(part, font.weight, font.figures).width;
    });
    return width;
}

double Shaper::width(std::string_view text, const Font& font) {
    return width_units(text, font) * font.size / 1000;
}

}  // namespace bw::pdf
