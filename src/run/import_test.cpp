#include "run/import.h"
#include "run/import_accounts.h"

#include <gmock/gmock.h>

namespace bw::run {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kHeader =
    "account,issuer,currency,name,street,postcode,city,country,language,service_point,kind,zone,"
    "plan,from\n";

struct Read {
    Result<void> outcome;
    ImportResult result;
};

class TextSource final : public meter::ByteSource {
public:
    explicit TextSource(std::string_view text) : text_(text) {}
    Result<std::size_t> read(std::span<char> out) override {
        const std::size_t count = text_.copy(out.data(), out.size());
        text_.remove_prefix(count);
        return count;
    }

private:
    std::string_view text_;
};

Read read(const std::string& text) {
    TextSource source(text);
    ImportResult result;
    std::int64_t rejected = 0;
    auto outcome = read_accounts(source, "accounts.csv", result,
                                 {[](const customers::AccountRow&) { return Result<void>{}; },
                                  [&](const Reject&) { ++rejected; }});
    EXPECT_EQ(rejected, result.rejected);
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

TEST(Accounts, AWrongHeaderRefusesTheFileByNameAndLine) {
    const auto why = [](const std::string& text) { return read(text).outcome.error().message(); };
    EXPECT_THAT(why("account,issuer\nA,B\n"), HasSubstr("accounts.csv:1: the column 'currency'"));
    EXPECT_EQ(why(""), "accounts.csv: the file is empty");
    EXPECT_EQ(why("account,colour\n"), "accounts.csv:1: an accounts file has no column 'colour'");
    EXPECT_EQ(why("account,issuer,account\n"), "accounts.csv:1: the column 'account' stands twice");
}

TEST(Accounts, AFileThatMayHaveBeenCutIsRefused) {
    const std::string row =
        "A-1,X,EUR,Ada,Weg 1,10115,Berlin,DE,en,SP1,electricity,Europe/Berlin,HOME,2026-03-01";
    const std::string text = std::string(kHeader) + row + "\n" + row;
    for (const std::size_t lost : {0U, 1U, 9U, 40U}) {
        const auto cut = read(text.substr(0, text.size() - lost)).outcome;
        ASSERT_FALSE(cut) << lost;
        EXPECT_THAT(cut.error().message(), HasSubstr("accounts.csv:3: the last line")) << lost;
    }
    EXPECT_TRUE(read(text + "\n").outcome);
}

TEST(Accounts, WithoutAGoodRowTheFileIsRefused) {
    const auto r = read(std::string(kHeader) + "A-2,X,EUR\n");
    ASSERT_FALSE(r.outcome);
    EXPECT_EQ(r.outcome.error().code, Code::Refused);
    EXPECT_THAT(r.outcome.error().text, HasSubstr("line 2: 14 fields are expected, 3 are there"));
}

TEST(Accounts, WhatDocumentsAreMadeOfIsChecked) {
    const std::string header = "account,issuer,currency,name,street,postcode,city,country,language,"
                               "service_point,kind,zone,plan,from,cycle,vat_id,email\n";
    const std::string good =
        "A-1,X,EUR,Ada,Weg 1,10115,Berlin,DE,en,SP1,electricity,Europe/Berlin,HOME,2026-03-01,"
        "monthly,DE123456789,ada@example.org\n";
    ASSERT_TRUE(read(header + good).outcome);
    const std::string too_long(5000, 'A');
    struct Case {
        std::string_view right, wrong, reason;
    };
    for (const auto& c :
         {Case{",DE,", ",Germany,", "country"}, Case{",DE,", ",??,", "country"},
          Case{",en,", ",klingon,", "language"}, Case{"monthly", "banana", "cycle"},
          Case{"electricity", "plasma", "kind"}, Case{"DE123", "XX123", "VAT number"},
          Case{"DE123456789", "DE", "VAT"}, Case{"ada@example.org", "ada", "email"},
          Case{"2026-03-01", "2026-02-30", "2026-02-30"}, Case{"A-1", too_long, "account"}}) {
        std::string row = good;
        row.replace(row.find(c.right), c.right.size(), c.wrong);
        const auto r = read(header + good + row);
        ASSERT_EQ(r.result.rejected, 1) << c.wrong.substr(0, 20);
        EXPECT_THAT(r.result.rejects[0].reason, HasSubstr(c.reason)) << c.wrong.substr(0, 20);
    }
}

}  // namespace bw::run
