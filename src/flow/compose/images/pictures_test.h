// For tests: PNG and JPEG files made byte by byte.
#pragma once

#include "flow/compose/pdf/objects.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace bw::images::testing {

inline std::string bytes_of(std::initializer_list<int> values) {
    std::string out;
    for (const int value : values) out += static_cast<char>(value);
    return out;
}

inline std::string big_endian(std::uint32_t value, int count) {
    std::string out;
    for (int i = count - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFF);
    return out;
}

// --- PNG ---
// ISO/IEC 15948, annex D, bit by bit.
inline std::uint32_t check_sum(std::string_view bytes) {
    std::uint32_t rest = 0xFFFFFFFF;
    for (const char c : bytes) {
        rest ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            rest = (rest & 1) != 0 ? 0xEDB88320 ^ rest >> 1 : rest >> 1;
    }
    return ~rest;
}

inline std::string chunk(std::string type, std::string_view data) {
    type += data;
    return big_endian(static_cast<std::uint32_t>(data.size()), 4) + type +
           big_endian(check_sum(type), 4);
}

inline std::string deflated(std::string_view data) {
    pdf::Deflater deflater(6);
    return std::string(deflater.deflate(data));
}

struct Png {
    std::uint32_t width = 1;
    std::uint32_t height = 1;
    int depth = 8;
    int colour = 0;
    std::string rows = {};  // each behind the number of its filter
    std::string palette = {};
    std::string transparency = {};
    int interlace = 0;
    std::string before_data = {};  // whole chunks
};

inline constexpr std::string_view kPngHead = "\x89PNG\r\n\x1A\n";

inline std::string header_chunk(const Png& of) {
    return chunk("IHDR", big_endian(of.width, 4) + big_endian(of.height, 4) +
                             bytes_of({of.depth, of.colour, 0, 0, of.interlace}));
}

inline std::string png(const Png& of) {
    std::string out(kPngHead);
    out += header_chunk(of);
    if (!of.palette.empty()) out += chunk("PLTE", of.palette);
    if (!of.transparency.empty()) out += chunk("tRNS", of.transparency);
    return out + of.before_data + chunk("IDAT", deflated(of.rows)) + chunk("IEND", "");
}

// --- JPEG ---
inline std::string segment(int marker, std::string_view data) {
    return bytes_of({0xFF, marker}) + big_endian(static_cast<std::uint32_t>(data.size() + 2), 2) +
           std::string(data);
}

struct Jpeg {
    int frame = 0xC0;
    int bits = 8;
    std::uint32_t width = 8;
    std::uint32_t height = 8;
    int components = 3;
    std::string before_frame = {};  // whole segments
};

// A block of 8 x 8 pixels of one colour: y 128, cb 128, cr 128 + 100 (of three colours), or grey
// 128. Tables: a DC code of one bit for no difference and one of two for seven bits, an AC code for
// the end of a block.
inline std::string jpeg(const Jpeg& of) {
    std::string out = bytes_of({0xFF, 0xD8});
    out += segment(0xE0, std::string("JFIF\0\1\1\0\0\1\0\1\0\0", 14));
    out += of.before_frame;
    out += segment(0xDB, bytes_of({0}) + std::string(64, '\x08'));
    std::string frame = bytes_of({of.bits}) + big_endian(of.height, 2) + big_endian(of.width, 2) +
                        bytes_of({of.components});
    std::string scan = bytes_of({of.components});
    for (int i = 1; i <= of.components; ++i) {
        frame += bytes_of({i, 0x11, 0});
        scan += bytes_of({i, 0});
    }
    out += segment(of.frame, frame);
    out += segment(0xC4, bytes_of({0x00, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7}));
    out += segment(0xC4, bytes_of({0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    out += segment(0xDA, scan + bytes_of({0, 63, 0}));
    // y: 0 0, cb: 0 0, cr: 10 1100100 0, filled up with ones; grey: 0 0 and ones
    out += of.components == 1 ? bytes_of({0x3F}) : bytes_of({0x0B, 0x23});
    return out + bytes_of({0xFF, 0xD9});
}

}  // namespace bw::images::testing
