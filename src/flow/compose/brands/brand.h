// Brands as data: colours, corners, marks, and the form that each block takes. A brand is a folder
// with brand.yaml and its drawings (read.h, docs/brand-format.md); the same template shows every
// brand. Colours are checked when they are read: text has a contrast of 4.5 on paper and panels,
// amounts 7 (WCAG 2.2, 1.4.3 and 1.4.6), and a grey print keeps the order dark, middle, light.
#pragma once

#include "flow/compose/images/picture.h"
#include "flow/compose/pdf/canvas.h"
#include "flow/compose/pdf/objects.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bw::brands {

using images::Picture;

// What blocks take one of several forms, and which those are; keys.h says them in words.
enum class Part : std::uint8_t {
    Head,
    Figures,
    Headings,
    Why,
    Chart,
    Receipt,
    Table,
    Totals,
    Payment,
    Notes
};
inline constexpr std::size_t kParts = static_cast<std::size_t>(Part::Notes) + 1;

enum class Form : std::uint8_t {
    BandHead,
    RuleHead,
    CornerHead,
    OpenFigures,
    PanelFigures,
    SplitFigures,
    QuietHeadings,
    TabHeadings,
    WaterfallWhy,
    ChangesWhy,
    FilledChart,
    OutlinedChart,
    OpenReceipt,
    TillReceipt,
    RuledTable,
    StrongTable,
    RuledTotals,
    PanelTotals,
    StrongTotals,
    PanelPayment,
    SlipPayment,
    OpenNotes,
    RuledNotes
};
inline constexpr std::size_t kForms = static_cast<std::size_t>(Form::RuledNotes) + 1;
Part part_of(Form form);

// Each is named by what it is for.
struct Colours {
    pdf::Color paper = pdf::kWhite;
    pdf::Color tint;      // head and panels: a breath of colour on paper
    pdf::Color ink;       // text
    pdf::Color muted;     // labels and words of second rank
    pdf::Color brand;     // emphasis: amounts, titles, grounds that say something strongly
    pdf::Color on_brand;  // text on such a ground
    pdf::Color bar;       // of other months
    pdf::Color now;       // the bar of this month
    pdf::Color up, down;  // bars of changes
    pdf::Color rule;      // thin lines
    pdf::Color accent;    // decoration only, never text
};

struct Brand : Colours {   // as they are on paper and on light screens
    std::string key;       // Seller::brand
    std::string name;      // the word mark; empty: the seller's own name
    Colours dark;          // on dark screens
    double radius_mm = 0;  // corners of panels; bars take a part of it
    std::array<Form, kParts> forms = {Form::BandHead,     Form::OpenFigures, Form::QuietHeadings,
                                      Form::WaterfallWhy, Form::FilledChart, Form::OpenReceipt,
                                      Form::RuledTable,   Form::RuledTotals, Form::PanelPayment,
                                      Form::OpenNotes};
    std::optional<Picture> mark;
    bool mark_says_name = false;     // the name is written in the mark
    std::optional<Picture> picture;  // in the head of a first page
    pdf::Digest digest;              // of the files: brands of one digest look alike

    [[nodiscard]] bool takes(Form form) const {
        return forms[static_cast<std::size_t>(part_of(form))] == form;
    }
};

// A shipped brand. Another key, or none, gets the plain one, which bears the seller's name and
// nobody's picture: a bill never fails for its looks.
const Brand& find_brand(std::string_view key);

// WCAG 2.2 contrast ratio of two colours, 1 to 21.
double contrast(pdf::Color a, pdf::Color b);
std::string hex(pdf::Color color);  // "#0e5440"

}  // namespace bw::brands
