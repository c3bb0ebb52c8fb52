// What a rated piece notes (rate/note.h), said to the operator: in explanations in his language,
// in exceptions in English. Customers get shorter words from compose.
#pragma once

#include "base/money.h"
#include "flow/rate/rated.h"
#include "platform/text/said.h"

#include <functional>
#include <string>
#include <string_view>

namespace bw::bill {

struct NoteContext {
    const rate::Piece& piece;
    Currency currency;
    text::Tongue tongue = text::Tongue::English;
    // The name of a charge of the piece's schedule.
    std::function<std::string(const std::string& charge)> name_of;
    // A unit in words, "days" of "day"; empty: units as they are.
    std::function<std::string(Decimal count, const std::string& unit)> unit_of = {};
};

// "10 % of 22.30 EUR for Energy"; "read 100 on 2026-03-01, 130 on 2026-04-01".
std::string note_words(const rate::Note& note, const NoteContext& context);

// "no read of 'water' within 7 days of the move-in on 2026-03-16".
// "the calorific value of area BERLIN for 2026-04 is not known yet".
std::string unknown_words(const rate::note::Unknown& unknown,
                          text::Tongue tongue = text::Tongue::English);
std::string gap_words(const rate::note::Gap& gap, text::Tongue tongue = text::Tongue::English);

// "22.30 EUR", "22,30 EUR".
std::string money_words(const Money& money, text::Tongue tongue);

// "22.30", "22,30": exact, with at least so many decimals.
std::string number_words(Decimal value, text::Tongue tongue, int places = 0);

}  // namespace bw::bill
