#include "books/customers/customers.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

namespace bw::customers {
namespace {

using ::testing::HasSubstr;

std::string issuer(std::string_view code, std::string_view series) {
    return "issuer: " + std::string(code) +
           "\nname: Test GmbH\nvat_id: DE123456789\nstreet: Weg 1\npostcode: \"10115\"\n"
           "city: Berlin\ncountry: DE\nbic: COBADEFFXXX\nseries: " +
           std::string(series) + "\ntaxes: DE\nfrom: 2020-01-01\n";
}

class IssuerStore : public testing::OnBothStores {};
ON_BOTH_STORES(IssuerStore);

}  // namespace

TEST(Issuer, WhatDocumentsAreMadeOfIsCheckedByLine) {
    ASSERT_TRUE(parse_issuer(issuer("A", "AU"), "a.yaml"));
    struct Case {
        std::string right, wrong, where;
    };
    for (const auto& c :
         {Case{"country: DE", "country: Germany", "a.yaml line 7"},
          Case{"DE123456789", "XX", "a.yaml line 3"}, Case{"COBADEFFXXX", "X", "a.yaml line 8"},
          Case{"series: AU", "series: ../x", "a.yaml line 9"}}) {
        std::string text = issuer("A", "AU");
        text.replace(text.find(c.right), c.right.size(), c.wrong);
        const auto parsed = parse_issuer(text, "a.yaml");
        ASSERT_FALSE(parsed) << c.wrong;
        EXPECT_EQ(parsed.error().subject, c.where);
        EXPECT_TRUE(parse_issuer(text, "a.yaml", IssuerText::Stored)) << c.wrong;
    }
}

TEST(Issuer, TellsWhichNumbersItMayStillGive) {
    Issuers issuers;
    const auto add = [&](std::string_view series, LocalDate from) {
        Issuer version = parse_issuer(issuer("A", series), "a.yaml").value();
        version.id = IssuerId{1};
        version.valid_from = from;
        issuers.add(std::move(version));
    };
    add("AU", LocalDate::of(2020, 1, 1));
    add("AU-N", LocalDate::of(2026, 9, 1));
    const auto gives = [&](std::string_view number, LocalDate from) {
        return issuers.numbering(number, from) != nullptr;
    };
    const LocalDate may = LocalDate::of(2026, 5, 1), september = LocalDate::of(2026, 9, 1);
    for (const auto* number :
         {"AU-2026-000001", "AU-C-2026-000001", "AU-2027-1234567", "AU-N-2026-000001"})
        EXPECT_TRUE(gives(number, may)) << number;
    for (const auto* number : {"AU-2025-000001", "AU-2026-00001", "AU-26-0000001", "AU2026-000001",
                               "AUX-2026-000001", "AU-2026-00000A", "X-AU-2026-000001", "AU", ""})
        EXPECT_FALSE(gives(number, may)) << number;
    EXPECT_FALSE(gives("AU-2026-000001", september)) << "it numbers otherwise by then";
    EXPECT_TRUE(gives("AU-N-2026-000001", september));
}

TEST_P(IssuerStore, NoTwoShareNumbers) {
    const auto database = store::open(location()).value();
    ASSERT_TRUE(store::migrate(*database, store::all_of({store::platform_schema(), schema()})));
    const auto tx = database->begin(store::Access::Write);
    const TenantId tenant{1};
    const std::string text = issuer("A", "AU");
    ASSERT_TRUE(save_issuer(*tx, tenant, Batch{1}, *parse_issuer(text, "a.yaml"), text));
    const auto check = [&](std::string_view code, std::string_view series) {
        return check_series(*tx, tenant, *parse_issuer(issuer(code, series), "b.yaml"));
    };
    EXPECT_TRUE(check("A", "AU"));  // its own next version
    EXPECT_TRUE(check("B", "AUX"));
    EXPECT_EQ(check("B", "AU").error().code, Code::Conflict);
    EXPECT_THAT(check("B", "AU-C").error().text, HasSubstr("those of issuer A"));
}

}  // namespace bw::customers
