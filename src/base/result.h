// Expected failures are values: Result<T> holds a T or an Error. TRY(expr) passes an Error on.
// What cannot go on (database gone, disk full) is an exception of the platform, not an Error.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace bw {

// The class of a failure; programs branch on it, people read the text.
enum class Code {
    Invalid,      // outside input that breaks a rule of its format
    NotFound,     // a named thing does not exist as of the cut
    Duplicate,    // it is already there
    Conflict,     // two facts contradict each other
    Unsupported,  // valid, but this version cannot express it
    Limit,        // over a documented limit
    Overflow,     // the exact result does not fit
    Corrupt,      // stored bytes do not match their checksum
    Refused       // a file is refused as a whole
};

std::string_view code_name(Code code);

struct Error {
    Code code = Code::Invalid;
    std::string text;     // for the operator: what failed and what to do next; no personal data
    std::string subject;  // where: "file.csv:12", "schedule HOME line 4", "account A-1001"; may be
                          // empty

    // "subject: text", or the text alone.
    [[nodiscard]] std::string message() const {
        return subject.empty() ? text : subject + ": " + text;
    }
};

template <typename T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Code code, std::string text, std::string subject = {}) {
    return std::unexpected(Error{code, std::move(text), std::move(subject)});
}

}  // namespace bw

// Value of a Result, or return its Error from the enclosing function.
#define TRY(expression)                                                           \
    __extension__({                                                               \
        auto&& try_result_ = (expression);                                        \
        if (!try_result_) return std::unexpected(std::move(try_result_).error()); \
        *std::move(try_result_);                                                  \
    })
// The same for Result<void>, and where the value is not wanted.
#define TRY_VOID(expression)                                      \
    do {                                                          \
        if (auto try_void_ = (expression); !try_void_)            \
            return std::unexpected(std::move(try_void_).error()); \
    } while (false)
