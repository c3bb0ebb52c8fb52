#include "flow/compose/content/grammar.h"

#include "base/check.h"

#include <algorithm>
#include <array>

namespace bw::content {
namespace {

using Type = AttributeType;
using enum Need;

constexpr std::array<std::string_view, kChannels> kChannelNames = {"paper", "web", "email", "sms"};

// What may stand where the eye goes from one thing to the next.
constexpr std::array kFlow = {
    Kind::KeyFigures, Kind::Facts,   Kind::Why,     Kind::Chart,  Kind::Received, Kind::Shares,
    Kind::Receipt,    Kind::Columns, Kind::Table,   Kind::Totals, Kind::Notes,    Kind::Paragraph,
    Kind::Button,     Kind::Banner,  Kind::Payment, Kind::Code,   Kind::Image,    Kind::Part};
constexpr std::array kOfPart = {Kind::Paragraph, Kind::Facts, Kind::Button, Kind::Image};
constexpr std::array kOfDocument = {Kind::FirstPage, Kind::Section};
constexpr std::array kOfFirstPage = {
    Kind::LetterHead, Kind::AddressWindow, Kind::Facts,  Kind::KeyFigures, Kind::Fill, Kind::Banner,
    Kind::Payment,    Kind::SmallPrint,    Kind::Button, Kind::Paragraph,  Kind::Image};
constexpr std::array kOfFacts = {Kind::Fact, Kind::Remark};
constexpr std::array kLines = {Kind::Line};
constexpr std::array kOfKeyFigures = {Kind::Headline, Kind::Lead, Kind::Line};
constexpr std::array kOfFill = {Kind::Received, Kind::Why,     Kind::Columns,   Kind::Chart,
                                Kind::Shares,   Kind::Receipt, Kind::Paragraph, Kind::Banner,
                                Kind::Button,   Kind::Image};
constexpr std::array kOfColumns = {Kind::Chart,   Kind::Received,  Kind::Shares,
                                   Kind::Receipt, Kind::Paragraph, Kind::Image};
constexpr std::array kSteps = {Kind::Step};
constexpr std::array kBars = {Kind::Bar};
constexpr std::array kWindows = {Kind::Window};
constexpr std::array kParts = {Kind::Share};
constexpr std::array kGains = {Kind::Gain};
constexpr std::array kOfReceipt = {Kind::Level, Kind::Item};
constexpr std::array kOfLevel = {Kind::Item, Kind::Note};
constexpr std::array kOfPayment = {Kind::Detail, Kind::Code};
constexpr std::array kOfTable = {Kind::Column, Kind::Group, Kind::Row, Kind::Sum};
constexpr std::array kOfGroup = {Kind::Title, Kind::Group, Kind::Row, Kind::Sum};
constexpr std::array kCells = {Kind::Cell};
constexpr std::array kTotals = {Kind::Total};
constexpr std::array kOfNotes = {Kind::Level, Kind::Note};
constexpr std::array kOfNote = {Kind::Paragraph, Kind::Fact, Kind::Remark};

constexpr std::array<std::string_view, 3> kAlign = {"left", "right", "decimal"};
constexpr std::array<std::string_view, 3> kSides = {"start", "end", "either"};
constexpr std::array<std::string_view, 3> kTitleStyles = {"part", "group", "section"};
constexpr std::array<std::string_view, 2> kSheets = {"simplex", "duplex"};
constexpr std::array<std::string_view, 2> kRowStyles = {"open", "close"};

constexpr std::array kDocumentAttributes = {
    AttributeForm{"title", Name::Title, Type::Text, Required,
                  "what the window of a reader shows: kind and number"},
    AttributeForm{"foot", Name::Foot, Type::Text, Required, "at the foot of each page"},
    AttributeForm{"inserter", Name::Inserter, Type::Word, Optional,
                  "marks on paper for a machine that folds and inserts; sheets of one page or two",
                  kSheets}};
constexpr std::array kTitled = {
    AttributeForm{"title", Name::Title, Type::Text, Required, "the heading"}};
constexpr std::array kLabelled = {
    AttributeForm{"label", Name::Label, Type::Text, Required, "a small word above"},
    AttributeForm{"title", Name::Title, Type::Text, Required, "the sentence that it proves"}};
constexpr std::array kLetterHeadAttributes = {AttributeForm{
    "name", Name::Title, Type::Text, Required, "who writes, where the brand has no word mark"}};
constexpr std::array kWindowAttributes = {
    AttributeForm{"sender", Name::Sender, Type::Text, Required, "who writes"},
    AttributeForm{"sender-street", Name::SenderStreet, Type::Text, Optional, "and from where"},
    AttributeForm{"sender-place", Name::SenderPlace, Type::Text, Optional, "postcode and town"},
    AttributeForm{"to", Name::To, Type::Text, Required, "to whom"},
    AttributeForm{"street", Name::Street, Type::Text, Optional, "street and number"},
    AttributeForm{"place", Name::Place, Type::Text, Optional, "postcode and town"},
    AttributeForm{"country", Name::Country, Type::Text, Optional, "where it is another"}};
constexpr std::array kFactAttributes = {
    AttributeForm{"label", Name::Label, Type::Text, Required, "what it is"},
    AttributeForm{"link", Name::Link, Type::Link, Optional, "where it leads to"}};
constexpr std::array kStepAttributes = {
    AttributeForm{"amount", Name::Amount, Type::Amount, Required, "a total, or a change"},
    AttributeForm{"total", Name::Total, Type::Flag, Optional, "it is a total"}};
constexpr std::array kChartAttributes = {
    AttributeForm{"label", Name::Label, Type::Text, Required, "a small word above"},
    AttributeForm{"title", Name::Title, Type::Text, Required, "the sentence that it proves"},
    AttributeForm{"alt", Name::Alternate, Type::Text, Required,
                  "the same for those who do not see it: every value"},
    AttributeForm{"key", Name::Key, Type::Text, Optional, "what its signs mean"}};
constexpr std::array kBarAttributes = {
    AttributeForm{"value", Name::Value, Type::Number, Required, "how tall it is"},
    AttributeForm{"month", Name::Month, Type::Day, Required, "the first day of its month"},
    AttributeForm{"behind", Name::Behind, Type::Number, Optional, "an outline behind it"},
    AttributeForm{"hatched", Name::Hatched, Type::Flag, Optional, "less sure than others"},
    AttributeForm{"label", Name::Label, Type::Text, Required, "its value in words"}};
constexpr std::array kBarWindowAttributes = {
    AttributeForm{"value", Name::Value, Type::Number, Required, "how much of the bar it is"}};
constexpr std::array kSharesAttributes = {
    AttributeForm{"label", Name::Label, Type::Text, Optional, "a small word above"},
    AttributeForm{"title", Name::Title, Type::Text, Required, "the sentence that it proves"},
    AttributeForm{"alt", Name::Alternate, Type::Text, Required,
                  "the same for those who do not see it: every part"}};
constexpr std::array kShareAttributes = {
    AttributeForm{"value", Name::Value, Type::Number, Required, "how large it is"},
    AttributeForm{"label", Name::Label, Type::Text, Required, "its value in words"}};
constexpr std::array kGainAttributes = {
    AttributeForm{"figure", Name::Figure, Type::Text, Required, "how much of it: shown large"},
    AttributeForm{"about", Name::About, Type::Text, Optional, "how much a day, how often"}};
constexpr std::array kReceiptAttributes = {
    AttributeForm{"label", Name::Label, Type::Text, Required, "a small word above"},
    AttributeForm{"title", Name::Title, Type::Text, Required, "its heading"},
    AttributeForm{"other", Name::Other, Type::Text, Required,
                  "the name of the row of all for which there was no room"}};
constexpr std::array kItemAttributes = {
    AttributeForm{"amount", Name::Amount, Type::Amount, Required, "what it costs"},
    AttributeForm{"about", Name::About, Type::Text, Optional, "how much of what"},
    AttributeForm{"total", Name::Total, Type::Flag, Optional, "it sums up what stands above"}};
constexpr std::array kPaymentAttributes = {
    AttributeForm{"title", Name::Title, Type::Text, Required, "what to do, in one sentence"},
    AttributeForm{"hint", Name::Hint, Type::Text, Optional, "what to mind"}};
constexpr std::array kDetailAttributes = {
    AttributeForm{"label", Name::Label, Type::Text, Required, "what it is"},
    AttributeForm{"strong", Name::Strong, Type::Flag, Optional, "somebody has to type it"}};
constexpr std::array kImageAttributes = {
    AttributeForm{"file", Name::File, Type::File, Required, "its file, beside the template"},
    AttributeForm{"alt", Name::Alternate, Type::Text, Required,
                  "the same for those who do not see it"},
    AttributeForm{"width", Name::Width, Type::Length, Optional,
                  "on paper; as wide as its place where it is left out"},
    AttributeForm{"caption", Name::Caption, Type::Text, Optional, "below it"}};
constexpr std::array kCodeAttributes = {
    AttributeForm{"text", Name::Text, Type::Text, Required, "what it holds"},
    AttributeForm{"alt", Name::Alternate, Type::Text, Required, "the same, to be read out"},
    AttributeForm{"caption", Name::Caption, Type::Text, Optional, "what to do with it"},
    AttributeForm{"cross", Name::Cross, Type::Flag, Optional,
                  "with the cross of Swiss bills in its middle"}};
constexpr std::array kTableAttributes = {
    AttributeForm{"rows", Name::Style, Type::Word, Optional,
                  "how far apart they stand; open where nothing is said", kRowStyles}};
constexpr std::array kColumnAttributes = {
    AttributeForm{"head", Name::Head, Type::Text, Required, "its head"},
    AttributeForm{"align", Name::Align, Type::Word, Optional, "left where nothing is said", kAlign},
    AttributeForm{"width", Name::Width, Type::Length, Optional,
                  "one column has none: it takes what is left"},
    AttributeForm{"decimals", Name::Decimals, Type::Length, Optional,
                  "room behind the decimal mark"},
    AttributeForm{"unit", Name::Unit, Type::Length, Optional, "room for units behind numbers"},
    AttributeForm{"row-head", Name::RowHead, Type::Flag, Optional,
                  "its cells say what their rows are"}};
constexpr std::array kTitleAttributes = {
    AttributeForm{"about", Name::About, Type::Text, Optional, "of second rank, below"},
    AttributeForm{"again", Name::Again, Type::Text, Optional,
                  "what stands over its rows where they go on on another page"},
    AttributeForm{"style", Name::Style, Type::Word, Optional, "group where nothing is said",
                  kTitleStyles}};
constexpr std::array kRowAttributes = {
    AttributeForm{"carried", Name::Carried, Type::Amount, Optional,
                  "what it adds to the sum that is carried to the next page"}};
constexpr std::array kCellAttributes = {
    AttributeForm{"about", Name::About, Type::Text, Optional, "of second rank, below"},
    AttributeForm{"short", Name::Short, Type::Flag, Optional,
                  "what is of second rank may stand behind, where it fits"},
    AttributeForm{"unit", Name::Unit, Type::Text, Optional, "behind a number"}};
constexpr std::array kSumAttributes = {
    AttributeForm{"label", Name::Label, Type::Text, Required, "what it is the sum of"},
    AttributeForm{"strong", Name::Strong, Type::Flag, Optional, "the sum of a part"}};
constexpr std::array kTotalAttributes = {
    AttributeForm{"label", Name::Label, Type::Text, Required, "what it is"},
    AttributeForm{"about", Name::About, Type::Text, Optional, "what it is counted on"},
    AttributeForm{"hint", Name::Hint, Type::Text, Optional, "why, below"},
    AttributeForm{"strong", Name::Strong, Type::Flag, Optional, "a sum"},
    AttributeForm{"final", Name::Final, Type::Flag, Optional, "what all comes to"}};
constexpr std::array kNoteAttributes = {
    AttributeForm{"title", Name::Title, Type::Text, Required, "its heading"},
    AttributeForm{"side", Name::Side, Type::Word, Optional,
                  "the column; start where nothing is said", kSides}};
constexpr std::array kButtonAttributes = {
    AttributeForm{"link", Name::Link, Type::Link, Required, "where it leads to"}};
constexpr std::array kEmailAttributes = {
    AttributeForm{"subject", Name::Subject, Type::Text, Required, "in one line"},
    AttributeForm{"preheader", Name::Preheader, Type::Text, Required,
                  "what a mail program shows behind the subject"}};

constexpr std::array kBlocks = {
    BlockForm{"document", Kind::Document, "What paper, page and mail show", Words::None,
              kDocumentAttributes, kOfDocument},
    BlockForm{"first-page",
              Kind::FirstPage,
              "The whole story: how much, by when, why, how to pay",
              Words::None,
              {},
              kOfFirstPage},
    BlockForm{"section", Kind::Section, "Details; on paper it begins on a page of its own",
              Words::None, kTitled, kFlow},
    BlockForm{"letter-head", Kind::LetterHead, "The brand: picture and word mark", Words::None,
              kLetterHeadAttributes},
    BlockForm{"address-window",
              Kind::AddressWindow,
              "The place that the window of the envelope "
              "shows",
              Words::None,
              kWindowAttributes,
              {},
              Showing::Letter,
              Showing::Letter},
    BlockForm{"facts", Kind::Facts, "Labels and values", Words::None, {}, kOfFacts},
    BlockForm{"fact", Kind::Fact, "A label and its value", Words::Required, kFactAttributes},
    BlockForm{"remark", Kind::Remark, "A sentence of second rank", Words::Required},
    BlockForm{"small-print",
              Kind::SmallPrint,
              "Who the seller is, in one or two lines",
              Words::None,
              {},
              kLines},
    BlockForm{
        "key-figures", Kind::KeyFigures, "What is read first", Words::None, {}, kOfKeyFigures},
    BlockForm{"headline", Kind::Headline, "How much: the largest type", Words::Required},
    BlockForm{"lead", Kind::Lead, "By when: the second largest", Words::Required},
    BlockForm{"line", Kind::Line, "A line of second rank", Words::Required},
    BlockForm{"fill",
              Kind::Fill,
              "Shares out the room that the first page has left",
              Words::None,
              {},
              kOfFill},
    BlockForm{"columns",
              Kind::Columns,
              "One beside the other; below it on a narrow screen",
              Words::None,
              {},
              kOfColumns},
    BlockForm{"why", Kind::Why, "From the last bill to this one, step by step", Words::None,
              kLabelled, kSteps},
    BlockForm{"step", Kind::Step, "The first and the last are totals, the others changes",
              Words::Required, kStepAttributes},
    BlockForm{"chart", Kind::Chart, "Months as bars", Words::None, kChartAttributes, kBars},
    BlockForm{"bar", Kind::Bar, "A month; its words stand below it", Words::Required,
              kBarAttributes, kWindows},
    BlockForm{"window", Kind::Window,
              "What a bar consists of, from its foot on; its words say what", Words::Required,
              kBarWindowAttributes},
    BlockForm{"shares", Kind::Shares, "Parts of a whole, as a ring", Words::None, kSharesAttributes,
              kParts},
    BlockForm{"share", Kind::Share, "A part; its words say what it is", Words::Required,
              kShareAttributes},
    BlockForm{"received", Kind::Received, "The value received: what the customer got", Words::None,
              kLabelled, kGains},
    BlockForm{"gain", Kind::Gain, "One thing of it", Words::Required, kGainAttributes},
    BlockForm{"receipt", Kind::Receipt, "How it adds up, like the receipt of a till", Words::None,
              kReceiptAttributes, kOfReceipt},
    BlockForm{"level",
              Kind::Level,
              "One of several ways to say the same, from the most detailed "
              "on; the first that has room is shown",
              Words::None,
              {},
              kOfLevel},
    BlockForm{"item", Kind::Item, "A row of a receipt", Words::Required, kItemAttributes},
    BlockForm{"payment", Kind::Payment, "How to pay, at its fixed place", Words::None,
              kPaymentAttributes, kOfPayment},
    BlockForm{"detail", Kind::Detail, "What a transfer asks for", Words::Required,
              kDetailAttributes},
    BlockForm{"code",
              Kind::Code,
              "A QR code",
              Words::None,
              kCodeAttributes,
              {},
              Showing::Shown,
              Showing::Override},
    BlockForm{"image",
              Kind::Image,
              "A drawing (SVG) or a picture (PNG, JPEG)",
              Words::None,
              kImageAttributes,
              {},
              Showing::Shown,
              Showing::Override},
    BlockForm{"banner", Kind::Banner, "An offer or a piece of news", Words::Required, kTitled},
    BlockForm{"part", Kind::Part, "A heading with what belongs to it", Words::None, kTitled,
              kOfPart},
    BlockForm{"paragraph", Kind::Paragraph, "Sentences", Words::Required},
    BlockForm{"table", Kind::Table, "Rows under heads, carried over pages", Words::None,
              kTableAttributes, kOfTable, Showing::Shown, Showing::Override},
    BlockForm{"column", Kind::Column, "How the cells of a column stand", Words::None,
              kColumnAttributes},
    BlockForm{"group", Kind::Group, "Rows that belong together", Words::None, {}, kOfGroup},
    BlockForm{"title", Kind::Title, "Over the rows of a group", Words::Required, kTitleAttributes},
    BlockForm{"row", Kind::Row, "One cell for each column", Words::None, kRowAttributes, kCells},
    BlockForm{"cell", Kind::Cell, "A value", Words::MayBeEmpty, kCellAttributes},
    BlockForm{"sum", Kind::Sum, "Below the rows that it sums up", Words::Required, kSumAttributes},
    BlockForm{
        "totals", Kind::Totals, "Sums and taxes, as the law wants them", Words::None, {}, kTotals},
    BlockForm{"total", Kind::Total, "One of them", Words::Required, kTotalAttributes},
    BlockForm{
        "notes", Kind::Notes, "What is good to know, in two columns", Words::None, {}, kOfNotes},
    BlockForm{"note", Kind::Note, "A heading with sentences and facts", Words::None,
              kNoteAttributes, kOfNote},
    BlockForm{"button", Kind::Button, "The one thing to do", Words::Required, kButtonAttributes},
    BlockForm{"email", Kind::Email, "The head of the mail; it shows the document", Words::None,
              kEmailAttributes},
    BlockForm{"sms", Kind::Sms, "A short message; of several the first that holds",
              Words::Required}};

}  // namespace

std::string_view channel_name(Channel channel) {
    return kChannelNames[static_cast<std::size_t>(channel)];
}

std::optional<Channel> find_channel(std::string_view name) {
    const auto* found = std::ranges::find(kChannelNames, name);
    if (found == kChannelNames.end()) return std::nullopt;
    return static_cast<Channel>(found - kChannelNames.begin());
}

std::string_view about_type(AttributeType type) {
    switch (type) {
        case Type::Text: return "words with fields";
        case Type::Link: return "an address: https://, mailto: or tel:";
        case Type::Flag: return "yes, no or a field that says so";
        case Type::Number: return "a field that is a number";
        case Type::Amount: return "a field that is money";
        case Type::Day: return "a field that is a date";
        case Type::Length: return "millimetres, as in 97mm";
        case Type::File: return "a picture in images/, as in images/winter.svg";
        case Type::Word: return "one of its words";
    }
    return {};
}

std::span<const BlockForm> blocks() { return kBlocks; }

const BlockForm& form_of(Kind kind) {
    const auto& form = kBlocks[static_cast<std::size_t>(kind)];
    CHECK(form.kind == kind);
    return form;
}

const BlockForm* find_block(std::string_view name) {
    const auto* found = std::ranges::find(kBlocks, name, &BlockForm::name);
    return found == kBlocks.end() ? nullptr : found;
}

const AttributeForm* find_attribute(const BlockForm& form, std::string_view name) {
    const auto found = std::ranges::find(form.attributes, name, &AttributeForm::name);
    return found == form.attributes.end() ? nullptr : &*found;
}

bool may_contain(const BlockForm& outer, Kind inner) {
    return std::ranges::find(outer.inside, inner) != outer.inside.end();
}

Showing showing(const BlockForm& form, Channel channel) {
    if (channel == Channel::Web) return form.web;
    return channel == Channel::Email ? form.email : Showing::Shown;
}

}  // namespace bw::content
