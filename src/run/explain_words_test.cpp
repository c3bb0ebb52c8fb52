#include "books/catalog/parse.h"
#include "run/explain_words.h"

#include <gtest/gtest.h>

namespace bw::run {
namespace {

namespace note = rate::note;

constexpr std::string_view kHome = R"(schedule: HOME
sector: electricity
currency: EUR
prices: net
from: 2026-01-01
tax: standard
charges:
  energy: {name: {en: Energy, de: Arbeitspreis}, of: import kWh, price: 0.10}
discounts:
  loyal: {on: energy, percent: 10}
)";

const catalog::Catalog& home() {
    static const catalog::Catalog catalog = [] {
        auto document = catalog::parse(kHome, "home.yaml");
        EXPECT_TRUE(document) << document.error().message();
        return *catalog::Catalog::make(std::move(*document), {});
    }();
    return catalog;
}

bill::Item item(rate::PieceKind kind, const char* quantity, const char* price, std::int64_t net) {
    bill::Item item;
    item.piece.kind = kind;
    item.piece.schedule = "HOME";
    item.piece.version = LocalDate::of(2026, 1, 1);
    item.piece.days = month_of(LocalDate::of(2026, 4, 1));
    item.piece.quantity = *Decimal::parse(quantity);
    item.piece.price = *Decimal::parse(price);
    item.tax_code = "S";
    item.tax_percent = Decimal(19);
    item.amount = {net, *Currency::parse("EUR")};
    return item;
}

using Sentences = std::vector<std::string>;
Sentences said(const bill::Item& item, const char* language) {
    return line_sentences(item, {home(), language});
}

TEST(ExplainWords, ADiscountIsAPercentageOfCharges) {
    auto discount = item(rate::PieceKind::Discount, "-1", "2.23", -223);
    discount.piece.charge = "loyal";
    discount.piece.breakdown.notes = {
        note::PercentOf{Decimal(10), Decimal::scaled(2230, 2), {"energy"}}};
    discount.piece.breakdown.clause = "HOME@2026-01-01 discounts.loyal, line 10";
    EXPECT_EQ(said(discount, "en"),
              (Sentences{"10 % of 22.30 EUR for Energy = -2.23 EUR",
                         "rounded half-up to 2 decimals, once, on this line",
                         "for 2026-04-01 to 2026-04-30",
                         "by HOME@2026-01-01 discounts.loyal, line 10", "tax S 19 %"}));
    EXPECT_EQ(said(discount, "de-AT"),
              (Sentences{"10 % von 22,30 EUR für Arbeitspreis = -2,23 EUR",
                         "gerundet kaufmännisch auf 2 Stellen, einmal, auf dieser Zeile",
                         "für 2026-04-01 bis 2026-04-30",
                         "nach HOME@2026-01-01 discounts.loyal, Zeile 10", "Steuer S 19 %"}));
}

TEST(ExplainWords, TheTaxInAGrossPriceIsSaidToBeThere) {
    auto energy = item(rate::PieceKind::Usage, "10", "0.357", 357);
    energy.is_gross = true;
    EXPECT_EQ(said(energy, "en").back(), "tax S 19 %, inside the price");
    EXPECT_EQ(said(energy, "de").back(), "Steuer S 19 %, im Preis enthalten");
    EXPECT_EQ(said(energy, "it")[1], "arrotondato a 2 decimali al più vicino, una volta, su questa "
                                     "riga");
    EXPECT_EQ(said(energy, "es")[2], "periodo: del 2026-04-01 al 2026-04-30");
    EXPECT_EQ(said(energy, "it").back(), "imposta S 19 %, compresa nel prezzo");
    EXPECT_EQ(said(energy, "es").back(), "impuesto S 19 %, incluido en el precio");
}

TEST(ExplainWords, AMinimumSaysWhatItTopsUp) {
    auto minimum = item(rate::PieceKind::Minimum, "1", "19", 1900);
    minimum.piece.breakdown.notes = {note::TopUp{Decimal(60), Decimal(41)}};
    EXPECT_EQ(said(minimum, "en").front(),
              "at least 60.00 EUR, the charges came to 41.00 EUR: topped up by 19.00 EUR");
    EXPECT_EQ(said(minimum, "de").front(),
              "mindestens 60,00 EUR, berechnet wurden 41,00 EUR: aufgefüllt um 19,00 EUR");
}

TEST(ExplainWords, AmountsAndLimitsSayWhereTheyComeFrom) {
    auto off = item(rate::PieceKind::Discount, "-1", "5", -500);
    off.piece.breakdown.notes = {note::AmountOff{Decimal(60), "quarter", {}, {"energy"}},
                                 note::Limited{true, Decimal(5), Decimal(20)}};
    EXPECT_EQ(said(off, "en").front(), "60.00 EUR per quarter for Energy = -5.00 EUR");
    EXPECT_EQ(said(off, "en")[3], "at most 5.00 EUR, instead of 20.00 EUR");
    auto above = item(rate::PieceKind::Maximum, "-1", "3", -300);
    above.piece.breakdown.notes = {note::Limited{true, Decimal(45), Decimal(48)}};
    EXPECT_EQ(said(above, "en").front(),
              "at most 45.00 EUR, instead of 48.00 EUR: -3.00 EUR of this charge");
    EXPECT_EQ(said(above, "de").front(),
              "höchstens 45,00 EUR, statt 48,00 EUR: -3,00 EUR bei diesem Preis");
}

TEST(ExplainWords, AQuantityIsMultipliedByItsPrice) {
    auto energy = item(rate::PieceKind::Usage, "90.472", "0.2871", 2597);
    energy.piece.unit = "kWh";
    energy.piece.breakdown.intervals = 968;
    energy.piece.breakdown.estimated = 4;
    energy.piece.breakdown.missing = 2;
    energy.piece.breakdown.season = "winter";
    energy.piece.breakdown.tier = 2;
    energy.piece.breakdown.tier_from = Decimal::parse("10.5").value();
    energy.piece.breakdown.notes = {note::SharedByDays{15, 31}};
    const auto english = said(energy, "en");
    EXPECT_EQ(english[0], "90.472 kWh x 0.2871 = 25.97 EUR");
    EXPECT_EQ(english[2], "for 2026-04-01 to 2026-04-30, season winter");
    EXPECT_EQ(english[4], "tier 2: above 10.5, without end");
    EXPECT_EQ(english[5], "968 measured intervals, 4 estimated");
    EXPECT_EQ(english[6], "2 intervals have no value and are not billed");
    EXPECT_EQ(english[7], "shared by days: 15 of 31");
    const auto german = said(energy, "de");
    EXPECT_EQ(german.size(), english.size());
    EXPECT_EQ(german[0], "90,472 kWh x 0,2871 = 25,97 EUR");
    EXPECT_EQ(german[2], "für 2026-04-01 bis 2026-04-30, Saison Winter");
    EXPECT_EQ(german[4], "Stufe 2: über 10,5, ohne Ende");
    EXPECT_EQ(german[5], "968 gemessene Werte, 4 geschätzt");
    auto fee = item(rate::PieceKind::Fixed, "17", "39.90", 2188);
    fee.piece.unit = "day";
    fee.piece.base = 31;
    EXPECT_EQ(said(fee, "fr").front(), "17 days x 39.90 / 31 = 21.88 EUR");
    EXPECT_EQ(said(fee, "de").front(), "17 Tage x 39,90 / 31 = 21,88 EUR");
    EXPECT_EQ(said(fee, "it").front(), "17 giorni x 39,90 / 31 = 21,88 EUR");
    EXPECT_EQ(said(fee, "es").front(), "17 días x 39,90 / 31 = 21,88 EUR");
    fee = item(rate::PieceKind::Fixed, "1", "29", 2900);  // once
    EXPECT_EQ(said(fee, "en").front(), "1 x 29.00 = 29.00 EUR");
}

TEST(ExplainWords, CallsAreASum) {
    auto calls = item(rate::PieceKind::Usage, "1", "10.846666667", 1085);
    calls.piece.breakdown.events = 18;
    calls.piece.breakdown.seconds = 8135;
    EXPECT_EQ(said(calls, "en").front(), "18 calls, 8135 s: 10.846666667, billed as 10.85 EUR");
    EXPECT_EQ(said(calls, "de").front(),
              "18 Anrufe, 8135 s: 10,846666667, berechnet mit 10,85 EUR");
    calls.piece.part = "included";
    calls.piece.breakdown.notes = {note::Left{60}};
    EXPECT_EQ(said(calls, "en")[0], "18 calls, 8135 s, paid by the allowance");
    EXPECT_EQ(said(calls, "de")[3], "noch 60 s frei");
}

TEST(ExplainWords, DataIsToldAsPeopleReadIt) {
    auto data = item(rate::PieceKind::Usage, "1", "0", 0);
    data.piece.part = "included";
    data.piece.breakdown.events = 46;
    data.piece.breakdown.bytes = 21'429'607'065;
    data.piece.breakdown.notes = {note::Left{3'570'392'935}};
    EXPECT_EQ(said(data, "en")[0], "46 sessions, 21.43 GB, paid by the allowance");
    EXPECT_EQ(said(data, "de")[0], "46 Sitzungen, 21,43 GB, durch das Inklusivvolumen gedeckt");
    EXPECT_EQ(said(data, "de")[3], "noch 3,57 GB frei");
}

TEST(ExplainWords, ACounterHasReadsAndNoIntervals) {
    auto water = item(rate::PieceKind::Usage, "155.5", "1.92", 29856);
    water.piece.unit = "m3";
    water.piece.breakdown.intervals = 2;
    water.piece.breakdown.missing = 48;
    water.piece.breakdown.tier = 1;
    water.piece.breakdown.notes = {
        note::Reads{{Decimal(100), LocalDate::of(2026, 4, 1)},
                    {Decimal::scaled(2555, 1), LocalDate::of(2026, 5, 1)}}};
    EXPECT_EQ(
        said(water, "en"),
        (Sentences{"155.5 m³ x 1.92 = 298.56 EUR",
                   "rounded half-up to 2 decimals, once, on this line",
                   "for 2026-04-01 to 2026-04-30",
                   "the reads below show all of the usage that the tiers share",
                   "tier 1: above 0, without end", "read 100 on 2026-04-01, 255.5 on 2026-05-01",
                   "1 more read between them", "tax S 19 %"}));
    EXPECT_EQ(said(water, "de")[6], "1 weitere Ablesung dazwischen");
}

}  // namespace
}  // namespace bw::run
