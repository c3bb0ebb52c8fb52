#include "books/catalog/parse.h"
#include "flow/bill/line_name.h"

#include <gtest/gtest.h>

namespace bw::bill {
namespace {

constexpr std::string_view kTariffs = R"(schedule: WATER
name: {en: Water, de: Wasser}
sector: water
currency: EUR
prices: net
from: 2026-01-01
tax: standard
charges:
  fee: {price: 8.00 per month}
  water:
    name: {en: Drinking water, de: Trinkwasser, de-CH: Frischwasser}
    of: water m3
    tiers per month: [{to: 10, price: 1.92}, {to: 20, price: 2.10}, {price: 2.50}]
  garden:
    of: water m3
    tiers per day: [{to: 0.5, price: 1.92}, {name: dear, price: 2.50}]
  sewer-share:
    name: {en: Sewer, de: Schmutzwasser}
    of: water m3
    windows:
      off-peak: {when: 00:00-06:00, price: 1.00}
      rush:     {when: 06:00-09:00, price: 1.20}
      day:      {name: {en: Daylight, de: Hochtarif}, when: otherwise, price: 1.10}
  pool:
    of: water m3
    seasons:
      warm: {name: {de: Badesaison}, when: 1 May - 31 Aug, price: 2.00}
      cold: {when: otherwise, price: 1.00}
---
plan: MOBILE
name: {en: Mobile, de: Mobil}
sector: telecom
currency: EUR
prices: net
from: 2026-01-01
zone: Europe/Berlin
tax: standard
recurring:
  fee: {price: 7.99 per month}
discounts:
  half_price: {name: {de: Zum halben Preis}, on: fee, percent: 50}
allowances:
  minutes: {include: 100 minutes per month, to: national}
  volume: {include: 5 GB per month}
usage:
  destinations:
    national: ["+49"]
    alps: {name: {en: Alpine countries, de: Alpenländer}, prefixes: ["+41", "+43"]}
  rates:
    call: {groups: [{from: 0 s, price: 0.10 per minute, increment: 60 s}]}
  rating plans:
    standard:
      - {to: national, rate: call}
      - {to: alps, rate: call, when: weekends, window: we, window name: {de: Wochenende},
         weight: 20}
      - {to: alps, rate: call}
      - {deck: world.csv, rate: call}
  subjects:
    - {category: call, subject: any, rating plan: standard}
  messages:
    sms: {price: 0.07 per message}
  data: {price: 1.50 per started 500 MB}
---
schedule: CALLS
sector: telecom
currency: EUR
prices: net
from: 2026-01-01
zone: Europe/Berlin
tax: standard
usage:
  voice:
    price: 0.06 per minute
    windows: {moon: {name: {en: moonlight, de: Mondschein}, when: 19:00-07:00, price factor: 0.5}}
)";

constexpr std::string_view kWorld = "prefix,name,name de,price per minute\n"
                                    "+44,United Kingdom,Großbritannien,0.09\n"
                                    "+4477,United Kingdom,,0.19\n+33,France,,0.10\n";

const catalog::Catalog& tariffs() {
    static const catalog::Catalog catalog = [] {
        auto document = catalog::parse(kTariffs, "tariffs.yaml");
        EXPECT_TRUE(document) << document.error().message();
        auto deck = catalog::parse_deck(kWorld, "world.csv");
        EXPECT_TRUE(deck) << deck.error().message();
        return *catalog::Catalog::make(std::move(*document), {std::move(*deck)});
    }();
    return catalog;
}

rate::Piece usage(const std::string& charge, const std::string& schedule = "WATER") {
    rate::Piece piece;
    piece.charge = charge;
    piece.schedule = schedule;
    piece.version = LocalDate::of(2026, 1, 1);
    piece.unit = "m3";
    return piece;
}

rate::Piece tier(const std::string& charge, int number, const std::string& from,
                 const std::string& to) {
    rate::Piece piece = usage(charge);
    piece.part = "tier-" + std::to_string(number);
    piece.breakdown.tier = number;
    piece.breakdown.tier_from = Decimal::parse(from).value();
    if (!to.empty()) piece.breakdown.tier_to = Decimal::parse(to).value();
    return piece;
}

std::string name(const rate::Piece& piece, const std::string& language) {
    return line_name(tariffs(), tariffs().all.plans.front(), piece, language);
}

TEST(LineName, TiersAreNamedByTheirBounds) {
    EXPECT_EQ(name(tier("water", 1, "0", "10"), "en"), "Drinking water, first 10\u202Fm³");
    EXPECT_EQ(name(tier("water", 2, "10", "20"), "en"), "Drinking water, 10 to 20\u202Fm³");
    EXPECT_EQ(name(tier("water", 3, "20", ""), "en"), "Drinking water, above 20\u202Fm³");
    EXPECT_EQ(name(tier("water", 1, "0", "10"), "de"), "Trinkwasser, die ersten 10\u202Fm³");
    EXPECT_EQ(name(tier("water", 3, "20", ""), "de"), "Trinkwasser, über 20\u202Fm³");
    EXPECT_EQ(name(tier("water", 3, "20", ""), "de-AT"), "Trinkwasser, über 20\u202Fm³");
    EXPECT_EQ(name(tier("water", 3, "20", ""), "de-CH"), "Frischwasser, über 20\u202Fm³");
    // Bounds shared by days are shown as used, to a thousandth.
    EXPECT_EQ(name(tier("water", 1, "0", "4.666666667"), "de"),
              "Trinkwasser, die ersten 4,667\u202Fm³");
}

TEST(LineName, WhatATariffDoesNotNameIsSaidInItalianAndSpanish) {
    EXPECT_EQ(name(tier("garden", 1, "0", "0.5"), "it"), "Garden, primi 0,5\u202Fm³ al giorno");
    EXPECT_EQ(name(tier("garden", 1, "0", "0.5"), "es"), "Garden, primeros 0,5\u202Fm³ al día");
    EXPECT_EQ(name(tier("water", 2, "10", "20"), "it-IT"), "Drinking water, da 10 a 20\u202Fm³");
    EXPECT_EQ(name(tier("water", 3, "20", ""), "es-ES"), "Drinking water, más de 20\u202Fm³");
    rate::Piece piece = usage("sewer-share");
    piece.part = piece.breakdown.window = "off-peak";
    EXPECT_EQ(name(piece, "it"), "Sewer, ore fuori punta");
    EXPECT_EQ(name(piece, "es"), "Sewer, horas valle");
    EXPECT_EQ(name(usage("messages", "MOBILE"), "it"), "Messaggi");
    EXPECT_EQ(name(usage("data", "MOBILE"), "es"), "Datos");
}

TEST(LineName, BoundsOfADaySaySoUnlessTheyWereMultiplied) {
    EXPECT_EQ(name(tier("garden", 1, "0", "0.5"), "en"), "Garden, first 0.5\u202Fm³ per day");
    EXPECT_EQ(name(tier("garden", 1, "0", "15.5"), "en"), "Garden, first 15.5\u202Fm³");
    EXPECT_EQ(name(tier("garden", 2, "0.5", ""), "en"), "Garden, dear");  // it has a name
}

TEST(LineName, WindowsSpeakTheCustomersLanguage) {
    rate::Piece piece = usage("sewer-share");
    piece.part = piece.breakdown.window = "off-peak";
    EXPECT_EQ(name(piece, "en"), "Sewer, off-peak");
    EXPECT_EQ(name(piece, "de"), "Schmutzwasser, Nebenzeit");
    piece.part = piece.breakdown.window = "rush";  // a word of the tariff's own stays
    EXPECT_EQ(name(piece, "de-AT"), "Schmutzwasser, rush");
}

TEST(LineName, WindowsAndSeasonsMayHaveNames) {
    rate::Piece piece = usage("sewer-share");
    piece.part = piece.breakdown.window = "day";
    EXPECT_EQ(name(piece, "en"), "Sewer, Daylight");
    EXPECT_EQ(name(piece, "de-AT"), "Schmutzwasser, Hochtarif");
    EXPECT_EQ(window_words(tariffs(), piece, "fr"), "Daylight");
    piece = usage("pool");
    piece.part = piece.breakdown.season = "warm";
    EXPECT_EQ(name(piece, "de"), "Pool, Badesaison");
    EXPECT_EQ(season_words(tariffs(), piece, "de"), "Badesaison");
    piece.breakdown.season = "cold";
    EXPECT_EQ(name(piece, "de"), "Pool, cold");
    piece.version = LocalDate::of(2027, 1, 1);  // the text is another one by now
    EXPECT_EQ(season_words(tariffs(), piece, "de"), "cold");
}

TEST(LineName, DestinationsMayHaveNames) {
    rate::Piece calls = usage("voice", "MOBILE");
    calls.part = "alps";
    EXPECT_EQ(name(calls, "en"), "Calls: Alpine countries");
    calls.part = "alps/we";
    calls.breakdown.window = "we";
    EXPECT_EQ(name(calls, "de"), "Anrufe: Alpenländer, Wochenende");
    calls.breakdown.window = {};
    calls.part = "United Kingdom";  // of the deck
    EXPECT_EQ(name(calls, "de-CH"), "Anrufe: Großbritannien");
    EXPECT_EQ(name(calls, "en"), "Calls: United Kingdom");
    calls.part = "France";
    EXPECT_EQ(name(calls, "de"), "Anrufe: France");
}

TEST(LineName, CallsThatAScheduleRatesAreCallsToo) {
    rate::Piece calls = usage("voice", "CALLS");
    calls.part = "any/moon";
    calls.breakdown.window = "moon";
    EXPECT_EQ(name(calls, "en"), "Calls, moonlight");
    EXPECT_EQ(name(calls, "de"), "Anrufe, Mondschein");
}

TEST(LineName, AChargeWithoutANameIsNoKey) {
    rate::Piece fee = usage("fee");
    fee.kind = rate::PieceKind::Fixed;
    EXPECT_EQ(name(fee, "en"), "Basic fee");
    EXPECT_EQ(name(fee, "de"), "Grundgebühr");
    fee.schedule = "MOBILE";
    EXPECT_EQ(name(fee, "en"), "Basic fee");
    rate::Piece discount = usage("new_customers");
    discount.kind = rate::PieceKind::Discount;
    EXPECT_EQ(name(discount, "en"), "New customers");
    discount = usage("half_price", "MOBILE");
    discount.kind = rate::PieceKind::Discount;
    EXPECT_EQ(name(discount, "de"), "Zum halben Preis");
}

TEST(LineName, WhatIsNotAllOfAChargeSaysSo) {
    rate::Piece capped = usage("fee", "MOBILE");
    capped.kind = rate::PieceKind::Fixed;
    capped.part = rate::kBeyondCap;
    EXPECT_EQ(name(capped, "en"), "Basic fee, beyond the cap of the month");
    EXPECT_EQ(name(capped, "de"), "Grundgebühr, über die Grenze des Monats hinaus");
    rate::Piece above = usage("sewer-share");
    above.kind = rate::PieceKind::Maximum;
    above.part = "maximum";
    EXPECT_EQ(name(above, "en"), "Sewer, above the maximum");
    EXPECT_EQ(name(above, "de"), "Schmutzwasser, über dem Höchstbetrag");
}

TEST(LineName, CallsDataAndMessagesAreCalledWhatTheyAre) {
    rate::Piece calls = usage("voice", "MOBILE");
    calls.part = "national/off-peak";
    calls.breakdown.window = "off-peak";
    EXPECT_EQ(name(calls, "en"), "Calls: National, off-peak");
    EXPECT_EQ(name(calls, "de"), "Anrufe: Inland, Nebenzeit");
    calls.part = "Sea/air";  // a destination's own stroke is no window
    calls.breakdown.window = {};
    EXPECT_EQ(name(calls, "en"), "Calls: Sea/air");
    EXPECT_EQ(name(usage("messages", "MOBILE"), "de"), "Nachrichten");
    EXPECT_EQ(name(usage("sms", "MOBILE"), "en"), "Text messages");
    EXPECT_EQ(name(usage("data", "MOBILE"), "en"), "Data");
    rate::Piece included = usage("minutes", "MOBILE");
    included.part = "included";
    EXPECT_EQ(name(included, "en"), "Calls: National, included in your plan");
    included.charge = "volume";
    EXPECT_EQ(name(included, "de"), "Datenvolumen, in Ihrem Tarif enthalten");
}

}  // namespace
}  // namespace bw::bill
