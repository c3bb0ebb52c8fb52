// QR codes (ISO/IEC 18004:2015): byte mode, versions 1 to 40, the best of the eight masks.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace bw::pdf {

// How much of the code may be damaged: about 7, 15, 25, 30 %. Payment codes (EPC069-12) ask for
// Medium.
enum class QrLevel : std::uint8_t { Low, Medium, Quartile, High };

// Versions 7 to 13 have a pattern in the middle by which readers find their way: where something
// is laid over the middle, this one and the next six have none there.
inline constexpr int kOpenMiddle = 14;

struct QrCode {
    int side = 0;            // modules per side, without the quiet zone of 4 modules
    int version = 0;         // 1..40; side = 17 + 4 x version
    int mask = 0;            // 0..7
    std::vector<bool> dark;  // row by row

    [[nodiscard]] bool at(int x, int y) const {
        return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(side) +
                    static_cast<std::size_t>(x)];
    }
};

// Encodes the bytes in the smallest version that holds them, but at least in `least_version`.
// Error Limit when they are too many: 2953 bytes at Low, 2331 at Medium, 1663, 1273.
Result<QrCode> encode_qr(std::string_view bytes, QrLevel level, int least_version = 1);
// The same with a given mask, to compare encoders.
Result<QrCode> encode_qr_masked(std::string_view bytes, QrLevel level, int mask,
                                int least_version = 1);
// The most bytes that a version (1..40) holds.
int qr_capacity(int version, QrLevel level);

}  // namespace bw::pdf
