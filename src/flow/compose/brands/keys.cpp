#include "flow/compose/brands/keys.h"

#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::brands {
namespace {

constexpr std::array<ColourKey, 12> kColours = {{
    {"paper", &Colours::paper, "the ground of everything; on paper always white",
     "white; dark: #12161c"},
    {"panels", &Colours::tint, "head and panels: a breath of colour on paper", ""},
    {"text", &Colours::ink, "sentences, names, amounts in tables", ""},
    {"labels", &Colours::muted, "labels and words of second rank", ""},
    {"emphasis", &Colours::brand, "the amount to pay, titles, strong grounds, buttons", ""},
    {"on emphasis", &Colours::on_brand, "text on such a ground", "`paper`"},
    {"other months", &Colours::bar, "bars of other months, the bar of the last bill", ""},
    {"this month", &Colours::now, "the bar of this month", "`emphasis`"},
    {"more", &Colours::up, "bars of what became more", ""},
    {"less", &Colours::down, "bars of what became less, last year's outline, hatching", ""},
    {"rules", &Colours::rule, "thin lines", ""},
    {"decoration", &Colours::accent, "small signs; never text", "`emphasis`"},
}};

constexpr std::array<PartKey, kParts> kPartKeys = {{
    {"head", Part::Head, "the head of the first page; later pages take it up, smaller"},
    {"figures", Part::Figures, "how much and by when"},
    {"headings", Part::Headings, "the label above a sentence: why, chart, receipt"},
    {"why", Part::Why, "from the last bill to this one"},
    {"chart", Part::Chart, "months as bars"},
    {"receipt", Part::Receipt, "how it adds up"},
    {"table", Part::Table, "all charges"},
    {"totals", Part::Totals, "the sums below them"},
    {"payment", Part::Payment, "how to pay, and banners"},
    {"notes", Part::Notes, "contact, rights, notices"},
}};

constexpr std::array<FormWord, kForms> kWords = {{
    {"band", Form::BandHead, "a band of `panels` across the page, the picture at its end"},
    {"rule", Form::RuleHead, "white, with a thick rule below"},
    {"corner", Form::CornerHead,
     "white, a block of `emphasis` in the corner that holds the picture"},
    {"open", Form::OpenFigures, "large on paper"},
    {"panel", Form::PanelFigures, "on a panel"},
    {"split", Form::SplitFigures,
     "between strong rules, the amount very large at the left, the date beside it"},
    {"quiet", Form::QuietHeadings, "in `labels`"},
    {"tab", Form::TabHeadings, "on a small ground of `emphasis`"},
    {"waterfall", Form::WaterfallWhy, "every step goes on where the one before ended"},
    {"changes", Form::ChangesWhy, "changes to both sides of an axis, sums without bars"},
    {"filled", Form::FilledChart, "bars are filled"},
    {"outlined", Form::OutlinedChart, "bars are outlined, this month is filled"},
    {"open", Form::OpenReceipt, "rows on paper, a thin rule above the total"},
    {"till", Form::TillReceipt, "dotted leaders, a strong rule above the total"},
    {"ruled", Form::RuledTable, "a rule below the heads"},
    {"strong", Form::StrongTable, "heads on a ground of `emphasis`, rows bare below it"},
    {"ruled", Form::RuledTotals, "a rule above the sum to pay"},
    {"panel", Form::PanelTotals, "on a panel"},
    {"strong", Form::StrongTotals, "the sum to pay on a ground of `emphasis`"},
    {"panel", Form::PanelPayment, "a panel"},
    {"slip", Form::SlipPayment, "a slip below a perforated line, marks around the code"},
    {"open", Form::OpenNotes, "a heading above each"},
    {"ruled", Form::RuledNotes, "a strong rule above each heading"},
}};

constexpr double kText = 4.5, kAmount = 7, kBar = 3, kSeen = 1.4;
constexpr std::array<Pair, 11> kPairs = {{
    {&Colours::ink, &Colours::paper, kAmount, "amounts need"},
    {&Colours::ink, &Colours::tint, kAmount, "amounts need"},
    {&Colours::brand, &Colours::paper, kAmount, "amounts need"},
    {&Colours::brand, &Colours::tint, kAmount, "amounts need"},
    {&Colours::on_brand, &Colours::brand, kAmount, "amounts need"},
    {&Colours::muted, &Colours::paper, kText, "text needs"},
    {&Colours::muted, &Colours::tint, kText, "text needs"},
    {&Colours::now, &Colours::paper, kBar, "the bar of this month needs"},
    {&Colours::bar, &Colours::paper, kSeen, "bars need"},
    {&Colours::up, &Colours::paper, kSeen, "bars need"},
    {&Colours::down, &Colours::paper, kSeen, "bars need"},
}};

}  // namespace

std::span<const ColourKey> colour_keys() { return kColours; }
std::span<const PartKey> part_keys() { return kPartKeys; }
std::span<const FormWord> form_words() { return kWords; }
std::span<const Pair> pairs() { return kPairs; }

Part part_of(Form form) {
    constexpr std::array<Form, kParts> kLast = {
        Form::CornerHead,    Form::SplitFigures, Form::TabHeadings, Form::ChangesWhy,
        Form::OutlinedChart, Form::TillReceipt,  Form::StrongTable, Form::StrongTotals,
        Form::SlipPayment,   Form::RuledNotes};
    return static_cast<Part>(std::ranges::lower_bound(kLast, form) - kLast.begin());
}

std::span<const FormWord> words_of(Part part) {
    const auto words = std::ranges::equal_range(
        kWords, part, {}, [](const FormWord& word) { return part_of(word.form); });
    return {words.begin(), words.end()};
}

std::string name_of(Form form) {
    return fmt::format("{}-{}", kPartKeys[static_cast<std::size_t>(part_of(form))].key,
                       kWords[static_cast<std::size_t>(form)].word);
}

namespace {

std::string_view key_of(pdf::Color Colours::* colour) {
    const auto* found = std::ranges::find(kColours, colour, &ColourKey::colour);
    CHECK(found != kColours.end());
    return found->key;
}

}  // namespace

std::string reference() {
    std::string out = "| key of `colours` | for | where it is left out |\n|---|---|---|\n";
    for (const auto& [key, colour, about, otherwise] : kColours)
        out += fmt::format("| `{}` | {} | {} |\n", key, about,
                           otherwise.empty() ? "needed" : otherwise);
    out += "\n| key of `forms` | what it is | forms, the first where it is left out "
           "|\n|---|---|---|\n";
    for (const auto& [key, part, about] : kPartKeys) {
        out += fmt::format("| `{}` | {} |", key, about);
        for (const auto& word : words_of(part))
            out += fmt::format("{} `{}`: {}", &word == words_of(part).data() ? "" : ";", word.word,
                               word.about);
        out += " |\n";
    }
    out += "\n| colour | on | contrast at least |\n|---|---|---|\n";
    for (const auto& pair : pairs())
        out += fmt::format("| `{}` | `{}` | {} |\n", key_of(pair.over), key_of(pair.ground),
                           pair.least);
    out += fmt::format("| `this month` | `other months`, where bars are filled | {} |\n",
                       kLeastBeside);
    return out;
}

}  // namespace bw::brands
