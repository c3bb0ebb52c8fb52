#include "run/import.h"
#include "run/import_accounts.h"

#include <gtest/gtest.h>

#include <sstream>

namespace bw::run {
namespace {

constexpr std::string_view kHeader =
    "account,issuer,currency,name,street,postcode,city,country,language,service_point,kind,zone,"
    "plan,from\n";

struct Read {
    Result<void> outcome;
    ImportResult result;
};

Read read(const std::string& text) {
    std::istringstream in(text);
    ImportResult result;
    auto outcome = read_accounts(
        in, result, [](const customers::AccountRow&) { return Result<void>{}; },
        [](const Reject&) {});
    return {std::move(outcome), std::move(result)};
}

}  // namespace

TEST(Recognise, FilesAreKnownByTheirContent) {
    EXPECT_EQ(*recognise("# our prices\n\nschedule: HOME\n"), InputKind::Catalog);
    EXPECT_EQ(*recognise("calendar: DE\n"), InputKind::Catalog);
    EXPECT_EQ(*recognise("---\nissuer: AURORA\n"), InputKind::Issuer);
    EXPECT_EQ(*recognise("account,issuer\n"), InputKind::Accounts);
    EXPECT_EQ(*recognise("prefix,name,price per minute\n"), InputKind::Deck);
    EXPECT_EQ(*recognise("100,NEM12,200405011135,MDA1,Ret1\n"), InputKind::Usage);
}

TEST(Recognise, WhatWeDoNotKnowIsRefusedByName) {
    EXPECT_EQ(recognise("%PDF-1.7\n").error().code, Code::Refused);
    EXPECT_EQ(recognise("").error().code, Code::Refused);
}

TEST(Accounts, ABadRowIsRejectedWithItsLineAndTheOthersStay) {
    const std::string good =
        "A-1,X,EUR,Ada,Weg 1,10115,Berlin,DE,en,SP1,electricity,Europe/Berlin,HOME,2026-03-01\n";
    const auto r = read(std::string(kHeader) + good + "A-2,X,EUR\n" + good);
    ASSERT_TRUE(r.outcome);
    EXPECT_EQ(r.result.received, 3);
    EXPECT_EQ(r.result.accepted, 2);
    ASSERT_EQ(r.result.rejects.size(), 1U);
    EXPECT_EQ(r.result.rejects[0].line, 3);
}

TEST(Accounts, AMissingColumnRefusesTheFile) {
    EXPECT_EQ(read("account,issuer\nA,B\n").outcome.error().code, Code::Refused);
    EXPECT_EQ(read("").outcome.error().code, Code::Refused);
    EXPECT_EQ(read("account,colour\n").outcome.error().code, Code::Refused);
}

TEST(Accounts, DatesAndCountriesAreChecked) {
    const std::string row =
        "A-1,X,EUR,Ada,Weg 1,10115,Berlin,{},en,SP1,electricity,Europe/Berlin,HOME,{}\n";
    const auto with = [&](const std::string& country, const std::string& from) {
        std::string text = row;
        text.replace(text.find("{}"), 2, country);
        text.replace(text.find("{}"), 2, from);
        return read(std::string(kHeader) + text).result.rejected;
    };
    EXPECT_EQ(with("DE", "2026-03-01"), 0);
    EXPECT_EQ(with("Germany", "2026-03-01"), 1);
    EXPECT_EQ(with("DE", "2026-02-30"), 1);
}

}  // namespace bw::run
