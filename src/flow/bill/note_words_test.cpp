#include "flow/bill/note_words.h"

#include <gtest/gtest.h>

namespace bw::bill {
namespace {

namespace note = rate::note;

const LocalDate kMarch = LocalDate::of(2026, 3, 1);
const LocalDate kApril = LocalDate::of(2026, 4, 1);

using enum text::Tongue;

std::string words(const rate::Note& note, text::Tongue tongue, const std::string& unit = "m3") {
    rate::Piece piece;
    piece.unit = unit;
    piece.breakdown.seconds = unit.empty() ? 60 : 0;
    return note_words(note, {piece, *Currency::parse("EUR"), tongue,
                             [](const std::string& key) { return "<" + key + ">"; }});
}

struct Said {
    rate::Note note;
    const char *one, *other;  // in two languages
};

TEST(NoteWords, SayBytesAsPeopleReadThem) {
    rate::Piece piece;
    piece.breakdown.bytes = 1;
    const auto left = [&](std::int64_t bytes, text::Tongue tongue) {
        return note_words(note::Left{bytes}, {piece, *Currency::parse("EUR"), tongue, {}});
    };
    EXPECT_EQ(left(3'570'392'935, German), "noch 3,57 GB frei");
    EXPECT_EQ(left(551'462'696, English), "551 MB left");
    EXPECT_EQ(left(0, English), "0 B left");
}

TEST(NoteWords, SayEveryNoteInEnglishAndGerman) {
    const auto gap = [](note::Gap::Kind kind) { return note::Gap{kind, "water", kMarch}; };
    using enum note::Gap::Kind;
    const Said all[] = {
        {note::Reads{{Decimal(100), kMarch}, {Decimal::scaled(1305, 1), kApril, true}},
         "read 100 on 2026-03-01, 130.5 (by days) on 2026-04-01",
         "abgelesen 100 am 2026-03-01, 130,5 (nach Tagen) am 2026-04-01"},
        {note::Used{{kMarch, kApril}}, "used from 2026-03-01 to 2026-04-01",
         "verbraucht von 2026-03-01 bis 2026-04-01"},
        {note::SharedByDays{15, 31}, "shared by days: 15 of 31", "nach Tagen geteilt: 15 von 31"},
        {note::Free{"domestic use"}, "free: domestic use", "frei: domestic use"},
        {gap(NoReadings), "no readings of 'water'", "keine Messwerte von 'water'"},
        {gap(NoTwoReads), "no two reads of 'water' around the period",
         "keine zwei Ablesungen von 'water' um den Zeitraum"},
        {gap(MoveIn), "no read of 'water' within 7 days of the move-in on 2026-03-01",
         "keine Ablesung von 'water' binnen 7 Tagen um den Einzug am 2026-03-01"},
        {gap(MoveOut), "no read of 'water' within 7 days of the move-out on 2026-03-01",
         "keine Ablesung von 'water' binnen 7 Tagen um den Auszug am 2026-03-01"},
        {note::RoundedWith{Decimal::scaled(155, 1)}, "rounded together with the 15.5 m3 before it",
         "zusammen mit den 15,5 m3 davor gerundet"},
        {note::PercentOf{Decimal::scaled(25, 1), Decimal::scaled(223, 1), {"energy", "sun"}},
         "2.5 % of 22.30 EUR for <energy>, <sun>", "2,5 % von 22,30 EUR für <energy>, <sun>"},
        {note::PercentOf{Decimal(10), Decimal(144), {}}, "10 % of 144.00 EUR for all charges",
         "10 % von 144,00 EUR für alle Preise"},
        {note::AmountOff{Decimal(60), "quarter", {}, {"sun"}}, "60.00 EUR per quarter for <sun>",
         "60,00 EUR je Quartal für <sun>"},
        {note::AmountOff{Decimal::scaled(25, 2), "m3", Decimal(10), {}},
         "0.25 EUR per m3 for all charges, 10 m3", "0,25 EUR je m3 für alle Preise, 10 m3"},
        {note::Limited{true, Decimal(8), Decimal(10)}, "at most 8.00 EUR, instead of 10.00 EUR",
         "höchstens 8,00 EUR, statt 10,00 EUR"},
        {note::Limited{false, Decimal(8), Decimal(3)}, "at least 8.00 EUR, instead of 3.00 EUR",
         "mindestens 8,00 EUR, statt 3,00 EUR"},
        {note::Instalment{3, 24}, "part 3 of 24", "Rate 3 von 24"},
        {note::TimeCounted{note::TimeCounted::How::UpToCap, 28, "day"},
         "of a month at most 28 days are paid", "vom Monat werden höchstens 28 Tage bezahlt"},
        {note::TimeCounted{note::TimeCounted::How::UpToCap, 672, "hour"},
         "of a month at most 672 hours are paid", "vom Monat werden höchstens 672 Stunden bezahlt"},
        {note::TimeCounted{note::TimeCounted::How::Thirty360, 0, {}}, "every month has 30 days",
         "jeder Monat hat 30 Tage"},
        {note::TimeCounted{note::TimeCounted::How::BySecond, 0, {}},
         "days as long as the clock makes them", "Tage so lang wie nach der Uhr"},
        {note::TopUp{Decimal(60), Decimal(41)}, "at least 60.00 EUR, the charges came to 41.00 EUR",
         "mindestens 60,00 EUR, berechnet wurden 41,00 EUR"},
        {note::CallsCapped{1, 0}, "1 call reached the maximum cost", "1 Anruf zum Höchstpreis"},
        {note::CallsCapped{1, 0, Decimal(5)}, "1 call reached the maximum cost of 5.00 EUR",
         "1 Anruf zum Höchstpreis von 5,00 EUR"},
        {note::CallsCapped{3, 2},
         "3 calls reached the maximum cost; 2 calls over the maximum cost should have been cut",
         "3 Anrufe zum Höchstpreis; nicht getrennt trotz Höchstpreis: 2 Anrufe"},
        {note::DataCapped{18, Decimal(15)}, "18 blocks; at most 15.00 EUR in a billing period",
         "18 Blöcke; höchstens 15,00 EUR im Abrechnungszeitraum"},
        {note::Left{1200}, "1200 left", "noch 1200 frei"},
        {note::Left{}, "unlimited", "unbegrenzt"}};
    for (const auto& [n, english, german] : all) {
        EXPECT_EQ(words(n, English), english);
        EXPECT_EQ(words(n, German), german);
    }
    EXPECT_EQ(words(note::Left{1200}, English, ""), "1200 s left");
    EXPECT_EQ(words(note::RoundedWith{Decimal(2)}, English, ""),
              "rounded together with the 2 before it");
}

TEST(NoteWords, SpeakItalianAndSpanish) {
    const Said all[] = {
        {note::Reads{{Decimal(100), kMarch}, {Decimal::scaled(1305, 1), kApril, true}},
         "letto 100 il 2026-03-01, 130,5 (per giorni) il 2026-04-01",
         "leído 100 el 2026-03-01, 130,5 (por días) el 2026-04-01"},
        {note::PercentOf{Decimal::scaled(25, 1), Decimal::scaled(223, 1), {"energy", "sun"}},
         "2,5 % di 22,30 EUR per <energy>, <sun>", "2,5 % de 22,30 EUR por <energy>, <sun>"},
        {note::AmountOff{Decimal(60), "quarter", {}, {}},
         "60,00 EUR per trimestre per tutte le voci",
         "60,00 EUR por trimestre por todos los conceptos"},
        {note::Chosen{{{"meter.size", "20"}, {"zone", ""}}},
         "perché meter.size è 20 e zone non è tra i valori indicati",
         "porque meter.size es 20 y zone no es ninguno de los valores indicados"},
        {note::Gap{note::Gap::Kind::MoveIn, "water", kMarch},
         "nessuna lettura di 'water' entro 7 giorni dall'ingresso del 2026-03-01",
         "ninguna lectura de 'water' a menos de 7 días de la entrada del 2026-03-01"},
        {note::CallsCapped{1, 2, Decimal(5)},
         "1 chiamata al costo massimo di 5,00 EUR; non interrotte oltre il costo massimo: 2 "
         "chiamate",
         "1 llamada al coste máximo de 5,00 EUR; sin cortar por encima del coste máximo: 2 "
         "llamadas"},
        {note::Left{}, "illimitato", "ilimitado"}};
    for (const auto& [n, italian, spanish] : all) {
        EXPECT_EQ(words(n, Italian), italian);
        EXPECT_EQ(words(n, Spanish), spanish);
    }
}

}  // namespace
}  // namespace bw::bill
