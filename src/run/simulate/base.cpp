#include "run/simulate/base.h"

#include "flow/bill/periods.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace bw::run {
namespace {

using customers::BillingAccount;
using customers::Subscription;
using Op = BaseCondition::Op;

// The longer signs first: ">=" begins with ">".
constexpr std::array<std::pair<std::string_view, Op>, 6> kSigns{{{">=", Op::GreaterEqual},
                                                                 {"<=", Op::LessEqual},
                                                                 {"!=", Op::IsNot},
                                                                 {"=", Op::Is},
                                                                 {"<", Op::Less},
                                                                 {">", Op::Greater}}};

bool is_of_numbers(Op op) { return op != Op::Is && op != Op::IsNot; }

bool compares(Op op, Decimal value, Decimal bound) {
    switch (op) {
        case Op::Less: return value < bound;
        case Op::LessEqual: return value <= bound;
        case Op::Greater: return value > bound;
        case Op::GreaterEqual: return value >= bound;
        case Op::Is: return value == bound;
        case Op::IsNot: break;
    }
    return value != bound;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> values;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        values.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return values;
}

bool is_account_fact(std::string_view name) {
    return std::ranges::find(kAccountFacts, name) != kAccountFacts.end();
}

}  // namespace

Result<BaseCondition> parse_base_condition(std::string_view text) {
    const auto at = text.find_first_of("<>=!");
    const std::string_view name = text.substr(0, at);
    for (const auto& [sign, op] : kSigns) {
        if (at == std::string_view::npos || !text.substr(at).starts_with(sign)) continue;
        const std::string_view value = text.substr(at + sign.size());
        if (value.empty()) break;
        if (!is_account_fact(name) && !customers::is_attribute_name(name)) break;
        BaseCondition condition{std::string(name), op, {std::string(value)}};
        if (!is_of_numbers(op)) condition.values = split(value);
        else if (is_account_fact(name) || !Decimal::parse(value))
            return fail(Code::Invalid,
                        fmt::format("'{}' compares with a number: attributes that are numbers can "
                                    "be compared, as in household.size>=4",
                                    text));
        return condition;
    }
    return fail(Code::Invalid,
                fmt::format("'{}' is no condition: write plan=NAME or household.size>=4; there are "
                            "{}, and attributes of service points",
                            text, fmt::join(kAccountFacts, ", ")));
}

// Supplied last on a plan of the sector, at its holder's cost.
std::optional<BaseService> Base::service_of(const BillingAccount& account,
                                            const Subscription& subscription) const {
    if (subscription.role == customers::Role::CoPayer) return std::nullopt;
    if (account.currency != request_.currency) return std::nullopt;
    const auto slices = bill::slices_of(subscription, bill::Stream::Arrears, request_.months);
    if (slices.empty()) return std::nullopt;
    const LocalDate day = slices.back().supplied.to.plus_days(-1);
    const auto plan = tariffs_.catalog().plan_on(slices.back().plan, day);
    // A plan that is not there is told when its month is rated.
    if (plan && (*plan)->head.sector != request_.sector) return std::nullopt;
    if (!plan && subscription.service_point.kind != request_.sector) return std::nullopt;
    return BaseService{&subscription, plan ? *plan : nullptr, day};
}

std::optional<std::string> Base::value_of(const BillingAccount& account, const BaseService& service,
                                          std::string_view name) const {
    const auto& point = service.subscription->service_point;
    const auto& holder = account.on(service.day);
    const auto known = [](const std::string& text) {
        return text.empty() ? std::nullopt : std::optional(text);
    };
    if (name == "plan") {
        const auto slices =
            bill::slices_of(service.subscription->terms, {service.day, service.day.plus_days(1)});
        return slices.empty() ? std::nullopt : known(slices.back().plan);
    }
    if (name == "issuer") {
        const auto issuer = tariffs_.issuers().on(account.issuer, service.day);
        return issuer ? known((*issuer)->code) : std::nullopt;
    }
    if (name == "kind") return known(point.kind);
    if (name == "zone") return known(point.zone);
    if (name == "city") return known(point.address.city);
    if (name == "postcode") return known(point.address.postcode);
    if (name == "country") return known(point.address.country);
    if (name == "language") return known(holder.language);
    if (name == "tax_status") return known(holder.tax_status);
    if (name == "customer") return known(account.customer_number);
    const auto* attribute = customers::attribute_on(point.attributes, name, service.day);
    return attribute == nullptr ? std::nullopt : known(attribute->value);
}

// What is not known is none of the values, and no number.
Result<bool> Base::holds(const BillingAccount& account, const BaseService& service,
                         const BaseCondition& condition) const {
    const auto value = value_of(account, service, condition.name);
    const auto& [name, op, values] = condition;
    if (!is_of_numbers(op)) {
        const bool is_any = value && std::ranges::find(values, *value) != values.end();
        return (op == Op::Is) == is_any;
    }
    if (!value) return false;
    const auto number = Decimal::parse(*value);
    if (!number)
        return fail(
            Code::Invalid,
            fmt::format("its attribute '{}' is '{}', and --where compares numbers", name, *value),
            "service point " + service.subscription->service_point.code);
    return compares(op, *number, TRY(Decimal::parse(values.front())));
}

Result<std::vector<BaseService>> Base::services_of(const BillingAccount& account,
                                                   Outside& why) const {
    std::vector<BaseService> services;
    why = Outside::NoService;
    for (const auto& subscription : account.subscriptions) {
        const auto service = service_of(account, subscription);
        if (!service) continue;
        bool is_in = true;
        for (const auto& condition : request_.where)
            is_in = is_in && TRY(holds(account, *service, condition));
        if (is_in) services.push_back(*service);
        else why = Outside::Condition;
    }
    return services;
}

}  // namespace bw::run
