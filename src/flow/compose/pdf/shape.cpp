#include "flow/compose/pdf/shape.h"

#include "flow/compose/pdf/bidi.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/text.h"

#include <hb-ot.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace bw::pdf {

namespace {

// Kerns below this part of the size (0.03 pt at 10 pt) cost bytes that nobody sees.
constexpr int kSmallestKern = 4;

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
                                       const ShapeForm& form) {
    hb_buffer_reset(buffer);
    hb_buffer_add_utf32(buffer, reinterpret_cast<const std::uint32_t*>(text.data()),
                        static_cast<int>(text.size()), static_cast<unsigned>(segment.from),
                        static_cast<int>(segment.to - segment.from));
    hb_buffer_set_script(buffer, is_neutral(segment.script) ? HB_SCRIPT_LATIN : segment.script);
    hb_buffer_set_direction(buffer, form.is_right_to_left ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_language(buffer, form.language);
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    // Points and vowel signs of Hebrew and Arabic are glyphs of their own and give their text back.
    hb_buffer_set_cluster_level(buffer, form.is_right_to_left
                                            ? HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS
                                            : HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
    const auto features = features_for(face, form.figures, form.is_right_to_left);
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

// Turns the glyphs of a word, which come from left to right, into TJ elements, run by run.
class WordBuilder {
public:
    WordBuilder(const FontBook& fonts, Word& word, bool is_right_to_left)
        : fonts_(fonts), word_(word), is_right_to_left_(is_right_to_left) {}

    void add(int face_index, const ShapedGlyph& shaped) {
        const Face& face = fonts_.faces()[static_cast<std::size_t>(face_index)];
        const auto glyph = static_cast<std::uint16_t>(shaped.glyph);
        const std::uint8_t code =
            face_index < FontBook::kBaseFonts ? fonts_.base(face_index).codes[glyph] : 0;
        const bool is_base = code != 0;
        const int font = is_base ? face_index : face_index + FontBook::kBaseFonts;
        const int rise = face.thousandths(shaped.position.y_offset);
        const int offset = face.thousandths(shaped.position.x_offset);
        const int advance = face.advance(shaped.glyph);
        // HarfBuzz' own advance, less what the reader of the file moves by itself
        const int kern = face.thousandths(
            shaped.position.x_advance - hb_font_get_glyph_h_advance(face.font.get(), shaped.glyph));
        const int after = std::abs(kern) < kSmallestKern && offset == 0 ? 0 : kern - offset;
        std::u32string own = remember_text(face, is_base, font, glyph, shaped);
        if (is_right_to_left_) {
            x_ += offset;
            if (!is_base && shaped.is_alone_in_cluster && shaped.text.size() > 1 && face.blank != 0)
                own = split_ligature(face.blank, font, rise, shaped.text);
            place(font, rise, std::move(own));
        } else {
            switch_to(font, rise);
            move(offset);
        }
        if (is_base) show_byte(code);
        else show(glyph);
        word_.runs.back().width += advance;
        if (is_right_to_left_) x_ += advance + after;
        else move(after);
    }

    void finish() {
        end_run();
        if (is_right_to_left_) {
            word_.width = x_;
            std::ranges::reverse(word_.runs);
            return;
        }
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
        const int x = word_.runs.empty() ? 0 : word_.runs.back().x + word_.runs.back().width;
        word_.runs.push_back({.font_id = font, .rise = rise, .width = 0, .tj = {}, .x = x});
    }

    // ISO 32000-1, 14.8.2.3.3: strings come in the order of reading, so what is read leftwards is
    // one string without kerns to each run, and runs are turned round in the end.
    void place(int font, int rise, std::u32string own) {
        if (!word_.runs.empty()) {
            const Word::Run& last = word_.runs.back();
            if (last.font_id == font && last.rise == rise && last.x + last.width == x_ &&
                own.empty() && last.actual_text.empty()) {
                word_.is_reversed = true;
                return;
            }
        }
        end_run();
        word_.runs.push_back({.font_id = font,
                              .rise = rise,
                              .width = 0,
                              .tj = {},
                              .x = x_,
                              .actual_text = std::move(own)});
    }

    // Readers that turn round what stands on the page from right to left may turn round the letters
    // of one glyph as well (U+0644 U+0627, lam with alef, in poppler 22.12). So the first letter
    // alone is the text of the glyph, and each other one that of a glyph that draws nothing, in the
    // order of reading. Gives the first.
    std::u32string split_ligature(std::uint16_t blank, int font, int rise,
                                  std::u32string_view letters) {
        for (std::size_t i = letters.size() - 1; i > 0; --i) {
            end_run();
            word_.runs.push_back({.font_id = font,
                                  .rise = rise,
                                  .width = 0,
                                  .tj = {},
                                  .x = x_ - static_cast<int>(i),  // that much sorts it behind
                                  .actual_text = std::u32string(letters.substr(i, 1))});
            show(blank);
            word_.extras.push_back({.font_id = font, .glyph = blank, .text = U"\u200B"});
        }
        return std::u32string(letters.substr(0, 1));
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

    std::string& open_string() {
        flush_move();
        std::string& tj = word_.runs.back().tj;
        if (!in_string_) tj += '(';
        in_string_ = true;
        return tj;
    }

    void show(std::uint16_t id) {
        const char bytes[2] = {static_cast<char>(id >> 8), static_cast<char>(id & 0xFF)};
        append_escaped(open_string(), {bytes, 2});
    }

    void show_byte(std::uint8_t code) {
        const char byte = static_cast<char>(code);
        append_escaped(open_string(), {&byte, 1});
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

    // Gives the text that a run of this glyph alone must carry; only words that are read leftwards
    // have such runs, for readers turn the letters of a text of several round once more.
    std::u32string remember_text(const Face& face, bool is_base, int font, std::uint16_t glyph,
                                 const ShapedGlyph& shaped) {
        if (!is_base) {
            const char32_t own = own_character(face, shaped);
            const bool is_known = shaped.is_alone_in_cluster || (is_right_to_left_ && own != 0);
            if (!is_known) text_is_lost_ = true;
            word_.extras.push_back({.font_id = font, .glyph = glyph, .text = text_of(own, shaped)});
            return {};
        }
        const auto& texts = fonts_.base(font).texts;
        const auto known = texts.find(glyph);
        const bool is_same = known != texts.end() && means_the_same(known->second, shaped.text);
        if (is_right_to_left_ && shaped.is_alone_in_cluster && !is_same) {
            return std::u32string(shaped.text);
        }
        if (!shaped.is_alone_in_cluster || !is_same) text_is_lost_ = true;
        return {};
    }

    // Which of the characters of its cluster the glyph is by itself; 0 for none.
    static char32_t own_character(const Face& face, const ShapedGlyph& shaped) {
        for (const char32_t c : shaped.text) {
            hb_codepoint_t glyph = 0;
            if (hb_font_get_nominal_glyph(face.font.get(), c, &glyph) != 0 && glyph == shaped.glyph)
                return c;
        }
        return 0;
    }

    // Every glyph has a text of its own, for PDF/A and PDF/UA demand it even where an ActualText
    // says all (ISO 19005-3, 6.2.11.7.2): one that says nothing where it has none.
    static std::u32string text_of(char32_t own, const ShapedGlyph& shaped) {
        if (shaped.is_alone_in_cluster) return std::u32string(shaped.text);
        if (own != 0) return std::u32string(1, own);
        return shaped.is_first_in_cluster ? std::u32string(shaped.text) : U"\u200B";
    }

    const FontBook& fonts_;
    Word& word_;
    bool is_right_to_left_;
    int x_ = 0;  // of what is read leftwards: where the next glyph stands
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

}  // namespace

Word shape_word(const FontBook& fonts, hb_buffer_t* buffer, std::string_view utf8,
                const ShapeForm& form) {
    Word word;
    const std::u32string text = clean(utf8);
    word.needs_levels = std::ranges::any_of(text, runs_right_to_left);
    std::u32string drawn = text;
    auto segments = split_by_face(fonts, drawn, form.weight, word.missing);
    if (form.is_right_to_left) std::ranges::reverse(segments);
    WordBuilder builder(fonts, word, form.is_right_to_left);
    for (const auto& segment : segments) {
        const Face& face = fonts.faces()[static_cast<std::size_t>(segment.face)];
        for (const auto& glyph : shape_segment(buffer, face, segment, drawn, form)) {
            builder.add(segment.face, glyph);
        }
    }
    builder.finish();
    if (builder.text_is_lost() || !word.missing.empty()) {
        word.actual_text = text;
        for (auto& run : word.runs) run.actual_text.clear();
    }
    return word;
}

namespace {

using Glyphs = std::vector<std::pair<std::uint16_t, std::u32string>>;  // with their texts

// What has the code of its character takes it, as far as it is one byte: texts in the file can be
// read, and ToUnicode is short. Line ends would have to be escaped.
std::vector<std::uint8_t> codes_of(const Face& face, const Glyphs& glyphs) {
    // For every id that there can be: a damaged font names glyphs that it does not have.
    std::vector<std::uint8_t> codes(std::size_t{1} << 16U);
    std::array<bool, 256> is_taken{};
    for (const std::size_t code : {'\0', '\n', '\r'}) is_taken[code] = true;
    for (const auto& [glyph, text] : glyphs) {
        hb_codepoint_t nominal = 0;
        if (text.size() != 1 || text[0] < 0x20 || text[0] > 0xFF || is_taken[text[0]]) continue;
        hb_font_get_nominal_glyph(face.font.get(), text[0], &nominal);
        if (nominal != glyph) continue;
        codes[glyph] = static_cast<std::uint8_t>(text[0]);
        is_taken[text[0]] = true;
    }
    std::size_t next = 0;
    for (const auto& [glyph, text] : glyphs) {
        if (codes[glyph] != 0) continue;
        while (next < is_taken.size() && is_taken[next]) ++next;
        if (next == is_taken.size()) break;
        is_taken[next] = true;
        codes[glyph] = static_cast<std::uint8_t>(next);
    }
    return codes;
}

}  // namespace

BaseFont make_base(const std::vector<Face>& faces, int face_index, std::u32string_view repertoire,
                   std::string_view template_text) {
    const Face& face = faces[static_cast<std::size_t>(face_index)];
    const HbBuffer buffer(hb_buffer_create());
    Glyphs glyphs;
    BaseFont base{.face = face_index, .texts = {}, .codes = {}};
    base.texts.emplace(0, U"");
    const auto collect = [&](std::u32string_view text, Figures figures) {
        for (const char32_t c : text) {
            if (!face.has(c)) return;
        }
        const Segment whole{face_index, HB_SCRIPT_LATIN, 0, text.size()};
        const ShapeForm form{.figures = figures, .language = usual_language()};
        for (const auto& shaped : shape_segment(buffer.get(), face, whole, text, form)) {
            const auto glyph = static_cast<std::uint16_t>(shaped.glyph);
            const std::u32string meaning(shaped.is_first_in_cluster ? shaped.text : U"");
            if (glyph != 0 && base.texts.emplace(glyph, meaning).second)
                glyphs.emplace_back(glyph, meaning);
        }
    };
    const std::array both = {Figures::Proportional, Figures::Tabular};
    for (const Figures figures : both) {
        for (const char32_t c : repertoire) collect({&c, 1}, figures);
        for (const auto* ligature : {U"ff", U"fi", U"fl", U"ffi", U"ffl"})
            collect(ligature, figures);
    }
    for (const Figures figures : both) {
        for_each_word(template_text, [&](std::string_view word, int) {
            const std::u32string text = clean(word);
            for (const char32_t c : text) collect({&c, 1}, figures);
            collect(text, figures);
        });
    }
    base.codes = codes_of(face, glyphs);
    std::erase_if(base.texts,
                  [&](const auto& of) { return of.first != 0 && base.codes[of.first] == 0; });
    return base;
}

hb_language_t usual_language() { return hb_language_from_string("en", -1); }

std::string rules_of(const FontBook& fonts, hb_language_t language) {
    constexpr unsigned kMostTags = 8;
    std::array<hb_tag_t, kMostTags> tags{};
    unsigned count = kMostTags;
    hb_ot_tags_from_script_and_language(HB_SCRIPT_UNKNOWN, language, nullptr, nullptr, &count,
                                        tags.data());
    std::string rules;
    const auto has_rules = [&](hb_face_t* face, hb_tag_t table) {
        const unsigned scripts =
            hb_ot_layout_table_get_script_tags(face, table, 0, nullptr, nullptr);
        for (unsigned script = 0; script < scripts; ++script) {
            unsigned ignored = 0;
            if (hb_ot_layout_script_select_language(face, table, script, count, tags.data(),
                                                    &ignored) != 0) {
                return true;
            }
        }
        return false;
    };
    for (const auto& face : fonts.faces()) {
        if (!has_rules(face.face.get(), HB_OT_TAG_GSUB) &&
            !has_rules(face.face.get(), HB_OT_TAG_GPOS)) {
            continue;
        }
        for (const hb_tag_t tag : std::span(tags).first(count)) {
            append_integer(rules, tag);
            rules += ' ';
        }
        break;
    }
    return rules;
}

}  // namespace bw::pdf
