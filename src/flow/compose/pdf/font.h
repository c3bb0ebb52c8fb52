// Fonts of documents: found, measured, shaped (HarfBuzz) and embedded as subsets.
//
// FontBook is loaded once per run and never changes; Shaper is what one thread keeps: the words it
// has shaped, by language where a font has rules for it. A bill's vocabulary is small, so nearly
// every word is found there, and figures are set from a table without shaping.
//
// The family is Inter. Characters that Inter lacks come from the first of these that has them, as
// far as they are installed: Noto Sans, Noto Sans for Arabic, Hebrew, Armenian, Georgian,
// Devanagari, Bengali, Tamil, Thai, DejaVu Sans, Noto Sans Symbols and Symbols 2, Noto Sans CJK.
// What none has is drawn as U+FFFD and reported (Document::missing_characters). Same fonts and
// text, same bytes.
#pragma once

#include "base/result.h"
#include "flow/compose/pdf/bidi.h"
#include "flow/compose/pdf/objects.h"
#include "flow/compose/pdf/start.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bw::pdf {

struct Face;      // a font file opened (face.h)
struct BaseFont;  // a face of the family with its subset for the whole run (face.h)

enum class Weight : std::uint8_t { Regular, Bold };  // Bold is Inter SemiBold
// Tabular: every digit equally wide, no kerning in numbers, so that columns of amounts align.
enum class Figures : std::uint8_t { Proportional, Tabular };

struct Font {
    double size = 8.5;  // points
    Weight weight = Weight::Regular;
    Figures figures = Figures::Tabular;
};

// Parts of the size (x size = points). Heights above the baseline are positive, descent too.
struct Metrics {
    double ascent = 0;
    double descent = 0;
    double cap_height = 0;
    double x_height = 0;
};

struct FontOptions {
    // Searched in order, with their subfolders, for Inter-Regular and Inter-SemiBold (.otf, .ttf).
    std::vector<std::filesystem::path> directories = {"/usr/share/fonts", "/usr/local/share/fonts"};
    // Text of the templates (UTF-8). Its characters join the subset that all documents of the run
    // share: ASCII, the letters of the languages of bills, and more of Western Europe's in regular
    // weight. Other characters cost a small subset per document that uses them.
    std::string template_text = {};
};

// Thread: any, once loaded. Loading takes some 10 ms.
class FontBook {
public:
    // An Error names the missing font file and the directories that were searched.
    static Result<FontBook> load(const FontOptions& options = {});
    FontBook(FontBook&&) noexcept;
    FontBook& operator=(FontBook&&) noexcept;
    ~FontBook();

    [[nodiscard]] Metrics metrics(Weight weight) const;

    // For this folder's own use. Font ids: 0 and 1 are the shared subsets of the two weights; from
    // 2 on, id - 2 is the index of a face, embedded per document with just the glyphs it uses.
    static constexpr int kBaseFonts = 2;
    [[nodiscard]] const std::vector<Face>& faces() const { return faces_; }
    [[nodiscard]] const BaseFont& base(int id) const;
    [[nodiscard]] const Face& face_of(int font_id) const;
    // The face that draws the character in this weight; -1 if none has it.
    [[nodiscard]] int face_for(char32_t character, Weight weight) const;
    // The objects that every document begins with: both shared subsets and what else is the same in
    // all, ready to copy. Font id i is object base_object(i).
    [[nodiscard]] const ObjectFile::Start& start() const { return start_; }
    [[nodiscard]] static int base_object(int id) { return 1 + id; }
    [[nodiscard]] const CommonObjects& common() const { return common_; }

private:
    FontBook();
    Result<void> embed_bases();

    std::vector<Face> faces_;  // the family's two weights, then the others in order
    std::vector<BaseFont> bases_;
    std::vector<int> order_[2];  // by weight: indexes of faces to try
    CommonObjects common_;
    ObjectFile::Start start_;
};

// A word as PDF text operators. Widths and kerns are integers in thousandths of the size.
struct Word {
    struct Run {
        int font_id = 0;
        int rise = 0;  // above the baseline, for marks
        int width = 0;
        std::string tj;  // elements of a TJ array: "(..)-20(..)"
        int x = 0;       // from the left end of the word
        // Set where the glyph of the run alone would not give its character back: a bracket that is
        // drawn mirrored.
        std::u32string actual_text = {};
    };
    struct ExtraGlyph {  // a glyph outside the shared subsets
        int font_id = 0;
        std::uint16_t glyph = 0;
        std::u32string text;
    };
    std::vector<Run> runs;  // in the order of reading; runs that are read leftwards hold no kerns
    int width = 0;
    bool needs_levels = false;   // holds characters of right-to-left scripts
    bool is_reversed = false;    // a run has its glyphs from left to right but is read leftwards
    std::u32string actual_text;  // set where the glyphs alone would not give the text back
    std::vector<ExtraGlyph> extras;
    std::u32string missing;
};

// Thread: one owner.
class Shaper {
public:
    explicit Shaper(const FontBook& fonts);
    ~Shaper();
    Shaper(Shaper&&) noexcept;

    // Width in points of one line of text.
    double width(std::string_view text, const Font& font);
    // The same in thousandths of the size.
    int width_units(std::string_view text, const Font& font);
    // The same of a part, at `at`, of the text that the levels are of.
    int width_units(std::string_view part, const Levels& levels, std::size_t at, const Font& font);

    // A part of text without spaces, all in one direction. The reference is good until the next
    // call.
    const Word& word(std::string_view text, Weight weight, Figures figures,
                     bool is_right_to_left = false);
    [[nodiscard]] int space_width(Weight weight) const;
    [[nodiscard]] std::string_view space_tj(Weight weight) const;  // in the shared font of the
                                                                   // weight
    [[nodiscard]] const FontBook& fonts() const { return fonts_; }

    // The language (BCP 47: "ro-RO") as a number for use(); languages that no font has rules for
    // share one, and what was shaped for it.
    int language(std::string_view bcp47);
    // What is shaped from here on is text of that language; at first, of English.
    void use(int language) { language_ = language; }

private:
    struct Tables;  // figures of each style, the HarfBuzz buffer, languages
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const {
            return std::hash<std::string_view>{}(s);
        }
    };
    using Cache = std::unordered_map<std::string, Word, Hash, std::equal_to<>>;
    struct Caches {
        Cache of[2][2][2];  // by direction, weight and figures
    };

    bool set_figures(std::string_view text, Weight weight);
    bool set_letters(std::string_view text, Weight weight, Figures figures);
    std::string& begin_scratch(Weight weight);
    void make_room(Cache& cache);

    const FontBook& fonts_;
    std::unique_ptr<Tables> tables_;
    std::vector<std::unique_ptr<Caches>> caches_;  // by language
    std::size_t cached_words_ = 0;                 // in all of them
    int language_ = 0;
    Word scratch_;
};

// Calls each(word, spaces_before) for the words of a line; trailing spaces come with an empty word.
// Tabs and line ends count as spaces.
template <typename Each>
void for_each_word(std::string_view line, Each each) {
    std::size_t at = 0;
    const auto is_space = [&](std::size_t i) {
        return line[i] == ' ' || line[i] == '\t' || line[i] == '\n' || line[i] == '\r';
    };
    while (at < line.size()) {
        const std::size_t from = at;
        while (at < line.size() && is_space(at)) ++at;
        const std::size_t word = at;
        while (at < line.size() && !is_space(at)) ++at;
        each(line.substr(word, at - word), static_cast<int>(word - from));
    }
}

}  // namespace bw::pdf
