#include "flow/meter/segments/bytes.h"

#include "base/wide.h"

#include <algorithm>
#include <array>

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

// A whole chunk of narrow numbers, four from each load, whatever their width: to take another way
// for each would cost more than they do, as no processor can foresee it. Eight numbers are as many
// bytes as each has bits; the second four begin in the middle of a byte where that is odd.
constexpr std::size_t kNarrow = 15;  // four of them, and half a byte before, fit a load
[[gnu::always_inline]] inline void unpack_narrow(const std::byte* from, std::size_t width,
                                                 std::uint64_t base, std::int64_t* out) {
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    const Four shifts{0, width, 2 * width, 3 * width};
    const Four shifts_of_second = shifts + width % 2 * 4;
    const auto put_four = [&](const std::byte* at, const Four& by, std::int64_t* into) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, kLoad);
        const Four numbers = ((Four{} + word) >> by & mask) + base;
        std::memcpy(into, &numbers, sizeof(numbers));
    };
    for (std::size_t i = 0; i < kChunk; i += 8, from += width) {
        put_four(from, shifts, out + i);
        put_four(from + width / 2, shifts_of_second, out + i + 4);
    }
}

// Plain, of any width but kWhole. `from` has kLoad bytes behind the last number.
[[gnu::always_inline]] inline void unpack(const std::byte* from, std::size_t width,
                                          std::uint64_t base, std::span<std::int64_t> out) {
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    std::size_t bit = 0;
    for (std::int64_t& value : out) {
        std::uint64_t word = 0;
        std::memcpy(&word, from + bit / 8, kLoad);
        value = static_cast<std::int64_t>(base + (word >> bit % 8 & mask));
        bit += width;
    }
}

void unpack_numbers(const std::byte* from, std::uint64_t base, std::span<std::int64_t> out) {
    for (std::int64_t& value : out) {
        std::uint64_t number = 0;
        std::memcpy(&number, from, kLoad);
        value = static_cast<std::int64_t>(base + number);
        from += kLoad;
    }
}

// Are bases whose bits were seen all this near, no number that lies less than 2^57 above one is
// far.
constexpr std::uint64_t kNearBase = std::uint64_t{1} << 61;
static_assert(kNearBase + (std::uint64_t{1} << kWidthMax) < kFar);

// Whole chunks from the beginning of some bytes on.
struct Unpacked {
    std::size_t bytes = 0, numbers = 0;
    std::uint64_t base = 0;   // of the last chunk
    std::uint64_t bases = 0;  // all bits of base + kNearBase
};

// As many as have bytes behind them for the last load; what is left, or wrong, is left to whoever
// looks closely.
BILLWRIGHT_WIDE Unpacked unpack_whole(const std::byte* bytes, std::size_t size, std::uint64_t base,
                                      std::int64_t* out, std::size_t count) {
    constexpr std::size_t kHead = 2 + 1;  // the base's difference, and the width
    Unpacked done{.base = base};
    while (count - done.numbers >= kChunk && size - done.bytes >= kHead) {
        const std::byte* from = bytes + done.bytes;
        auto zigzag = std::to_integer<std::uint64_t>(*from++);
        if (zigzag >= 0x80) {
            const auto next = std::to_integer<std::uint64_t>(*from++);
            if (next >= 0x80) break;
            zigzag = (zigzag & 0x7F) | next << 7;
        }
        const auto width = std::to_integer<std::size_t>(*from++);
        const auto left = size - static_cast<std::size_t>(from - bytes);
        if (width > kWidthMax || left < width * kChunk / 8 + kLoad) break;
        done.base += zigzag >> 1 ^ (0 - (zigzag & 1));
        done.bases |= done.base + kNearBase;
        if (width <= kNarrow) unpack_narrow(from, width, done.base, out + done.numbers);
        else unpack(from, width, done.base, std::span(out + done.numbers, kChunk));
        done.numbers += kChunk;
        done.bytes = static_cast<std::size_t>(from - bytes) + width * kChunk / 8;
    }
    return done;
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

ByteReader::Reach ByteReader::packed(std::span<std::int64_t> out) {
    std::uint64_t base = 0, bases = 0;
    for (std::size_t done = 0; done < out.size() && is_good_;) {
        const auto common = unpack_whole(bytes_.data() + at_, bytes_.size() - at_, base,
                                         out.data() + done, out.size() - done);
        at_ += common.bytes;
        done += common.numbers;
        base = common.base;
        bases |= common.bases;
        if (done == out.size()) break;
        const auto chunk = out.subspan(done, std::min(kChunk, out.size() - done));
        base += static_cast<std::uint64_t>(zigzag());
        const int width = byte();
        const std::size_t size = chunk_bytes(chunk.size(), width);
        bases |= width == kWhole ? ~std::uint64_t{0} : base + kNearBase;
        if ((width > kWidthMax && width != kWhole) || !take(size)) {
            spoil();
            break;
        }
        // No reading behind the end.
        std::array<std::byte, kChunk * sizeof(std::int64_t) + kLoad> room;  // NOLINT(*-member-init)
        std::fill_n(std::copy_n(bytes_.data() + at_ - size, size, room.begin()), kLoad,
                    std::byte{});
        if (width == kWhole) unpack_numbers(room.data(), base, chunk);
        else unpack(room.data(), static_cast<std::size_t>(width), base, chunk);
        done += chunk.size();
    }
    return bases < 2 * kNearBase ? Reach::Near : Reach::Any;
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
