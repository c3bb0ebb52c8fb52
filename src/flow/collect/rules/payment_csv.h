// The payments file: CSV with a header, one payment a line (docs/payments.md).
#pragma once

#include "flow/collect/rules/payment.h"

#include <cstdint>
#include <functional>
#include <istream>
#include <string>

namespace bw::collect {

// Called line by line, in order; an Error ends the reading and is handed on.
struct PaymentSink {
    std::function<Result<void>(std::int64_t line, const Payment& payment)> payment;
    std::function<Result<void>(std::int64_t line, const std::string& why)> reject;
};

// Error (Refused, Limit): the file as a whole cannot be taken: no header that we know, nothing
// behind it, cut off inside a line, over a limit.
Result<void> read_payments(std::istream& in, const PaymentSink& sink);

}  // namespace bw::collect
