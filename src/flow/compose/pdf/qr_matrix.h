// Inside of the QR encoder: where modules stand, and which mask is best. Rows and columns are words
// of bits, so that the four penalty rules look at 64 modules at a time.
#pragma once

#include "flow/compose/pdf/qr.h"

#include <array>
#include <cstdint>
#include <span>

namespace bw::pdf {

// One row or column: bit i is module i. 177 modules at most, and 4 light ones at both ends.
using QrBits = std::array<std::uint64_t, 3>;

class QrMatrix {
public:
    explicit QrMatrix(int version);
    // Modules that carry data, counted without drawing.
    static int data_modules(int version);
    // Lays the bits of the codewords in the zigzag of 7.7.3.
    void place(std::span<const std::uint8_t> codewords);
    // Masks, adds the format of the level and gives the code. mask -1: the one of least penalty.
    [[nodiscard]] QrCode finish(QrLevel level, int mask) const;

private:
    struct Lines {  // the same modules by row and by column
        std::array<QrBits, 177> rows{};
        std::array<QrBits, 177> columns{};
        void set(int x, int y, bool dark);
    };
    void set_function(int x, int y, bool dark);
    void draw_finder(int x, int y);
    void draw_alignment(int x, int y);
    void draw_version();
    [[nodiscard]] Lines masked(int mask) const;
    void draw_format(Lines& lines, QrLevel level, int mask) const;
    [[nodiscard]] int penalty(const Lines& lines) const;

    int version_;
    int side_;
    Lines modules_;
    Lines function_;  // set where a module is not data
};

}  // namespace bw::pdf
