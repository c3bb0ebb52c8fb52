// Little-endian bytes, variable-length integers and packed columns: the alphabet of the block
// codec. The reader never runs past its end: it turns bad and yields zeros, and the caller asks
// once, when it is done.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::meter {

static_assert(std::endian::native == std::endian::little, "segments are little-endian in memory");

inline constexpr std::size_t kPackedTogether = 32;  // packed numbers that share a base and a width
// From here on a packed number is far from 0; no reading is, but kMissing.
inline constexpr std::uint64_t kFar = std::uint64_t{1} << 62;

// So many equal numbers.
struct RunLength {
    std::size_t length = 0;
    std::uint32_t value = 0;
};

class ByteWriter {
public:
    explicit ByteWriter(std::string& out) : out_(out) {}
    void byte(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
    void varint(std::uint64_t value);
    void zigzag(std::int64_t value) {
        varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
    }
    template <typename T>
    void fixed(T value) {
        char bytes[sizeof(T)];
        std::memcpy(bytes, &value, sizeof(T));
        out_.append(bytes, sizeof(T));
    }
    void text(std::string_view text) {
        varint(text.size());
        out_.append(text);
    }
    // By 32: the smallest (as difference to that of the numbers before), a width in bits, then how
    // far each number lies above it, in so many bits.
    void packed(std::span<const std::int64_t> values);
    // Runs of equal numbers: (length, value) pairs; small values share a byte with short lengths.
    void runs(std::span<const std::uint8_t> values);
    void runs(std::span<const std::uint32_t> values);

private:
    std::string& out_;
};

class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}
    std::uint8_t byte();
    std::uint64_t varint();
    std::int64_t zigzag() {
        const std::uint64_t value = varint();
        return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
    }
    template <typename T>
    T fixed() {
        T value{};
        if (take(sizeof(T))) std::memcpy(&value, bytes_.data() + at_ - sizeof(T), sizeof(T));
        return value;
    }
    std::string_view text(std::size_t size_max);
    // A count that some later column must back with at least `bytes_each` bytes per entry.
    std::size_t count(std::size_t max, std::size_t bytes_each);
    // Into `out`, whose memory is kept; what it holds is of no use when they are spoiled.
    void packed(std::size_t count, std::vector<std::int64_t>& out);
    // The same, as many as `out` has room for. Returns how far from 0 they may lie, which is told
    // by what they have in common: below kFar, or anywhere.
    enum class Reach { Near, Any };
    Reach packed(std::span<std::int64_t> out);
    // Could the bytes hold so many packed numbers? Ask before making room: a chunk has a byte at
    // least.
    [[nodiscard]] bool holds_packed(std::size_t count) const {
        return count <= bytes_.size() * kPackedTogether;
    }
    // Runs of exactly `count` numbers, all below `limit`: of small ones (below 8), and of any.
    void short_runs(std::size_t count, std::uint32_t limit, std::vector<RunLength>& out);
    void long_runs(std::size_t count, std::uint32_t limit, std::vector<RunLength>& out);
    // The same, number by number.
    void runs(std::size_t count, std::uint8_t limit, std::vector<std::uint8_t>& out);
    void runs(std::size_t count, std::uint32_t limit, std::vector<std::uint32_t>& out);
    void spoil() { is_good_ = false; }
    [[nodiscard]] bool is_good() const { return is_good_; }
    [[nodiscard]] bool is_done() const { return is_good_ && at_ == bytes_.size(); }

private:
    bool take(std::size_t size);
    void add_run(RunLength run, std::uint32_t limit, std::size_t& left,
                 std::vector<RunLength>& out);

    std::vector<RunLength> runs_;  // room
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
    bool is_good_ = true;
};

}  // namespace bw::meter
