#include "flow/compose/data/closing.h"

#include "flow/compose/line_text.h"
#include "flow/compose/sign.h"
#include "flow/compose/story.h"

namespace bw::data {

using compose::fill;
using compose::Format;
using compose::kDot;

namespace {

bool is_mobile(const bill::SupplyPoint& supply) { return supply.kind == "mobile"; }
bool is_telecom(const bill::SupplyPoint& supply) {
    return is_mobile(supply) || supply.kind == "broadband";
}

// A date is said as the language says it; other words stand as they are.
std::string until_of(const bill::SupplyPoint& supply, const Format& format) {
    const auto date = LocalDate::parse(supply.plan_until);
    return date ? format.date(*date) : supply.plan_until;
}

Supply supply_of(const bill::Invoice& invoice, int index, const Format& format) {
    const auto& words = format.words();
    const auto& supply = invoice.supplies[static_cast<std::size_t>(index)];
    Supply told;
    told.title = fill(is_telecom(supply) ? words.service_title : words.supply_title,
                      {compose::kind_name(supply.kind, format)});
    const auto fact = [&](std::string_view label, std::string value) {
        if (!value.empty()) told.facts.push_back({label, std::move(value)});
    };
    fact(words.supply_plan, supply.plan);
    fact(is_mobile(supply)    ? words.supply_number
         : is_telecom(supply) ? words.supply_line
                              : words.supply_code,
         supply.code);
    if (!is_mobile(supply)) fact(words.supply_address, compose::place_name(supply.address));
    fact(words.supply_until, until_of(supply, format));
    fact(words.all_in, compose::price_all_in(invoice, index, format));
    if (supply.kind == "electricity" || supply.kind == "gas")
        told.after.push_back({std::string(words.change_supplier)});
    if (is_mobile(supply)) told.after.push_back({std::string(words.keep_number)});
    return told;
}

// In notes of a bounded size.
std::vector<Supply> listed(const bill::Invoice& invoice, const Format& format) {
    constexpr std::size_t kPerNote = 12;
    const auto& words = format.words();
    std::vector<Supply> notes;
    for (std::size_t i = 0; i < invoice.supplies.size(); ++i) {
        if (i % kPerNote == 0) notes.push_back({std::string(words.supplies_title), {}, {}, {}});
        const auto& supply = invoice.supplies[i];
        std::string text = supply.code;
        const std::string place =
            is_mobile(supply) ? std::string() : compose::place_name(supply.address);
        for (const auto& part : {supply.plan, place})
            if (!part.empty()) text.append(text.empty() ? "" : kDot).append(part);
        if (!supply.plan_until.empty())
            text.append(kDot)
                .append(words.supply_until)
                .append(" ")
                .append(until_of(supply, format));
        notes.back().sentences.push_back({std::move(text)});
    }
    return notes;
}

}  // namespace

Totals total_facts(const bill::Invoice& invoice, const Format& format) {
    const auto& words = format.words();
    const int sign = compose::sign_of(invoice);
    const auto shown = [&](Money money) { return Money{money.minor * sign, money.currency}; };
    const auto name = compose::tax_name(invoice, format);
    const bool is_tax_inside = compose::shows_tax_inside(invoice);
    Totals totals;
    const auto add_taxes = [&](std::string_view pattern) {
        for (const auto& tax : invoice.taxes)
            totals.rows.push_back({fill(pattern, {name, format.percent(tax.percent)}),
                                   fill(words.tax_base, {format.amount(shown(tax.base))}),
                                   shown(tax.tax), false, compose::tax_reason(tax, words)});
    };
    if (!is_tax_inside) {
        totals.rows.push_back({fill(words.total_net, {name}), {}, shown(invoice.net), false, {}});
        add_taxes(words.tax_of);
    }
    totals.rows.push_back({fill(words.total_gross, {name}), {}, shown(invoice.gross), true, {}});
    if (is_tax_inside) add_taxes(words.tax_inside);
    if (invoice.prepaid.minor != 0)
        totals.rows.push_back(
            {std::string(words.total_prepaid), {}, shown(-invoice.prepaid), false, {}});
    const Money due = compose::owed(invoice);
    const bool is_back = compose::outcome_of(invoice) == compose::Outcome::GetBack;
    totals.final_label = is_back ? words.total_credit : words.total_payable;
    totals.final_amount = is_back ? -due : due;
    return totals;
}

Supplies supply_facts(const bill::Invoice& invoice, const Format& format) {
    constexpr std::size_t kMostInFull = 2;
    Supplies supplies;
    const std::size_t count = invoice.supplies.size();
    if (count <= kMostInFull) {
        for (std::size_t i = 0; i < count; ++i)
            supplies.full.push_back(supply_of(invoice, static_cast<int>(i), format));
    } else {
        supplies.full = listed(invoice, format);
    }
    if (count == kMostInFull) supplies.brief = listed(invoice, format);
    return supplies;
}

std::vector<Sentence> notice_facts(const bill::Invoice& invoice, const Format& format) {
    std::vector<Sentence> sentences;
    for (auto& words : compose::notices(invoice, format)) sentences.push_back({std::move(words)});
    return sentences;
}

}  // namespace bw::data
