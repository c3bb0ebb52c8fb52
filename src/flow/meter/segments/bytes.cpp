#include "flow/meter/segments/bytes.h"

#include <algorithm>

namespace bw::meter {

namespace {

std::uint64_t difference(std::int64_t value, std::int64_t base) {
    return static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(base);
}

std::uint8_t width_of(std::uint64_t largest) {
    if (largest == 0) return 0;
    if (largest <= 0xFF) return 1;
    if (largest <= 0xFFFF) return 2;
    return largest <= 0xFFFF'FFFF ? 4 : 8;
}

template <typename T>
void pack(std::span<const std::int64_t> values, std::int64_t base, std::string& out) {
    const std::size_t begin = out.size();
    out.resize(begin + values.size() * sizeof(T));
    char* to = out.data() + begin;
    for (const std::int64_t value : values) {
        const auto packed = static_cast<T>(difference(value, base));
        std::memcpy(to, &packed, sizeof(T));
        to += sizeof(T);
    }
}

template <typename T>
void unpack(const std::byte* from, std::int64_t base, std::span<std::int64_t> out) {
    for (std::int64_t& value : out) {
        T packed;
        std::memcpy(&packed, from, sizeof(T));
        value = static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + packed);
        from += sizeof(T);
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
    std::int64_t low = 0;
    std::int64_t high = 0;
    if (!values.empty()) {
        const auto [least, most] = std::ranges::minmax(values);
        low = least;
        high = most;
    }
    const std::uint8_t width = width_of(difference(high, low));
    zigzag(low);
    byte(width);
    switch (width) {
        case 1: pack<std::uint8_t>(values, low, out_); break;
        case 2: pack<std::uint16_t>(values, low, out_); break;
        case 4: pack<std::uint32_t>(values, low, out_); break;
        case 8: pack<std::uint64_t>(values, low, out_); break;
        default: break;
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
    const std::int64_t base = zigzag();
    const std::uint8_t width = byte();
    const bool is_known = width == 0 || width == 1 || width == 2 || width == 4 || width == 8;
    out.clear();
    if (!is_known || !take(count * width)) {
        is_good_ = false;
        return;
    }
    out.resize(count, base);
    const std::byte* from = bytes_.data() + at_ - count * width;
    switch (width) {
        case 1: unpack<std::uint8_t>(from, base, out); break;
        case 2: unpack<std::uint16_t>(from, base, out); break;
        case 4: unpack<std::uint32_t>(from, base, out); break;
        case 8: unpack<std::uint64_t>(from, base, out); break;
        default: break;
    }
}

void ByteReader::runs(std::size_t count, std::uint8_t limit, std::vector<std::uint8_t>& out) {
    out.clear();
    while (is_good_ && out.size() < count) {
        const std::uint64_t run = varint();
        const std::uint64_t length = run >> 3;
        const auto value = static_cast<std::uint8_t>(run & 7);
        if (length == 0 || length > count - out.size() || value >= limit) return spoil();
        out.insert(out.end(), length, value);
    }
}

void ByteReader::runs(std::size_t count, std::uint32_t limit, std::vector<std::uint32_t>& out) {
    out.clear();
    while (is_good_ && out.size() < count) {
        const std::uint64_t length = varint();
        const std::uint64_t value = varint();
        if (length == 0 || length > count - out.size() || value >= limit) return spoil();
        out.insert(out.end(), length, static_cast<std::uint32_t>(value));
    }
}

}  // namespace bw::meter
