// JPEG (ITU-T T.81, B.1 and B.2): the markers are walked, the scans between them are not decoded.
#include "flow/compose/images/formats.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace bw::images {
namespace {

namespace marker {
constexpr unsigned kFrameFirst = 0xC0;  // SOF0, sequential
constexpr unsigned kProgressive = 0xC2;
constexpr unsigned kFrameLast = 0xCF;
constexpr unsigned kHuffman = 0xC4, kExtension = 0xC8, kArithmetic = 0xCC;  // no frames
constexpr unsigned kRestartFirst = 0xD0, kRestartLast = 0xD7;
constexpr unsigned kStart = 0xD8, kEnd = 0xD9, kScan = 0xDA;
constexpr unsigned kLines = 0xDC;  // the height comes late
constexpr unsigned kQuantization = 0xDB, kInterval = 0xDD;
constexpr unsigned kApplicationFirst = 0xE0, kAdobe = 0xEE;
}  // namespace marker

std::unexpected<Error> broken(std::string what) {
    return fail(Code::Invalid,
                "the JPEG file is broken: " + std::move(what) + "; save the picture again");
}
std::unexpected<Error> unknown(std::string what) {
    return fail(Code::Unsupported, "the JPEG file " + std::move(what) +
                                       ", which is not read; save it as a JPEG file in RGB or "
                                       "grey");
}

class Walk {
public:
    explicit Walk(std::string_view bytes) : bytes_(bytes) {}

    Result<Image> read() {
        image_.packing = Image::Packing::Jpeg;
        image_.bytes = bytes_.substr(0, 2);  // start
        at_ = 2;
        while (true) {
            const unsigned kind = TRY(next_marker());
            if (kind == marker::kEnd) break;
            TRY_VOID(segment(kind));
        }
        if (!has_frame_) return broken("it does not say how large it is");
        if (!has_scan_) return broken("it has no pixels");
        // What follows the end is not the picture's.
        image_.bytes += {static_cast<char>(0xFF), static_cast<char>(marker::kEnd)};
        return std::move(image_);
    }

private:
    static std::unexpected<Error> cut_off() { return broken("it ends before its last pixel"); }

    // A marker may follow any number of bytes FF (B.1.1.2).
    Result<unsigned> next_marker() {
        if (at_ >= bytes_.size()) return cut_off();
        if (byte_at(bytes_, at_) != 0xFF) return broken("a part of it is longer than it says");
        while (at_ < bytes_.size() && byte_at(bytes_, at_) == 0xFF) ++at_;
        if (at_ >= bytes_.size()) return cut_off();
        return byte_at(bytes_, at_++);
    }

    Result<void> segment(unsigned kind) {
        const bool has_none =
            kind < marker::kFrameFirst || (kind >= marker::kRestartFirst && kind <= marker::kStart);
        if (has_none) return broken("a part of it stands where it may not");
        if (bytes_.size() - at_ < 2) return cut_off();
        const std::size_t length = big_endian(bytes_, at_, 2);
        if (length < 2) return broken("a part of it is shorter than its length");
        if (bytes_.size() - at_ < length) return cut_off();
        const auto data = bytes_.substr(at_ + 2, length - 2);
        at_ += length;
        if (kind == marker::kArithmetic) return unknown("is coded arithmetically");
        if (kind == marker::kLines) return unknown("tells its height after its pixels (DNL)");
        const bool is_frame = kind >= marker::kFrameFirst && kind <= marker::kFrameLast &&
                              kind != marker::kHuffman && kind != marker::kExtension;
        if (is_frame) TRY_VOID(frame(kind, data));
        if (kind == marker::kScan) TRY_VOID(scan_header(data));
        if (!is_needed(kind)) return {};
        image_.bytes += {static_cast<char>(0xFF), static_cast<char>(kind)};
        image_.bytes += bytes_.substr(at_ - length, length);
        return kind == marker::kScan ? scan() : Result<void>();
    }

    // To decode it; Adobe's says whether three colours are RGB. Others tell of cameras, places,
    // profiles, and have small pictures of their own.
    static bool is_needed(unsigned kind) {
        const bool is_frame_or_codes = kind <= marker::kFrameLast && kind != marker::kExtension;
        return is_frame_or_codes || kind == marker::kQuantization || kind == marker::kInterval ||
               kind == marker::kScan || kind == marker::kApplicationFirst || kind == marker::kAdobe;
    }

    // B.2.2
    Result<void> frame(unsigned kind, std::string_view data) {
        constexpr std::size_t kFixed = 6, kEach = 3;
        if (has_frame_) return broken("it says twice how large it is");
        if (kind > marker::kProgressive) return unknown("is lossless, hierarchical or arithmetic");
        if (data.size() < kFixed) return broken("its header is too short");
        const unsigned bits = byte_at(data, 0);
        if (bits != 8) return unknown(fmt::format("has {} bits for each colour", bits));
        const std::uint32_t height = big_endian(data, 1, 2);
        const std::uint32_t width = big_endian(data, 3, 2);
        TRY_VOID(check_size(width, height));
        components_ = byte_at(data, 5);
        if (components_ == 4) return unknown("has four colours (CMYK)");
        if (components_ != 1 && components_ != 3)
            return unknown(fmt::format("has {} colours", components_));
        if (data.size() != kFixed + kEach * components_)
            return broken("its header has a wrong length");
        for (std::size_t i = 0; i < components_; ++i) {
            const unsigned sampling = byte_at(data, kFixed + kEach * i + 1);
            const unsigned across = sampling >> 4, down = sampling & 0xF;
            if (across < 1 || across > 4 || down < 1 || down > 4)
                return broken("a colour is sampled in a way that there is not");
        }
        image_.width = static_cast<int>(width);
        image_.height = static_cast<int>(height);
        image_.colours = static_cast<int>(components_);
        has_frame_ = true;
        return {};
    }

    // B.2.3
    Result<void> scan_header(std::string_view data) {
        if (!has_frame_) return broken("its pixels come before its size");
        const unsigned count = data.empty() ? 0 : byte_at(data, 0);
        const bool fits = count >= 1 && count <= components_ && data.size() == 4 + 2 * count;
        if (!fits) return broken("the head of its pixels has a wrong length");
        has_scan_ = true;
        return {};
    }

    // Coded pixels, up to a marker that is neither a restart nor a byte FF of theirs.
    Result<void> scan() {
        const std::size_t from = at_;
        while (true) {
            const std::size_t mark = bytes_.find('\xFF', at_);
            if (mark == std::string_view::npos || mark + 1 >= bytes_.size()) return cut_off();
            const unsigned next = byte_at(bytes_, mark + 1);
            const bool is_inside =
                next == 0 || (next >= marker::kRestartFirst && next <= marker::kRestartLast);
            at_ = is_inside ? mark + 2 : mark;
            if (!is_inside) break;
        }
        if (at_ == from) return broken("it has no pixels");
        image_.bytes += bytes_.substr(from, at_ - from);
        return {};
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    Image image_;
    std::size_t components_ = 0;
    bool has_frame_ = false;
    bool has_scan_ = false;
};

}  // namespace

Result<Image> read_jpeg(std::string_view bytes) { return Walk(bytes).read(); }

}  // namespace bw::images
