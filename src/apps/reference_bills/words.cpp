#include "apps/reference_bills/words.h"

#include <fmt/format.h>

#include <charconv>

namespace bw::reference_bills {
namespace {

Result<std::string_view> digits_before(std::string_view text, std::string_view mark,
                                       const std::string& place) {
    const auto end = text.find(mark);
    if (end != std::string_view::npos) {
        const auto before = text.substr(0, end).find_last_not_of("0123456789.");
        const auto begin = before == std::string_view::npos ? 0 : before + 1;
        if (begin < end) return text.substr(begin, end - begin);
    }
    return fail(Code::Unsupported, fmt::format("no number before '{}'", mark), place);
}

}  // namespace

std::optional<std::string_view> after(std::string_view text, std::string_view mark) {
    const auto at = text.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    return text.substr(at + mark.size());
}

Result<std::int64_t> number_before(std::string_view text, std::string_view mark,
                                   const std::string& place) {
    const std::string_view digits = TRY(digits_before(text, mark, place));
    std::int64_t number = 0;
    const char* last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, number);
    if (error != std::errc{} || end != last)
        return fail(Code::Invalid, fmt::format("'{}' is no whole number", digits), place);
    return number;
}

Result<Decimal> decimal_before(std::string_view text, std::string_view mark,
                               const std::string& place) {
    const std::string_view digits = TRY(digits_before(text, mark, place));
    return Decimal::parse(digits);
}

}  // namespace bw::reference_bills
