// What closes a statement: sums and taxes, what is supplied where and under which plan, sentences
// that are good to know.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/compose/data/value.h"
#include "flow/compose/format.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::data {

struct Sentence {
    std::string words;
};

struct TotalRow {
    std::string label, base;  // "VAT 19 %", "on 70.76"
    Money amount;
    bool is_sum = false;
    std::string_view reason;  // why no tax is charged
};
struct Totals {
    std::vector<TotalRow> rows;
    std::string_view final_label;  // "To pay"
    Money final_amount;
};
Totals total_facts(const bill::Invoice& invoice, const compose::Format& format);

struct SupplyFact {
    std::string_view label;
    std::string value;
};
struct Supply {
    std::string title;
    std::vector<Sentence> sentences;  // of several supplies: one for each
    std::vector<SupplyFact> facts;
    std::vector<Sentence> after;  // what a change of supplier needs
};
struct Supplies {
    // One or two supply points with their facts, more of them as a list; and all of them as a list,
    // where room is short.
    std::vector<Supply> full, brief;
};
Supplies supply_facts(const bill::Invoice& invoice, const compose::Format& format);

// A part of a whole, in percent.
struct Share {
    std::string name;
    Percent percent;
};
// "Wind 41.5 %, water 12 %."
std::string in_words(const std::vector<Share>& shares, const compose::Format& format);

struct Disclosure {
    std::string_view duty, words;
    std::string_view title;  // above its shares; empty: it has none
    std::string in_words;    // its shares
    std::vector<Share> shares;
};
std::vector<Disclosure> disclosure_facts(const bill::Invoice& invoice,
                                         const compose::Format& format);

// What the amount of a bill consists of: charges and taxes.
struct Composition {
    std::string title;  // "Energy: 58 % of this bill"
    std::string in_words;
    std::vector<Share> shares;  // whole percents that come to 100, at most kMostParts
};
inline constexpr std::size_t kMostParts = 6;
// Empty: a credit note, one part only, or some that are below zero.
std::optional<Composition> composition_facts(const bill::Invoice& invoice,
                                             const compose::Format& format);

std::vector<Sentence> notice_facts(const bill::Invoice& invoice, const compose::Format& format);

}  // namespace bw::data
