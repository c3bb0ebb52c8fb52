#include "flow/compose/paper/print.h"

#include "flow/compose/brands/per_brand.h"
#include "flow/compose/paper/blocks.h"
#include "flow/compose/paper/head.h"
#include "flow/compose/paper/inserter.h"

#include <fmt/format.h>

#include <array>
#include <mutex>

namespace bw::paper {

// Presses wait here between documents; a thread takes one and brings it back.
struct Workshop::Shared {
    explicit Shared(pdf::FontBook book) : fonts(std::move(book)) {}

    std::unique_ptr<pdf::Press> take() {
        const std::lock_guard lock(mutex);
        if (idle.empty()) return std::make_unique<pdf::Press>(fonts);
        auto press = std::move(idle.back());
        idle.pop_back();
        return press;
    }
    void bring_back(std::unique_ptr<pdf::Press> press) {
        const std::lock_guard lock(mutex);
        idle.push_back(std::move(press));
    }

    pdf::FontBook fonts;
    std::array<brands::PerBrand<HeadStamps>, 2> heads;  // as they are, and mirrored
    std::mutex mutex;
    std::vector<std::unique_ptr<pdf::Press>> idle;
};

Workshop::Workshop(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

Result<Workshop> Workshop::open() {
    auto fonts =
        TRY(pdf::FontBook::load({.directories = pdf::FontOptions{}.directories,
                                 .template_text = "\u2212\u00D7\u00B7\u202F\u00A0\u2026"}));
    return Workshop(std::make_shared<Shared>(std::move(fonts)));
}

Result<Workshop> Workshop::of_process() {
    static std::mutex mutex;
    static std::shared_ptr<Shared> kept;
    const std::lock_guard lock(mutex);
    if (kept == nullptr) kept = TRY(open()).shared_;
    return Workshop(kept);
}

namespace {

// What document it is and "page n of m" on every page; outside of tags, so that no screen reader
// repeats it.
void draw_feet(Sheet& sheet, std::string_view foot) {
    const std::string count = std::to_string(sheet.pages());
    for (int page = 0; page < sheet.pages(); ++page) {
        sheet.go_to(page);
        const std::string place =
            compose::fill(sheet.words.page_of, {std::to_string(page + 1), count});
        sheet.text_in(kLeft, kFooter, kWidth - 30, foot, {.ink = Ink::Muted});
        sheet.text(kRight, kFooter, place, {.ink = Ink::Muted, .align = pdf::Align::Right});
    }
}

// At the left edge of the front of every sheet; nothing where the template asks for none.
void draw_inserter_marks(Sheet& sheet, std::string_view asked) {
    if (asked.empty()) return;
    const int pages_a_sheet = asked == "duplex" ? 2 : 1;
    const int sheets = (sheet.pages() + pages_a_sheet - 1) / pages_a_sheet;
    const Sheet::InPlace in_place(sheet);
    for (int n = 0; n < sheets; ++n) {
        sheet.go_to(n * pages_a_sheet);
        const auto marks = inserter_marks(n, sheets);
        for (std::size_t i = 0; i < marks.size(); ++i) {
            const double y = kInserterTop + kInserterStep * static_cast<double>(i);
            if (marks[i])
                sheet.bar({kInserterLeft, y, kInserterLength, kInserterThick}, pdf::kBlack);
        }
    }
}

// Across the upper edge of every page, over whatever stands there.
void draw_preview_band(Sheet& sheet) {
    constexpr pdf::Color kSignal = {176, 0, 32};
    constexpr double kHeight = 8;
    for (int page = 0; page < sheet.pages(); ++page) {
        sheet.go_to(page);
        sheet.bar({0, 0, kPageWidth, kHeight}, kSignal);
        sheet.text(
            kPageWidth / 2, kHeight - 2.6, sheet.words.preview_band,
            {.size = kBody, .ink = Ink::OnSignal, .weight = kBold, .align = pdf::Align::Center});
    }
}

// A name or an address must not reach its owner as empty boxes.
std::unexpected<Error> no_font_for(std::u32string_view missing) {
    constexpr std::size_t kMost = 5;
    std::string codes;
    for (const char32_t c : missing.substr(0, kMost))
        codes += fmt::format("{}U+{:04X}", codes.empty() ? "" : ", ", static_cast<unsigned>(c));
    if (missing.size() > kMost) codes += ", ...";
    return fail(Code::Unsupported,
                "no installed font has the characters " + codes +
                    "; install one that has them (of the Noto fonts, e.g. fonts-noto-cjk for "
                    "Chinese, Japanese and Korean), or correct the text");
}

Result<void> draw(const Order& order, const pdf::Hyphenator& hyphens, const HeadStamps& heads,
                  pdf::Document& document) {
    Sheet sheet(document, order.brand, order.format, hyphens, heads);
    sheet.title = order.document[Name::Title];
    for (const Block& part : order.document.children()) {
        if (part.kind == Kind::FirstPage) TRY_VOID(draw_first_page(sheet, part));
        else TRY_VOID(draw_section(sheet, part));
    }
    draw_feet(sheet, order.document[Name::Foot]);
    draw_inserter_marks(sheet, order.document[Name::Inserter]);
    if (order.purpose == Purpose::Preview) draw_preview_band(sheet);
    if (const auto missing = document.missing_characters(); !missing.empty())
        return no_font_for(missing);
    return {};
}

// Patterns of a language, read when it is first asked for and kept for the process: they are the
// machine's, and a demo of 26 runs need not read them 26 times.
const pdf::Hyphenator& hyphens_of(compose::Language language) {
    struct Slot {
        std::once_flag is_read;
        pdf::Hyphenator hyphens;
    };
    static std::array<Slot, compose::kLanguages.size()> slots;
    Slot& slot = slots[static_cast<std::size_t>(language)];
    std::call_once(slot.is_read,
                   [&] { slot.hyphens = pdf::Hyphenator::load(compose::language_tag(language)); });
    return slot.hyphens;
}

// Draws the document with a press of the workshop and gives what `end` makes of it.
template <typename T>
Result<T> made(Order order, const Workshop& workshop, Result<T> (*end)(pdf::Document&&)) {
    auto press = workshop.shared().take();
    const bool is_mirrored = compose::runs_right_to_left(order.format.language());
    const auto heads = workshop.shared().heads[is_mirrored ? 1 : 0].of(
        order.brand, [&] { return record_heads(order.brand, *press, is_mirrored); });
    const auto make = [&]() -> Result<T> {
        pdf::Document document(
            *press, {.title = std::string(order.document[Name::Title]),
                     .author = std::string(order.author),
                     .subject = {},
                     .language = std::string(compose::language_tag(order.format.language())),
                     .begins_at_right = is_mirrored,
                     .created = Zone().start_of_day(order.day)});
        for (auto& attachment : order.attachments) document.attach(std::move(attachment));
        TRY_VOID(draw(order, hyphens_of(order.format.language()), *heads, document));
        return end(std::move(document));
    };
    Result<T> result = make();
    workshop.shared().bring_back(std::move(press));
    return result;
}

}  // namespace

Result<std::string> print(Order order, const Workshop& workshop) {
    return made<std::string>(std::move(order), workshop,
                             [](pdf::Document&& d) { return std::move(d).finish(); });
}

Result<void> proof(Order order, const Workshop& workshop) {
    return made<void>(std::move(order), workshop,
                      [](pdf::Document&& d) { return std::move(d).check(); });
}

}  // namespace bw::paper
