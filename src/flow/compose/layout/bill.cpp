#include "flow/compose/layout/bill.h"

#include "flow/compose/cii.h"
#include "flow/compose/layout/blocks.h"
#include "flow/compose/ubl.h"

#include <fmt/format.h>

#include <mutex>
#include <vector>

namespace bw::compose {

// Presses wait here between bills; a thread takes one and brings it back.
struct Engine::Shared {
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
    std::mutex mutex;
    std::vector<std::unique_ptr<pdf::Press>> idle;
};

Engine::Engine(std::unique_ptr<Shared> shared) : shared_(std::move(shared)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Result<Engine> Engine::create() {
    auto fonts =
        TRY(pdf::FontBook::load({.directories = pdf::FontOptions{}.directories,
                                 .template_text = "\u2212\u00D7\u00B7\u202F\u00A0\u2026"}));
    return Engine(std::make_unique<Shared>(std::move(fonts)));
}

namespace {

// Number, date and "page n of m" on every page; outside of tags, so that no screen reader repeats
// it.
void draw_footers(Sheet& sheet) {
    const auto& i = sheet.invoice;
    const auto& words = sheet.words;
    const bool is_credit = i.kind == bill::InvoiceKind::CreditNote;
    const std::string head =
        fill(words.running_head, {is_credit ? words.credit_title : words.invoice_title, i.number,
                                  sheet.format.date(i.issued_on)});
    const std::string count = std::to_string(sheet.pages());
    for (int page = 0; page < sheet.pages(); ++page) {
        sheet.go_to(page);
        const std::string place = fill(words.page_of, {std::to_string(page + 1), count});
        sheet.text_in(kLeft, kFooter, kWidth - 30, head, {.ink = Ink::Muted});
        sheet.text(kRight, kFooter, place, {.ink = Ink::Muted, .align = pdf::Align::Right});
    }
}

enum class Purpose { Issue, Proof, Preview };

// Across the upper edge of every page, over whatever stands there.
void draw_preview_band(Sheet& sheet) {
    constexpr pdf::Color kSignal = {176, 0, 32};
    constexpr double kHeight = 8;
    for (int page = 0; page < sheet.pages(); ++page) {
        sheet.go_to(page);
        sheet.bar({0, 0, kPageWidth, kHeight}, kSignal);
        sheet.canvas().text({points(kPageWidth / 2), points(kHeight - 2.6)},
                            sheet.words.preview_band,
                            {.font = {.size = kBody, .weight = kBold},
                             .color = pdf::kWhite,
                             .align = pdf::Align::Center});
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

Result<void> draw(const bill::Invoice& invoice, const Format& format, Purpose purpose,
                  pdf::Document& document) {
    Sheet sheet(document, invoice, find_brand(invoice.seller.brand), format);
    TRY_VOID(draw_first_page(sheet));
    draw_closing(sheet, draw_charges(sheet));
    draw_footers(sheet);
    if (purpose == Purpose::Preview) draw_preview_band(sheet);
    if (const auto missing = document.missing_characters(); !missing.empty())
        return no_font_for(missing);
    return {};
}

// By Factur-X 1.0 and ZUGFeRD 2, which give the name and, in Germany, the relation.
void attach_einvoice(const bill::Invoice& invoice, const Format& format, Instant issued,
                     pdf::Document& document) {
    if (!has_ubl(invoice)) return;
    document.attach({.name = "factur-x.xml",
                     .description = std::string(format.words().einvoice),
                     .media_type = "text/xml",
                     .bytes = cii(invoice),
                     .relation = pdf::Relation::Alternative,
                     .modified = issued,
                     .factur_x_profile = "EN 16931"});
}

// Draws the bill with a press of the engine and gives what `end` makes of the document.
template <typename T>
Result<T> print(const bill::Invoice& invoice, const Engine& engine, Purpose purpose,
                Result<T> (*end)(pdf::Document&&)) {
    const Format format(language_of(invoice.language));
    const auto& words = format.words();
    const bool is_credit = invoice.kind == bill::InvoiceKind::CreditNote;
    const auto issued = Instant::from_seconds(std::int64_t{invoice.issued_on.days()} * 86'400);
    auto press = engine.shared().take();
    const auto printed = [&]() -> Result<T> {
        pdf::Document document(
            *press, {.title = std::string(is_credit ? words.credit_title : words.invoice_title) +
                              " " + invoice.number,
                     .author = invoice.seller.name,
                     .subject = {},
                     .language = std::string(language_tag(format.language())),
                     .created = issued});
        TRY_VOID(draw(invoice, format, purpose, document));
        if (purpose == Purpose::Issue) attach_einvoice(invoice, format, issued, document);
        return end(std::move(document));
    };
    Result<T> result = printed();
    engine.shared().bring_back(std::move(press));
    if (!result && result.error().subject.empty())
        result.error().subject = "invoice " + invoice.number;
    return result;
}

}  // namespace

Result<std::string> pdf(const bill::Invoice& invoice, const Engine& engine) {
    return print<std::string>(invoice, engine, Purpose::Issue,
                              [](pdf::Document&& d) { return std::move(d).finish(); });
}

Result<std::string> preview_pdf(bill::Invoice invoice, const Engine& engine) {
    invoice.number = strings(language_of(invoice.language)).preview;
    invoice.payment_reference.clear();
    invoice.seller.iban.clear();
    invoice.seller.bic.clear();
    return print<std::string>(invoice, engine, Purpose::Preview,
                              [](pdf::Document&& d) { return std::move(d).finish(); });
}

Result<void> proof(const bill::Invoice& invoice, const Engine& engine) {
    return print<void>(invoice, engine, Purpose::Proof,
                       [](pdf::Document&& d) { return std::move(d).check(); });
}

}  // namespace bw::compose
