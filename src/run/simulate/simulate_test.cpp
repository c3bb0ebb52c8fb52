// Three homes in April 2026 under a candidate beside their tariff, on both stores. Hourly: SP1 1
// kWh, SP2 0.1 kWh, SP3 nothing at all. HOME is 0.50 a day and 0.3017 per kWh, NEW 0.60 and 0.2917:
//   SP1  15.00 + 217.22 = 232.22   18.00 + 210.02 = 228.02
//   SP2  15.00 +  21.72 =  36.72   18.00 +  21.00 =  39.00
#include "platform/store/batch.h"
#include "run/company_test.h"
#include "run/explain.h"
#include "run/simulate/simulate.h"
#include "testing/stores.h"

#include <gmock/gmock.h>

namespace bw::run {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const LocalDate kApril = LocalDate::of(2026, 4, 1);
const LocalDate kMay = LocalDate::of(2026, 5, 1);

constexpr std::string_view kNew =
    "schedule: NEW\nsector: electricity\ncurrency: EUR\nprices: net\nfrom: 2027-01-01\n"
    "zone: Europe/Berlin\ntax: standard\ncharges:\n  standing: {price: 0.60 per day}\n"
    "  energy: {of: import kWh, price: 0.2917}\n";

std::string of_point(std::string text, const std::string& point) {
    for (std::size_t at = 0; (at = text.find("SP1", at)) != std::string::npos; ++at)
        text.replace(at, 3, point);
    return text;
}

class Simulations : public testing::OnBothStores {
protected:
    void SetUp() override {
        company_.settle();
        std::string accounts(kAccountsHeader);
        for (const std::string number : {"2", "3"})
            accounts += "A-" + number + of_point(std::string(kAccountRow).substr(3), "SP" + number);
        import("others.csv", accounts);
        import("attributes.csv", "service_point,attribute,value,from\n"
                                 "SP1,household.size,4,2026-01-01\n"
                                 "SP2,household.size,1,2026-01-01\n");
        import("sp1.csv", readings_of(kApril, kMay, "1"));
        import("sp2.csv", of_point(readings_of(kApril, kMay, "0.1"), "SP2"));
    }
    void import(const std::string& name, const std::string& text) {
        const auto imported = company_.import(name, text);
        ASSERT_TRUE(imported) << imported.error().message();
    }
    std::string file(const std::string& name, std::string_view text) {
        const auto path = company_.dir.file(name);
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    SimulateRequest april() {
        SimulateRequest request;
        request.months = {kApril, kMay};
        request.candidates = {{file("new.yaml", kNew)}};
        return request;
    }
    Result<Simulation> simulate(const SimulateRequest& request) {
        return run::simulate(*company_.workspace, request, {});
    }

    Company company_{is_postgres() ? location() : ""};
};
ON_BOTH_STORES(Simulations);

TEST_P(Simulations, RateEachAccountUnderBothAndNameWhomTheyHold) {
    const auto found = simulate(april());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_THAT(found->tariffs, ElementsAre("present", "NEW"));
    ASSERT_EQ(found->accounts.size(), 2U);
    EXPECT_EQ(found->accounts[0].account, "A-1");
    EXPECT_EQ(found->accounts[0].segment, "HOME");
    EXPECT_THAT(found->accounts[0].nets, ElementsAre(23222, 22802));
    EXPECT_EQ(found->accounts[0].best, 1U);
    EXPECT_THAT(found->accounts[1].nets, ElementsAre(3672, 3900));
    EXPECT_EQ(found->accounts[1].best, 0U);
    ASSERT_EQ(found->held.size(), 1U);
    EXPECT_EQ(found->held[0].account, "A-3");
    EXPECT_EQ(found->held[0].cause, bill::Cause::NoReadings);
    EXPECT_EQ(found->of_accounts, 3);
    EXPECT_THAT(found->notes, ElementsAre(HasSubstr("the fees of a plan are not in it")));
}

TEST_P(Simulations, ThePresentIsWhatIsBilledAndNothingIsWritten) {
    const auto cut = [&] {
        return store::current_cut(*company_.workspace->database->begin(store::Access::Read),
                                  company_.workspace->tenant);
    };
    const Batch before = cut();
    const auto found = simulate(april());
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(cut(), before);
    for (const auto& one : found->accounts) {
        const auto billed = preview(*company_.workspace, one.account, kMay, kMay, {});
        ASSERT_TRUE(billed) << billed.error().message();
        EXPECT_EQ(billed->outcome.statements.at(0).net.minor, one.nets[0]);
    }
}

TEST_P(Simulations, AreOfWhomTheConditionsHold) {
    auto request = april();
    request.by = "household.size";
    request.where = {*parse_base_condition("household.size>=4"),
                     *parse_base_condition("plan=HOME")};
    const auto found = simulate(request);
    ASSERT_TRUE(found) << found.error().message();
    ASSERT_EQ(found->accounts.size(), 1U);
    EXPECT_EQ(found->accounts[0].segment, "4");
    EXPECT_EQ(found->by_condition, 2);
    request.by = "household.sice";
    EXPECT_THAT(simulate(request).error().message(), HasSubstr("no service point has"));
}

TEST_P(Simulations, CompareSeveralTariffsAndWhatTheUsageCosts) {
    auto request = april();
    std::string edited(kCatalogText);  // the company's own plan, at another price
    edited.replace(edited.find("0.3017"), 6, "0.3100");
    request.candidates.push_back({file("edited.yaml", edited.substr(edited.find("schedule:")))});
    std::string cost(kNew);
    cost.replace(cost.find("NEW"), 3, "COST");
    request.cost = Candidate{file("cost.yaml", cost)};
    for (const int workers : {1, 3}) {
        request.workers = workers;
        const auto found = simulate(request);
        ASSERT_TRUE(found) << found.error().message();
        EXPECT_THAT(found->tariffs, ElementsAre("present", "NEW", "HOME"));
        ASSERT_EQ(found->accounts.size(), 2U);
        EXPECT_THAT(found->accounts[0].nets, ElementsAre(23222, 22802, 23820));  // 15 + 223.20
        EXPECT_EQ(found->accounts[0].cost, 22802);
    }
}

TEST_P(Simulations, CarryOnWhatAMonthLeaves) {
    import("may.csv", readings_of(kMay, kMay.plus_months(1), "0.5"));
    SimulateRequest request;
    request.months = {kApril, kMay.plus_months(1)};
    request.where = {*parse_base_condition("household.size=4")};
    request.candidates = {
        {file("peak.yaml", "schedule: PEAK\nsector: electricity\ncurrency: EUR\nprices: net\n"
                           "from: 2026-01-01\nzone: Europe/Berlin\ntax: standard\ncharges:\n"
                           "  power: {of: peak import kW, price: 10.00 per kW per month, "
                           "ratchet: [100 % of the last 11 months]}\n")}};
    const auto found = simulate(request);
    ASSERT_TRUE(found) << found.error().message();
    ASSERT_EQ(found->accounts.size(), 1U);
    EXPECT_EQ(found->accounts[0].nets[1], 2000);  // 1 kW in May, too, by April's peak
}

TEST_P(Simulations, SayWhatCannotBe) {
    auto request = april();
    request.candidates = {{"NEVER"}};
    EXPECT_THAT(simulate(request).error().message(), HasSubstr("no plan or schedule 'NEVER'"));
    request.candidates = {{"never.yaml"}};
    EXPECT_THAT(simulate(request).error().message(), HasSubstr("no such file"));
    std::string untaxed(kNew);
    untaxed.replace(untaxed.find("standard"), 8, "unknown");
    request.candidates = {{file("untaxed.yaml", untaxed)}};
    EXPECT_THAT(simulate(request).error().message(), HasSubstr("'unknown' is in no tax table"));
    EXPECT_FALSE(parse_base_condition("plan"));
    EXPECT_FALSE(parse_base_condition("plan>3"));
    EXPECT_FALSE(parse_base_condition("=3"));
}

}  // namespace
}  // namespace bw::run
