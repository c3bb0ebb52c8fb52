// Documents per CPU second: a bill of two pages with some 240 different texts, a chart of 12 bars,
// a payment code, a table of 40 rows, tagged throughout.
#include "flow/compose/pdf/paragraph.h"
#include "flow/compose/pdf/qr.h"
#include "flow/compose/pdf/writer.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace bw;
using namespace bw::pdf;

constexpr TextStyle kBody = {.font = {.size = 8.5}};
constexpr TextStyle kBold = {.font = {.size = 8.5, .weight = Weight::Bold}};
constexpr TextStyle kAmount = {.font = {.size = 8.5}, .align = Align::Decimal};
constexpr std::string_view kLegal =
    "Bitte zahlen Sie den Betrag bis zum Fälligkeitstag. Einwendungen gegen diese Rechnung "
    "erheben Sie bitte innerhalb von acht Wochen nach Zugang in Textform. Bei Streit können "
    "Sie die Schlichtungsstelle anrufen; Ihr Recht auf den Weg zu den Gerichten bleibt davon "
    "unberührt. Der Zeitraum der Abrechnung richtet sich nach dem Vertrag.";

std::string amount_text(unsigned cents) {
    return fmt::format("{}.{:03},{:02} €", cents / 100000 % 10, cents / 100 % 1000, cents % 100);
}

void draw_first_page(Document& document, unsigned n) {
    Canvas& page = document.add_page(kA4);
    page.fill_rounded({56, 40, 60, 30}, 6, {16, 92, 70});
    const auto line = [&](Role role, Point at, std::string_view text, const TextStyle& style) {
        const auto tag = document.tag(role);
        page.text(at, text, style);
    };
    line(Role::Paragraph, {56, 130}, fmt::format("Erika Mustermann {}", n), kBody);
    line(Role::Paragraph, {56, 142}, fmt::format("Hauptstraße {}", n % 200), kBody);
    line(Role::Paragraph, {56, 154}, fmt::format("{:05} Musterstadt", 10000 + n % 80000), kBody);
    line(Role::Heading1, {56, 240}, "Ihre Stromrechnung",
         {.font = {.size = 24, .weight = Weight::Bold}});
    for (unsigned i = 0; i < 8; ++i) {
        line(Role::Paragraph, {56, 270.0 + i * 14}, "Rechnungsbetrag für den Zeitraum", kBody);
        line(Role::Paragraph, {320, 270.0 + i * 14}, amount_text(n * 37 + i * 12345), kAmount);
    }
    {
        const auto tag = document.tag(Role::Figure, {.alternate = "Verbrauch je Monat"});
        for (unsigned i = 0; i < 12; ++i) {
            const double height = 10 + (n * 7 + i * 31) % 60;
            page.fill({60.0 + i * 22, 500 - height, 14, height}, {16, 92, 70});
            page.text({67.0 + i * 22, 512}, fmt::format("{}", i + 1),
                      {.font = {.size = 7}, .align = Align::Center});
        }
    }
    {
        const auto tag = document.tag(Role::Figure, {.alternate = "Zahlcode"});
        const auto code = encode_qr(
            fmt::format(
                "BCD\n002\n1\nSCT\nBFSWDE33BER\nAurora Energie GmbH\nDE02120300000000202051\n"
                "EUR{}.{:02}\n\n\nRechnung R-2026-{:06}",
                n % 900, n % 100, n),
            QrLevel::Medium);
        page.modules({420, 420}, 80, code->side, code->dark, kBlack);
    }
    const auto tag = document.tag(Role::Paragraph);
    draw_paragraph(page, document.shaper(), {56, 560}, 480, kLegal, {.text = kBody});
}

void draw_details(Document& document, unsigned n) {
    Canvas& page = document.add_page(kA4);
    const auto table = document.tag(Role::Table);
    for (unsigned row = 0; row < 40; ++row) {
        const auto row_tag = document.tag(Role::TableRow);
        const double y = 80 + row * 16;
        const auto cell = [&](double x, std::string_view text, const TextStyle& style) {
            const auto cell_tag = document.tag(row == 0 ? Role::HeadCell : Role::DataCell);
            page.text({x, y}, text, style);
        };
        const TextStyle& words = row == 0 ? kBold : kBody;
        cell(56, fmt::format("{:02}.{:02}.2026", row % 28 + 1, n % 12 + 1), words);
        cell(120, "Arbeitspreis Hochtarif", words);
        cell(300, fmt::format("{},{}", (n * 13 + row * 71) % 900, row % 10), kAmount);
        cell(360, fmt::format("0,{:04}", (n * 17 + row) % 10000), kAmount);
        cell(460, amount_text(n * 91 + row * 777), kAmount);
        page.line({56, y + 4}, {540, y + 4}, {.width = 0.4, .color = {200, 200, 200}});
    }
}

std::string compose(Press& press, unsigned n) {
    Document document(press, {.title = fmt::format("Rechnung R-2026-{:06}", n),
                              .author = "Aurora Energie GmbH",
                              .language = "de-DE",
                              .created = Instant::from_seconds(1790000000)});
    draw_first_page(document, n);
    draw_details(document, n);
    auto bytes = std::move(document).finish();
    if (!bytes) {
        std::fputs(bytes.error().message().c_str(), stderr);
        std::exit(1);
    }
    return std::move(*bytes);
}

const FontBook& fonts() {
    static const Result<FontBook> book = FontBook::load();
    if (!book) {
        std::fputs(book.error().message().c_str(), stderr);
        std::exit(1);
    }
    return *book;
}

void bill_of_two_pages(benchmark::State& state) {
    Press press(fonts(), {.deflate_level = static_cast<int>(state.range(0))});
    unsigned n = 0;
    std::size_t bytes = 0;
    for (auto _ : state) bytes += compose(press, n++).size();
    state.SetItemsProcessed(state.iterations());
    state.counters["bytes"] =
        benchmark::Counter(static_cast<double>(bytes), benchmark::Counter::kAvgIterations);
}
BENCHMARK(bill_of_two_pages)->Arg(1)->Arg(3)->Arg(6)->Unit(benchmark::kMicrosecond);

void payment_code(benchmark::State& state) {
    const std::string payload(static_cast<std::size_t>(state.range(0)), 'A');
    for (auto _ : state) benchmark::DoNotOptimize(encode_qr(payload, QrLevel::Medium));
}
BENCHMARK(payment_code)->Arg(113)->Arg(300)->Arg(1000)->Unit(benchmark::kMicrosecond);

void load_fonts(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(FontBook::load());
}
BENCHMARK(load_fonts)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
