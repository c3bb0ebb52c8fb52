#include "books/catalog/parse.h"
#include "flow/bill/story.h"

#include <gtest/gtest.h>

namespace bw::bill {
namespace {

constexpr std::string_view kTariff =
    "schedule: HOME\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: 2020-01-01\n"
    "tax: standard\ncharges:\n  energy: {of: import kWh, price: 0.30}\n";

const LocalDate kSeptember = LocalDate::of(2026, 9, 1), kOctober = LocalDate::of(2026, 10, 1);
const LocalDate kMove = LocalDate::of(2026, 10, 16);
constexpr std::int64_t kFlat = 1, kHouse = 2;

customers::Subscription home(std::int64_t id, const std::vector<customers::Term>& terms,
                             const std::string& kind = "electricity") {
    customers::Subscription subscription;
    subscription.id = SubscriptionId{id};
    subscription.service_point.kind = kind;
    subscription.terms = terms;
    return subscription;
}
customers::Term term(LocalDate from, const std::string& plan) {
    customers::Term term;
    term.from = from;
    term.plan = plan;
    return term;
}

Invoice october_bill() {
    Invoice invoice;
    invoice.currency = *Currency::parse("EUR");
    InvoiceLine line;
    line.subscription = kHouse;
    line.nominal = month_of(kOctober);
    line.unit = "kWh";
    line.piece.schedule = "HOME";
    line.piece.version = LocalDate::of(2020, 1, 1);
    line.piece.charge = "energy";
    line.piece.breakdown.intervals = 744;
    invoice.lines.push_back(line);
    return invoice;
}

// Of an October bill for the house, with 565 kWh in September in the flat, 310 and 305 in October.
std::vector<MonthValue> months_of(const customers::BillingAccount& account) {
    const auto catalog = *catalog::Catalog::make(*catalog::parse(kTariff, "tariff.yaml"), {});
    Invoice invoice = october_bill();
    const auto measured = [](SubscriptionId id, LocalDate) -> Result<std::vector<Measured>> {
        const auto value = [](LocalDate month, int kwh) {
            return Measured{month, "import", "kWh", Decimal(kwh), false};
        };
        if (id.value == kFlat) return std::vector{value(kSeptember, 565), value(kOctober, 310)};
        return std::vector{value(kOctober, 305)};
    };
    EXPECT_TRUE(tell_story(invoice, account, {}, catalog, measured));
    return invoice.months;
}

TEST(Story, WhoMovedHasTheMonthsOfBothHomes) {
    customers::BillingAccount account;
    account.subscriptions = {
        home(kFlat, {term(LocalDate::of(2020, 1, 1), "HOME"), term(kMove, "")}),
        home(kHouse, {term(kMove, "HOME")})};
    const auto months = months_of(account);
    ASSERT_EQ(months.size(), 2U);
    EXPECT_EQ(months[0].quantity, Decimal(565));
    EXPECT_EQ(months[1].quantity, Decimal(615));
    EXPECT_EQ(months[1].month, month_of(kOctober));
}

TEST(Story, AMonthThatBeganInItsMiddleIsAPart) {
    customers::BillingAccount account;
    account.subscriptions = {
        home(kFlat, {term(LocalDate::of(2020, 1, 1), "HOME")}, "gas"),  // measures
                                                                        // something
                                                                        // else
        home(kHouse, {term(kMove, "HOME")})};
    const auto months = months_of(account);
    ASSERT_EQ(months.size(), 1U);
    EXPECT_EQ(months[0].quantity, Decimal(305));
    EXPECT_EQ(months[0].month, (Period{kMove, month_of(kOctober).to}));
}

constexpr std::string_view kWindows =
    "schedule: HOME\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: 2020-01-01\n"
    "zone: Europe/Berlin\ntax: standard\ncharges:\n  energy:\n    of: import kWh\n    windows:\n"
    "      day: {name: {en: By day}, when: 08:00-20:00, price: 0.30}\n"
    "      night: {name: {en: By night}, when: otherwise, price: 0.20}\n";

// September was billed by other windows, October by these.
TEST(Story, MonthsAreSharedOutByTheWindowsTheyWereBilledBy) {
    const auto document = catalog::parse(kWindows, "tariff.yaml");
    ASSERT_TRUE(document.has_value()) << document.error().message();
    const auto catalog = *catalog::Catalog::make(*document, {});
    customers::BillingAccount account;
    account.subscriptions = {home(kHouse, {term(LocalDate::of(2020, 1, 1), "HOME")})};
    auto invoice = october_bill();
    invoice.language = "en";
    const auto measured = [](SubscriptionId, LocalDate) -> Result<std::vector<Measured>> {
        return std::vector<Measured>{{kSeptember, "import", "kWh", Decimal(565), false},
                                     {kSeptember, "import/peak", "kWh", Decimal(565), false},
                                     {kOctober, "import", "kWh", Decimal(305), false},
                                     {kOctober, "import/day", "kWh", Decimal(200), false},
                                     {kOctober, "import/night", "kWh", Decimal(105), false}};
    };
    ASSERT_TRUE(tell_story(invoice, account, {}, catalog, measured));
    EXPECT_EQ(invoice.month_windows, (std::vector<std::string>{"By day", "By night"}));
    ASSERT_EQ(invoice.months.size(), 2U);
    EXPECT_TRUE(invoice.months[0].windows.empty());
    EXPECT_EQ(invoice.months[1].windows, (std::vector{Decimal(200), Decimal(105)}));
}

}  // namespace
}  // namespace bw::bill
