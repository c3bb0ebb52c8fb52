// Files as users hand them in: to the wrong command, in the wrong order, with the wrong name.
#include "platform/store/batch.h"
#include "run/company_test.h"
#include "testing/stores.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <zlib.h>

namespace bw::run {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Imports : public testing::OnBothStores {
protected:
    Batch cut() {
        return store::current_cut(*company_.workspace->database->begin(store::Access::Read),
                                  company_.workspace->tenant);
    }
    Result<ImportResult> import(const fs::path& file, std::string format = {},
                                const fs::path& mapping = {}) {
        return import_any(*company_.workspace, {file, std::move(format), mapping.string(), {}}, {});
    }
    fs::path write(const std::string& name, std::string_view text) {
        std::ofstream(company_.dir.path() / name, std::ios::binary) << text;
        return company_.dir.path() / name;
    }
    fs::path pack(const std::string& name, std::string_view text) {
        const auto path = company_.dir.path() / name;
        gzFile file = ::gzopen(path.c_str(), "wb");
        ::gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
        ::gzclose(file);
        return path;
    }
    const std::string accounts_ = std::string(kAccountsHeader) + std::string(kAccountRow);
    Company company_{is_postgres() ? location() : ""};
};
ON_BOTH_STORES(Imports);

}  // namespace

TEST_P(Imports, AccountsBeforeTheirIssuerAreRefusedAndComeAgain) {
    const auto early = company_.import("accounts.csv", accounts_);
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, Code::Refused);
    EXPECT_THAT(early.error().message(), HasSubstr("accounts.csv:2: issuer 'TEST' is not known"));
    EXPECT_EQ(cut(), Batch{0});
    ASSERT_TRUE(company_.import("issuer.yaml", kIssuerText));
    EXPECT_EQ(company_.import("accounts.csv", accounts_)->accepted, 1);
    EXPECT_EQ(company_.import("accounts.csv", accounts_).error().code, Code::Duplicate);
}

TEST_P(Imports, AMappingAloneSaysWhatTheFileIs) {
    const auto file = write("export.csv", "Zaehler;Bis;Wert\nSP1;2026-04-01 01:00;1,5\n");
    const auto mapping = write("theirs.yaml", "format: interval-csv\ndelimiter: ';'\n"
                                              "decimal: ','\nzone: Europe/Berlin\ncolumns:\n"
                                              "  {service_point: Zaehler, end: Bis, value: Wert}\n"
                                              "constants: {unit: kWh, minutes: 60}\n");
    EXPECT_EQ(import(file).error().code, Code::Refused);
    const auto imported = import(file, {}, mapping);
    ASSERT_TRUE(imported) << imported.error().message();
    EXPECT_EQ(imported->format, "interval-csv");
    EXPECT_EQ(imported->pending, 1);
    EXPECT_EQ(import(file, {}, mapping).error().code, Code::Duplicate);
    EXPECT_THAT(import(file, "accounts", mapping).error().text,
                HasSubstr("the mapping is not for a file of format accounts"));
    EXPECT_THAT(import(file, "call-csv", mapping).error().text,
                HasSubstr("the mapping is for interval-csv"));
}

TEST_P(Imports, ADryRunSaysAllAndWritesNothing) {
    Rehearsal rehearsal(*company_.workspace);
    const auto rehearse = [&](const fs::path& file) {
        return rehearsal.import({file, {}, {}}, {});
    };
    ASSERT_TRUE(rehearse(write("catalog.yaml", kCatalogText)));
    ASSERT_TRUE(rehearse(write("issuer.yaml", kIssuerText)));
    const auto accounts = rehearse(write("accounts.csv", accounts_ + "A-2,TEST,EUR\n"));
    ASSERT_TRUE(accounts) << accounts.error().message();
    EXPECT_EQ(accounts->accepted, 1);
    EXPECT_EQ(accounts->rejects.at(0).line, 3);
    EXPECT_EQ(accounts->batch, Batch{0});
    const auto april = LocalDate::of(2026, 4, 1);
    const auto readings =
        rehearse(write("april.csv", readings_of(april, april.plus_days(1), "1") +
                                        "SP9,import,kWh,2026-04-01T00:00:00Z,60,1\n"));
    ASSERT_TRUE(readings) << readings.error().message();
    EXPECT_EQ(readings->accepted, 24) << "the account before it is known";
    EXPECT_EQ(readings->unknown, std::vector<std::string>{"SP9"});
    const auto again = rehearse(company_.dir.path() / "issuer.yaml");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::Duplicate);
    EXPECT_EQ(cut(), Batch{0});
}

TEST_P(Imports, ACompanysFileWithItsMappingIsAFileOfItsOwn) {
    ASSERT_TRUE(company_.import("issuer.yaml", kIssuerText));
    const auto file = write("export.csv", "Konto;Punkt\nA-1;SP1\n");
    const auto mapping = write(
        "theirs.yaml", "format: accounts\ndelimiter: ';'\ncolumns: {account: Konto, "
                       "service_point: Punkt}\nconstants: {currency: EUR, name: Ada, street: "
                       "Weg, postcode: '1', city: Ort, country: DE, language: en, kind: water,"
                       " zone: Europe/Berlin, plan: W, from: '2026-04-01'}\n");
    const auto unset = import(file, {}, mapping);
    ASSERT_FALSE(unset);
    EXPECT_THAT(unset.error().message(), HasSubstr("export.csv:1: the column 'issuer' is missing"));
    const auto set = [&] {
        return import_any(*company_.workspace, {file, {}, mapping.string(), {"issuer=TEST"}}, {});
    };
    ASSERT_TRUE(set()) << set().error().message();
    EXPECT_EQ(set().error().code, Code::Duplicate);
    EXPECT_THAT(import(file, "call-csv", mapping).error().text,
                HasSubstr("the mapping is for accounts, the format asked for is call-csv"));
}

TEST_P(Imports, WhatWasBilledElsewhereIsFixedWhenWeHaveBilled) {
    company_.settle();
    const std::string row(kAccountRow.substr(0, kAccountRow.size() - 1));
    const std::string header =
        std::string(kAccountsHeader.substr(0, kAccountsHeader.size() - 1)) + ",billed_until\n";
    const auto until = [&](const std::string& day) {
        return company_.import(day + ".csv", header + row + "," + day + "\n");
    };
    ASSERT_TRUE(until("2026-05-01"));
    ASSERT_TRUE(until("2026-04-01")) << "put off as long as nothing is billed";
    const auto april = LocalDate::of(2026, 4, 1);
    ASSERT_TRUE(company_.import("april.csv", readings_of(april, april.plus_months(1), "1")));
    company_.bill(april.plus_months(1));
    const auto late = until("2026-06-01");
    ASSERT_FALSE(late);
    EXPECT_THAT(late.error().text, HasSubstr("we have billed it already"));
}

// Whatever is known of a place: from its day on, of the last file that says something of the day.
TEST_P(Imports, AttributesOfAServicePointHoldFromTheirDay) {
    company_.settle();
    const std::string header = "service_point,attribute,value,from\n";
    const auto may = LocalDate::of(2026, 5, 1);
    const auto persons = [&] {
        const auto tx = company_.workspace->database->begin(store::Access::Read);
        const Batch now = store::current_cut(*tx, company_.workspace->tenant);
        const auto account = customers::load_account(*tx, company_.workspace->tenant, "A-1", {now});
        EXPECT_EQ(account->newest, now) << "a run looks at the account again";
        const auto& point = account->subscriptions.at(0).service_point;
        const auto* size = customers::attribute_on(point.attributes, "household.size", may);
        return size == nullptr ? "none" : size->value;
    };
    const auto first = import(write("a.csv", header + "SP1,household.size,4,2026-04-01\n"
                                                      "SP1,household.size,5,2026-04-01\n"
                                                      "SP9,household.size,4,2026-04-01\n"
                                                      "SP1,2nd,4,2026-04-01\n"));
    ASSERT_TRUE(first) << first.error().message();
    EXPECT_EQ(first->kind, InputKind::Attributes);
    EXPECT_EQ(first->accepted, 1);
    ASSERT_EQ(first->rejects.size(), 3U);
    EXPECT_EQ(first->rejects[0].line, 3);
    EXPECT_THAT(first->rejects[0].reason, HasSubstr("says something else of 'household.size'"));
    EXPECT_THAT(first->rejects[1].reason, HasSubstr("service point SP9: it is not known"));
    EXPECT_THAT(first->rejects[2].reason, HasSubstr("a letter first"));
    EXPECT_EQ(persons(), "4");
    ASSERT_TRUE(
        Rehearsal(*company_.workspace)
            .import({write("b.csv", header + "SP1,household.size,,2026-05-01\n"), {}, {}}, {}));
    EXPECT_EQ(persons(), "4") << "tried, not kept";
    ASSERT_TRUE(import(company_.dir.path() / "b.csv", "attributes"));
    EXPECT_EQ(persons(), "none");
    ASSERT_TRUE(import(write("c.csv", header + "SP1,household.size,3,2026-05-01\n")));
    EXPECT_EQ(persons(), "3");
    const auto tx = company_.workspace->database->begin(store::Access::Read);
    EXPECT_THAT(customers::verify(*tx, company_.workspace->tenant), ::testing::IsEmpty());
}

TEST_P(Imports, ReadingsWithoutZoneComeAgainWithTheRightMapping) {
    const auto file = write("readings.csv", "service_point,unit,start,minutes,value\n"
                                            "SP1,kWh,2026-04-01 00:00,60,1\n");
    const auto refused = import(file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Refused);
    const auto mapping = write("zone.yaml", "format: interval-csv\nzone: Europe/Berlin\n");
    EXPECT_TRUE(import(file, {}, mapping));
}

TEST_P(Imports, ADeckIsKnownByItsContent) {
    const std::string deck = "prefix,name,price per minute\n49,Germany,0.125\n";
    for (const auto& file : {write("a.csv", deck), write("b.deck", "\xEF\xBB\xBF" + deck + "\n"),
                             pack("c.gz", deck + "\n\n")}) {
        const auto imported = import(file);
        ASSERT_TRUE(imported) << imported.error().message();
        EXPECT_EQ(imported->kind, InputKind::Deck);
    }
    const auto cut_off = import(write("d.csv", deck.substr(0, deck.size() - 2)));
    ASSERT_FALSE(cut_off);
    EXPECT_THAT(cut_off.error().message(), HasSubstr("d.csv: the last line has no line break"));
}

TEST_P(Imports, PackedTextsAreUnpacked) {
    ASSERT_TRUE(import(pack("issuer.gz", kIssuerText)));
    ASSERT_TRUE(import(pack("catalog.gz", kCatalogText)));
    ASSERT_TRUE(import(pack("accounts.gz", accounts_)));
    EXPECT_EQ(company_.import("accounts.csv", accounts_).error().code, Code::Duplicate);
}

TEST_P(Imports, OnlyAKnownFileIsADuplicate) {
    const std::string_view plan = kCatalogText.substr(kCatalogText.find("plan:"));
    const auto twice = company_.import("x.yaml", fmt::format("{}---\n{}", plan, plan));
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, Code::Invalid);
    ASSERT_TRUE(company_.import("x.yaml", plan));
    EXPECT_EQ(company_.import("y.yaml", plan).error().code, Code::Duplicate);
}

// Prices, an address and readings that were changed, and are to be what they were.
TEST_P(Imports, AnEarlierFileHoldsOnceMoreIfItIsSaid) {
    company_.settle();
    const auto april = LocalDate::of(2026, 4, 1), may = LocalDate::of(2026, 5, 1);
    const auto changed = [](std::string text, std::string_view what, std::string_view into) {
        return text.replace(text.find(what), what.size(), into);
    };
    ASSERT_TRUE(company_.import("april.csv", readings_of(april, may, "1")));
    ASSERT_TRUE(company_.import("b.csv", readings_of(april, may, "2")));
    ASSERT_TRUE(company_.import("b.yaml", changed(std::string(kCatalogText), "0.3017", "0.4017")));
    ASSERT_TRUE(company_.import("c.csv", changed(accounts_, "Weg 2", "Weg 3")));
    for (const auto* name : {"april.csv", "catalog.yaml", "accounts.csv"}) {
        ImportRequest request{company_.dir.path() / name, {}, {}};
        const auto same = import_any(*company_.workspace, request, {});
        ASSERT_FALSE(same);
        EXPECT_EQ(same.error().code, Code::Duplicate);
        EXPECT_THAT(same.error().text, HasSubstr("once more: --again"));
        request.again = true;
        const auto again = import_any(*company_.workspace, request, {});
        ASSERT_TRUE(again) << again.error().message();
        EXPECT_EQ(again->batch, cut());
    }
    company_.bill(may);
    const auto tx = company_.workspace->database->begin(store::Access::Read);
    EXPECT_EQ(tx->integer("SELECT net FROM invoice"), 23'222) << "30 x 0.50 + 720 x 0.3017";
    const auto account = customers::load_account(*tx, company_.workspace->tenant, "A-1", {cut()});
    ASSERT_TRUE(account);
    EXPECT_EQ(account->on(april).address.street, "Weg 2");
}

TEST_P(Imports, WhatIsNoFileIsToldAsWhatItIs) {
    const auto why = [&](const fs::path& path) { return import(path).error().text; };
    EXPECT_EQ(why(company_.dir.path() / "none"), "there is no such file");
    EXPECT_EQ(why(company_.dir.path()), "this is a folder; name the files in it");
    ASSERT_EQ(::mkfifo((company_.dir.path() / "pipe").c_str(), 0600), 0);
    EXPECT_THAT(why(company_.dir.path() / "pipe"), HasSubstr("a pipe or a device"));
    EXPECT_EQ(why(write("empty.csv", "")), "the file is empty");
    EXPECT_THAT(
        import(write("a.csv", accounts_), {}, company_.dir.path() / "none.yaml").error().message(),
        HasSubstr("none.yaml: there is no such mapping file"));
}

TEST_P(Imports, ACutLastNumberOfACallIsRefused) {
    const auto cut_off =
        company_.import("calls.csv", "record_id,service_point,kind,start,seconds,destination\n"
                                     "1,SP1,voice,2026-04-01T00:00Z,60,+49409\n"
                                     "2,SP1,voice,2026-04-01T01:00Z,60,+4");
    ASSERT_FALSE(cut_off);
    EXPECT_THAT(cut_off.error().message(), HasSubstr("calls.csv:3: the last line has no line"));
}

TEST_P(Imports, AnIssuerWithAnUnknownBrandIsRefused) {
    EXPECT_THAT(company_.import("i.yaml", std::string(kIssuerText) + "brand: nope\n").error().text,
                HasSubstr("no brand 'nope'"));
}

}  // namespace bw::run
