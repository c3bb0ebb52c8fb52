// PNG (ISO/IEC 15948, third edition; numbers below are its clauses).
#include "base/check.h"
#include "flow/compose/images/formats.h"
#include "flow/compose/pdf/objects.h"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>

namespace bw::images {
namespace {

constexpr std::size_t kTypeBytes = 4, kFrameBytes = 12;  // length, type, check sum
constexpr std::uint32_t kChunkMost = 0x7FFFFFFF;

enum class Colour : std::uint8_t { Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, RgbAlpha = 6 };

struct Header {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    unsigned depth = 8;
    Colour colour = Colour::Grey;

    [[nodiscard]] unsigned channels() const {
        switch (colour) {
            case Colour::Grey:
            case Colour::Palette: return 1;
            case Colour::GreyAlpha: return 2;
            case Colour::Rgb: return 3;
            case Colour::RgbAlpha: return 4;
        }
        return 1;
    }
    [[nodiscard]] std::size_t row_bytes() const {
        return (std::size_t{width} * channels() * depth + 7) / 8;
    }
    // From a byte to the one that filters compare it with.
    [[nodiscard]] std::size_t pixel_bytes() const {
        return std::max<std::size_t>(1, std::size_t{channels()} * depth / 8);
    }
};

std::unexpected<Error> broken(std::string what) {
    return fail(Code::Invalid,
                "the PNG file is broken: " + std::move(what) + "; save the picture again");
}

// --- chunks (5.3) ---
struct Chunk {
    std::string_view type;
    std::string_view data;
};

// The chunk at `at`, which moves behind it.
Result<Chunk> next_chunk(std::string_view bytes, std::size_t& at) {
    const std::size_t left = bytes.size() - at;
    if (left < kFrameBytes) return broken("it ends before its last part");
    const std::uint32_t length = big_endian(bytes, at, 4);
    if (length > kChunkMost || length > left - kFrameBytes)
        return broken("it ends before its last part");
    const auto checked = bytes.substr(at + 4, kTypeBytes + length);
    const Chunk chunk{checked.substr(0, kTypeBytes), checked.substr(kTypeBytes)};
    for (const char c : chunk.type) {
        const bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!is_letter) return broken("a part of it has no name");
    }
    at += kFrameBytes + length;
    if (libdeflate_crc32(0, checked.data(), checked.size()) != big_endian(bytes, at - 4, 4))
        return broken(fmt::format("the check sum of its part {} is wrong", chunk.type));
    return chunk;
}

struct Parts {
    Header header;
    std::string_view palette;
    std::string_view transparency;
    bool has_transparency = false;
    std::string packed;  // all IDAT
};

bool is_allowed(Colour colour, unsigned depth) {
    switch (colour) {
        case Colour::Grey:
            return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
        case Colour::Palette: return depth == 1 || depth == 2 || depth == 4 || depth == 8;
        case Colour::Rgb:
        case Colour::GreyAlpha:
        case Colour::RgbAlpha: return depth == 8 || depth == 16;
    }
    return false;
}

Result<Header> read_header(std::string_view data) {
    constexpr std::size_t kBytes = 13;
    if (data.size() != kBytes) return broken("its header has a wrong length");
    Header header{.width = big_endian(data, 0, 4),
                  .height = big_endian(data, 4, 4),
                  .depth = byte_at(data, 8),
                  .colour = static_cast<Colour>(byte_at(data, 9))};
    if (!is_allowed(header.colour, header.depth)) {
        return broken(
            fmt::format("there is no colour type {} with {} bits", byte_at(data, 9), header.depth));
    }
    TRY_VOID(check_size(header.width, header.height));
    if (byte_at(data, 10) != 0 || byte_at(data, 11) != 0)
        return broken("it is packed in a way that no PNG file is");
    if (byte_at(data, 12) == 1) {
        return fail(Code::Unsupported,
                    "the PNG file is interlaced (Adam7); save it without interlacing");
    }
    if (byte_at(data, 12) != 0) return broken("its rows are in an order that no PNG file has");
    return header;
}

Result<void> take_palette(std::string_view data, Parts& parts) {
    const Colour colour = parts.header.colour;
    if (colour == Colour::Grey || colour == Colour::GreyAlpha)
        return broken("a picture in grey has a palette");
    const std::size_t most =
        colour == Colour::Palette ? std::size_t{1} << parts.header.depth : std::size_t{256};
    const bool fits = !data.empty() && data.size() % 3 == 0 && data.size() / 3 <= most;
    if (!parts.palette.empty() || parts.has_transparency || !fits)
        return broken("its palette has a wrong length or place");
    parts.palette = data;
    return {};
}

Result<void> take_transparency(std::string_view data, Parts& parts) {
    bool fits = false;
    switch (parts.header.colour) {
        case Colour::Grey: fits = data.size() == 2; break;
        case Colour::Rgb: fits = data.size() == 6; break;
        case Colour::Palette:
            fits = !data.empty() && data.size() <= parts.palette.size() / 3;
            break;
        case Colour::GreyAlpha:
        case Colour::RgbAlpha: break;
    }
    if (!fits || parts.has_transparency)
        return broken("its transparency (tRNS) has a wrong length or place");
    parts.transparency = data;
    parts.has_transparency = true;
    return {};
}

// Up to IEND; what follows it is not the picture's.
Result<Parts> read_parts(std::string_view bytes) {
    std::size_t at = kPngSignature.size();
    const Chunk first = TRY(next_chunk(bytes, at));
    if (first.type != "IHDR") return broken("it does not begin with its header");
    Parts parts;
    parts.header = TRY(read_header(first.data));
    bool is_in_data = false, is_behind_data = false;
    while (true) {
        const Chunk chunk = TRY(next_chunk(bytes, at));
        const bool is_data = chunk.type == "IDAT";
        is_behind_data = is_behind_data || (is_in_data && !is_data);
        if (is_data) {
            if (is_behind_data) return broken("other parts lie within its pixels");
            is_in_data = true;
            parts.packed += chunk.data;
        } else if (chunk.type == "IEND") {
            break;
        } else if (chunk.type == "PLTE" || chunk.type == "tRNS") {
            if (is_behind_data) return broken("its colours come after its pixels");
            if (chunk.type == "PLTE") TRY_VOID(take_palette(chunk.data, parts));
            else TRY_VOID(take_transparency(chunk.data, parts));
        } else if (chunk.type[0] >= 'A' && chunk.type[0] <= 'Z') {  // needed to show the picture
            return fail(Code::Unsupported,
                        fmt::format("the PNG file has a part '{}' that is not read; save it as a "
                                    "plain PNG file",
                                    chunk.type));
        }
    }
    if (!is_in_data) return broken("it has no pixels");
    if (parts.header.colour == Colour::Palette && parts.palette.empty())
        return broken("its palette is missing");
    return parts;
}

// --- rows (7 and 9) ---
struct FreeDecompressor {
    void operator()(libdeflate_decompressor* it) const { libdeflate_free_decompressor(it); }
};

// The rows, each behind the number of its filter.
Result<std::string> unpack(const Parts& parts) {
    constexpr std::size_t kRatioMost = 1032;  // of deflate: 258 bytes by two bits
    const std::size_t size = (parts.header.row_bytes() + 1) * parts.header.height;
    if (size / kRatioMost > parts.packed.size()) return broken("it has fewer pixels than it says");
    const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(
        libdeflate_alloc_decompressor());
    CHECK(decompressor != nullptr);  // only memory can be missing
    std::string rows(size, '\0');
    std::size_t used = 0;
    const auto result =
        libdeflate_zlib_decompress_ex(decompressor.get(), parts.packed.data(), parts.packed.size(),
                                      rows.data(), rows.size(), &used, nullptr);
    switch (result) {
        case LIBDEFLATE_SUCCESS: break;
        case LIBDEFLATE_SHORT_OUTPUT: return broken("it has fewer pixels than it says");
        case LIBDEFLATE_INSUFFICIENT_SPACE: return broken("it has more pixels than it says");
        case LIBDEFLATE_BAD_DATA: return broken("its pixels cannot be unpacked");
    }
    if (used != parts.packed.size()) return broken("something follows its last pixel");
    return rows;
}

std::uint8_t paeth(int left, int above, int corner) {
    const int guess = left + above - corner;
    const int to_left = std::abs(guess - left), to_above = std::abs(guess - above);
    const int to_corner = std::abs(guess - corner);
    if (to_left <= to_above && to_left <= to_corner) return static_cast<std::uint8_t>(left);
    return static_cast<std::uint8_t>(to_above <= to_corner ? above : corner);
}

using Row = std::span<std::uint8_t>;

// Takes the filter off one row; `above` is the row before it, or zeros.
bool restore_row(unsigned filter, Row row, std::span<const std::uint8_t> above,
                 std::size_t distance) {
    constexpr unsigned kNone = 0, kSub = 1, kUp = 2, kAverage = 3, kPaeth = 4;
    if (filter > kPaeth) return false;
    if (filter == kNone) return true;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const int left = i < distance ? 0 : row[i - distance];
        const int up = above[i];
        const int corner = i < distance ? 0 : above[i - distance];
        int guess = 0;
        switch (filter) {
            case kSub: guess = left; break;
            case kUp: guess = up; break;
            case kAverage: guess = (left + up) / 2; break;
            default: guess = paeth(left, up, corner); break;
        }
        row[i] = static_cast<std::uint8_t>(row[i] + guess);
    }
    return true;
}

// --- pixels (12 and 13.12) ---
unsigned sample_at(std::span<const std::uint8_t> row, std::size_t index, unsigned depth) {
    if (depth == 8) return row[index];
    if (depth == 16) return unsigned{row[2 * index]} << 8 | row[2 * index + 1];
    const std::size_t bit = index * depth;
    return unsigned{row[bit / 8]} >> (8 - depth - bit % 8) & ((1U << depth) - 1);
}

std::uint8_t to_byte(unsigned sample, unsigned depth) {
    const unsigned most = (1U << depth) - 1;
    return static_cast<std::uint8_t>((sample * 255 + most / 2) / most);
}

struct Pixels {
    std::string colours;
    std::string alpha;
    bool is_opaque = true;
    void add_alpha(std::uint8_t value) {
        alpha += static_cast<char>(value);
        is_opaque = is_opaque && value == 255;
    }
};

// Rows become bytes, one by one.
class Expander {
public:
    Expander(const Parts& parts, Pixels& pixels)
        : parts_(parts), header_(parts.header), pixels_(pixels),
          channels_(parts.header.channels()) {}

    Result<void> expand(std::span<const std::uint8_t> row) {
        if (header_.colour == Colour::Palette) return expand_palette(row);
        const bool has_alpha =
            header_.colour == Colour::GreyAlpha || header_.colour == Colour::RgbAlpha;
        const unsigned colours = has_alpha ? channels_ - 1 : channels_;
        for (std::size_t x = 0; x < header_.width; ++x) {
            bool is_key = parts_.has_transparency;  // the one colour that is not seen
            for (unsigned c = 0; c < colours; ++c) {
                const unsigned value = sample_at(row, x * channels_ + c, header_.depth);
                pixels_.colours += static_cast<char>(to_byte(value, header_.depth));
                is_key = is_key && value == big_endian(parts_.transparency, std::size_t{2} * c, 2);
            }
            if (has_alpha) {
                const unsigned value = sample_at(row, x * channels_ + colours, header_.depth);
                pixels_.add_alpha(to_byte(value, header_.depth));
            } else if (parts_.has_transparency) {
                pixels_.add_alpha(is_key ? 0 : 255);
            }
        }
        return {};
    }

private:
    Result<void> expand_palette(std::span<const std::uint8_t> row) {
        for (std::size_t x = 0; x < header_.width; ++x) {
            const std::size_t index = sample_at(row, x, header_.depth);
            if (index >= parts_.palette.size() / 3)
                return broken("a pixel has a colour that is not in its palette");
            pixels_.colours += parts_.palette.substr(index * 3, 3);
            if (!parts_.has_transparency) continue;
            const bool is_listed = index < parts_.transparency.size();
            pixels_.add_alpha(
                static_cast<std::uint8_t>(is_listed ? byte_at(parts_.transparency, index) : 255U));
        }
        return {};
    }

    const Parts& parts_;
    const Header& header_;
    Pixels& pixels_;
    unsigned channels_;
};

Result<Pixels> read_pixels(const Parts& parts, int colours) {
    std::string rows = TRY(unpack(parts));
    const Header& header = parts.header;
    const std::size_t stride = header.row_bytes() + 1;
    Pixels pixels;
    pixels.colours.reserve(std::size_t{header.width} * header.height *
                           static_cast<std::size_t>(colours));
    Expander expander(parts, pixels);
    const Row all(reinterpret_cast<std::uint8_t*>(rows.data()), rows.size());
    const std::string zeros(stride - 1, '\0');
    std::span<const std::uint8_t> above(reinterpret_cast<const std::uint8_t*>(zeros.data()),
                                        zeros.size());
    for (std::size_t y = 0; y < header.height; ++y) {
        const unsigned filter = all[y * stride];
        const Row row = all.subspan(y * stride + 1, stride - 1);
        if (!restore_row(filter, row, above, header.pixel_bytes()))
            return broken(fmt::format("row {} has a filter {} that there is not", y + 1, filter));
        TRY_VOID(expander.expand(row));
        above = row;
    }
    return pixels;
}

}  // namespace

Result<Image> read_png(std::string_view bytes) {
    const Parts parts = TRY(read_parts(bytes));
    const bool is_grey =
        parts.header.colour == Colour::Grey || parts.header.colour == Colour::GreyAlpha;
    const int colours = is_grey ? 1 : 3;
    const Pixels pixels = TRY(read_pixels(parts, colours));
    // A logo is packed once per run and copied into every document; above 6 little is won.
    constexpr int kLevel = 6;
    pdf::Deflater deflater(kLevel);
    Image image{.width = static_cast<int>(parts.header.width),
                .height = static_cast<int>(parts.header.height),
                .colours = colours,
                .packing = Image::Packing::Deflate,
                .bytes = std::string(deflater.deflate(pixels.colours))};
    if (!pixels.is_opaque) image.alpha = deflater.deflate(pixels.alpha);
    return image;
}

std::string seen_of_png(std::string_view bytes) {
    std::string seen(kPngSignature);
    for (std::size_t at = kPngSignature.size(); at < bytes.size();) {
        const std::size_t from = at;
        const auto chunk = next_chunk(bytes, at);
        if (!chunk) break;
        const auto type = chunk->type;
        const bool is_seen =
            type == "IHDR" || type == "PLTE" || type == "tRNS" || type == "IDAT" || type == "IEND";
        if (is_seen) seen += bytes.substr(from, at - from);
        if (type == "IEND") break;
    }
    return seen;
}

}  // namespace bw::images
