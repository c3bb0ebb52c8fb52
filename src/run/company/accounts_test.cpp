#include "run/company/accounts.h"
#include "run/company/source_fixture.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace bw::company {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kHeader =
    "account,issuer,currency,name,street,postcode,city,country,language,service_point,kind,zone,"
    "plan,from\n";

struct Read {
    Result<void> outcome;
    Tally result;
    std::vector<customers::AccountRow> rows;
};

Read read(const std::string& text, const std::string& mapping = {}) {
    TextSource source(text);
    Read read;
    std::int64_t rejected = 0;
    const auto as = mapping.empty() ? default_mapping(FileKind::Accounts)
                                    : *parse_mapping(mapping, "mapping.yaml");
    read.outcome = read_accounts(source, "accounts.csv", as, read.result,
                                 {[&](const customers::AccountRow& row) -> Result<void> {
                                      read.rows.push_back(row);
                                      return {};
                                  },
                                  [&](const Reject&) { ++rejected; }});
    EXPECT_EQ(rejected, read.result.rejected);
    return read;
}

}  // namespace

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

TEST(Accounts, WhatAnotherSystemBilledEndsOnADay) {
    const std::string header = std::string(kHeader.substr(0, kHeader.size() - 1));
    const std::string row =
        "A-1,X,EUR,Ada,Weg 1,10115,Berlin,DE,en,SP1,electricity,Europe/Berlin,HOME,2020-03-01";
    const auto r =
        read(header + ",billed_until,fees_until\n" + row + ",2026-09-01,2026-10-01\n" + row +
             ",2026-09-01,\n" + row + ",2026-09-01,2026-08-01\n" + row + ",,2026-10-01\n");
    ASSERT_EQ(r.rows.size(), 2U);
    EXPECT_EQ(r.rows[0].billed_until, LocalDate::of(2026, 9, 1));
    EXPECT_EQ(r.rows[0].fees_until, LocalDate::of(2026, 10, 1));
    EXPECT_FALSE(r.rows[1].fees_until);
    ASSERT_EQ(r.result.rejected, 2);
    EXPECT_THAT(r.result.rejects[0].reason, HasSubstr("'fees_until' stands beside"));
}

TEST(Accounts, SomebodyElsesExportIsReadByItsMapping) {
    const std::string mapping =
        "format: accounts\nencoding: latin-1\nskip: 1\ndelimiter: ';'\ndecimal: ','\n"
        "thousands: '.'\ndate: DD.MM.YYYY\ncolumns:\n  account: Vertragskonto\n"
        "  name: [Vorname, Nachname]\n  street: [Strasse, Hausnr]\n  postcode: PLZ\n  city: Ort\n"
        "  service_point: Zaehlpunkt\n  kind: Sparte\n  plan: Tarif\n  from: Einzug\n"
        "  payment_plan: Abschlagsplan\n  advance: Abschlag\n  billed_until: Abgerechnet\n"
        "constants: {issuer: X, currency: EUR, country: DE, language: de, zone: Europe/Berlin}\n"
        "translate:\n  kind: {E: electricity, W: water}\n  plan: {T01: HOME}\n"
        "  billed_until: {'00.00.0000': ''}\n";
    const std::string header = "Stand 1.9.2026\nVertragskonto;Vorname;Nachname;Strasse;Hausnr;PLZ;"
                               "Ort;Zaehlpunkt;Sparte;Tarif;Einzug;Abschlagsplan;Abschlag;"
                               "Abgerechnet;Sperre\n";
    const auto r =
        read(header + "4711;J\xF6rg;Gro\xDF;Weg;3a;01234;K\xF6ln;SP1;e;T01;01.03.1975;PP;"
                      "1.234,50;01.09.2026;X\n"
                      "4712;;Bund;Weg;1;01234;Ort;SP2;W;T01;01.03.2020;;;00.00.0000;\n"
                      "4713;;Bund;Weg;1;01234;Ort;SP3;G;T01;01.03.2020;;;;\n"
                      "4714;;Bund;Weg;1;01234;Ort;SP4;W;T99;01.03.2020;;;;\n"
                      "4715;;Bund;Weg;1;01234;Ort;SP5;W;T01;2020-03-01;;;;\n"
                      "4716;;Bund;Weg;1;01234;Ort;SP6;W;T01;01.03.2020;PP;12.34,5;;\n",
             mapping);
    ASSERT_TRUE(r.outcome) << r.outcome.error().message();
    ASSERT_EQ(r.rows.size(), 2U);
    const auto& first = r.rows[0];
    EXPECT_EQ(first.holder.name, "J\xC3\xB6rg Gro\xC3\x9F");
    EXPECT_EQ(first.holder.address.street, "Weg 3a");
    EXPECT_EQ(first.kind, "electricity");
    EXPECT_EQ(first.plan, "HOME");
    EXPECT_EQ(first.from, LocalDate::of(1975, 3, 1));
    EXPECT_EQ(first.advance, 123450);
    EXPECT_EQ(first.billed_until, LocalDate::of(2026, 9, 1));
    EXPECT_FALSE(r.rows[1].billed_until);
    ASSERT_EQ(r.result.rejects.size(), 4U);
    EXPECT_EQ(r.result.rejects[0].line, 5);
    EXPECT_EQ(r.result.rejects[0].reason, "'kind' is 'G', which the mapping does not translate");
    EXPECT_EQ(r.result.rejects[1].reason, "'plan' is 'T99', which the mapping does not translate");
    EXPECT_THAT(r.result.rejects[2].reason, HasSubstr("'2020-03-01' is no day as DD.MM.YYYY"));
    EXPECT_THAT(r.result.rejects[3].reason, HasSubstr("groups of three digits"));
}

// An empty plan ends supply: a file that only forgot the column must not end everybody's.
TEST(Accounts, ThePlanMustBeNamedEvenIfItIsEmpty) {
    const auto r =
        read("account,issuer,currency,name,street,postcode,city,country,language,service_point,"
             "kind,zone,"
             "from\nA-1,X,EUR,Ada,Weg 1,01234,Ort,DE,en,SP1,water,Europe/Berlin,2026-03-01\n");
    ASSERT_FALSE(r.outcome);
    EXPECT_THAT(r.outcome.error().message(), HasSubstr("plan"));
    const auto json = read(
        R"({"account":"A-1","issuer":"X","currency":"EUR","name":"Ada","street":"Weg 1",)"
        R"("postcode":"01234","city":"Ort","country":"DE","language":"en","service_point":"SP1",)"
        R"("kind":"water","zone":"Europe/Berlin","from":"2026-03-01"})"
        "\n");
    ASSERT_EQ(json.result.rejects.size(), 1U);
    EXPECT_THAT(json.result.rejects[0].reason, HasSubstr("plan"));
}

TEST(Accounts, AnObjectALineIsARow) {
    const std::string good =
        R"({"account":"A-1","issuer":"X","currency":"EUR","name":"Ada","street":"Weg 1",)"
        R"("postcode":"01234","city":"Ort","country":"DE","language":"en","service_point":"SP1",)"
        R"("kind":"water","zone":"Europe/Berlin","plan":null,"from":"2026-03-01"})";
    std::string other = good;
    other.insert(1, R"("colour":"red",)");
    const auto r = read(good + "\n\n" + other + "\n{\"account\":}\n[1]\n" + good);
    ASSERT_TRUE(r.outcome) << r.outcome.error().message();
    EXPECT_EQ(r.rows.size(), 2U) << "an object that is whole was not cut off";
    ASSERT_EQ(r.result.rejects.size(), 3U);
    EXPECT_EQ(r.result.rejects[0].line, 3);
    EXPECT_EQ(r.result.rejects[0].reason, "an accounts file has no column 'colour'");
    EXPECT_THAT(r.result.rejects[1].reason, HasSubstr("no JSON"));
    const auto cut = read(good + "\n" + good.substr(0, 80)).outcome;
    ASSERT_FALSE(cut);
    EXPECT_THAT(cut.error().message(), HasSubstr("accounts.csv:2: the last line is no whole"));
}

TEST(Accounts, MembersOfMembersAreColumnsByTheirPath) {
    const auto r = read(
        R"({"no":4711,"who":{"first":"Ada","last":"Winter"},"at":{"street":"Weg 1"},"sp":"SP1",)"
        R"("advance":1234.5})"
        "\n",
        "format: accounts\ndecimal: ','\ndelimiter: ';'\ncolumns: {account: no, name: [who.first, "
        "who.last], street: at.street, service_point: sp, advance: advance}\n"
        "constants: {issuer: X, currency: EUR, postcode: '1', city: Ort, country: DE, language: "
        "de, "
        "kind: water, zone: Europe/Berlin, plan: W, from: '2026-03-01', payment_plan: PP}\n");
    ASSERT_TRUE(r.outcome) << r.outcome.error().message();
    EXPECT_EQ(r.rows[0].account, "4711");
    EXPECT_EQ(r.rows[0].holder.name, "Ada Winter");
    EXPECT_EQ(r.rows[0].advance, 123450);
}

TEST(Accounts, AnAmountWithAPointThatIsNotTheirsIsRejected) {
    const std::string row =
        "A-1;X;EUR;Ada;Weg 1;1;Ort;DE;de;SP1;water;Europe/Berlin;W;2026-03-01;PP;";
    std::string header(kHeader.substr(0, kHeader.size() - 1));
    std::ranges::replace(header, ',', ';');
    const auto r = read(header + ";payment_plan;advance\n" + row + "1500\n" + row + "1500,5\n" +
                            row + "1.500\n",
                        "format: accounts\ndelimiter: ';'\ndecimal: ','\n");
    ASSERT_EQ(r.rows.size(), 2U);
    EXPECT_EQ(r.rows[1].advance, 150050);
    ASSERT_EQ(r.result.rejects.size(), 1U);
    EXPECT_THAT(r.result.rejects[0].reason,
                HasSubstr("'advance' is '1.500', no number with ',' before its decimals"));
}

TEST(Accounts, ANameOfTheMappingThatNoRowHasRefusesTheFile) {
    const std::string mapping =
        "format: accounts\ncolumns: {account: no, service_point: sp, billed_until: done.until}\n"
        "constants: {issuer: X, currency: EUR, name: Ada, street: Weg, postcode: '1', city: Ort, "
        "country: DE, language: de, kind: water, zone: Europe/Berlin, plan: W, from: "
        "'2020-03-01'}\n";
    const std::string none = R"({"no":1,"sp":"SP1","done":{"untill":"2026-09-01"}})";
    const std::string empty = R"({"no":2,"sp":"SP2","done":{"until":null}})";
    const auto refused = read(none + "\n" + none + "\n", mapping).outcome;
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Refused);
    EXPECT_THAT(refused.error().message(),
                HasSubstr("accounts.csv: the mapping takes 'billed_until' from 'done.until', and "
                          "no row of the file has it"));
    // One row is enough, also the last and one without a line break.
    const auto taken = read(none + "\n" + empty, mapping);
    ASSERT_TRUE(taken.outcome) << taken.outcome.error().message();
    EXPECT_EQ(taken.rows.size(), 2U);
    EXPECT_THAT(read("{]\n{]\n", mapping).outcome.error().text, HasSubstr("none of its 2 rows"));
}

TEST(Accounts, AnotherEncodingMustBeSaid) {
    const auto r = read(std::string(kHeader) + "A-1,X,EUR,J\xF6rg,Weg 1,1,Ort,DE,en,SP1,water,"
                                               "Europe/Berlin,W,2026-03-01\n");
    ASSERT_FALSE(r.outcome);
    EXPECT_THAT(r.outcome.error().text, HasSubstr("encoding: latin-1"));
}

}  // namespace bw::company
