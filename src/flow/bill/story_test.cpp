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

// Of an October bill for the house, with 565 kWh in September in the flat, 310 and 305 in October.
std::vector<MonthValue> months_of(const customers::BillingAccount& account) {
    const auto catalog = *catalog::Catalog::make(*catalog::parse(kTariff, "tariff.yaml"), {});
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

}  // namespace
}  // namespace bw::bill
