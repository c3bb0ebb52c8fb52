// Chunks in, lines out: LF or CRLF, a byte order mark skipped, a last line without line break
// accepted. A line that lies inside a chunk is handed on without a copy.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace bw::meter {

enum class LineBreaks { Forbidden, Allowed };
// Is it UTF-8 (RFC 3629) without control characters but tab?
bool is_clean_text(std::string_view text, LineBreaks breaks = LineBreaks::Forbidden);

class LineSplitter {
public:
    // Takes the next complete line out of `chunk`; false: the chunk is used up, its rest is kept. A
    // line over kLineBytesMax is an Error (Refused). The view lives until the next call.
    Result<bool> next(std::string_view& chunk, std::string_view& line);
    // At the end of the input: the rest that had no line break, if any.
    bool rest(std::string_view& line);
    // Of the line handed on last, from 1.
    [[nodiscard]] std::int64_t number() const { return number_; }

private:
    std::string_view trimmed(std::string_view line);

    std::string carry_;
    bool is_carry_used_ = false;
    std::int64_t number_ = 0;
};

}  // namespace bw::meter
