#include "flow/compose/swiss_qr.h"

#include <gtest/gtest.h>

namespace bw::compose {
namespace {

const bill::Address kAddress{"Rue du Lac 1268", "2501", "Biel", "CH"};

SwissPayment payment() {
    return {.iban = "CH58 0079 1123 0008 8901 2",
            .name = "Robert Schneider AG",
            .address = kAddress,
            .amount = {19'995, *Currency::parse("CHF")},
            .reference = "RF18 5390 0754 7034"};
}

// The data elements of the guidelines in their order (chapter 4.2.2).
TEST(SwissQr, WritesTheElementsInTheirOrder) {
    const auto made = swiss_payload(payment());
    ASSERT_TRUE(made.has_value()) << made.error().message();
    EXPECT_EQ(*made, "SPC\n0200\n1\nCH5800791123000889012\nS\nRobert Schneider AG\nRue du Lac "
                     "1268\n\n2501\nBiel\nCH\n\n\n\n\n\n\n\n199.95\nCHF\n\n\n\n\n\n\n\nSCOR\n"
                     "RF18539007547034\n\nEPD");
    EXPECT_EQ(std::count(made->begin(), made->end(), '\n'), 30);  // 31 elements
}

TEST(SwissQr, AQrIbanTakesAQrReferenceAndNothingElse) {
    auto one = payment();
    one.iban = "CH4431999123000889012";
    one.reference = "21 00000 00003 13947 14300 09017";
    const auto made = swiss_payload(one);
    ASSERT_TRUE(made.has_value()) << made.error().message();
    EXPECT_NE(made->find("\nQRR\n210000000003139471430009017\n"), std::string::npos);
    one.reference = "RF18539007547034";
    EXPECT_FALSE(swiss_payload(one).has_value());
    EXPECT_FALSE(is_qr_reference("210000000003139471430009018"));
}

TEST(SwissQr, OtherReferencesStandInTheMessage) {
    auto one = payment();
    one.reference = "7004 2111 87";
    EXPECT_NE(swiss_payload(one).value().find("\nNON\n\n7004 2111 87\nEPD"), std::string::npos);
}

TEST(SwissQr, WhatCannotBePaidIsToldWithWhatToDo) {
    const auto error_of = [](SwissPayment one) { return swiss_payload(one).error().text; };
    auto one = payment();
    one.iban = "CH5800791123000889013";
    EXPECT_NE(error_of(one).find("no right one"), std::string::npos);
    one = payment();
    one.amount.minor = 0;
    EXPECT_NE(error_of(one).find("0.01"), std::string::npos);
    one = payment();
    one.name = "Энергия";
    EXPECT_NE(error_of(one).find("Latin letters"), std::string::npos);
    one = payment();
    const bill::Address none{"Rue du Lac 1268", "", "", "CH"};
    EXPECT_NE(swiss_payload({one.iban, one.name, none, one.amount, one.reference})
                  .error()
                  .text.find("postcode and town"),
              std::string::npos);
    EXPECT_FALSE(takes_swiss_code("DE89370400440532013000", *Currency::parse("EUR")));
    EXPECT_FALSE(takes_swiss_code("CH5800791123000889012", *Currency::parse("USD")));
    EXPECT_TRUE(takes_swiss_code("LI21 0881 0000 2324 013A A", *Currency::parse("EUR")));
}

}  // namespace
}  // namespace bw::compose
