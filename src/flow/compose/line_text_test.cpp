#include "flow/compose/line_text.h"
#include "flow/compose/samples/sample_bills.h"

#include <gtest/gtest.h>

namespace bw::compose {
namespace {

namespace note = rate::note;

const Format kEn(Language::English);
const Format kDe(Language::German);
const Format kIt(Language::Italian);
const Format kEs(Language::Spanish);
const Currency kEur = *Currency::parse("EUR");
const Period kOctober = month_of(LocalDate::of(2026, 10, 1));

bill::InvoiceLine line(const std::string& quantity, const std::string& unit) {
    bill::InvoiceLine l;
    l.quantity = *Decimal::parse(quantity);
    l.unit = unit;
    l.net = {1057, kEur};
    l.days = l.nominal = kOctober;
    l.piece.charge = "usage";
    return l;
}

bill::Invoice bill_of(std::vector<bill::InvoiceLine> lines) {
    bill::Invoice invoice;
    invoice.currency = kEur;
    invoice.net = invoice.tax = invoice.gross = invoice.payable = {1057, kEur};
    invoice.period = kOctober;
    invoice.lines = std::move(lines);
    return invoice;
}

LineText text(const bill::InvoiceLine& l, const Format& format = kEn) {
    return line_texts(bill_of({l}), format).front();
}

TEST(LineText, AQuantityWithAUnitStandsAsItIs) {
    const auto t = text(line("412.6", "kWh"), kDe);
    EXPECT_EQ(t.number, "412,6");
    EXPECT_EQ(t.unit, "kWh");
    EXPECT_TRUE(t.has_price);
    EXPECT_EQ(t.words, "");
    EXPECT_EQ(text(line("1", "month"), kDe).unit, "Monat");
    EXPECT_EQ(text(line("3", "block"), kDe).unit, "Blöcke");
}

TEST(LineText, CallsAreCountedInMinutesWhateverTheLineIsPricedBy) {
    auto calls = line("1", "");
    calls.piece.breakdown.events = 23;
    calls.piece.breakdown.seconds = 7928;
    auto t = text(calls);
    EXPECT_EQ(t.number, "132:08");
    EXPECT_EQ(t.unit, "min");
    EXPECT_FALSE(t.has_price);
    EXPECT_EQ(t.words, "23\u202Fcalls");
    calls.piece.breakdown.notes = {note::CallsCapped{1, 0, Decimal(5)}};
    EXPECT_EQ(text(calls, kDe).words,
              "23\u202FAnrufe\u00A0· 1\u202FAnruf auf 5,00\u00A0€ begrenzt");
    calls.piece.breakdown.events = 1;
    EXPECT_EQ(text(calls).words, "1\u202Fcall capped at 5.00\u00A0EUR");
    EXPECT_EQ(minutes(59, kEn), "0:59");
    EXPECT_EQ(minutes(360'000, kEn), "6,000:00");
}

TEST(LineText, CallsTellWhatAMinuteCosts) {
    auto calls = line("1", "");
    calls.piece.breakdown.events = 18;
    calls.piece.breakdown.seconds = 8135;
    calls.price = *Decimal::parse("10.846666667");  // 0.08 a minute
    EXPECT_EQ(text(calls).words, "18\u202Fcalls\u00A0· 0.08\u00A0EUR per minute");
    calls.price = Decimal(11);
    EXPECT_EQ(text(calls, kDe).words, "18\u202FAnrufe\u00A0· im Mittel 0,0811\u00A0€ je Minute");
}

TEST(LineText, DataIsCountedInTheUnitThatFits) {
    auto data = line("1", "");
    data.piece.breakdown.bytes = 1'240'400'000;
    EXPECT_EQ(text(data).number, "1.24");
    EXPECT_EQ(text(data).unit, "GB");
    data.piece.breakdown.bytes = 640'700'000;
    EXPECT_EQ(text(data, kDe).number + text(data, kDe).unit, "641MB");
    data.piece.part = "included";
    data.piece.breakdown.notes = {note::Left{4'359'300'000}};
    EXPECT_EQ(text(data, kDe).words, "noch 4,36\u202FGB frei");
    data.piece.breakdown.notes = {note::Left{0}};
    EXPECT_EQ(text(data, kDe).words, "aufgebraucht");
    data.piece.breakdown.notes = {note::Left{}};
    EXPECT_EQ(text(data).words, "unlimited");
    auto blocks = line("3", "block");
    blocks.piece.breakdown.bytes = 1'240'400'000;
    EXPECT_EQ(text(blocks).words, "1.24\u202FGB used");
    auto capped = line("1", "");
    capped.piece.breakdown.bytes = 9'000'000'000;
    capped.piece.breakdown.notes = {note::DataCapped{18, Decimal(15)}};
    EXPECT_EQ(text(capped).words, "At most 15.00\u00A0EUR");
}

TEST(LineText, DiscountsAndMinimumsSayWhatTheyAreOf) {
    auto discount = line("-1", "");
    discount.piece.kind = rate::PieceKind::Discount;
    // What else is noted is for operators.
    discount.piece.breakdown.notes = {
        note::RoundedWith{Decimal(15)},
        note::PercentOf{Decimal(4), Decimal::scaled(5586, 2), {"energy"}}};
    EXPECT_EQ(text(discount).number, "");
    EXPECT_EQ(text(discount).words, "4\u202F% off 55.86\u00A0EUR");
    EXPECT_EQ(text(discount, kDe).words, "4\u202F% auf 55,86\u00A0€");
    EXPECT_EQ(text(discount, kIt).words, "4% su 55,86\u00A0€");
    EXPECT_EQ(text(discount, kEs).words, "4\u202F% sobre 55,86\u00A0€");
    auto minimum = line("1", "");
    minimum.piece.kind = rate::PieceKind::Minimum;
    minimum.piece.breakdown.notes = {note::TopUp{Decimal(9), Decimal::scaled(72, 1)}};
    EXPECT_EQ(text(minimum).words, "At least 9.00\u00A0EUR; your charges came to 7.20\u00A0EUR");
}

TEST(LineText, SurchargesAmountsAndMaximaSayWhatTheyAreOf) {
    auto of = line("1", "");
    of.piece.kind = rate::PieceKind::Surcharge;
    of.piece.breakdown.notes = {note::PercentOf{Decimal::scaled(1966, 3), Decimal(50), {}}};
    EXPECT_EQ(text(of).words, "1.966\u202F% on 50.00\u00A0EUR");
    EXPECT_EQ(text(of, kDe).words, "1,966\u202F% von 50,00\u00A0€");
    of.piece.kind = rate::PieceKind::Discount;
    of.piece.breakdown.notes = {note::AmountOff{Decimal(60), "quarter", {}, {}}};
    EXPECT_EQ(text(of).words, "60.00\u00A0EUR per quarter");
    EXPECT_EQ(text(of, kDe).words, "60,00\u00A0€ je Quartal");
    of.piece.breakdown.notes.emplace_back(note::Limited{true, Decimal(5), Decimal(20)});
    EXPECT_EQ(text(of).words, "60.00\u00A0EUR per quarter\u00A0\u00B7 At most 5.00\u00A0EUR");
    of.piece.kind = rate::PieceKind::Maximum;
    of.piece.breakdown.notes = {note::Limited{true, Decimal(45), Decimal(50)}};
    EXPECT_EQ(text(of).words, "At most 45.00\u00A0EUR; your charges came to 50.00\u00A0EUR");
    of.piece.kind = rate::PieceKind::Fixed;
    of.piece.breakdown.notes = {note::Instalment{3, 24}};
    EXPECT_EQ(text(of).words, "Part 3 of 24");
    EXPECT_EQ(text(of, kDe).words, "Rate 3 von 24");
}

TEST(LineText, ReadsOfACounterAreSaidOnce) {
    auto first = line("10", "m3"), second = line("2.5", "m3"), sewer = line("12.5", "m3");
    first.piece.charge = second.piece.charge = "water";
    sewer.piece.charge = "sewer";
    for (auto* l : {&first, &second, &sewer}) {
        l->piece.breakdown.notes = {
            note::Reads{{Decimal(1000), LocalDate::of(2026, 9, 30)},
                        {Decimal::scaled(10125, 1), LocalDate::of(2026, 11, 2)}},
            note::SharedByDays{15, 33}};
        l->days = {LocalDate::of(2026, 9, 30), LocalDate::of(2026, 11, 2)};  // from read to read
    }
    first.piece.breakdown.intervals = first.piece.breakdown.estimated = 1;
    const auto invoice = bill_of({line("31", "day"), first, second, sewer});
    EXPECT_EQ(main_period(invoice), kOctober);
    auto texts = line_texts(invoice, kEn);
    EXPECT_EQ(texts[0].words, "");
    texts.erase(texts.begin());
    EXPECT_EQ(texts[0].words, "Meter reads 1,000 on 30 September 2026, 1,012.5 on 2 November 2026"
                              "\u00A0· estimated");
    EXPECT_EQ(texts[1].words, "");
    EXPECT_EQ(texts[2].words, "");
    EXPECT_EQ(line_texts(invoice, kIt)[1].words,
              "Letture 1.000 (30 settembre 2026) e 1.012,5 (2 novembre 2026)\u00A0· stimato");
    EXPECT_EQ(line_texts(invoice, kEs)[1].words,
              "Lecturas 1.000 el 30 de septiembre de 2026 y 1.012,5 el 2 de noviembre de 2026"
              "\u00A0· estimado");
}

TEST(LineText, ReadingsThatWereEstimatedOrMissingAreCountedOnce) {
    auto peak = line("90.4", "kWh"), night = line("70.4", "kWh"), excise = line("160.8", "kWh");
    peak.piece.charge = night.piece.charge = "energy";
    excise.piece.charge = "excise";
    peak.piece.breakdown.intervals = 968;
    peak.piece.breakdown.missing = 1;
    night.piece.breakdown.intervals = 1520;
    night.piece.breakdown.estimated = excise.piece.breakdown.estimated = 12;
    excise.piece.breakdown.intervals = 2488;
    const auto texts = line_texts(bill_of({peak, night, excise}), kDe);
    EXPECT_EQ(texts[0].words, "1 Messwert fehlt und ist nicht berechnet");
    EXPECT_EQ(line_texts(bill_of({peak, night, excise}), kIt)[0].words,
              "1 misura mancante, non fatturata");
    EXPECT_EQ(line_texts(bill_of({peak, night, excise}), kEs)[0].words,
              "falta 1 medida, no facturada");
    EXPECT_EQ(texts[1].words, "12 von 1.520 Messwerten geschätzt");
    EXPECT_EQ(texts[2].words, "");
}

TEST(LineText, DaysAreSaidWhereTheyAreNotThoseOfTheBill) {
    auto half = line("17", "day"), ahead = line("1", "month"), late = line("-2", "kWh");
    half.days.from = LocalDate::of(2026, 10, 15);
    ahead.stream = bill::Stream::Advance;
    ahead.days = ahead.nominal = month_of(LocalDate::of(2026, 11, 1));
    late.days = late.nominal = month_of(LocalDate::of(2026, 8, 1));
    late.corrects = "A-1";
    const auto invoice = bill_of({line("30", "kWh"), half, ahead, late});
    EXPECT_EQ(main_period(invoice), kOctober);
    const auto texts = line_texts(invoice, kEn);
    EXPECT_EQ(texts[0].words, "");
    EXPECT_EQ(texts[1].words, "15 to 31 October 2026");
    EXPECT_EQ(texts[2].words, "1 to 30 November 2026");
    EXPECT_EQ(texts[3].words, "");  // its head names the month
    late.days.to = LocalDate::of(2026, 8, 11);
    EXPECT_EQ(text(late).words, "1 to 10 August 2026");
}

TEST(LineText, WhatIsNotedForOperatorsIsNotSaid) {
    auto l = line("1", "");
    l.piece.breakdown.notes = {
        note::Used{kOctober},           note::SharedByDays{3, 31},
        note::Free{"domestic use"},     note::Gap{note::Gap::Kind::NoTwoReads, "water", {}},
        note::RoundedWith{Decimal(15)}, note::CallsCapped{0, 2}};
    for (const auto kind : {rate::PieceKind::Usage, rate::PieceKind::Discount,
                            rate::PieceKind::Minimum, rate::PieceKind::Fixed}) {
        l.piece.kind = kind;
        EXPECT_EQ(text(l).words, "");
    }
}

TEST(LineText, ACreditNoteTurnsTheSign) {
    const auto texts = line_texts(samples::credit_note("en"), kEn);
    EXPECT_EQ(texts[0].number, "142.6");
    EXPECT_EQ(texts[5].number, "\u221238.2");
}

}  // namespace
}  // namespace bw::compose
