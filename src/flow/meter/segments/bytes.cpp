#include "flow/meter/segments/bytes.h"

#include "base/wide.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bw::meter {

namespace {

std::uint64_t difference(std::int64_t value, std::int64_t base) {
    return static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(base);
}

constexpr std::size_t kChunk = kPackedTogether;
constexpr int kWidthMax = 57;  // an eight-byte load, less at most seven bits, holds so many
constexpr int kWhole = 64;     // wider ones are written as they are
constexpr std::size_t kLoad = sizeof(std::uint64_t);

int width_of(std::uint64_t largest) {
    const auto width = static_cast<int>(std::bit_width(largest));
    return width > kWidthMax ? kWhole : width;
}

std::size_t chunk_bytes(std::size_t count, int width) {
    return (count * static_cast<std::size_t>(width) + 7) / 8;
}

// Numbers of `width` bits back to back, the first in the lowest bits.
void pack(std::span<const std::int64_t> values, std::int64_t base, int width, std::string& out) {
    std::uint64_t held = 0;
    int bits = 0;
    const auto put = [&](int count) {
        for (; count >= 8; count -= 8, held >>= 8) out.push_back(static_cast<char>(held & 0xFF));
        return count;
    };
    for (const std::int64_t value : values) {
        const std::uint64_t number = difference(value, base);
        if (width == kWhole) {
            held = number;
            put(kWhole);
            held = 0;
            continue;
        }
        held |= number << bits;
        bits = put(bits + width);
    }
    if (bits > 0) out.push_back(static_cast<char>(held));
}

// A whole chunk of a width that is known, four numbers at a time: no shift is reckoned.
template <std::size_t Width>
[[gnu::always_inline]] inline void unpack_chunk(const std::byte* from, std::uint64_t base,
                                                std::int64_t* out) {
    constexpr std::uint64_t kMask = (std::uint64_t{1} << Width) - 1;
    // A load brings as many numbers as fit it behind the bits of the one before.
    constexpr std::size_t kInLoad = 7 + 4 * Width <= 64 ? 4 : 7 + 2 * Width <= 64 ? 2 : 1;
    const auto word_at = [from](std::size_t bit) {
        std::uint64_t word = 0;
        std::memcpy(&word, from + bit / 8, kLoad);
        return word;
    };
    for (std::size_t i = 0; i < kChunk; i += 4) {
        Four words, shifts;
        for (std::size_t k = 0; k < 4; ++k)
            shifts[k] = (i + k - k % kInLoad) * Width % 8 + k % kInLoad * Width;
        if constexpr (kInLoad == 4) words = Four{} + word_at(i * Width);
        else
            for (std::size_t k = 0; k < 4; ++k) words[k] = word_at((i + k - k % kInLoad) * Width);
        const Four numbers = (words >> shifts & kMask) + base;
        std::memcpy(out + i, &numbers, sizeof(numbers));
    }
}
constexpr std::size_t kCommonWidths = 25;  // below it; wider ones are rare

template <std::size_t... Width>
[[gnu::always_inline]] inline void unpack_chunk(std::size_t width, const std::byte* from,
                                                std::uint64_t base, std::int64_t* out,
                                                std::index_sequence<Width...> /*widths*/) {
    (void)((width == Width ? (unpack_chunk<Width>(from, base, out), true) : false) || ...);
}

// Whole chunks from the beginning of some bytes on.
struct Unpacked {
    std::size_t bytes = 0, numbers = 0;
    std::uint64_t base = 0;  // of the last chunk
};

// As many as are whole, of common widths, and have bytes enough behind them that nothing needs
// looking at; what is left, or wrong, is left to whoever looks closely.
BILLWRIGHT_WIDE Unpacked unpack_common(const std::byte* bytes, std::size_t size, std::uint64_t base,
                                       std::int64_t* out, std::size_t count) {
    constexpr std::size_t kMost = 2 + 1 + kChunk * kCommonWidths / 8 + kLoad;
    Unpacked done{.base = base};
    while (count - done.numbers >= kChunk && size - done.bytes >= kMost) {
        const std::byte* from = bytes + done.bytes;
        auto zigzag = std::to_integer<std::uint64_t>(*from++);
        if (zigzag >= 0x80) {
            const auto next = std::to_integer<std::uint64_t>(*from++);
            if (next >= 0x80) break;
            zigzag = (zigzag & 0x7F) | next << 7;
        }
        const auto width = std::to_integer<std::size_t>(*from++);
        if (width >= kCommonWidths) break;
        done.base += zigzag >> 1 ^ (0 - (zigzag & 1));
        unpack_chunk(width, from, done.base, out + done.numbers,
                     std::make_index_sequence<kCommonWidths>());
        done.numbers += kChunk;
        done.bytes = static_cast<std::size_t>(from - bytes) + width * kChunk / 8;
    }
    return done;
}

// Plain, of any width. `from` has kLoad bytes behind the last number.
void unpack(const std::byte* from, std::int64_t base, int width, std::span<std::int64_t> out) {
    if (width == kWhole) {
        for (std::size_t i = 0; i < out.size(); ++i) {
            std::uint64_t number = 0;
            std::memcpy(&number, from + i * kLoad, kLoad);
            out[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + number);
        }
        return;
    }
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    std::size_t bit = 0;
    for (std::int64_t& value : out) {
        std::uint64_t word = 0;
        std::memcpy(&word, from + bit / 8, kLoad);
        value =
            static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + (word >> bit % 8 & mask));
        bit += static_cast<std::size_t>(width);
    }
}

// Calls on_run(length, value) for each run of equal neighbours.
template <typename T, typename F>
void each_run(std::span<const T> values, F&& on_run) {
    for (std::size_t i = 0; i < values.size();) {
        std::size_t end = i + 1;
        while (end < values.size() && values[end] == values[i]) ++end;
        on_run(end - i, values[i]);
        i = end;
    }
}

}  // namespace

void ByteWriter::varint(std::uint64_t value) {
    while (value >= 0x80) {
        out_.push_back(static_cast<char>(value | 0x80));
        value >>= 7;
    }
    out_.push_back(static_cast<char>(value));
}

void ByteWriter::packed(std::span<const std::int64_t> values) {
    std::int64_t last = 0;
    while (!values.empty()) {
        const auto chunk = values.first(std::min(kChunk, values.size()));
        values = values.subspan(chunk.size());
        const auto [low, high] = std::ranges::minmax(chunk);
        const int width = width_of(difference(high, low));
        zigzag(static_cast<std::int64_t>(difference(low, last)));
        byte(static_cast<std::uint8_t>(width));
        pack(chunk, low, width, out_);
        last = low;
    }
}

void ByteWriter::runs(std::span<const std::uint8_t> values) {
    each_run(values, [&](std::size_t length, std::uint8_t value) { varint(length << 3 | value); });
}

void ByteWriter::runs(std::span<const std::uint32_t> values) {
    each_run(values, [&](std::size_t length, std::uint32_t value) {
        varint(length);
        varint(value);
    });
}

bool ByteReader::take(std::size_t size) {
    if (!is_good_ || bytes_.size() - at_ < size) {
        is_good_ = false;
        return false;
    }
    at_ += size;
    return true;
}

std::uint8_t ByteReader::byte() {
    return take(1) ? std::to_integer<std::uint8_t>(bytes_[at_ - 1]) : std::uint8_t{0};
}

std::uint64_t ByteReader::varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        const std::uint8_t next = byte();
        if (shift == 63 && next > 1) break;  // over 64 bits
        value |= static_cast<std::uint64_t>(next & 0x7F) << shift;
        if (next < 0x80) return is_good_ ? value : 0;
    }
    is_good_ = false;
    return 0;
}

std::string_view ByteReader::text(std::size_t size_max) {
    const std::uint64_t size = varint();
    if (size > size_max || !take(size)) {
        is_good_ = false;
        return {};
    }
    return {reinterpret_cast<const char*>(bytes_.data() + at_ - size), size};
}

std::size_t ByteReader::count(std::size_t max, std::size_t bytes_each) {
    const std::uint64_t value = varint();
    if (!is_good_ || value > max ||
        (bytes_each > 0 && value > (bytes_.size() - at_) / bytes_each)) {
        is_good_ = false;
        return 0;
    }
    return value;
}

void ByteReader::packed(std::size_t count, std::vector<std::int64_t>& out) {
    if (!holds_packed(count)) {
        out.clear();
        return spoil();
    }
    out.resize(count);
    packed(std::span(out));
}

void ByteReader::packed(std::span<std::int64_t> out) {
    if (!is_good_) return;
    std::uint64_t base = 0;
    for (std::size_t done = 0; done < out.size() && is_good_;) {
        const auto common = unpack_common(bytes_.data() + at_, bytes_.size() - at_, base,
                                          out.data() + done, out.size() - done);
        at_ += common.bytes;
        done += common.numbers;
        base = common.base;
        if (done == out.size()) return;
        const auto chunk = out.subspan(done, std::min(kChunk, out.size() - done));
        base += static_cast<std::uint64_t>(zigzag());
        const int width = byte();
        const std::size_t size = chunk_bytes(chunk.size(), width);
        if ((width > kWidthMax && width != kWhole) || !take(size)) return spoil();
        // No reading behind the end.
        std::array<std::byte, kChunk * sizeof(std::int64_t) + kLoad> room{};
        std::copy_n(bytes_.data() + at_ - size, size, room.begin());
        unpack(room.data(), static_cast<std::int64_t>(base), width, chunk);
        done += chunk.size();
    }
}

void ByteReader::short_runs(std::size_t count, std::uint32_t limit, std::vector<RunLength>& out) {
    out.clear();
    while (is_good_ && count > 0) {
        const std::uint64_t both = varint();
        add_run({both >> 3, static_cast<std::uint32_t>(both & 7)}, limit, count, out);
    }
}

void ByteReader::long_runs(std::size_t count, std::uint32_t limit, std::vector<RunLength>& out) {
    out.clear();
    while (is_good_ && count > 0) {
        const std::uint64_t length = varint();
        const std::uint64_t value = varint();
        if (value >= limit) return spoil();
        add_run({length, static_cast<std::uint32_t>(value)}, limit, count, out);
    }
}

// `left`: numbers that are still to come.
void ByteReader::add_run(RunLength run, std::uint32_t limit, std::size_t& left,
                         std::vector<RunLength>& out) {
    if (run.length == 0 || run.length > left || run.value >= limit) return spoil();
    left -= run.length;
    out.push_back(run);
}

void ByteReader::runs(std::size_t count, std::uint8_t limit, std::vector<std::uint8_t>& out) {
    short_runs(count, limit, runs_);
    out.clear();
    for (const auto& [length, value] : runs_)
        out.insert(out.end(), length, static_cast<std::uint8_t>(value));
}

void ByteReader::runs(std::size_t count, std::uint32_t limit, std::vector<std::uint32_t>& out) {
    long_runs(count, limit, runs_);
    out.clear();
    for (const auto& [length, value] : runs_) out.insert(out.end(), length, value);
}

}  // namespace bw::meter
