// Quotes beside what a workspace of the same texts bills, and what they ask for.
#include "run/company_test.h"
#include "run/quote/quote.h"

#include <gmock/gmock.h>

namespace bw::run {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const LocalDate kApril = LocalDate::of(2026, 4, 1);
const LocalDate kMay = LocalDate::of(2026, 5, 1);

constexpr std::string_view kLoyal =
    "taxes: DE\ncountry: DE\ncategories:\n"
    "  standard: {rates: [{from: 2020-01-01, code: S, percent: 19}]}\n"
    "---\nschedule: LOYAL\nsector: electricity\ncurrency: EUR\nprices: net\n"
    "from: 2026-01-01\nzone: Europe/Berlin\ntax: standard\ncharges:\n"
    "  energy: {of: import kWh, tiers per month: [{to: 100 * household.size, price: 0.20}, "
    "{price: 0.50}]}\n"
    "discounts:\n  loyal: {on: energy, percent: 10, if: customer.years >= 2}\n";

class Quotes : public ::testing::Test {
protected:
    std::string file(const std::string& name, std::string_view text) {
        std::ofstream(dir_.file(name), std::ios::binary) << text;
        return dir_.file(name);
    }
    // Of the company's home in April, at 1 kWh an hour.
    QuoteRequest april(std::string_view tariff = kCatalogText) {
        QuoteRequest request;
        request.tariffs = {file("tariff.yaml", tariff)};
        request.usage = {{file("april.csv", readings_of(kApril, kMay, "1")), {}, {}}};
        return request;
    }
    Result<Quote> quote(const QuoteRequest& request) {
        return run::quote(company_.around, request);
    }
    static std::vector<std::string> lines_of(const bill::Invoice& statement) {
        std::vector<std::string> lines;
        for (const auto& l : statement.lines)
            lines.push_back(fmt::format("{}: {} x {} = {}", l.name, l.quantity.to_string(),
                                        l.price.to_string(), l.net.to_string()));
        lines.push_back(
            fmt::format("{} + {}", statement.net.to_string(), statement.tax.to_string()));
        return lines;
    }

    Company company_;

private:
    testing::TempDir dir_;
};

TEST_F(Quotes, AreToTheCentWhatBillingGives) {
    company_.settle();
    ASSERT_TRUE(company_.import("april.csv", readings_of(kApril, kMay, "1")));
    const auto billed = preview(*company_.workspace, "A-1", kMay, kMay, {});
    ASSERT_TRUE(billed) << billed.error().message();
    const auto quoted = quote(april());
    ASSERT_TRUE(quoted) << quoted.error().message();
    EXPECT_EQ(quoted->days, (Period{kApril, kMay}));
    EXPECT_EQ(lines_of(quoted->preview.outcome.statements.at(0)),
              lines_of(billed->outcome.statements.at(0)));
    EXPECT_THAT(quoted->notes, IsEmpty());
    EXPECT_THAT(quoted->sentences.at(0).at(0).at(0), HasSubstr("30 days"));
}

TEST_F(Quotes, AreOfTheAccountThatIsGiven) {
    auto request = april();
    request.accounts = file("accounts.csv",
                            std::string(kAccountsHeader) +
                                "A-1,TEST,EUR,Ada Example,Weg 2,10115,Berlin,DE,en,SP1,electricity,"
                                "Europe/Berlin,HOME,2024-02-01\n");
    request.days = Period{LocalDate::of(2026, 4, 11), kMay};
    const auto quoted = quote(request);
    ASSERT_TRUE(quoted) << quoted.error().message();
    // 20 days x 0.50, 480 kWh x 0.3017 = 144.816
    EXPECT_THAT(lines_of(quoted->preview.outcome.statements.at(0)),
                ElementsAre("Standing charge: 20 x 0.5 = 10.00", "Energy: 480 x 0.3017 = 144.82",
                            "154.82 + 29.42"));
}

TEST_F(Quotes, WantWhatTheTariffReckonsWith) {
    auto request = april(kLoyal);
    const auto asked = quote(request);
    ASSERT_FALSE(asked);
    EXPECT_THAT(asked.error().message(), HasSubstr("--fact household.size=VALUE"));
    request.facts = {{"household.size", "4"}, {"customer.years", "2"}};
    const auto loyal = quote(request);
    ASSERT_TRUE(loyal) << loyal.error().message();
    // 400 x 0.20 + 320 x 0.50 = 240, less a tenth
    EXPECT_EQ(loyal->preview.outcome.statements.at(0).net.to_string(), "216.00");
    request.facts["customer.years"] = "1";
    EXPECT_EQ(quote(request)->preview.outcome.statements.at(0).net.to_string(), "240.00");
    request.facts["customer.years"] = "some";
    EXPECT_THAT(quote(request).error().message(), HasSubstr("a whole number from 0 to 100"));
}

TEST_F(Quotes, SayWhoIsANewCustomerAndWhichFactChangesNothing) {
    auto request = april(kLoyal);
    request.facts = {{"household.size", "4"}, {"household.sice", "3"}};
    EXPECT_THAT(quote(request)->notes, ElementsAre(HasSubstr("does not ask for household.sice"),
                                                   HasSubstr("--fact customer.years=2")));
}

TEST_F(Quotes, WithoutATaxTableAreNet) {
    const std::string text(kCatalogText);
    const auto quoted = quote(april(text.substr(text.find("schedule:"))));
    ASSERT_TRUE(quoted) << quoted.error().message();
    EXPECT_THAT(quoted->untaxed, ElementsAre("standard"));
    EXPECT_EQ(quoted->preview.outcome.statements.at(0).tax.minor, 0);
}

TEST_F(Quotes, OfATariffToComeGoByItsFirstPrices) {
    std::string text(kCatalogText);
    for (std::size_t at = 0; (at = text.find("2026-01-01", at)) != std::string::npos; ++at)
        text.replace(at, 10, "2027-01-01");
    const auto quoted = quote(april(text));
    ASSERT_TRUE(quoted) << quoted.error().message();
    EXPECT_THAT(quoted->notes, ElementsAre(HasSubstr("HOME begins on 2027-01-01")));
    EXPECT_EQ(quoted->preview.outcome.statements.at(0).net,
              quote(april())->preview.outcome.statements.at(0).net);
}

TEST_F(Quotes, TellWhatHolds) {
    auto request = april();
    request.days = Period{kApril, LocalDate::of(2026, 6, 1)};
    const auto held = quote(request);
    ASSERT_TRUE(held) << held.error().message();
    EXPECT_TRUE(held->preview.outcome.is_held());
    EXPECT_EQ(held->preview.outcome.exceptions.at(0).cause, bill::Cause::NoReadings);
}

TEST_F(Quotes, NameWhatIsNotClear) {
    auto request = april();
    std::string two = readings_of(kApril, kMay, "1");
    two += "SP2,import,kWh,2026-04-01T00:00:00Z,60,1\n";
    request.usage.front().file = file("two.csv", two);
    EXPECT_THAT(quote(request).error().text, HasSubstr("SP1, SP2: name one with --service-point"));
    request.service_point = "SP1";
    EXPECT_TRUE(quote(request));
    request.tariffs.push_back(request.usage.front().file.string());
    EXPECT_THAT(quote(request).error().text, HasSubstr("name it with --usage"));
    request.tariffs.back() =
        file("issuer.yaml", "issuer: X\nname: X\nvat_id: DE123456789\nstreet: W\n"
                            "postcode: \"1\"\ncity: B\ncountry: DE\n"
                            "series: X\ntaxes: FR\nfrom: 2020-01-01\n");
    EXPECT_THAT(quote(request).error().text, HasSubstr("FR is in none of the files"));
}

}  // namespace
}  // namespace bw::run
