#include "apps/demo/check_digits.h"
#include "apps/demo/holidays.h"

#include <gmock/gmock.h>

namespace bw::demo {
namespace {

TEST(Holidays, EasterIsOnTheDaysThatAlmanacsPrint) {
    EXPECT_EQ(easter_sunday(1961), LocalDate::of(1961, 4, 2));
    EXPECT_EQ(easter_sunday(2000), LocalDate::of(2000, 4, 23));
    EXPECT_EQ(easter_sunday(2008), LocalDate::of(2008, 3, 23));
    EXPECT_EQ(easter_sunday(2026), LocalDate::of(2026, 4, 5));
    EXPECT_EQ(easter_sunday(2038), LocalDate::of(2038, 4, 25));
}

TEST(Holidays, GermanyHasNineIn2026) {
    const auto days = german_holidays(2026);
    EXPECT_EQ(days.size(), 9U);
    EXPECT_EQ(days.at(LocalDate::of(2026, 4, 3)), "Karfreitag");
    EXPECT_EQ(days.at(LocalDate::of(2026, 4, 6)), "Ostermontag");
    EXPECT_EQ(days.at(LocalDate::of(2026, 5, 14)), "Christi Himmelfahrt");
    EXPECT_EQ(days.at(LocalDate::of(2026, 5, 25)), "Pfingstmontag");
}

TEST(CheckDigits, IbanIsValidModulo97) {
    EXPECT_EQ(iban_remainder("DE89370400440532013000"), 1);  // the example of the registry
    EXPECT_EQ(iban_remainder(german_iban("99950020", 4'710'815)), 1);
    EXPECT_EQ(iban_remainder("DE88370400440532013000"), 0);
    EXPECT_EQ(iban_remainder("DE8937040044053201300-"), -1);
}

TEST(CheckDigits, VatIdHasTheNinthDigitOfIso7064) {
    EXPECT_EQ(german_vat_id(13'669'597), "DE136695976");  // the example of the ninth digit's
                                                          // published rule
}

}  // namespace
}  // namespace bw::demo
