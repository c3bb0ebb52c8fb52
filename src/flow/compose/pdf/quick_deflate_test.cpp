#include "base/random.h"
#include "flow/compose/pdf/quick_deflate.h"

#include <gtest/gtest.h>
#include <libdeflate.h>

#include <memory>
#include <string>
#include <utility>

namespace bw::pdf {
namespace {

std::string inflated(std::string_view deflated, std::size_t size) {
    const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)> d(
        libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
    std::string out(size + 1, '\0');
    std::size_t got = 0;
    const auto result = libdeflate_zlib_decompress(d.get(), deflated.data(), deflated.size(),
                                                   out.data(), out.size(), &got);
    if (result != LIBDEFLATE_SUCCESS) return "broken";
    out.resize(got);
    return out;
}

// Bytes of `kinds` values with stretches that come again.
std::string random_bytes(Random& random, std::size_t size, std::uint64_t kinds) {
    std::string bytes;
    while (bytes.size() < size) {
        if (bytes.size() > 20 && random.below(20) == 0) {
            const std::size_t from = random.below(bytes.size() - 10);
            bytes += bytes.substr(from, 4 + random.below(600));
        }
        bytes += static_cast<char>(random.below(kinds));
    }
    bytes.resize(size);
    return bytes;
}

TEST(PdfQuickDeflate, GivesBackWhatWentIn) {
    QuickDeflater deflater;
    Random random(7);
    for (int i = 0; i < 400; ++i) {
        const std::string bytes =
            random_bytes(random, random.below(i < 380 ? 700 : 100'000), 1 + random.below(256));
        EXPECT_EQ(inflated(deflater.deflate(bytes), bytes.size()), bytes) << i;
    }
    const std::string most(QuickDeflater::kMostBytes, 'a');
    EXPECT_EQ(inflated(deflater.deflate(most), most.size()), most);
}

// Counts like Fibonacci's make the longest codes there are.
TEST(PdfQuickDeflate, CodesHaveNoMoreBitsThanTheFormatAllows) {
    QuickDeflater deflater;
    std::string bytes;
    std::size_t count = 1, before = 1;
    for (char c = 'A'; c < 'A' + 23; ++c) {
        for (std::size_t i = 0; i < count; ++i) bytes += c;
        before = std::exchange(count, count + before);
    }
    Random random(3);
    for (std::size_t i = bytes.size(); i > 1; --i) std::swap(bytes[i - 1], bytes[random.below(i)]);
    EXPECT_EQ(inflated(deflater.deflate(bytes), bytes.size()), bytes);
}

TEST(PdfQuickDeflate, WhatWasDeflatedBeforeChangesNothing) {
    const std::string line = "<ram:LineID>1</ram:LineID><ram:Name>Energy, peak</ram:Name>";
    QuickDeflater first, second;
    second.deflate(line + line);
    for (int i = 0; i < 3; ++i) {
        const std::string again(second.deflate(line + "2" + line));
        EXPECT_EQ(again, first.deflate(line + "2" + line));
        EXPECT_LT(again.size(), line.size() + 20);
    }
}

}  // namespace
}  // namespace bw::pdf
