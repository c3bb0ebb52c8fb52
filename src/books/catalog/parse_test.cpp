#include "books/catalog/parse.h"
#include "books/catalog/print.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bw::catalog {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kHome = R"(schedule: AURORA-HOME-TOU
name: {en: Home Flex, de: Zuhause Flex, it: Casa Flex}
sector: electricity
currency: EUR
prices: net                       # or gross
from: 2026-01-01
zone: Europe/Rome
holidays: IT
round: line half-up 2

charges:
  standing:
    price: 0.3122 per day
    tax: standard
  energy:
    of: import kWh
    windows:
      peak:     {when: Mon-Fri 08:00-19:00 except holidays, price: 0.28710}
      shoulder: {when: "Mon-Fri 07:00-08:00, 19:00-23:00; Sat 07:00-23:00", price: 0.24830}
      night:    {when: otherwise, price: 0.19330}
    tax: reduced
  excise:
    of: import kWh
    price: 0.0227
    free: first 150 per month because domestic use
    tax: reduced
  solar:
    of: export kWh
    price: -0.0820
    tiers per day: [{to: 8}, {price: -0.0300}]
    tax: none
discounts:
  loyal: {on: energy, percent: 3, if: customer.years >= 2, until: 2027-12-31}
minimum: {price: 12.00 per month, tax: standard}
)";

constexpr std::string_view kDuo = R"(plan: NORDLINK-DUO
name: {en: Duo fibre + mobile}
sector: telecom
currency: EUR
prices: gross
from: 2026-01-01
tax: standard
recurring:
  line: {price: 39.90 per month, billed: in advance, prorate: by day}
  activation: {price: 29.00 once}
allowances:
  data:  {include: 20 GB per month, shared by: bundle, rollover: up to 20 GB for 1 month}
  voice: {include: unlimited, fair use: 3000 minutes, to: [domestic]}
usage:
  voice:
    deck: nordlink-2026.csv
    connect: 0.15
    increments: 60/1
    windows: {off-peak: {when: 19:00-07:00 and weekends, price factor: 0.5}}
    cap: 5.00 per call
  messages: {price: 0.09 per message}
  data: {price: 2.00 per started 500 MB, cap: 20.00 per billing period}
commitment: 24 months
)";

Document document_of(std::string_view text) {
    auto document = parse(text, "tariffs/home.yaml");
    EXPECT_TRUE(document.has_value()) << (document ? "" : document.error().message());
    return document ? *document : Document{};
}

std::string error_of(std::string text, std::string_view wrong, std::string_view replacement) {
    const std::size_t at = text.find(wrong);
    EXPECT_NE(at, std::string::npos) << wrong;
    text.replace(at, wrong.size(), replacement);
    const auto document = parse(text, "tariffs/home.yaml");
    return document ? "no error" : document.error().message();
}
std::string home_error(std::string_view wrong, std::string_view replacement) {
    return error_of(std::string(kHome), wrong, replacement);
}

TEST(CatalogParse, ReadsAScheduleExactly) {
    const auto document = document_of(kHome);
    ASSERT_EQ(document.schedules.size(), 1u);
    const auto& home = document.schedules[0];
    EXPECT_EQ(home.head.name, "AURORA-HOME-TOU");
    EXPECT_EQ(home.head.names.at("de"), "Zuhause Flex");
    EXPECT_EQ(home.head.prices, PriceBasis::Net);
    ASSERT_EQ(home.charges.size(), 4u);
    const auto& standing = home.charges[0];
    EXPECT_EQ(standing.kind, ChargeKind::Fixed);
    EXPECT_EQ(standing.seasons[0].windows[0].tiers[0].price.to_string(), "0.3122");
    const auto& energy = home.charges[1];
    ASSERT_EQ(energy.seasons[0].windows.size(), 3u);
    EXPECT_EQ(energy.seasons[0].windows[0].tiers[0].price.to_string(), "0.2871");
    EXPECT_EQ(energy.seasons[0].windows[0].line.number, 18);
    EXPECT_EQ(energy.tax, "reduced");
    const auto& excise = home.charges[2].seasons[0].windows[0];
    EXPECT_EQ(excise.per, TierPeriod::Month);
    EXPECT_TRUE(excise.tiers[0].free);
    EXPECT_EQ(excise.tiers[0].reason, "domestic use");
    EXPECT_EQ(excise.tiers[1].price.to_string(), "0.0227");
    const auto& solar = home.charges[3].seasons[0].windows[0];
    EXPECT_EQ(solar.per, TierPeriod::Day);
    EXPECT_EQ(solar.tiers[0].price.to_string(), "-0.082");
    EXPECT_EQ(home.minimum->price.to_string(), "12");
    EXPECT_EQ(home.discounts[0].conditions.at(0).fact, "customer.years");
}

TEST(CatalogParse, ReadsAPlanWithTheShortFormOfVoice) {
    const auto document = document_of(kDuo);
    ASSERT_EQ(document.plans.size(), 1u);
    const auto& plan = document.plans[0];
    EXPECT_EQ(plan.commitment_months, 24);
    EXPECT_EQ(plan.recurring[1].per, TimeUnit::Once);
    EXPECT_EQ(plan.allowances[0].amount, 20'000'000'000);
    EXPECT_EQ(plan.allowances[1].fair_use, 180'000);
    ASSERT_TRUE(plan.usage.has_value());
    ASSERT_EQ(plan.usage->rating_plans[0].rows.size(), 2u);
    EXPECT_EQ(plan.usage->rating_plans[0].rows[0].factor.to_string(), "0.5");
    EXPECT_EQ(plan.usage->rates[0].groups[0].increment_s, 60);
    EXPECT_EQ(plan.usage->rates[0].groups[1].from_s, 60);
    EXPECT_EQ(plan.usage->data[0].block_bytes, 500'000'000);
}

TEST(CatalogParse, PrintedTextReadsBackTheSame) {
    for (const auto text : {kHome, kDuo}) {
        const auto document = document_of(text);
        const std::string printed = print(document);
        const auto again = parse(printed, "printed");
        ASSERT_TRUE(again.has_value()) << again.error().message() << "\n" << printed;
        EXPECT_EQ(*again, document) << printed;
    }
}

TEST(CatalogParse, MistakesNameLineAndPath) {
    EXPECT_EQ(home_error("Mon-Fri 08:00", "Mon-Fry 08:00"),
              "tariffs/home.yaml line 18: charges.energy.windows.peak.when: 'Mon-Fry' is no day; "
              "write Mon, Tue "
              ".. Sun, or holidays");
    EXPECT_EQ(home_error("currency:", "curency:"),
              "tariffs/home.yaml line 4: curency: this key is not known; did you mean 'currency'?");
    EXPECT_EQ(
        home_error("    free: first", "    fre: first"),
        "tariffs/home.yaml line 25: charges.excise: 'fre' is not known here; did you mean 'free'?");
    EXPECT_EQ(home_error("0.3122 per day", "0.3122"),
              "tariffs/home.yaml line 13: charges.standing.price: a price without 'of:' needs a "
              "time; write "
              "0.3122 per day, month, quarter or year");
    EXPECT_EQ(home_error("price: 0.28710", "price: 0.28710 per MWh"),
              "tariffs/home.yaml line 18: charges.energy.windows.peak.price: the price is per MWh, "
              "but the charge "
              "counts kWh");
    EXPECT_NE(home_error("{to: 8}, {price", "{to: 8}, {to: 8, price").find("can never be reached"),
              std::string::npos);
    EXPECT_NE(home_error("prices: net", "prices: nett").find("write one of: net, gross"),
              std::string::npos);
    EXPECT_NE(
        home_error("Europe/Rome", "Europe/Roma").find("line 7: zone: time zone 'Europe/Roma'"),
        std::string::npos);
    EXPECT_NE(home_error("customer.years", "customer.year").find("did you mean 'customer.years'?"),
              std::string::npos);
    EXPECT_NE(
        home_error("2026-01-01", "2026-02-30").find("line 6: from: 2026-02-30 does not exist"),
        std::string::npos);
    EXPECT_NE(home_error("0.3122 per day", "0,3122 per day").find("'0,3122' is no decimal number"),
              std::string::npos);
    EXPECT_NE(home_error("schedule:", "shedule:").find("did you mean 'schedule'?"),
              std::string::npos);
}

TEST(CatalogParse, LinesCountFromTheFileOfTheDocument) {
    const auto document = parse("schedule: X\nsector: gas\n", "x.yaml", 101);
    ASSERT_FALSE(document.has_value());
    EXPECT_EQ(document.error().subject, "x.yaml line 101");
}

TEST(CatalogParse, SeveralDocumentsStandInOneFile) {
    const auto document = document_of(R"(calendar: AU-NSW
name: {en: New South Wales}
holidays:
  2013-01-01: New Year's Day
  2013-01-28: Australia Day (in place of 26 January)
---
taxes: AU
country: AU
categories:
  standard: {name: {en: GST}, code: S, percent: 10, from: 2000-07-01}
  none: {code: O, from: 2000-07-01, reason: outside the scope}
)");
    ASSERT_EQ(document.calendars.size(), 1u);
    EXPECT_TRUE(document.calendars[0].is_holiday(LocalDate::of(2013, 1, 28)));
    ASSERT_EQ(document.taxes.size(), 1u);
    EXPECT_EQ(document.taxes[0].metered, MeteredTax::Split);
    EXPECT_EQ(
        document.taxes[0].find("standard")->rate_on(LocalDate::of(2013, 1, 1))->percent.to_string(),
        "10");
    EXPECT_EQ(document.taxes[0].find("standard")->rate_on(LocalDate::of(1999, 1, 1)), nullptr);
    const auto again = parse(print(document), "printed");
    ASSERT_TRUE(again.has_value()) << again.error().message();
    EXPECT_EQ(*again, document);
}

TEST(CatalogParse, WhatCountersTellIsTaxedByDaysOrByReading) {
    const auto taxes = [](const std::string& metered) {
        return parse("taxes: DE\ncountry: DE\nmetered: " + metered +
                         "\ncategories:\n  x: {code: S, percent: 19, from: 2007-01-01}\n",
                     "t");
    };
    const auto by_reading = taxes("by reading");
    ASSERT_TRUE(by_reading.has_value()) << by_reading.error().message();
    EXPECT_EQ(by_reading->taxes[0].metered, MeteredTax::ByReading);
    EXPECT_EQ(*parse(print(*by_reading), "printed"), *by_reading);
    EXPECT_EQ(taxes("split")->taxes[0].metered, MeteredTax::Split);
    const auto refused = taxes("by month");
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().text.find("write: split"), std::string::npos);
}

TEST(CatalogParse, ExemptionNeedsItsReason) {
    const auto document =
        parse("taxes: AT\ncountry: AT\ncategories:\n  x: {code: E, from: 2020-01-01}\n", "t");
    ASSERT_FALSE(document.has_value());
    EXPECT_NE(document.error().text.find("needs a 'reason:'"), std::string::npos);
}

std::string charge_error(const std::string& charge) {
    const auto document =
        parse("schedule: S\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\n"
              "tax: t\ncharges:\n  d: " +
                  charge + "\n",
              "s.yaml");
    return document ? "" : document.error().message();
}

TEST(CatalogParse, APeakSaysWhatItMeansOrIsRefused) {
    EXPECT_EQ(
        charge_error("{of: peak import kW, price: 12.00 per kW per month, ratchet: [60 % of the "
                     "last 11 months, \"95 % of Jun, Jul in the last 3 months\"]}"),
        "");
    for (const auto& [charge, words] : std::vector<std::pair<std::string, std::string>>{
             {"{of: import kW, price: 1}", "power has peaks"},
             {"{of: peak import kWh, price: 1}", "power has peaks"},
             {"{of: peak import kW, price: 12.00}", "12.00 per kW per month"},
             {"{of: peak import kW, price: 12.00 per kWh per month}", "12.00 per kW per month"},
             {"{of: peak import kVA, price: 1 per kVA per month}", "'reactive: CHANNEL'"},
             {"{of: peak import kW, reactive: q, price: 1 per kW per month}", "two channels"},
             {"{of: peak import kW, mean over: 7 minutes, price: 1 per kW per month}",
              "do not divide a day"},
             {"{of: peak import kW, mean over: 30, price: 1 per kW per month}", "write: 3 minutes"},
             {"{of: peak import kW, peaks: daily, price: 1 per kW per month}", "priced per day"},
             {"{of: peak import kW, peaks: daily, mean of: 3 days, price: 1 per kW per day}",
              "no mean"},
             {"{of: peak import kW, at least: 1 +, price: 1 per kW per month}", "behind '1 +'"},
             {"{of: peak import kW, ratchet: 60 % of last year, price: 1 per kW per month}",
              "is no ratchet"},
             {"{of: peak import kW, ratchet: 60 % of the last 99 months, price: 1 per kW per "
              "month}",
              "is no ratchet"},
             {"{of: peak import kW, ratchet: 60 % of May, Juno in the last 9 months, price: 1 per "
              "kW "
              "per month}",
              "is no ratchet"},
             {"{of: peak import kW, free: first 2 per month, price: 1 per kW per month}",
              "a first tier at 0"},
             {"{of: peak import kW, tiers per billing period: [{price: 1}]}",
              "per month or per day"},
             {"{of: peak import kW, windows: {a: {when: 00:00-12:00, price: 1 per kW per day}, b: "
              "{when: otherwise, price: 1 per kW per month}}}",
              "all per day"}})
        EXPECT_NE(charge_error(charge).find(words), std::string::npos)
            << charge << " gives " << charge_error(charge);
}

TEST(CatalogParse, ReadsTheLongFormOfTelecom) {
    const auto document = document_of(R"(schedule: CALLS
sector: telecom
currency: EUR
prices: net
from: 2012-01-01
tax: standard
usage:
  destinations:
    GERMANY: ["49"]
    ALL: ["41", "43", "49"]
  rates:
    R1: {groups: [{price: 0.2 per 60 s, increment: 1 s}], round: half-up 4}
    LANDLINE:
      connect: 1
      groups:
        - {from: 0 s, price: 1 per s, increment: 60 s}
        - {from: 60 s, price: 1 per s, increment: 1 s}
      cap: 10 per call, disconnect
  rating plans:
    STANDARD:
      - {to: GERMANY, rate: R1, when: Mon-Fri 00:00-18:00, weight: 10}
      - {to: any, rate: LANDLINE, when: otherwise, weight: 10}
  subjects:
    - category: "0"
      subject: "rif:from:tm"
      rating plan: STANDARD
      from: "2012-01-01T00:00:00Z"
      fall back: danb
)");
    ASSERT_EQ(document.schedules.size(), 1u);
    const auto& usage = *document.schedules[0].usage;
    EXPECT_EQ(usage.rates[0].groups[0].per_s, 60);
    EXPECT_EQ(usage.rates[1].cap, CapStrategy::Disconnect);
    EXPECT_EQ(usage.subjects[0].fallback, std::vector<std::string>{"danb"});
    const auto again = parse(print(document), "printed");
    ASSERT_TRUE(again.has_value()) << again.error().message();
    EXPECT_EQ(*again, document);
}

TEST(CatalogParse, ADeckNamesItsDestinationsByLanguage) {
    const auto deck = parse_deck(
        "prefix,name,price per minute,name de,name de-AT\n+49,Germany,0.10,Deutschland,\n"
        "+4915,Germany,0.12,,\n+41,Switzerland,0.2,Schweiz,\"Schweiz, CH\"\n+1,USA,1,,\n",
        "a.csv");
    ASSERT_TRUE(deck.has_value()) << deck.error().message();
    EXPECT_EQ(deck->names, (std::map<std::string, Names>{
                               {"Germany", {{"de", "Deutschland"}}},
                               {"Switzerland", {{"de", "Schweiz"}, {"de-AT", "Schweiz, CH"}}}}));
    const auto error = [](std::string_view text) {
        const auto bad = parse_deck(text, "a.csv");
        return bad ? "" : bad.error().message();
    };
    EXPECT_EQ(error("prefix,name,price per minute,name de\n+49,Germany,0.1,Deutschland\n"
                    "+4915,Germany,0.1,Deutschland mobil\n"),
              "a.csv line 3: 'Germany' is 'Deutschland' on a row before, here it is 'Deutschland "
              "mobil'");
    EXPECT_EQ(error("prefix,name,price per minute,name german\n"),
              "a.csv line 1: 'german' is no language: write name de, name de-AT ..");
    EXPECT_EQ(error("prefix,name,price per minute,name de,name de\n"),
              "a.csv line 1: column 'name de' stands twice");
    EXPECT_EQ(error("prefix,name,price per minute,name de\n+49,Germany,0.1\n"),
              "a.csv line 2: 3 cells, the header has 4");
}

TEST(CatalogParse, ReadsADeck) {
    const auto deck =
        parse_deck("prefix,name,price per minute,connect,increment\n+49,Germany,0.10,,1\n"
                   "+4915,\"Germany, mobile\",0.273,0.05,60\n",
                   "decks/a-z.csv");
    ASSERT_TRUE(deck.has_value()) << deck.error().message();
    EXPECT_EQ(deck->name, "a-z.csv");
    ASSERT_EQ(deck->rows.size(), 2u);
    EXPECT_EQ(deck->rows[1].name, "Germany, mobile");
    EXPECT_EQ(deck->rows[1].connect->to_string(), "0.05");
    EXPECT_FALSE(deck->rows[0].connect.has_value());
    const auto twice = parse_deck("prefix,name,price per minute\n1,A,1\n1,B,2\n", "d.csv");
    ASSERT_FALSE(twice.has_value());
    EXPECT_EQ(twice.error().message(), "d.csv line 3: prefix 1 stands on line 2 too");
    const auto bad = parse_deck("prefix,nam,price per minute\n", "d.csv");
    EXPECT_NE(bad.error().message().find("did you mean 'name'?"), std::string::npos);
}

constexpr std::string_view kAdvances = "payment plan: P\nfrom: 2026-01-01\nadvances: invoice\n"
                                       "settled in: Dec\ntax: standard\n";

TEST(PaymentPlanText, SaysWhatEverybodyOnItPays) {
    const auto document =
        parse(std::string(kAdvances) + "every: 2 months\nround up to: 5.00\n", "p");
    ASSERT_TRUE(document) << document.error().message();
    const auto& plan = document->payment_plans.at(0);
    EXPECT_EQ(plan.document, AdvanceDocument::Invoice);
    EXPECT_EQ(plan.every_months, 2);
    EXPECT_EQ(plan.settled_in, 12);
    EXPECT_EQ(plan.round_up_to, Decimal(5));
    EXPECT_EQ(plan.taxes, (std::vector<TaxShare>{{"standard", Decimal(100)}}));
}

constexpr std::string_view kNoTax =
    "payment plan: P\nfrom: 2026-01-01\nadvances: invoice\nsettled in: Dec\n";

TEST(PaymentPlanText, SharesAnAdvanceByCategoriesOfTax) {
    const auto document =
        parse(std::string(kNoTax) + "tax: {reduced: 37.5, standard: 62.5}\n", "p");
    ASSERT_TRUE(document) << document.error().message();
    EXPECT_EQ(document->payment_plans.at(0).taxes,
              (std::vector<TaxShare>{{"reduced", Decimal::scaled(375, 1)},
                                     {"standard", Decimal::scaled(625, 1)}}));
}

TEST(PaymentPlanText, RefusesWhatItCannotMean) {
    const auto error = [](std::string_view more, std::string_view head = kAdvances) {
        const auto document = parse(std::string(head) + std::string(more), "p");
        return document ? std::string("accepted") : document.error().message();
    };
    EXPECT_NE(error("every: 5 months\n").find("write month, 2 months"), std::string::npos);
    EXPECT_NE(error("round up to: 0\n").find("above zero"), std::string::npos);
    EXPECT_NE(error("tax: {reduced: 40, standard: 50}\n", kNoTax).find("sum to 90 percent"),
              std::string::npos);
    EXPECT_NE(error("tax: {reduced: 110, standard: -10}\n", kNoTax).find("up to 100"),
              std::string::npos);
    EXPECT_NE(error("", kNoTax).find("'tax:' is missing"), std::string::npos);
    constexpr std::string_view kNoMonth =
        "payment plan: P\nfrom: 2026-01-01\nadvances: request\nsettled in: Smarch\n";
    EXPECT_NE(error("", kNoMonth).find("settled in"), std::string::npos);
}

TEST(CatalogParse, AContractSummarySaysAtLeastWhatIsSupplied) {
    const auto with = [](const std::string& summary) {
        return parse("plan: P\nsector: telecom\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\ntax: "
                     "standard\nrecurring: {line: {price: 1 per month}}\nsummary: " +
                         summary + "\n",
                     "p.yaml");
    };
    const auto document = with("{services: {en: Fibre, de: Glasfaser}, other: {en: Ask us}}");
    ASSERT_TRUE(document.has_value()) << document.error().message();
    const auto& words = document->plans[0].words;
    EXPECT_EQ(words.services.at("de"), "Glasfaser");
    EXPECT_EQ(words.other.at("en"), "Ask us");
    EXPECT_TRUE(words.speeds.empty());
    const auto again = parse(print(*document), "printed");
    ASSERT_TRUE(again.has_value()) << again.error().message();
    EXPECT_EQ(*again, *document);

    EXPECT_FALSE(with("{other: {en: Ask us}}").has_value());
    const auto unknown = with("{services: {en: Fibre}, speed: {en: fast}}");
    ASSERT_FALSE(unknown.has_value());
    EXPECT_NE(unknown.error().text.find("speeds"), std::string::npos) << unknown.error().message();
}

TEST(CatalogParse, TiersAreToldByTheirFirstUnits) {
    const auto tiers = [](const std::string& list) -> std::string {
        const auto document =
            parse("schedule: W\nsector: water\ncurrency: USD\nprices: net\nfrom: 2026-01-01\n"
                  "tax: standard\ncharges:\n  w: {of: water ccf, tiers per month: [" +
                      list + "]}\n",
                  "w.yaml");
        if (!document) return document.error().message();
        std::string told;
        for (const auto& tier : document->schedules[0].charges[0].seasons[0].windows[0].tiers)
            told += tier.price.to_string() + (tier.to ? " to " + tier.to->print() + ", " : "");
        return told;
    };
    EXPECT_EQ(tiers("{first: 0, price: 1}, {first: 15, price: 2}, {first: 41, price: 3}"),
              "1 to 14, 2 to 40, 3");
    EXPECT_EQ(tiers("{first: 1, price: 1}, {first: 15, price: 2}"), "1 to 14, 2");
    EXPECT_THAT(tiers("{first: 2, price: 1}, {first: 15, price: 2}"),
                HasSubstr("the first tier begins with unit 0 or 1"));
    EXPECT_THAT(tiers("{first: 0, price: 1}, {first: 14.5, price: 2}"), HasSubstr("a whole unit"));
    EXPECT_THAT(tiers("{to: 14, price: 1}, {first: 15, price: 2}"), HasSubstr("not both"));
    EXPECT_THAT(tiers("{first: 0, to: 14, price: 1}, {price: 2}"), HasSubstr("not both"));
    EXPECT_THAT(tiers("{first: 0, price: 1}, {first: 15, price: 2}, {first: 15, price: 3}"),
                HasSubstr("the tier ends at 14, not above 14"));
    EXPECT_THAT(tiers("{first: 0, price: 1}, {price: 2}"), HasSubstr("without 'to:'"));
}

}  // namespace
}  // namespace bw::catalog
