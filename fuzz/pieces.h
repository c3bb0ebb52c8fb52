// A file that arrives in pieces of one size.
#pragma once

#include "flow/meter/byte_source.h"
#include "input.h"

#include <algorithm>
#include <string_view>

namespace bw::fuzz {

class Pieces final : public meter::ByteSource {
public:
    Pieces(std::string_view text, std::size_t piece) : text_(text), piece_(piece) {}
    Result<std::size_t> read(std::span<char> out) override {
        const std::size_t count = text_.copy(out.data(), std::min(out.size(), piece_));
        text_.remove_prefix(count);
        return count;
    }

private:
    std::string_view text_;
    std::size_t piece_;
};

}  // namespace bw::fuzz
