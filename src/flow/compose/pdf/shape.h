// Inside of Shaper and FontBook: one word through HarfBuzz. Not for other folders: HarfBuzz types
// stay here.
#pragma once

#include "flow/compose/pdf/face.h"
#include "flow/compose/pdf/font.h"

#include <string>
#include <string_view>

namespace bw::pdf {

struct ShapeForm {
    Weight weight = Weight::Regular;
    Figures figures = Figures::Tabular;
    hb_language_t language = nullptr;
    bool is_right_to_left = false;
};

// `buffer` is for the work and may hold anything.
Word shape_word(const FontBook& fonts, hb_buffer_t* buffer, std::string_view utf8,
                const ShapeForm& form);

// English: what is shaped by the rules that fonts have for all languages.
hb_language_t usual_language();

// Which of the rules for single languages the language takes, where a font has any for it; else
// nothing. Languages with the same answer are shaped alike.
std::string rules_of(const FontBook& fonts, hb_language_t language);

}  // namespace bw::pdf
