#include "run/number.h"

#include <gtest/gtest.h>

namespace bw::run {

TEST(Number, CountsPerIssuerKindAndYear) {
    customers::Issuer issuer;
    issuer.series = "AU";
    EXPECT_EQ(series_of(issuer, bill::InvoiceKind::Invoice, LocalDate::of(2026, 11, 2)), "AU-2026");
    EXPECT_EQ(series_of(issuer, bill::InvoiceKind::CreditNote, LocalDate::of(2026, 11, 2)),
              "AU-C-2026");
    EXPECT_EQ(number_of("AU-2026", 42), "AU-2026-000042");
    EXPECT_EQ(number_of("AU-2026", 1'234'567), "AU-2026-1234567");
}

TEST(Number, ReferenceCarriesTheCheckDigitsOfTheStandard) {
    // The published example of ISO 11649 users: RF18 5390 0754 7034.
    EXPECT_EQ(creditor_reference("539007547034"), "RF18539007547034");
    EXPECT_EQ(creditor_reference("5390-0754-7034"), "RF18539007547034");
}

TEST(Number, LongNumbersKeepTheirLastPart) {
    EXPECT_EQ(creditor_reference("VERYLONGPREFIX-2026-000000000000042").size(), 25U);
}

}  // namespace bw::run
