#include "flow/compose/pdf/colour_profile.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace bw::pdf {
namespace {

// Numbers are big-endian; fractions have 16 binary places.
void append_u16(std::string& out, std::uint32_t value) {
    out.push_back(static_cast<char>(value >> 8 & 0xFF));
    out.push_back(static_cast<char>(value & 0xFF));
}
void append_u32(std::string& out, std::uint32_t value) {
    append_u16(out, value >> 16);
    append_u16(out, value & 0xFFFF);
}
template <std::size_t N>
void append_fractions(std::string& out, const std::array<std::int32_t, N>& values) {
    for (const auto value : values) append_u32(out, static_cast<std::uint32_t>(value));
}

template <std::size_t N>
std::string fractions(std::string_view type, const std::array<std::int32_t, N>& values) {
    std::string out(type);
    append_u32(out, 0);
    append_fractions(out, values);
    return out;
}

// English, for the United States.
std::string text(std::string_view words) {
    constexpr std::uint32_t kRecordBytes = 12, kTextAt = 28;
    std::string out = "mluc";
    append_u32(out, 0);
    append_u32(out, 1);
    append_u32(out, kRecordBytes);
    out += "enUS";
    append_u32(out, static_cast<std::uint32_t>(words.size() * 2));
    append_u32(out, kTextAt);
    for (const char c : words) append_u16(out, static_cast<unsigned char>(c));
    return out;
}

// ((R + 0.055) / 1.055) ^ 2.4 above 0.04045, R / 12.92 below.
std::string curve() {
    constexpr std::uint32_t kLinearBelow = 3;
    std::string out = "para";
    append_u32(out, 0);
    append_u16(out, kLinearBelow);
    append_u16(out, 0);
    append_fractions(out, std::array{157'286, 62'119, 3'417, 5'072, 2'651});
    return out;
}

using Xyz = std::array<std::int32_t, 3>;
constexpr Xyz kD50{63'190, 65'536, 54'061};

// The primaries and the white of a screen under D65, seen under D50.
std::vector<std::pair<std::string_view, std::string>> tags() {
    return {{"desc", text("sRGB IEC61966-2.1")},
            {"cprt", text("No copyright, use freely")},
            {"wtpt", fractions("XYZ ", kD50)},
            {"chad", fractions("sf32", std::array{68'669, 1'500, -3'285, 1'936, 64'912, -1'117,
                                                  -605, 986, 49'292})},
            {"rXYZ", fractions("XYZ ", Xyz{28'579, 14'582, 913})},
            {"gXYZ", fractions("XYZ ", Xyz{25'236, 46'981, 6'364})},
            {"bXYZ", fractions("XYZ ", Xyz{9'377, 3'973, 46'804})},
            {"rTRC", curve()},
            {"gTRC", curve()},
            {"bTRC", curve()}};
}

constexpr std::size_t kHeaderBytes = 128, kEntryBytes = 12, kAlign = 4;

std::string header(std::size_t size) {
    std::string out;
    append_u32(out, static_cast<std::uint32_t>(size));
    append_u32(out, 0);           // of no colour management module
    append_u32(out, 0x04300000);  // version 4.3
    out += "mntrRGB XYZ ";
    for (const std::uint32_t part : {2010U, 1U, 1U, 0U, 0U, 0U}) append_u16(out, part);
    out += "acsp";
    out.append(28, '\0');  // platform, flags, device, rendering intent: perceptual
    append_fractions(out, kD50);
    out.append(kHeaderBytes - out.size(), '\0');
    return out;
}

std::string profile() {
    std::string table, data;
    const auto all = tags();
    const std::size_t first = kHeaderBytes + 4 + all.size() * kEntryBytes;
    std::uint32_t curve_at = 0;  // the three are one
    append_u32(table, static_cast<std::uint32_t>(all.size()));
    for (const auto& [name, bytes] : all) {
        table += name;
        const bool is_again = name.ends_with("TRC") && curve_at != 0;
        const auto at = static_cast<std::uint32_t>(first + data.size());
        append_u32(table, is_again ? curve_at : at);
        append_u32(table, static_cast<std::uint32_t>(bytes.size()));
        if (is_again) continue;
        if (name.ends_with("TRC")) curve_at = at;
        data += bytes;
        data.append((kAlign - data.size() % kAlign) % kAlign, '\0');
    }
    return header(kHeaderBytes + table.size() + data.size()) + table + data;
}

}  // namespace

const std::string& srgb_profile() {
    static const std::string kProfile = profile();
    return kProfile;
}

}  // namespace bw::pdf
