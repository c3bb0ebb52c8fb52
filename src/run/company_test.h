// A small company for tests: one home with hourly readings. Billed for April and May 2026, with the
// tenth of April corrected in between, it has two invoices and a credit note.
#pragma once

#include "run/bill_run.h"
#include "run/import.h"
#include "testing/temp_dir.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace bw::run {

inline constexpr std::string_view kCatalogText =
    "taxes: DE\nname: {en: VAT}\ncountry: DE\ncategories:\n"
    "  standard: {name: {en: VAT}, rates: [{from: 2020-01-01, code: S, percent: 19}]}\n"
    "---\nschedule: HOME\nname: {en: Home}\nsector: electricity\ncurrency: EUR\nprices: net\n"
    "from: 2026-01-01\nzone: Europe/Berlin\ncorrections: credit note\ntax: standard\ncharges:\n"
    "  standing: {price: 0.50 per day}\n  energy: {of: import kWh, price: 0.3017}\n"
    "---\nplan: HOME\nname: {en: Home}\nsector: electricity\ncurrency: EUR\nprices: net\n"
    "from: 2026-01-01\nschedules: [HOME]\n";
inline constexpr std::string_view kIssuerText =
    "issuer: TEST\nname: Test Energie GmbH\nvat_id: DE123456789\nstreet: Weg 1\n"
    "postcode: \"10115\"\ncity: Berlin\ncountry: DE\niban: DE89370400440532013000\nseries: T\n"
    "taxes: DE\nfrom: 2020-01-01\n";
inline constexpr std::string_view kAccountsHeader =
    "account,issuer,currency,name,street,postcode,city,country,language,service_point,kind,zone,"
    "plan,from\n";
inline constexpr std::string_view kAccountRow =
    "A-1,TEST,EUR,Ada Example,Weg 2,10115,Berlin,DE,en,SP1,electricity,Europe/Berlin,HOME,"
    "2026-04-01\n";

// Hourly kWh of SP1, local days [from, to).
inline std::string readings_of(LocalDate from, LocalDate to, std::string_view kwh) {
    const Zone zone = *Zone::find("Europe/Berlin");
    std::string text = "service_point,channel,unit,start,minutes,value\n";
    for (Instant at = zone.start_of_day(from); at < zone.start_of_day(to);
         at.us += 3600 * Instant::kSecond)
        text += fmt::format("SP1,import,kWh,{},60,{}\n", at.to_string(), kwh);
    return text;
}

class Company {
public:
    // `address`: of its store on a server; empty for a file.
    explicit Company(const std::string& address = {})
        : workspace(*create_workspace(root, around, address)) {}

    Result<ImportResult> import(const std::string& name, std::string_view text,
                                std::string format = {}) {
        std::ofstream(dir.path() / name, std::ios::binary) << text;
        return import_any(*workspace, {dir.path() / name, std::move(format), {}}, {});
    }
    void settle() {
        for (const auto& [name, text] :
             {std::pair("catalog.yaml", kCatalogText), std::pair("issuer.yaml", kIssuerText)}) {
            const auto imported = import(name, text);
            ASSERT_TRUE(imported) << imported.error().message();
        }
        const auto accounts =
            import("accounts.csv", std::string(kAccountsHeader) + std::string(kAccountRow));
        ASSERT_TRUE(accounts) << accounts.error().message();
    }
    Result<RunId> start(LocalDate until) {
        RunRequest request;
        request.until = until;
        request.issued_on = until.plus_days(1);
        request.person = "ada";
        return run::start(*workspace, request);
    }
    void bill(LocalDate until) {
        const auto id = start(until);
        ASSERT_TRUE(id) << id.error().message();
        const auto report = carry_on(*workspace, *id, 1, {});
        ASSERT_TRUE(report) << report.error().message();
        ASSERT_EQ(report->info.held, 0);
    }
    void bill_two_months() {
        const auto april = LocalDate::of(2026, 4, 1);
        const auto may = april.plus_months(1);
        const auto june = april.plus_months(2);
        ASSERT_TRUE(import("april.csv", readings_of(april, may, "1")));
        bill(may);
        const auto tenth = LocalDate::of(2026, 4, 10);
        ASSERT_TRUE(import("corrected.csv", readings_of(tenth, tenth.plus_days(1), "0.5")));
        ASSERT_TRUE(import("may.csv", readings_of(may, june, "1.25")));
        bill(june);
    }

    testing::TempDir dir;
    std::filesystem::path root = dir.path() / "workspace";
    FixedClock clock{Instant::from_seconds(1'780'000'000)};
    crypto::SeededSecrets secrets{1};
    Surroundings around{&clock, &secrets, nullptr};
    std::optional<Workspace> workspace;
};

}  // namespace bw::run
