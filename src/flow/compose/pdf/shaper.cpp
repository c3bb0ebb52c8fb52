#include "base/check.h"
#include "flow/compose/pdf/font.h"
#include "flow/compose/pdf/number.h"
#include "flow/compose/pdf/shape.h"
#include "flow/compose/pdf/text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>

namespace bw::pdf {

namespace {

constexpr std::size_t kMostCachedWords = 1 << 14;  // of each style; some 5 MB
constexpr std::size_t kLongestCachedWord = 64;     // bytes
// Of all styles, directions and languages: a thread's memory has an end.
constexpr std::size_t kMostCachedInAll = 1 << 17;

// Characters of numbers, dates and times that are set from a table.
constexpr std::u32string_view kFigures = U"0123456789.,:+-/%\u2212\u2009\u202F\u00A0\u2019";

struct Figure {
    std::string tj;  // "(..)", empty if it cannot be set from the table
    int width = 0;
};

bool is_plain(const Word& word) {
    return word.runs.size() == 1 && word.actual_text.empty() && word.extras.empty() &&
           word.missing.empty() && word.runs[0].font_id < FontBook::kBaseFonts &&
           word.runs[0].rise == 0 && word.runs[0].tj.starts_with('(') &&
           word.runs[0].tj.ends_with(')');
}

bool is_ascii(char c) { return c > ' ' && c < 0x7F; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters of one style and how they stand beside each other, each looked up when it is first met.
class Letters {
public:
    Letters() : letters_(kCount), kerns_(kCount * kCount, kUnknown) {}

    // Null: it cannot be set by itself. `shape` makes a word of a text.
    template <typename Shape>
    const Figure* letter(char c, Shape shape) {
        auto& known = letters_[index(c)];
        if (!known) {
            const Word word = shape(std::string(1, c));
            known.emplace();
            if (is_plain(word)) *known = {word.runs[0].tj, word.width};
        }
        return known->tj.empty() ? nullptr : &*known;
    }

    // What stands between two letters, in thousandths; nothing where they are more than both.
    template <typename Shape>
    std::optional<int> kern(char before, char after, Shape shape) {
        std::int16_t& known = kerns_[index(before) * kCount + index(after)];
        if (known == kUnknown) {
            const Figure *a = letter(before, shape), *b = letter(after, shape);
            const Word pair = shape(std::string{before, after});
            std::string tj = a->tj;
            const int kern = pair.width - a->width - b->width;
            join(tj, *b, kern);
            const bool is_pair = is_plain(pair) && pair.runs[0].tj == tj && std::abs(kern) < 1000;
            known = is_pair ? static_cast<std::int16_t>(kern) : kNone;
        }
        return known == kNone ? std::nullopt : std::optional<int>(known);
    }

    static void join(std::string& tj, const Figure& next, int kern) {
        if (kern == 0) {
            tj.pop_back();
            tj.append(next.tj, 1);
            return;
        }
        append_integer(tj, -kern);
        tj += next.tj;
    }

private:
    static constexpr std::size_t kCount = 0x7F - '!';
    static constexpr std::int16_t kUnknown = 0x7FFF, kNone = 0x7FFE;
    static std::size_t index(char c) { return static_cast<std::size_t>(c - '!'); }

    std::vector<std::optional<Figure>> letters_;
    std::vector<std::int16_t> kerns_;
};

}  // namespace

struct Shaper::Tables {
    HbBuffer buffer{hb_buffer_create()};
    std::array<std::array<Figure, kFigures.size()>, 2> figures;  // by weight
    std::array<std::uint8_t, 128> ascii{};                       // index into kFigures + 1
    Figure space[2];
    Letters letters[2][2];                 // by weight and figures, of the usual language
    std::vector<hb_language_t> languages;  // by number
    std::map<std::string, int, std::less<>> by_name;  // as asked for
    std::map<std::string, int> by_rules;
};

Shaper::Shaper(const FontBook& fonts) : fonts_(fonts), tables_(std::make_unique<Tables>()) {
    tables_->languages.push_back(usual_language());
    tables_->by_rules.emplace(rules_of(fonts_, usual_language()), 0);
    caches_.push_back(std::make_unique<Caches>());
    auto* buffer = tables_->buffer.get();
    for (std::size_t weight = 0; weight < 2; ++weight) {
        const ShapeForm form{.weight = static_cast<Weight>(weight), .language = usual_language()};
        for (std::size_t i = 0; i < kFigures.size(); ++i) {
            const std::string text = to_utf8(kFigures.substr(i, 1));
            const Word word = shape_word(fonts_, buffer, text, form);
            if (kFigures[i] < 128) tables_->ascii[kFigures[i]] = static_cast<std::uint8_t>(i + 1);
            if (is_plain(word)) tables_->figures[weight][i] = {word.runs[0].tj, word.width};
        }
        const Word space = shape_word(fonts_, buffer, " ", form);
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
            tj = &begin_scratch(weight);
            tj->assign(1, '(');
        }
        has_digit = has_digit || (c >= '0' && c <= '9');
        tj->append(figures[index].tj, 1, figures[index].tj.size() - 2);
        width += figures[index].width;
    }
    if (!has_digit) return false;
    *tj += ')';
    scratch_.runs[0].width = width;
    scratch_.width = width;
    return true;
}

bool Shaper::set_letters(std::string_view text, Weight weight, Figures figures) {
    if (!std::ranges::all_of(text, is_ascii) || std::ranges::none_of(text, is_digit)) return false;
    Letters& letters =
        tables_->letters[static_cast<std::size_t>(weight)][static_cast<std::size_t>(figures)];
    const auto shape = [&](const std::string& word) {
        const ShapeForm form{
            .weight = weight, .figures = figures, .language = tables_->languages[0]};
        return shape_word(fonts_, tables_->buffer.get(), word, form);
    };
    std::string& tj = begin_scratch(weight);
    int width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const Figure* letter = letters.letter(text[i], shape);
        if (letter == nullptr) return false;
        width += letter->width;
        if (i == 0) {
            tj = letter->tj;
            continue;
        }
        const auto kern = letters.kern(text[i - 1], text[i], shape);
        if (!kern) return false;
        Letters::join(tj, *letter, *kern);
        width += *kern;
    }
    scratch_.runs[0].width = width;
    scratch_.width = width;
    return true;
}

// A word of one run in the shared font; gives what is to be filled.
std::string& Shaper::begin_scratch(Weight weight) {
    scratch_.runs.resize(1);
    scratch_.extras.clear();
    scratch_.actual_text.clear();
    scratch_.missing.clear();
    scratch_.needs_levels = false;
    scratch_.is_reversed = false;
    Word::Run& run = scratch_.runs[0];
    run.font_id = static_cast<int>(weight);
    run.rise = 0;
    run.x = 0;
    run.actual_text.clear();
    return run.tj;
}

int Shaper::language(std::string_view bcp47) {
    if (const auto known = tables_->by_name.find(bcp47); known != tables_->by_name.end()) {
        return known->second;
    }
    const hb_language_t language =
        hb_language_from_string(bcp47.data(), static_cast<int>(bcp47.size()));
    const auto next = static_cast<int>(tables_->languages.size());
    const auto [at, is_new] = tables_->by_rules.emplace(rules_of(fonts_, language), next);
    if (is_new) {
        tables_->languages.push_back(language);
        caches_.push_back(std::make_unique<Caches>());
    }
    return tables_->by_name.emplace(bcp47, at->second).first->second;
}

void Shaper::make_room(Cache& cache) {
    if (cached_words_ == kMostCachedInAll) {
        for (auto& caches : caches_) *caches = Caches();
        cached_words_ = 0;
    } else if (cache.size() == kMostCachedWords) {
        cached_words_ -= cache.size();
        cache.clear();
    }
}

const Word& Shaper::word(std::string_view text, Weight weight, Figures figures,
                         bool is_right_to_left) {
    // An isolated word is the same word. (Within one, clean() leaves the controls out.)
    while (text.size() >= 3 && isolate_control_at(text, 0) != 0) text.remove_prefix(3);
    while (text.size() >= 3 && isolate_control_at(text, text.size() - 3) != 0) {
        text.remove_suffix(3);
    }
    if (figures == Figures::Tabular && !is_right_to_left && set_figures(text, weight)) {
        return scratch_;
    }
    // Numbers of bills, meters and accounts do not come again: they are not kept.
    if (language_ == 0 && !is_right_to_left && set_letters(text, weight, figures)) return scratch_;
    const auto number = static_cast<std::size_t>(language_);
    Cache& cache =
        caches_[number]
            ->of[is_right_to_left ? 1 : 0][static_cast<int>(weight)][static_cast<int>(figures)];
    if (const auto known = cache.find(text); known != cache.end()) return known->second;
    Word shaped = shape_word(fonts_, tables_->buffer.get(), text,
                             {.weight = weight,
                              .figures = figures,
                              .language = tables_->languages[number],
                              .is_right_to_left = is_right_to_left});
    if (text.size() > kLongestCachedWord) return scratch_ = std::move(shaped);
    make_room(cache);
    ++cached_words_;
    return cache.emplace(std::string(text), std::move(shaped)).first->second;
}

int Shaper::width_units(std::string_view text, const Font& font) {
    int width = 0;
    bool needs_levels = false;
    for_each_word(text, [&](std::string_view part, int spaces) {
        width += spaces * space_width(font.weight);
        if (part.empty()) return;
        const Word& found = word(part, font.weight, font.figures);
        needs_levels = needs_levels || found.needs_levels;
        width += found.width;
    });
    if (!needs_levels) return width;
    return width_units(text, Levels(text, Direction::LeftToRight), 0, font);
}

int Shaper::width_units(std::string_view part, const Levels& levels, std::size_t at,
                        const Font& font) {
    int width = 0;
    for (const auto& piece : pieces_of(part, levels, at)) {
        width += piece.blanks * space_width(font.weight);
        if (piece.text.empty()) continue;
        width += word(piece.text, font.weight, font.figures, piece.is_right_to_left()).width;
    }
    return width;
}

double Shaper::width(std::string_view text, const Font& font) {
    return width_units(text, font) * font.size / 1000;
}

}  // namespace bw::pdf
