// Who is simulated: services of a sector and currency that are supplied in the months, narrowed by
// conditions on what is known of the account and the place. Pure.
#pragma once

#include "books/customers/customers.h"
#include "flow/bill/tariffs.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::run {

// "plan=AURORA-FLEX,AURORA-HOME", "household.size>=4".
struct BaseCondition {
    enum class Op : std::uint8_t { Is, IsNot, Less, LessEqual, Greater, GreaterEqual };
    std::string name;  // one of kAccountFacts, else an attribute of the service point
    Op op = Op::Is;
    std::vector<std::string> values;  // Is, IsNot: any of these; else one number
};
Result<BaseCondition> parse_base_condition(std::string_view text);

// What conditions and segments know beside attributes.
inline constexpr std::array<std::string_view, 10> kAccountFacts{
    "plan",     "issuer",  "kind",     "zone",       "city",
    "postcode", "country", "language", "tax_status", "customer"};

// A service of the base, on its last supplied day of the months.
struct BaseService {
    const customers::Subscription* subscription = nullptr;
    const catalog::Plan* plan = nullptr;
    LocalDate day;
};

struct BaseRequest {
    Period months;
    std::string sector;
    Currency currency;
    std::vector<BaseCondition> where;  // all of them must hold
};

enum class Outside : std::uint8_t {
    NoService,  // none of the sector and currency is supplied, or another pays for it
    Condition   // a condition does not hold
};

class Base {
public:
    // All must outlive it.
    Base(const BaseRequest& request, const bill::Tariffs& tariffs)
        : request_(request), tariffs_(tariffs) {}

    // The services of an account that are simulated; none: it is outside, for this reason.
    [[nodiscard]] Result<std::vector<BaseService>> services_of(
        const customers::BillingAccount& account, Outside& why) const;

    // What is known of a service by the name of a fact or attribute; nothing: it is not.
    [[nodiscard]] std::optional<std::string> value_of(const customers::BillingAccount& account,
                                                      const BaseService& service,
                                                      std::string_view name) const;

private:
    [[nodiscard]] std::optional<BaseService> service_of(
        const customers::BillingAccount& account,
        const customers::Subscription& subscription) const;
    [[nodiscard]] Result<bool> holds(const customers::BillingAccount& account,
                                     const BaseService& service,
                                     const BaseCondition& condition) const;

    const BaseRequest& request_;
    const bill::Tariffs& tariffs_;
};

}  // namespace bw::run
