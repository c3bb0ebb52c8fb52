#include "flow/compose/pdf/qr_matrix.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace bw::pdf {

namespace {

constexpr int kMaskPeriod = 12;  // every mask repeats after 12 modules in both directions

constexpr bool mask_inverts(int mask, int x, int y) {
    switch (mask) {
        case 0: return (x + y) % 2 == 0;
        case 1: return y % 2 == 0;
        case 2: return x % 3 == 0;
        case 3: return (x + y) % 3 == 0;
        case 4: return (x / 3 + y / 2) % 2 == 0;
        case 5: return x * y % 2 + x * y % 3 == 0;
        case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
        default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

using MaskLines = std::array<std::array<QrBits, kMaskPeriod>, 8>;

// The row (or column) of each mask, by its index modulo the period.
constexpr MaskLines make_mask_lines(bool by_column) {
    MaskLines lines{};
    for (int mask = 0; mask < 8; ++mask) {
        for (int line = 0; line < kMaskPeriod; ++line) {
            for (int i = 0; i < 192; ++i) {
                const bool inverts =
                    by_column ? mask_inverts(mask, line, i) : mask_inverts(mask, i, line);
                const auto bit = static_cast<std::uint64_t>(inverts) << (i % 64);
                lines[static_cast<std::size_t>(mask)][static_cast<std::size_t>(line)]
                     [static_cast<std::size_t>(i / 64)] |= bit;
            }
        }
    }
    return lines;
}

// Static storage, filled once: constant evaluation would pass the compiler's step limit.
const MaskLines kMaskRows = make_mask_lines(false);
const MaskLines kMaskColumns = make_mask_lines(true);

std::size_t at(int index) { return static_cast<std::size_t>(index); }

bool bit_of(const QrBits& bits, int i) { return ((bits[at(i / 64)] >> (i % 64)) & 1) != 0; }

// Lines of W words; small codes need one word only, which makes scoring three times as fast.
template <std::size_t W>
struct Bits {
    std::array<std::uint64_t, W> words{};

    static Bits of(const QrBits& all) {
        Bits bits;
        for (std::size_t i = 0; i < W; ++i) bits.words[i] = all[i];
        return bits;
    }
    // The first `count` bits set.
    static Bits ones(int count) {
        Bits bits;
        for (std::size_t i = 0; i < W; ++i) {
            const int here = std::clamp(count - static_cast<int>(i) * 64, 0, 64);
            bits.words[i] = here == 64 ? ~0ULL : (1ULL << here) - 1;
        }
        return bits;
    }
    friend Bits operator&(Bits a, const Bits& b) {
        for (std::size_t i = 0; i < W; ++i) a.words[i] &= b.words[i];
        return a;
    }
    friend Bits operator^(Bits a, const Bits& b) {
        for (std::size_t i = 0; i < W; ++i) a.words[i] ^= b.words[i];
        return a;
    }
    Bits operator~() const {
        Bits a = *this;
        for (auto& word : a.words) word = ~word;
        return a;
    }
    [[nodiscard]] Bits later(int n) const {  // bit i of the result is bit i + n; 0 < n < 64
        Bits a;
        for (std::size_t i = 0; i < W; ++i) {
            a.words[i] = words[i] >> n;
            if (i + 1 < W) a.words[i] |= words[i + 1] << (64 - n);
        }
        return a;
    }
    [[nodiscard]] Bits earlier(int n) const {
        Bits a;
        for (std::size_t i = 0; i < W; ++i) {
            a.words[i] = words[i] << n;
            if (i > 0) a.words[i] |= words[i - 1] >> (64 - n);
        }
        return a;
    }
    [[nodiscard]] int count() const {
        int n = 0;
        for (const auto word : words) n += std::popcount(word);
        return n;
    }
};

// Rule 1: a run of n >= 5 equal modules costs n - 2. Rule 3: 1:1:3:1:1 with four light modules
// before or after costs 40; beyond the edge all is light.
template <std::size_t W>
int line_penalty(const Bits<W>& line, int side) {
    const auto equal = ~(line ^ line.later(1)) & Bits<W>::ones(side - 1);
    const auto pairs = equal & equal.later(1);
    const auto fives = pairs & pairs.later(2);
    int penalty = fives.count() + 2 * (fives & ~fives.earlier(1)).count();

    const auto padded = line.earlier(4);
    const auto light = ~padded & Bits<W>::ones(side + 8);
    const auto core = padded & light.later(1) & padded.later(2) & padded.later(3) &
                      padded.later(4) & light.later(5) & padded.later(6);
    const auto two = light & light.later(1);
    const auto four = two & two.later(2);
    penalty += 40 * ((core & four.earlier(4)).count() + (core & four.later(7)).count());
    return penalty;
}

template <std::size_t W, typename Rows>
int total_penalty(const Rows& rows, const Rows& columns, int side) {
    int penalty = 0;
    int dark = 0;
    for (int i = 0; i < side; ++i) {
        const auto row = Bits<W>::of(rows[at(i)]);
        penalty += line_penalty<W>(row, side) + line_penalty<W>(Bits<W>::of(columns[at(i)]), side);
        dark += row.count();
        if (i + 1 == side) break;
        // Rule 2: each block of 2 x 2 equal modules costs 3.
        const auto below = ~(row ^ Bits<W>::of(rows[at(i + 1)]));
        const auto beside = ~(row ^ row.later(1));
        penalty += 3 * (below & below.later(1) & beside & Bits<W>::ones(side - 1)).count();
    }
    // Rule 4: 10 for each 5 % that the dark share is away from a half.
    const int total = side * side;
    return penalty + 10 * (std::abs(dark * 20 - total * 10) / total);
}

// Centres of alignment patterns in one direction (annex E).
std::vector<int> alignment_centres(int version) {
    std::vector<int> centres;
    if (version == 1) return centres;
    const int count = version / 7 + 2;
    const int step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
    int position = version * 4 + 10;
    for (int i = 0; i + 1 < count; ++i, position -= step) centres.push_back(position);
    centres.push_back(6);
    return centres;
}

}  // namespace

void QrMatrix::Lines::set(int x, int y, bool dark) {
    auto& in_row = rows[at(y)][at(x / 64)];
    auto& in_column = columns[at(x)][at(y / 64)];
    const auto row_bit = 1ULL << (x % 64);
    const auto column_bit = 1ULL << (y % 64);
    in_row = dark ? in_row | row_bit : in_row & ~row_bit;
    in_column = dark ? in_column | column_bit : in_column & ~column_bit;
}

QrMatrix::QrMatrix(int version) : version_(version), side_(version * 4 + 17) {
    for (int i = 0; i < side_; ++i) {
        set_function(6, i, i % 2 == 0);
        set_function(i, 6, i % 2 == 0);
    }
    draw_finder(3, 3);
    draw_finder(side_ - 4, 3);
    draw_finder(3, side_ - 4);
    const auto centres = alignment_centres(version);
    for (const int x : centres) {
        for (const int y : centres) {
            const bool is_finder =
                (x == 6 && y == 6) || (x == 6 && y == side_ - 7) || (x == side_ - 7 && y == 6);
            if (!is_finder) draw_alignment(x, y);
        }
    }
    // The places of the format, which depends on the mask and comes last.
    for (int i = 0; i < 9; ++i) {
        if (i != 6) set_function(8, i, false);
        if (i != 6) set_function(i, 8, false);
        if (i < 8) set_function(8, side_ - 1 - i, false);
        if (i < 8) set_function(side_ - 1 - i, 8, false);
    }
    draw_version();
}

int QrMatrix::data_modules(int version) {
    int modules = (16 * version + 128) * version + 64;
    if (version >= 2) {
        const int centres = version / 7 + 2;
        modules -= (25 * centres - 10) * centres - 55;
    }
    return version >= 7 ? modules - 36 : modules;
}

void QrMatrix::set_function(int x, int y, bool dark) {
    modules_.set(x, y, dark);
    function_.set(x, y, true);
}

void QrMatrix::draw_finder(int x, int y) {
    for (int dy = -4; dy <= 4; ++dy) {
        for (int dx = -4; dx <= 4; ++dx) {
            const int ring = std::max(std::abs(dx), std::abs(dy));
            const bool is_inside = x + dx >= 0 && x + dx < side_ && y + dy >= 0 && y + dy < side_;
            if (is_inside) set_function(x + dx, y + dy, ring != 2 && ring != 4);
        }
    }
}

void QrMatrix::draw_alignment(int x, int y) {
    for (int dy = -2; dy <= 2; ++dy) {
        for (int dx = -2; dx <= 2; ++dx) {
            set_function(x + dx, y + dy, std::max(std::abs(dx), std::abs(dy)) != 1);
        }
    }
}

void QrMatrix::draw_version() {
    if (version_ < 7) return;
    unsigned rest = static_cast<unsigned>(version_);
    for (int i = 0; i < 12; ++i) rest = (rest << 1) ^ ((rest >> 11) * 0x1F25);
    const unsigned bits = static_cast<unsigned>(version_) << 12 | rest;
    for (int i = 0; i < 18; ++i) {
        const bool dark = ((bits >> i) & 1) != 0;
        set_function(side_ - 11 + i % 3, i / 3, dark);
        set_function(i / 3, side_ - 11 + i % 3, dark);
    }
}

void QrMatrix::place(std::span<const std::uint8_t> codewords) {
    std::size_t next = 0;
    const std::size_t count = codewords.size() * 8;
    for (int right = side_ - 1; right >= 1; right -= 2) {
        if (right == 6) right = 5;
        const bool is_upward = ((right + 1) & 2) == 0;
        for (int step = 0; step < side_; ++step) {
            const int y = is_upward ? side_ - 1 - step : step;
            for (const int x : {right, right - 1}) {
                if (bit_of(function_.rows[at(y)], x) || next == count) continue;
                const bool dark = ((codewords[next / 8] >> (7 - next % 8)) & 1) != 0;
                if (dark) modules_.set(x, y, true);
                ++next;
            }
        }
    }
}

QrMatrix::Lines QrMatrix::masked(int mask) const {
    Lines lines;
    for (int i = 0; i < side_; ++i) {
        for (std::size_t word = 0; word < 3; ++word) {
            lines.rows[at(i)][word] =
                modules_.rows[at(i)][word] ^
                (kMaskRows[at(mask)][at(i % kMaskPeriod)][word] & ~function_.rows[at(i)][word]);
            lines.columns[at(i)][word] =
                modules_.columns[at(i)][word] ^ (kMaskColumns[at(mask)][at(i % kMaskPeriod)][word] &
                                                 ~function_.columns[at(i)][word]);
        }
        // nothing beyond the edge
        for (int beyond = side_; beyond < 192;) {
            const auto word = at(beyond / 64);
            const auto keep = beyond % 64 == 0 ? 0 : (1ULL << (beyond % 64)) - 1;
            lines.rows[at(i)][word] &= keep;
            lines.columns[at(i)][word] &= keep;
            beyond = (beyond / 64 + 1) * 64;
        }
    }
    return lines;
}

void QrMatrix::draw_format(Lines& lines, QrLevel level, int mask) const {
    constexpr unsigned kLevelBits[] = {1, 0, 3, 2};  // Low, Medium, Quartile, High
    const unsigned data =
        kLevelBits[static_cast<std::size_t>(level)] << 3 | static_cast<unsigned>(mask);
    unsigned rest = data;
    for (int i = 0; i < 10; ++i) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
    const unsigned bits = (data << 10 | rest) ^ 0x5412;
    const auto bit = [&](int i) { return ((bits >> i) & 1) != 0; };
    for (int i = 0; i < 6; ++i) lines.set(8, i, bit(i));
    lines.set(8, 7, bit(6));
    lines.set(8, 8, bit(7));
    lines.set(7, 8, bit(8));
    for (int i = 9; i < 15; ++i) lines.set(14 - i, 8, bit(i));
    for (int i = 0; i < 8; ++i) lines.set(side_ - 1 - i, 8, bit(i));
    for (int i = 8; i < 15; ++i) lines.set(8, side_ - 15 + i, bit(i));
    lines.set(8, side_ - 8, true);
}

int QrMatrix::penalty(const Lines& lines) const {
    if (side_ + 8 <= 64) return total_penalty<1>(lines.rows, lines.columns, side_);
    if (side_ + 8 <= 128) return total_penalty<2>(lines.rows, lines.columns, side_);
    return total_penalty<3>(lines.rows, lines.columns, side_);
}

QrCode QrMatrix::finish(QrLevel level, int mask) const {
    Lines best;
    int best_mask = mask;
    int least = -1;
    for (int candidate = 0; candidate < 8; ++candidate) {
        if (mask >= 0 && candidate != mask) continue;
        Lines lines = masked(candidate);
        draw_format(lines, level, candidate);
        const int cost = mask >= 0 ? 0 : penalty(lines);
        if (least < 0 || cost < least) {
            best = lines;
            best_mask = candidate;
            least = cost;
        }
    }
    QrCode code{.side = side_, .version = version_, .mask = best_mask, .dark = {}};
    code.dark.reserve(at(side_ * side_));
    for (int y = 0; y < side_; ++y) {
        for (int x = 0; x < side_; ++x) code.dark.push_back(bit_of(best.rows[at(y)], x));
    }
    return code;
}

}  // namespace bw::pdf
