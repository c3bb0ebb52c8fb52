#include "flow/compose/layout/notes.h"

#include "flow/compose/story.h"

#include <algorithm>

namespace bw::compose {
namespace {

using pdf::Role;

constexpr int kMostFactLines = 3, kMostParagraphLines = 14;
constexpr double kFactLabel = 24, kAfter = 0.8;  // above what follows the facts

// A long code is not broken to stand beside its label.
bool stands_below(Sheet& sheet, const std::string& value) {
    return value.find(' ') == std::string::npos && sheet.lines(kColumn - kFactLabel, value) > 1;
}

// A value that leads somewhere stands on one line.
void draw_link(Sheet& sheet, double x, double y, const Fact& fact) {
    auto tag = sheet.tag(Role::Link);
    const double width = sheet.text_in(x, y, kColumn - kFactLabel, fact.value);
    sheet.canvas().link({points(x), points(y - 3), points(width), points(kLeading)}, fact.uri,
                        fact.value);
}

double height_of(Sheet& sheet, const Note& note) {
    double height = kLine + 1;
    for (const auto& [label, value, uri] : note.facts)
        height +=
            0.8 + (uri.empty() && stands_below(sheet, value)
                       ? kLeading * (1 + std::min(sheet.lines(kColumn, value), kMostFactLines))
                   : uri.empty() ? kLeading * std::min(sheet.lines(kColumn - kFactLabel, value),
                                                       kMostFactLines)
                                 : kLeading);
    height += note.after.empty() ? 0 : kAfter;
    for (const auto* paragraphs : {&note.paragraphs, &note.after})
        for (const auto& paragraph : *paragraphs)
            height +=
                kLeading * std::min(sheet.lines(kColumn, paragraph), kMostParagraphLines) + 1.4;
    return height;
}

}  // namespace

double draw_note(Sheet& sheet, double x, double y, const Note& note) {
    {
        auto tag = sheet.tag(Role::Heading3, {.bookmark = note.heading});
        sheet.text_in(x, y, kColumn, note.heading, {.size = kBody, .weight = kBold});
    }
    y += kLine + 1;
    const auto draw = [&](const std::vector<std::string>& paragraphs, Ink ink) {
        for (const auto& paragraph : paragraphs) {
            auto tag = sheet.tag(Role::Paragraph);
            y = sheet.paragraph(x, y, kColumn, paragraph, {.ink = ink}, kMostParagraphLines) + 1.4;
        }
    };
    draw(note.paragraphs, Ink::Text);
    for (const auto& fact : note.facts) {
        auto tag = sheet.tag(Role::Paragraph);
        sheet.label(x, y, fact.label);
        if (!fact.uri.empty()) {
            draw_link(sheet, x + kFactLabel, y, fact);
            y += kLeading;
        } else if (stands_below(sheet, fact.value)) {
            y = sheet.paragraph(x, y + kLeading, kColumn, fact.value, {}, kMostFactLines);
        } else {
            y = sheet.paragraph(x + kFactLabel, y, kColumn - kFactLabel, fact.value, {},
                                kMostFactLines);
        }
        y += 0.8;
    }
    y += note.after.empty() ? 0 : kAfter;
    draw(note.after, Ink::Muted);
    return y;
}

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

// One supply point as a list of facts.
Note supply_note(const Sheet& sheet, int index) {
    const auto& words = sheet.words;
    const auto& supply = sheet.invoice.supplies[static_cast<std::size_t>(index)];
    const auto title = is_telecom(supply) ? words.service_title : words.supply_title;
    Note note{fill(title, {kind_name(supply.kind, sheet.format)}), {}};
    const auto fact = [&](std::string_view label, std::string value) {
        if (!value.empty()) note.facts.push_back({label, std::move(value)});
    };
    fact(words.supply_plan, supply.plan);
    fact(is_mobile(supply)    ? words.supply_number
         : is_telecom(supply) ? words.supply_line
                              : words.supply_code,
         supply.code);
    if (!is_mobile(supply)) fact(words.supply_address, place_name(supply.address));
    fact(words.supply_until, until_of(supply, sheet.format));
    fact(words.all_in, price_all_in(sheet.invoice, index, sheet.format));
    if (supply.kind == "electricity" || supply.kind == "gas")
        note.after.emplace_back(words.change_supplier);
    if (is_mobile(supply)) note.after.emplace_back(words.keep_number);
    return note;
}

}  // namespace

std::vector<Note> supply_notes(const Sheet& sheet, SupplyForm form) {
    constexpr std::size_t kPerNote = 12;
    const auto& supplies = sheet.invoice.supplies;
    const auto& words = sheet.words;
    if (supplies.size() <= (form == SupplyForm::Full ? 2 : 1)) {
        std::vector<Note> notes;
        notes.reserve(supplies.size());
        for (std::size_t i = 0; i < supplies.size(); ++i)
            notes.push_back(supply_note(sheet, static_cast<int>(i)));
        return notes;
    }
    std::vector<Note> notes;
    for (std::size_t i = 0; i < supplies.size(); ++i) {
        if (i % kPerNote == 0) notes.push_back({std::string(words.supplies_title), {}});
        const auto& supply = supplies[i];
        std::string text = supply.code;
        const std::string address = is_mobile(supply) ? "" : place_name(supply.address);
        for (const auto& part : {supply.plan, address})
            if (!part.empty()) text.append(kDot).append(part);
        if (!supply.plan_until.empty())
            text.append(kDot)
                .append(words.supply_until)
                .append(" ")
                .append(until_of(supply, sheet.format));
        notes.back().paragraphs.push_back(std::move(text));
    }
    return notes;
}

namespace {

// People write "aurora.example".
std::string without_scheme(std::string_view web) {
    for (const std::string_view scheme : {"https://", "http://"})
        if (web.starts_with(scheme)) web.remove_prefix(scheme.size());
    if (web.ends_with('/')) web.remove_suffix(1);
    return std::string(web);
}

std::string uri_of(const std::string& web) {
    if (web.empty()) return {};
    return (web.find("://") == std::string::npos ? "https://" : "") + web;
}

}  // namespace

std::vector<Note> contact_notes(const Sheet& sheet) {
    const auto& words = sheet.words;
    const auto& seller = sheet.invoice.seller;
    Note contact{std::string(words.contact_title),
                 {fill(words.contact_ask, {sheet.invoice.account_number})}};
    const auto fact = [&](std::string_view label, const std::string& value, std::string uri) {
        if (!value.empty()) contact.facts.push_back({label, value, std::move(uri)});
    };
    fact(words.phone, seller.phone, {});
    fact(words.email, seller.email, "mailto:" + seller.email);
    fact(words.web, without_scheme(seller.web), uri_of(seller.web));
    return {std::move(contact), {std::string(words.dispute_title), {std::string(words.dispute)}}};
}

std::vector<Note> measured(Sheet& sheet, std::vector<Note> notes) {
    for (auto& note : notes) note.height = height_of(sheet, note);
    return notes;
}

}  // namespace bw::compose
