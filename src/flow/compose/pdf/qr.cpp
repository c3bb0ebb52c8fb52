// From bytes to codewords with error correction; qr_matrix.cpp draws them.
#include "flow/compose/pdf/qr.h"

#include "base/check.h"
#include "flow/compose/pdf/qr_matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace bw::pdf {

namespace {

using PerVersion = std::array<std::uint8_t, 40>;

// Table 9: error correction codewords of one block, and number of blocks, by level and version.
constexpr std::array<PerVersion, 4> kCorrectionSize = {{
    {7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
    {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
     28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
     30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
}};
constexpr std::array<PerVersion, 4> kBlockCount = {{
    {1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
    {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
     23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
    {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
     25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
}};

struct Layout {
    int blocks = 0;
    int correction = 0;  // codewords of each block
    int total = 0;       // codewords of the symbol
    [[nodiscard]] int data() const { return total - blocks * correction; }
};

Layout layout_of(int version, QrLevel level) {
    const auto row = static_cast<std::size_t>(level);
    const auto column = static_cast<std::size_t>(version - 1);
    return {.blocks = kBlockCount[row][column],
            .correction = kCorrectionSize[row][column],
            .total = QrMatrix::data_modules(version) / 8};
}

int count_bits(int version) { return version <= 9 ? 8 : 16; }

// The field GF(256) over x^8 + x^4 + x^3 + x^2 + 1.
struct Field {
    std::array<std::uint8_t, 512> power{};
    std::array<std::uint8_t, 256> logarithm{};
    constexpr Field() {
        unsigned value = 1;
        for (std::size_t i = 0; i < 255; ++i) {
            power[i] = power[i + 255] = static_cast<std::uint8_t>(value);
            logarithm[value] = static_cast<std::uint8_t>(i);
            value <<= 1;
            if (value > 255) value ^= 0x11D;
        }
    }
    [[nodiscard]] constexpr std::uint8_t times(std::uint8_t a, std::uint8_t b) const {
        if (a == 0 || b == 0) return 0;
        return power[static_cast<std::size_t>(logarithm[a]) + logarithm[b]];
    }
};
constexpr Field kField;

// Coefficients of (x - 1)(x - 2)...(x - 2^(degree-1)) after the leading one.
std::vector<std::uint8_t> generator(int degree) {
    std::vector<std::uint8_t> factors(static_cast<std::size_t>(degree), 0);
    factors.back() = 1;
    std::uint8_t root = 1;
    for (int i = 0; i < degree; ++i) {
        for (std::size_t k = 0; k < factors.size(); ++k) {
            factors[k] = kField.times(factors[k], root);
            if (k + 1 < factors.size()) factors[k] ^= factors[k + 1];
        }
        root = kField.times(root, 2);
    }
    return factors;
}

std::vector<std::uint8_t> remainder(std::span<const std::uint8_t> data,
                                    std::span<const std::uint8_t> divisor) {
    std::vector<std::uint8_t> rest(divisor.size(), 0);
    for (const auto byte : data) {
        const auto factor = static_cast<std::uint8_t>(byte ^ rest.front());
        std::shift_left(rest.begin(), rest.end(), 1);
        rest.back() = 0;
        for (std::size_t i = 0; i < rest.size(); ++i) rest[i] ^= kField.times(divisor[i], factor);
    }
    return rest;
}

// Mode, count, bytes, terminator and padding (7.4).
std::vector<std::uint8_t> data_codewords(std::string_view bytes, int version, int size) {
    std::vector<std::uint8_t> out;
    out.reserve(static_cast<std::size_t>(size));
    unsigned pending = 0;
    int pending_bits = 0;
    const auto put = [&](unsigned value, int bits) {
        for (int i = bits - 1; i >= 0; --i) {
            pending = pending << 1 | ((value >> i) & 1);
            if (++pending_bits == 8) {
                out.push_back(static_cast<std::uint8_t>(pending));
                pending = 0;
                pending_bits = 0;
            }
        }
    };
    put(4, 4);
    put(static_cast<unsigned>(bytes.size()), count_bits(version));
    for (const char c : bytes) put(static_cast<unsigned char>(c), 8);
    const int left = size * 8 - static_cast<int>(out.size()) * 8 - pending_bits;
    put(0, std::min(4, left));
    if (pending_bits != 0) put(0, 8 - pending_bits);
    for (std::uint8_t pad = 0xEC; static_cast<int>(out.size()) < size; pad ^= 0xEC ^ 0x11) {
        out.push_back(pad);
    }
    return out;
}

// Blocks with their correction, interleaved (7.6).
std::vector<std::uint8_t> all_codewords(std::span<const std::uint8_t> data, const Layout& layout) {
    const auto blocks = static_cast<std::size_t>(layout.blocks);
    const auto short_size = data.size() / blocks;
    const auto first_long = blocks - data.size() % blocks;  // later blocks have one codeword more
    const auto divisor = generator(layout.correction);
    std::vector<std::span<const std::uint8_t>> parts;
    std::vector<std::vector<std::uint8_t>> corrections;
    for (std::size_t i = 0, from = 0; i < blocks; ++i) {
        const auto size = short_size + (i >= first_long ? 1 : 0);
        parts.push_back(data.subspan(from, size));
        corrections.push_back(remainder(parts.back(), divisor));
        from += size;
    }
    std::vector<std::uint8_t> out;
    out.reserve(static_cast<std::size_t>(layout.total));
    for (std::size_t i = 0; i <= short_size; ++i) {
        for (const auto& part : parts) {
            if (i < part.size()) out.push_back(part[i]);
        }
    }
    for (std::size_t i = 0; i < divisor.size(); ++i) {
        for (const auto& correction : corrections) out.push_back(correction[i]);
    }
    return out;
}

Result<QrCode> encode(std::string_view bytes, QrLevel level, int mask, int least_version) {
    CHECK(least_version >= 1 && least_version <= 40);
    for (int version = least_version; version <= 40; ++version) {
        if (bytes.size() > static_cast<std::size_t>(qr_capacity(version, level))) continue;
        const Layout layout = layout_of(version, level);
        QrMatrix matrix(version);
        const auto data = data_codewords(bytes, version, layout.data());
        matrix.place(all_codewords(data, layout));
        return matrix.finish(level, mask);
    }
    return fail(
        Code::Limit,
        fmt::format("{} bytes do not fit in a QR code; at this level of error correction {} do",
                    bytes.size(), qr_capacity(40, level)));
}

}  // namespace

Result<QrCode> encode_qr(std::string_view bytes, QrLevel level, int least_version) {
    return encode(bytes, level, -1, least_version);
}

Result<QrCode> encode_qr_masked(std::string_view bytes, QrLevel level, int mask,
                                int least_version) {
    CHECK(mask >= 0 && mask < 8);
    return encode(bytes, level, mask, least_version);
}

int qr_capacity(int version, QrLevel level) {
    CHECK(version >= 1 && version <= 40);
    return (layout_of(version, level).data() * 8 - 4 - count_bits(version)) / 8;
}

}  // namespace bw::pdf
