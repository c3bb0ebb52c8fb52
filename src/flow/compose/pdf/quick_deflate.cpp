#include "flow/compose/pdf/quick_deflate.h"

#include "base/check.h"
#include "flow/compose/pdf/huffman.h"

#include <libdeflate.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace bw::pdf {

namespace {

constexpr std::size_t kLeast = 4, kMost = 258;  // bytes of a match
constexpr std::size_t kFarthest = 32768;
constexpr std::size_t kEnd = 256;  // the symbol that ends a block
constexpr std::uint32_t kIsMatch = 1U << 31;

std::uint32_t four_bytes(const char* at) {
    std::uint32_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
}

std::size_t equal_bytes(const char* a, const char* b, std::size_t most) {
    std::size_t length = 0;
    while (length + 8 <= most) {
        std::uint64_t x = 0, y = 0;
        std::memcpy(&x, a + length, 8);
        std::memcpy(&y, b + length, 8);
        if (x != y) {
            const int bits = std::endian::native == std::endian::little ? std::countr_zero(x ^ y)
                                                                        : std::countl_zero(x ^ y);
            return length + static_cast<std::size_t>(bits) / 8;
        }
        length += 8;
    }
    while (length < most && a[length] == b[length]) ++length;
    return length;
}

// Lengths and distances are a symbol and some bits behind it (RFC 1951, 3.2.5).
struct Symbol {
    std::uint16_t first = 0;  // the least that has it
    std::uint8_t bits = 0;
};

constexpr auto kLengths = [] {
    std::array<Symbol, 29> all{};
    std::uint16_t first = 3;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto bits = static_cast<std::uint8_t>(i < 8 ? 0 : i / 4 - 1);
        all[i] = {first, bits};
        first = static_cast<std::uint16_t>(first + (1 << bits));
    }
    all.back() = {258, 0};
    return all;
}();
constexpr auto kLengthSymbol = [] {
    std::array<std::uint8_t, 259> of{};
    for (std::size_t i = 0; i < kLengths.size(); ++i)
        for (std::size_t n = kLengths[i].first; n < of.size(); ++n)
            of[n] = static_cast<std::uint8_t>(i);
    return of;
}();

std::size_t distance_symbol(std::size_t distance) {
    const auto from_zero = static_cast<std::uint32_t>(distance - 1);
    if (from_zero < 4) return from_zero;
    const auto bits = static_cast<std::uint32_t>(std::bit_width(from_zero)) - 2;
    return 2 * bits + (from_zero >> bits);
}

// Low bits first.
class BitWriter {
public:
    explicit BitWriter(char* out) : out_(out) {}
    void put(std::uint32_t bits, int count) {
        held_ |= std::uint64_t{bits} << count_;
        count_ += count;
        while (count_ >= 32) flush(4);
    }
    void put(const HuffmanCode& code) { put(code.bits, code.length); }
    char* finish() {
        flush(static_cast<std::size_t>(count_ + 7) / 8);
        return out_;
    }

private:
    void flush(std::size_t bytes) {
        for (std::size_t i = 0; i < bytes; ++i) *out_++ = static_cast<char>(held_ >> (8 * i));
        held_ >>= 8 * bytes;
        count_ -= static_cast<int>(8 * bytes);
    }

    char* out_;
    std::uint64_t held_ = 0;
    int count_ = 0;
};

// The lengths of all codes, as runs (3.2.7).
struct Run {
    std::uint8_t symbol = 0;
    std::uint8_t more = 0;
};
constexpr std::size_t kRunSymbols = 19;
constexpr std::array<std::uint8_t, kRunSymbols> kRunBits = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                                            0, 0, 0, 0, 0, 0, 2, 3, 7};

std::vector<Run> runs_of(std::span<const std::uint8_t> lengths) {
    std::vector<Run> runs;
    for (std::size_t i = 0; i < lengths.size();) {
        const std::uint8_t length = lengths[i];
        std::size_t count = 1;
        while (i + count < lengths.size() && lengths[i + count] == length) ++count;
        i += count;
        const auto add = [&](std::uint8_t symbol, std::size_t least, std::size_t most) {
            while (count >= least) {
                const std::size_t taken = std::min(count, most);
                runs.push_back({symbol, static_cast<std::uint8_t>(taken - least)});
                count -= taken;
            }
        };
        if (length == 0) {
            add(18, 11, 138);
            add(17, 3, 10);
        } else {
            runs.push_back({length, 0});
            --count;
            add(16, 3, 6);
        }
        for (; count > 0; --count) runs.push_back({length, 0});
    }
    return runs;
}

// The writer goes in and out as a value: one that others hold would live in memory.
BitWriter write_lengths(BitWriter out, std::span<const HuffmanCode> literals,
                        std::span<const HuffmanCode> distances) {
    constexpr std::array<std::uint8_t, kRunSymbols> kOrder = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                              11, 4,  12, 3, 13, 2, 14, 1, 15};
    const auto used = [](std::span<const HuffmanCode> codes, std::size_t least) {
        std::size_t count = codes.size();
        while (count > least && codes[count - 1].length == 0) --count;
        return codes.first(count);
    };
    const auto some_literals = used(literals, 257), some_distances = used(distances, 1);
    std::vector<std::uint8_t> lengths;
    for (const auto& codes : {some_literals, some_distances})
        for (const auto& code : codes) lengths.push_back(code.length);
    const auto runs = runs_of(lengths);
    std::array<std::uint32_t, kRunSymbols> counts{};
    for (const auto& run : runs) ++counts[run.symbol];
    std::array<HuffmanCode, kRunSymbols> codes;
    make_codes(counts, 7, codes);
    std::size_t shown = kRunSymbols;
    while (shown > 4 && codes[kOrder[shown - 1]].length == 0) --shown;
    out.put(static_cast<std::uint32_t>(some_literals.size() - 257), 5);
    out.put(static_cast<std::uint32_t>(some_distances.size() - 1), 5);
    out.put(static_cast<std::uint32_t>(shown - 4), 4);
    for (std::size_t i = 0; i < shown; ++i) out.put(codes[kOrder[i]].length, 3);
    for (const auto& run : runs) {
        out.put(codes[run.symbol]);
        out.put(run.more, kRunBits[run.symbol]);
    }
    return out;
}

}  // namespace

QuickDeflater::QuickDeflater() : places_(std::size_t{1} << kHashBits) {}

void QuickDeflater::add_literal(char byte) {
    const auto symbol = static_cast<unsigned char>(byte);
    tokens_.push_back(symbol);
    ++literal_counts_[symbol];
}

void QuickDeflater::add_match(std::size_t length, std::size_t distance) {
    tokens_.push_back(kIsMatch | static_cast<std::uint32_t>(length << 16) |
                      static_cast<std::uint32_t>(distance - 1));
    ++literal_counts_[kEnd + 1 + kLengthSymbol[length]];
    ++distance_counts_[distance_symbol(distance)];
}

void QuickDeflater::find_matches(std::string_view data) {
    if (base_ > std::numeric_limits<std::uint32_t>::max() - 2 * kMostBytes) {
        std::ranges::fill(places_, 0);
        base_ = 0;
    }
    const char* const from = data.data();
    const std::size_t size = data.size();
    const auto place_of = [&](std::size_t at) -> std::uint32_t& {
        return places_[(four_bytes(from + at) * 2654435761U) >> (32 - kHashBits)];
    };
    const auto remember = [&](std::size_t at) {
        place_of(at) = base_ + static_cast<std::uint32_t>(at) + 1;
    };
    std::size_t at = 0, distance = 0;  // that of the last match
    while (at + kLeast <= size) {
        const std::uint32_t here = four_bytes(from + at);
        bool matches = distance != 0 && four_bytes(from + at - distance) == here;
        if (!matches) {
            std::uint32_t& place = place_of(at);
            const std::uint32_t before = place;
            place = base_ + static_cast<std::uint32_t>(at) + 1;
            if (before > base_) {  // else it was met in other data
                const std::size_t back = at - (before - base_ - 1);
                matches = back <= kFarthest && four_bytes(from + at - back) == here;
                if (matches) distance = back;
            }
        }
        if (!matches) {
            add_literal(from[at++]);
            continue;
        }
        const std::size_t most = std::min(kMost, size - at);
        const std::size_t length =
            kLeast + equal_bytes(from + at + kLeast, from + at + kLeast - distance, most - kLeast);
        add_match(length, distance);
        // Where the next match may begin that is like this one: at its start, and at its end.
        remember(at);
        at += length;
        for (const std::size_t back : {std::size_t{3}, std::size_t{2}, std::size_t{1}})
            if (at - back + kLeast <= size) remember(at - back);
    }
    while (at < size) add_literal(from[at++]);
    base_ += static_cast<std::uint32_t>(size) + 1;
}

void QuickDeflater::write_block() {
    constexpr int kLongest = 15;
    ++literal_counts_[kEnd];
    std::array<HuffmanCode, kLiterals> literals;
    std::array<HuffmanCode, kDistances> distances;
    make_codes(literal_counts_, kLongest, literals);
    make_codes(distance_counts_, kLongest, distances);
    // No token takes more than 48 bits, nor the lengths of the codes more than 600 bytes.
    out_.resize(1024 + tokens_.size() * 6);
    out_[0] = '\x78';
    out_[1] = '\x01';
    BitWriter head(out_.data() + 2);
    head.put(1, 1);  // the last block,
    head.put(2, 2);  // with codes of its own
    BitWriter bits = write_lengths(head, literals, distances);
    for (const std::uint32_t token : tokens_) {
        if ((token & kIsMatch) == 0) {
            bits.put(literals[token]);
            continue;
        }
        const std::uint32_t length = token >> 16 & 0x1FF;
        const std::uint32_t from_zero = token & 0xFFFF;
        const std::size_t symbol = kLengthSymbol[length];
        bits.put(literals[kEnd + 1 + symbol]);
        bits.put(length - kLengths[symbol].first, kLengths[symbol].bits);
        bits.put(distances[distance_symbol(from_zero + 1)]);
        if (from_zero < 4) continue;
        const int more = static_cast<int>(std::bit_width(from_zero)) - 2;
        bits.put(from_zero & ((1U << more) - 1), more);
    }
    bits.put(literals[kEnd]);
    out_.resize(static_cast<std::size_t>(bits.finish() - out_.data()));
}

std::string_view QuickDeflater::deflate(std::string_view data) {
    CHECK(data.size() <= kMostBytes);
    tokens_.clear();
    tokens_.reserve(data.size() / 4);
    literal_counts_.fill(0);
    distance_counts_.fill(0);
    find_matches(data);
    write_block();
    const std::uint32_t sum = libdeflate_adler32(1, data.data(), data.size());
    for (int shift = 24; shift >= 0; shift -= 8) out_ += static_cast<char>(sum >> shift & 0xFF);
    return out_;
}

}  // namespace bw::pdf
