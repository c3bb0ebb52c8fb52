// SHA-256 and HMAC-SHA-256 (FIPS 180-4, FIPS 198-1) through OpenSSL: names of files, leaves of the
// archive, ids derived from text. A failure of the library itself is a std::runtime_error.
#pragma once

#include "base/result.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace bw::crypto {

struct Digest {
    std::array<std::byte, 32> bytes{};
    operator std::span<const std::byte>() const { return bytes; }  // NOLINT: a view of itself
    friend auto operator<=>(const Digest&, const Digest&) = default;
};

inline std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}
// Lower case.
std::string hex(std::span<const std::byte> bytes);
// 64 hexadecimal digits.
Result<Digest> parse_digest(std::string_view text);
// From 32 stored bytes; any other length is Code::Corrupt.
Result<Digest> digest_from(std::span<const std::byte> stored);

// Streaming. finish() starts it anew. Thread: one owner.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    void update(std::span<const std::byte> bytes);
    void update(std::string_view text) { update(bytes_of(text)); }
    Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

// One-shot. Thread: any.
Digest sha256(std::span<const std::byte> bytes);
inline Digest sha256(std::string_view text) { return sha256(bytes_of(text)); }
Digest hmac_sha256(std::span<const std::byte> key, std::span<const std::byte> message);

// 63 bits of SHA-256(text), never 0: an id that depends on its key alone, not on the order of
// commits.
std::int64_t derived_id(std::string_view text);

}  // namespace bw::crypto
