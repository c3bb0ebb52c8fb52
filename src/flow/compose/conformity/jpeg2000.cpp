#include "flow/compose/conformity/jpeg2000.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::conformity {
namespace {

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count && at + i < bytes.size(); ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

struct Colour {
    int method = 0, approximation = 0;
    std::uint32_t enumerated = 0;
};
struct Header {
    std::uint32_t components = 0;
    int bits = 0;  // as stored: one less, and the sign
    bool has_several_depths = false;
    std::vector<Colour> colours;
};

constexpr std::size_t kBoxHead = 8;

// Calls on_box(type, contents).
template <typename F>
void each_box(std::string_view bytes, F&& on_box) {
    while (bytes.size() >= kBoxHead) {
        std::size_t length = big_endian(bytes, 0, 4);
        const auto type = bytes.substr(4, 4);
        if (length == 0 || length > bytes.size()) length = bytes.size();
        if (length < kBoxHead) return;
        on_box(type, bytes.substr(kBoxHead, length - kBoxHead));
        bytes.remove_prefix(length);
    }
}

Header header_of(std::string_view bytes) {
    Header header;
    constexpr std::string_view kSignature("\0\0\0\x0CjP  ", 8);
    if (!bytes.starts_with(kSignature)) return header;
    const auto inner = [&](std::string_view type, std::string_view box) {
        if (type == "ihdr") {
            header.components = big_endian(box, 8, 2);
            header.bits = static_cast<int>(big_endian(box, 10, 1));
        } else if (type == "bpcc") {
            header.has_several_depths = true;
        } else if (type == "colr" && box.size() >= 3) {
            Colour colour;
            colour.method = static_cast<int>(big_endian(box, 0, 1));
            colour.approximation = static_cast<int>(big_endian(box, 2, 1));
            if (colour.method == 1) colour.enumerated = big_endian(box, 3, 4);
            header.colours.push_back(colour);
        }
    };
    each_box(bytes, [&](std::string_view type, std::string_view box) {
        if (type == "jp2h") each_box(box, inner);
    });
    return header;
}

}  // namespace

void check_jpeg2000(const Object& image, const std::string& where, Findings& findings) {
    const Header header = header_of(Document::stored(image));
    if (header.components != 1 && header.components != 3 && header.components != 4)
        findings.a("6.2.8.3-1", where,
                   fmt::format("a JPEG 2000 picture of {} channels", header.components));
    const int bits = (header.bits & 0x7F) + 1;
    constexpr int kBitsMost = 38;
    if (header.has_several_depths || header.bits == 0xFF || bits > kBitsMost ||
        header.components == 0)
        findings.a("6.2.8.3-5", where, "its channels do not have the same depth");
    if (!get(image, "/ColorSpace").isNull()) return;
    const auto exact = std::ranges::count(header.colours, 1, &Colour::approximation);
    if (header.colours.size() != 1 && exact != 1) {
        findings.a("6.2.8.3-2", where, "several colour spaces, and none that counts");
        return;
    }
    const auto best = std::ranges::find(header.colours, 1, &Colour::approximation);
    const Colour& colour = best != header.colours.end() ? *best : header.colours.front();
    constexpr int kMethods = 3;
    constexpr std::uint32_t kCieJab = 19;
    if (colour.method < 1 || colour.method > kMethods)
        findings.a("6.2.8.3-3", where, "its colour space is told in a way that is not known");
    if (colour.enumerated == kCieJab) findings.a("6.2.8.3-4", where, "its colours are CIEJab");
}

}  // namespace bw::conformity
