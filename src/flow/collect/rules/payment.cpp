#include "flow/collect/rules/payment.h"

#include "flow/collect/rules/limits.h"
#include "flow/meter/formats/parts/lines.h"

#include <fmt/format.h>

namespace bw::collect {
namespace {

Result<void> check_text(std::string_view name, const std::string& text, std::size_t bytes_max) {
    if (text.size() > bytes_max)
        return fail(Code::Limit, fmt::format("'{}' has {} bytes; at most {} are taken", name,
                                             text.size(), bytes_max));
    if (!meter::is_clean_text(text, meter::LineBreaks::Allowed))
        return fail(Code::Invalid, fmt::format("'{}' is not clean UTF-8 text", name));
    return {};
}

}  // namespace

Result<Money> parse_amount(std::string_view text, Currency currency) {
    const Money amount = TRY(parse_money(text, currency));
    if (amount.minor <= 0)
        return fail(Code::Invalid,
                    fmt::format("the amount is {}, but a payment is more than zero; one that was "
                                "returned is reversed by its key",
                                amount.to_string()));
    if (amount.minor > kAmountMinorMax)
        return fail(Code::Limit, fmt::format("the amount is over {}; record it in parts",
                                             Money{kAmountMinorMax, currency}.to_string()));
    return amount;
}

Result<void> check_payment(const Payment& payment) {
    if (payment.key.empty())
        return fail(Code::Invalid,
                    "'key' is empty: without it nobody could tell a payment that comes twice");
    TRY_VOID(check_text("key", payment.key, kKeyBytesMax));
    TRY_VOID(check_text("account", payment.claim.account, kReferenceBytesMax));
    TRY_VOID(check_text("reference", payment.claim.reference, kReferenceBytesMax));
    return check_text("text", payment.claim.text, kTextBytesMax);
}

}  // namespace bw::collect
