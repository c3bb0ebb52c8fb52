// The parts of a document, one parser each. Internal to the catalog.
#pragma once

#include "books/catalog/approval.h"
#include "books/catalog/billing_checks.h"
#include "books/catalog/fields.h"
#include "books/catalog/validation.h"

#include <array>

namespace bw::catalog {

Result<Header> parse_header(Fields& fields, std::string_view kind_key);
Result<Schedule> parse_schedule(const Spot& spot);
Result<std::vector<Charge>> parse_charges(const Spot& spot, const std::string& default_tax);
bool is_power_unit(std::string_view unit);  // "kW"
// "city.limits == outside", or a list of such.
Result<std::vector<Condition>> parse_conditions(const Spot& spot);
// Of a discount on charges, or on the fees of a plan: these know contract facts alone.
enum class DiscountOn : std::uint8_t { Charges, Fees };
Result<std::vector<Condition>> parse_discount_conditions(const Spot& spot, DiscountOn on);
// Of a table: is this the name of a fact?
Result<void> check_by(const std::string& by, const Spot& spot);
// Its rows by value, empty for `otherwise`; each value once.
Result<std::vector<std::pair<std::string, Spot>>> table_rows(const Spot& spot);
Result<std::vector<Let>> parse_lets(const Spot& spot);
Result<Peak> parse_peak(Fields& fields, const Measure& of);
Result<Surplus> parse_surplus(const Spot& spot, const std::string& unit);
Result<FeedInCredit> parse_credit(const std::string& key, const Spot& spot,
                                  const std::string& default_tax);
Result<YearMinimum> parse_year_minimum(const Spot& spot, const std::string& default_tax);
Result<std::vector<std::string>> parse_on(const Spot& spot);  // charge keys; empty: "all"
Result<std::vector<Discount>> parse_discounts(Fields& fields,
                                              DiscountOn on);  // and surcharges behind them
Result<Minimum> parse_minimum(const Spot& spot, const std::string& default_tax);
Result<Maximum> parse_maximum(const Spot& spot);
Result<Together> parse_together(const Spot& spot, const std::string& default_tax);
// `prorate:` and `cap:` of a price per time.
struct PaidTime {
    TimeUnit per = TimeUnit::Day;
    bool is_fee = false;
    Prorate prorate = Prorate::ByDay;
    MonthCap cap = {};
};
Result<void> parse_paid_time(Fields& fields, PaidTime& time);
Result<Plan> parse_plan(const Spot& spot);
// The parts of `summary:` behind its services, in their order.
struct ContractPart {
    std::string_view key;
    Names ContractWords::* names;
};
inline constexpr std::array<ContractPart, 5> kContractParts = {
    {{"equipment", &ContractWords::equipment},
     {"speeds", &ContractWords::speeds},
     {"ending", &ContractWords::ending},
     {"disabilities", &ContractWords::disabilities},
     {"other", &ContractWords::other}}};
Result<int> parse_months(const Spot& spot);  // "24 months", from 0 to 600
Result<PaymentPlan> parse_payment_plan(const Spot& spot);
Result<std::vector<Allowance>> parse_allowances(const Spot& spot);
Result<Telecom> parse_telecom(const Spot& spot, const std::string& default_tax);
// Kept with the texts, but handed over apart (validation.h, billing_checks.h, approval.h).
inline constexpr std::string_view kValidation = "validation";
inline constexpr std::string_view kBillingChecks = "billing checks";
inline constexpr std::string_view kApproval = "approval";
Result<Validation> parse_validation_at(const Spot& spot);
Result<BillingChecks> parse_billing_checks_at(const Spot& spot);
Result<Approval> parse_approval_at(const Spot& spot);
// The first document of a kind in a text; nothing where there is none.
struct OnlyKind {
    std::string_view kind, text, file_name;
    int first_line = 1;
};
template <typename T>
Result<std::optional<T>> parse_only(const OnlyKind& of, Result<T> (*parse)(const Spot&)) {
    for (const auto& node : TRY(text::parse_yaml(of.text, of.file_name)))
        if (node.is_map() && node.find(of.kind) != nullptr)
            return TRY(parse({&node, "", of.file_name, of.first_line - 1}));
    return std::nullopt;
}
Result<When> parse_when_at(const Spot& spot);
// "day", "month" ..; once is allowed only where named.
std::optional<TimeUnit> time_unit(std::string_view word);
Result<void> check_count(const Spot& spot, std::size_t count, std::size_t limit,
                         std::string_view what);

}  // namespace bw::catalog
