// Text of one byte a character as UTF-8, on the way in. Internal to the reader of tables.
#pragma once

#include "flow/meter/byte_source.h"
#include "run/company/mapping.h"

#include <string>
#include <vector>

namespace bw::company {

// The bytes of `from`, which must outlive it, in UTF-8. Windows-1252 has letters and signs where
// Latin-1 has none; its five bytes without a meaning become U+FFFD.
class Utf8Source final : public meter::ByteSource {
public:
    Utf8Source(meter::ByteSource& from, Encoding encoding) : from_(from), encoding_(encoding) {}
    Result<std::size_t> read(std::span<char> out) override;

private:
    Result<bool> refill();

    meter::ByteSource& from_;
    Encoding encoding_;
    std::vector<char> raw_ = std::vector<char>(1 << 14);
    std::string text_;  // turned, and not handed out yet from at_ on
    std::size_t at_ = 0;
};

}  // namespace bw::company
