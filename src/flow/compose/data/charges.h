// Every line of a statement, as it is told: parts (a branch, a cost centre) hold groups (a supply
// point), groups hold sections (this month, the correction of an earlier one), sections hold lines.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/compose/data/lazy.h"
#include "flow/compose/data/value.h"
#include "flow/compose/format.h"
#include "flow/compose/line_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::data {

struct ChargeLine {
    std::string_view name;
    std::string words;         // what was counted; may be empty
    bool is_short = false;     // those are a few words of ours, that may stand behind the name
    std::string number, unit;  // "412.6" and "kWh", "132:08" and "min"; both may be empty
    std::optional<Price> price;
    std::string per_base;  // "per 31 days", where the price is of more than one
    Percent tax;
    Money amount;
};

struct Section {
    std::string title;  // of corrections: which bill they correct; else empty
    std::vector<ChargeLine> lines;
};

struct Group {
    std::string title;       // "Electricity · Home Flex"; empty where all is one group
    std::string about;       // its number and place
    std::string full_title;  // with its part's
    std::vector<Section> sections;
    Money sum;
    bool has_sum = false;  // it is one of several
};

struct ChargePart {
    std::string site;  // empty: a bill that is in no parts, or what stands in none
    std::string place;
    std::string sum_label;
    std::vector<Group> groups;
    Money sum;
};

struct Charges {
    std::string title;  // "All charges", with the tax where prices hold it
    std::string_view tax_name;
    LazyList<ChargePart> parts;  // a mail shows none of its lines
};
// Both must outlive it.
Charges charge_facts(const bill::Invoice& invoice, const compose::Format& format);

}  // namespace bw::data
