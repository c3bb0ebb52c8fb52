#include "flow/compose/epc_qr.h"
#include "flow/compose/samples/sample_bills.h"

#include <gtest/gtest.h>

namespace bw::compose {
namespace {

Money eur(std::int64_t minor) { return {minor, *Currency::parse("EUR")}; }

EpcPayment payment() {
    return {.name = "Aurora Energie GmbH",
            .iban = "DE89 3704 0044 0532 0130 00",
            .bic = "COBADEFFXXX",
            .amount = eur(8420),
            .reference = "RF18 5390 0754 7034"};
}

TEST(EpcQr, PayloadFollowsVersionTwo) {
    EXPECT_EQ(
        *epc_payload(payment()),
        "BCD\n002\n1\nSCT\nCOBADEFFXXX\nAurora Energie GmbH\nDE89370400440532013000\nEUR84.20\n"
        "\nRF18539007547034");
}

TEST(EpcQr, AnotherReferenceGoesAsText) {
    auto p = payment();
    p.reference = "Bill 4711";
    p.bic = "";
    EXPECT_EQ(
        *epc_payload(p),
        "BCD\n002\n1\nSCT\n\nAurora Energie GmbH\nDE89370400440532013000\nEUR84.20\n\n\nBill 4711");
    p.reference = "";
    EXPECT_TRUE(epc_payload(p)->ends_with("EUR84.20"));
}

TEST(EpcQr, LongNamesAreCutAtSeventyCharactersNotBytes) {
    auto p = payment();
    std::string name;
    for (int i = 0; i < 80; ++i) name += "ü";
    p.name = name;
    EXPECT_NE(epc_payload(p)->find(name.substr(0, 140) + "\nDE89"), std::string::npos);
}

TEST(EpcQr, ALineBreakInANameCannotStartAField) {
    auto p = payment();
    p.name = "Aurora\nEUR1";
    EXPECT_NE(epc_payload(p)->find("Aurora EUR1\n"), std::string::npos);
}

TEST(EpcQr, WhatTheGuidelineForbidsIsAnError) {
    auto p = payment();
    p.amount = eur(0);
    EXPECT_EQ(epc_payload(p).error().code, Code::Limit);
    p.amount = eur(100'000'000'000);
    EXPECT_EQ(epc_payload(p).error().code, Code::Limit);
    p.amount = {100, *Currency::parse("AUD")};
    EXPECT_EQ(epc_payload(p).error().code, Code::Unsupported);
    p = payment();
    p.iban = "DE89370400440532013001";
    EXPECT_EQ(epc_payload(p).error().code, Code::Invalid);
    p = payment();
    const std::string long_text(141, 'x');
    p.reference = long_text;
    EXPECT_EQ(epc_payload(p).error().code, Code::Limit);
}

TEST(EpcQr, MoreThan331BytesIsAnError) {
    auto p = payment();
    std::string name, text;
    for (int i = 0; i < 70; ++i) name += "€";
    for (int i = 0; i < 140; ++i) text += "€";
    p.name = name;
    p.reference = text;
    EXPECT_EQ(epc_payload(p).error().code, Code::Limit);
}

TEST(EpcQr, CheckDigitsOfIbansAndReferences) {
    EXPECT_TRUE(is_iban("GB82 WEST 1234 5698 7654 32"));
    EXPECT_TRUE(is_iban("DE75512108001245126199"));
    EXPECT_FALSE(is_iban("GB82 WEST 1234 5698 7654 33"));
    EXPECT_FALSE(is_iban("DE"));
    EXPECT_TRUE(is_rf_reference("RF18539007547034"));
    EXPECT_FALSE(is_rf_reference("RF19539007547034"));
    EXPECT_FALSE(is_rf_reference("RF"));
    EXPECT_EQ(samples::rf_reference("539007547034"), "RF18539007547034");
}

}  // namespace
}  // namespace bw::compose
