#include "flow/compose/format.h"

#include <gtest/gtest.h>

namespace bw::compose {
namespace {

const Format kEn(Language::English);
const Format kDe(Language::German);
const Format kIt(Language::Italian);
const Format kEs(Language::Spanish);

Decimal dec(std::string_view text) { return *Decimal::parse(text); }
Money eur(std::int64_t minor) { return {minor, *Currency::parse("EUR")}; }

TEST(Format, NumbersAreGroupedByThree) {
    EXPECT_EQ(kEn.number(dec("1234567.891")), "1,234,567.891");
    EXPECT_EQ(kDe.number(dec("1234567.891")), "1.234.567,891");
    EXPECT_EQ(kEn.number(dec("999")), "999");
    EXPECT_EQ(kEn.number(dec("1000"), 2), "1,000.00");
    EXPECT_EQ(kDe.number(dec("0.0205")), "0,0205");
}

TEST(Format, MinusIsARealMinus) {
    EXPECT_EQ(kEn.number(dec("-1234.5")), "\u22121,234.5");
    EXPECT_EQ(kDe.amount(eur(-1230)), "\u221212,30");
}

TEST(Format, MoneyHasTheLanguagesOwnForm) {
    EXPECT_EQ(kEn.money(eur(123456)), "1,234.56\u00A0EUR");
    EXPECT_EQ(kDe.money(eur(123456)), "1.234,56\u00A0€");
    EXPECT_EQ(kDe.money({500, *Currency::parse("JPY")}), "500\u00A0JPY");
    EXPECT_EQ(kEn.money({5, *Currency::parse("KWD")}), "0.005\u00A0KWD");
}

TEST(Format, ChangesCarryTheirSign) {
    EXPECT_EQ(kEn.change(eur(420)), "+4.20\u00A0EUR");
    EXPECT_EQ(kEn.change(eur(-210)), "\u22122.10\u00A0EUR");
    EXPECT_EQ(kEn.change(eur(0)), "0.00\u00A0EUR");
}

TEST(Format, UnitsFollowANarrowSpaceInTheRightNumber) {
    EXPECT_EQ(kEn.quantity(dec("412.6"), "kWh"), "412.6\u202FkWh");
    EXPECT_EQ(kEn.quantity(dec("1"), "day"), "1\u202Fday");
    EXPECT_EQ(kEn.quantity(dec("31"), "day"), "31\u202Fdays");
    EXPECT_EQ(kDe.quantity(dec("1"), "month"), "1\u202FMonat");
    EXPECT_EQ(kDe.quantity(dec("-2"), "month"), "\u22122\u202FMonate");
    EXPECT_EQ(kDe.quantity(dec("7.25"), "m3"), "7,25\u202Fm³");
    EXPECT_EQ(kEn.quantity(dec("3"), ""), "3");
}

TEST(Format, PercentIsSpaced) {
    EXPECT_EQ(kEn.percent(dec("19")), "19\u202F%");
    EXPECT_EQ(kDe.percent(dec("8.1")), "8,1\u202F%");
}

TEST(Format, AboutRoundsForSentencesOnly) {
    EXPECT_EQ(kEn.about(dec("7.96"), 0), "8");
    EXPECT_EQ(kEn.about(dec("352.94"), 1), "352.9");
}

TEST(Format, PricesHaveAtLeastTheCurrencysDecimals) {
    EXPECT_EQ(kEn.price(dec("0.2871"), *Currency::parse("EUR")), "0.2871");
    EXPECT_EQ(kDe.price(dec("25.5"), *Currency::parse("EUR")), "25,50");
}

TEST(Format, DatesReadAsPeopleWriteThem) {
    const LocalDate day = LocalDate::of(2026, 12, 1);
    EXPECT_EQ(kEn.date(day), "1 December 2026");
    EXPECT_EQ(kDe.date(day), "1. Dezember 2026");
    EXPECT_EQ(kEn.date_weekday(day), "Tuesday, 1 December");
    EXPECT_EQ(kDe.date_weekday(day), "Dienstag, 1. Dezember");
    EXPECT_EQ(kEn.date_short(day), "1 Dec 2026");
    EXPECT_EQ(kDe.date_short(LocalDate::of(2026, 3, 9)), "9. Mär 2026");
}

TEST(Format, PeriodsIncludeTheirLastDay) {
    const auto days = [](LocalDate from, LocalDate to) { return kEn.days({from, to}); };
    EXPECT_EQ(days(LocalDate::of(2026, 10, 1), LocalDate::of(2026, 11, 1)), "1 to 31 October 2026");
    EXPECT_EQ(days(LocalDate::of(2026, 10, 15), LocalDate::of(2026, 12, 15)),
              "15 October to 14 December 2026");
    EXPECT_EQ(days(LocalDate::of(2026, 12, 15), LocalDate::of(2027, 1, 15)),
              "15 December 2026 to 14 January 2027");
    EXPECT_EQ(days(LocalDate::of(2026, 12, 15), LocalDate::of(2026, 12, 16)), "15 December 2026");
    EXPECT_EQ(kDe.days({LocalDate::of(2026, 10, 1), LocalDate::of(2026, 11, 1)}),
              "1. bis 31. Oktober 2026");
}

TEST(Format, ItalianWritesAsInItaly) {
    EXPECT_EQ(kIt.number(dec("-1234567.891")), "\u22121.234.567,891");
    EXPECT_EQ(kIt.money(eur(123456)), "1.234,56\u00A0€");
    EXPECT_EQ(kIt.money({500, *Currency::parse("CHF")}), "5,00\u00A0CHF");
    EXPECT_EQ(kIt.percent(dec("22")), "22%");
    EXPECT_EQ(kIt.quantity(dec("1"), "day"), "1\u202Fgiorno");
    EXPECT_EQ(kIt.quantity(dec("31"), "day"), "31\u202Fgiorni");
    const LocalDate day = LocalDate::of(2026, 12, 1);
    EXPECT_EQ(kIt.date(day), "1 dicembre 2026");
    EXPECT_EQ(kIt.date_short(day), "1 dic 2026");
    EXPECT_EQ(kIt.date_weekday(day), "martedì 1 dicembre");
}

TEST(Format, ItalianJoinsTheWordBeforeADayThatBeginsWithAVowel) {
    const auto days = [](LocalDate from, LocalDate last) {
        return kIt.days({from, last.plus_days(1)});
    };
    EXPECT_EQ(days(LocalDate::of(2026, 10, 1), LocalDate::of(2026, 10, 31)),
              "dal 1 al 31 ottobre 2026");
    EXPECT_EQ(days(LocalDate::of(2026, 10, 8), LocalDate::of(2026, 10, 11)),
              "dall’8 all’11 ottobre 2026");
    EXPECT_EQ(days(LocalDate::of(2026, 10, 18), LocalDate::of(2026, 12, 8)),
              "dal 18 ottobre all’8 dicembre 2026");
    EXPECT_EQ(days(LocalDate::of(2026, 12, 11), LocalDate::of(2027, 1, 14)),
              "dall’11 dicembre 2026 al 14 gennaio 2027");
    EXPECT_EQ(days(LocalDate::of(2026, 12, 8), LocalDate::of(2026, 12, 8)), "8 dicembre 2026");
}

TEST(Format, SpanishWritesAsInSpain) {
    EXPECT_EQ(kEs.number(dec("-1234567.891")), "\u22121.234.567,891");
    EXPECT_EQ(kEs.money(eur(123456)), "1.234,56\u00A0€");
    EXPECT_EQ(kEs.percent(dec("21")), "21\u202F%");
    EXPECT_EQ(kEs.quantity(dec("1"), "month"), "1\u202Fmes");
    EXPECT_EQ(kEs.quantity(dec("-2"), "month"), "\u22122\u202Fmeses");
    const LocalDate day = LocalDate::of(2026, 12, 1);
    EXPECT_EQ(kEs.date(day), "1 de diciembre de 2026");
    EXPECT_EQ(kEs.date_short(day), "1 dic 2026");
    EXPECT_EQ(kEs.date_weekday(day), "martes, 1 de diciembre");
    EXPECT_EQ(kEs.days({LocalDate::of(2026, 10, 1), LocalDate::of(2026, 11, 1)}),
              "del 1 al 31 de octubre de 2026");
    EXPECT_EQ(kEs.days({LocalDate::of(2026, 10, 15), LocalDate::of(2026, 12, 15)}),
              "del 15 de octubre al 14 de diciembre de 2026");
    EXPECT_EQ(kEs.days({LocalDate::of(2026, 12, 15), LocalDate::of(2027, 1, 15)}),
              "del 15 de diciembre de 2026 al 14 de enero de 2027");
}

TEST(Format, CodesAreReadInGroupsOfFour) {
    EXPECT_EQ(groups_of_four("de89370400440532013000"), "DE89 3704 0044 0532 0130 00");
    EXPECT_EQ(groups_of_four("RF18 539007 547034"), "RF18 5390 0754 7034");
}

TEST(Language, UnknownTagsReadEnglish) {
    EXPECT_EQ(language_of("de"), Language::German);
    EXPECT_EQ(language_of("de-AT"), Language::German);
    EXPECT_EQ(language_of("it"), Language::Italian);
    EXPECT_EQ(language_of("it-IT"), Language::Italian);
    EXPECT_EQ(language_of("es"), Language::Spanish);
    EXPECT_EQ(language_of("es_MX"), Language::Spanish);
    EXPECT_EQ(language_of("en"), Language::English);
    EXPECT_EQ(language_of("den"), Language::English);
    EXPECT_EQ(language_of("est"), Language::English);
    EXPECT_EQ(language_of(""), Language::English);
}

TEST(Language, FillPutsValuesInAnyOrder) {
    EXPECT_EQ(fill("{2} of {1}", {"a", "b"}), "b of a");
    EXPECT_EQ(fill("{1}{1}", {"x"}), "xx");
    EXPECT_EQ(fill("no value for {3}, a brace {", {"x"}), "no value for {3}, a brace {");
}

}  // namespace
}  // namespace bw::compose
