#include "books/tariff_sources/read_test.h"

#include <gtest/gtest.h>

namespace bw::tariff_sources {
namespace {

// "prefix name price connect/increment", one row a line; or why not.
std::string rows(const std::string& text) {
    const auto taken = read(text);
    if (!taken) return taken.error().message();
    std::string all;
    for (const auto& row : taken->decks.at(0).rows)
        all += row.prefix + " " + row.name + " " + row.per_minute.to_string() + " " +
               row.connect.value_or(Decimal()).to_string() + "/" +
               std::to_string(row.increment_s.value_or(0)) + "\n";
    return all;
}

TEST(RateDeckColumns, StandInAnyOrderUnderManyNames) {
    EXPECT_EQ(rows("Code,Destination,Rate per minute (USD),Connect Fee,Billing Increment\n"
                   "43,\"Austria, all\",0.02,0.01,60/60\n"),
              "43 Austria, all 0.02 0.01/60\n");
    EXPECT_EQ(rows("price per second|name|prefix\n0.0005|Austria|43\n"), "43 Austria 0.03 0/0\n");
    EXPECT_EQ(rows("Dial Code,Destination,Rate\n43,Austria,1\n"),
              "test.json line 1: a column 'Rate' that does not say of which time: name it 'price "
              "per minute' or 'price per second'");
    EXPECT_EQ(rows("prefix,name,rate per minute,surcharge\n43,Austria,1,1\n"),
              "test.json line 1: a column 'surcharge', which may change what is paid");
    EXPECT_EQ(rows("prefix,per minute\n43,1\n"),
              "test.json line 1: no column names the destinations");
    EXPECT_EQ(rows("prefix,name,per minute,per second\n43,Austria,1,1\n"),
              "test.json line 1: two prices, of a minute and of a second");
}

TEST(RateDeckColumns, ComeAsSpreadsheetsWriteThem) {
    EXPECT_EQ(rows("\xef\xbb\xbfPrefix;Name;Price per minute\r\n43;Austria;0,02\r\n;;\r\n"
                   "44;\"UK \"\"all\"\"\";\"1.234,5\"\r\n"),
              "43 Austria 0.02 0/0\n44 UK \"all\" 1234.5 0/0\n");
    EXPECT_EQ(rows("sep=;\nPrefix;Name;Price per minute\n43;Austria;0.02\n"),
              "43 Austria 0.02 0/0\n");
    EXPECT_EQ(rows("prefix,name,per minute\n43,Austria,\"1,234.50\"\n44,UK,2.5\n"),
              "43 Austria 1234.5 0/0\n44 UK 2.5 0/0\n");
    EXPECT_EQ(rows("prefix,name,per minute\n43,Austria,\"1,234\"\n"),
              "test.json: '1,234' may be a thousand or a fraction, and no other price tells");
    EXPECT_EQ(rows("prefix;name;per minute\n43;Austria;0,5\n44;UK;0.5\n"),
              "test.json: prices with a decimal point, '0.5', and with a comma, '0,5'");
    EXPECT_EQ(rows("prefix,name,per minute\n43,\xd6sterreich,0.5\n"),
              "test.json line 2: a text that is not UTF-8: save the file as UTF-8");
}

TEST(RateDeckColumns, ARowMayNameManyPrefixes) {
    EXPECT_EQ(rows("codes,name,per minute\n\"44, 447-449\",UK,1\n\n+43,Austria,2\n"),
              "+43 Austria 2 0/0\n44 UK 1 0/0\n447 UK 1 0/0\n448 UK 1 0/0\n449 UK 1 0/0\n");
    EXPECT_EQ(rows("codes,name,per minute\n447-9,UK,1\n"),
              "test.json line 2: '447-9' is no range of prefixes: two of the same length, at most "
              "1000 apart");
    EXPECT_EQ(rows("codes,name,per minute\n447-449,UK,1\n+448,UK,2\n"),
              "test.json line 3: prefix +448 stands on line 2 too");
    EXPECT_EQ(rows("codes,name,per minute\n0044,UK,1\n"),
              "test.json line 2: '0044' is no prefix of the world: it begins with a country code, "
              "without 00");
    EXPECT_EQ(rows("codes,name,per minute\n43,Austria,1\n44,,1\n"),
              "test.json line 3: the name of the destination is missing");
}

TEST(RateDeckColumns, TwoIncrementsAndManyDaysAreTold) {
    EXPECT_EQ(rows("prefix,name,per minute,interval 1,interval n\n43,Austria,1,6,6\n"),
              "43 Austria 1 0/6\n");
    EXPECT_EQ(rows("prefix,name,per minute,increment\n43,Austria,1,60/1\n"),
              "test.json line 2: a first increment of 60 s and a next one of 1 s: a deck has one "
              "increment");
    const std::string head = "prefix,name,per minute,effective date\n43,Austria,1,2026-01-01\n";
    const auto one = read(head);
    ASSERT_TRUE(one) << one.error().message();
    EXPECT_TRUE(told(*one, Severity::Reading).contains("its prices hold from 2026-01-01"));
    const auto two = read(head + "44,UK,1,2026-02-01\n");
    ASSERT_TRUE(two) << two.error().message();
    EXPECT_TRUE(told(*two, Severity::Refused).contains("its rows hold from 2 different days"));
}

}  // namespace
}  // namespace bw::tariff_sources
