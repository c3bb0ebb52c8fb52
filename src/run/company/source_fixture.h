// A file's bytes from a text, for the tests of its readers.
#pragma once

#include "flow/meter/byte_source.h"

#include <string_view>

namespace bw::company {

class TextSource final : public meter::ByteSource {
public:
    explicit TextSource(std::string_view text) : text_(text) {}
    Result<std::size_t> read(std::span<char> out) override {
        const std::size_t count = text_.copy(out.data(), out.size());
        text_.remove_prefix(count);
        return count;
    }

private:
    std::string_view text_;
};

}  // namespace bw::company
