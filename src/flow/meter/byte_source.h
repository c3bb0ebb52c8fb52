// The bytes of an input file, unpacked when it is gzip, in pieces of any size.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace bw::meter {

class ByteSource {
public:
    virtual ~ByteSource() = default;
    // Fills `out` from the front; fewer bytes only at the end, 0 when there is no more.
    virtual Result<std::size_t> read(std::span<char> out) = 0;
    // Of the file as it lies on disk, for showing progress; 0 when unknown.
    [[nodiscard]] virtual std::int64_t done() const { return 0; }
    [[nodiscard]] virtual std::int64_t size() const { return 0; }
};

// Error: NotFound (cannot be read). A gzip file that is cut off or damaged is an Error (Refused) of
// read().
Result<std::unique_ptr<ByteSource>> open_source(const std::filesystem::path& path);

}  // namespace bw::meter
