#include "flow/compose/pdf/qr.h"
#include "flow/compose/pdf/read_back_test.h"

#include <gtest/gtest.h>

#include <string>
#ifdef BILLWRIGHT_HAS_QRENCODE
#include <qrencode.h>
#endif

namespace bw::pdf {
namespace {

constexpr QrLevel kLevels[] = {QrLevel::Low, QrLevel::Medium, QrLevel::Quartile, QrLevel::High};

std::string payload_of(std::size_t size) {
    std::string bytes;
    unsigned state = static_cast<unsigned>(size) * 2654435761U + 1;
    for (std::size_t i = 0; i < size; ++i) {
        state = state * 1103515245 + 12345;
        bytes += static_cast<char>(state >> 16);
    }
    return bytes;
}

TEST(PdfQr, SmallestVersionThatFitsIsTaken) {
    EXPECT_EQ(encode_qr(payload_of(14), QrLevel::Medium)->version, 1);
    EXPECT_EQ(encode_qr(payload_of(15), QrLevel::Medium)->version, 2);
    EXPECT_EQ(encode_qr(payload_of(331), QrLevel::Medium)->version, 13);  // EPC069-12: at most 331
                                                                          // bytes
    EXPECT_EQ(encode_qr("", QrLevel::Low)->version, 1);
    EXPECT_EQ(encode_qr("x", QrLevel::Low, 6)->version, 6);
    EXPECT_EQ(encode_qr("x", QrLevel::Low, 6)->side, 41);
}

TEST(PdfQr, TooManyBytesAreAnErrorThatNamesTheLimit) {
    const std::size_t most[] = {2953, 2331, 1663, 1273};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(encode_qr(payload_of(most[i]), kLevels[i])->version, 40);
        const auto code = encode_qr(payload_of(most[i] + 1), kLevels[i]);
        ASSERT_FALSE(code);
        EXPECT_EQ(code.error().code, Code::Limit);
        EXPECT_NE(code.error().text.find(std::to_string(most[i])), std::string::npos);
    }
}

TEST(PdfQr, ChosenMaskIsOneOfTheEightAndTheRestIsTheSame) {
    const auto best = encode_qr("Rechnung R-2026-000123", QrLevel::Medium);
    ASSERT_TRUE(best);
    EXPECT_EQ(best->dark,
              encode_qr_masked("Rechnung R-2026-000123", QrLevel::Medium, best->mask)->dark);
}

#ifdef BILLWRIGHT_HAS_QRENCODE
int mask_in_format(const QRcode& code) {
    // bits 10..12 of the format beside the upper left finder, row 8, columns 2..4
    int bits = 0;
    for (int x = 2; x <= 4; ++x) bits = bits << 1 | (code.data[8 * code.width + x] & 1);
    return bits ^ 0b101;
}

void compare_with_libqrencode(std::size_t size, QrLevel level, int version) {
    const std::string bytes = payload_of(size);
    QRcode* theirs = QRcode_encodeData(static_cast<int>(bytes.size()),
                                       reinterpret_cast<const unsigned char*>(bytes.data()),
                                       version, static_cast<QRecLevel>(level));
    ASSERT_NE(theirs, nullptr);
    const int mask = mask_in_format(*theirs);
    const auto ours = encode_qr_masked(bytes, level, mask, version);
    ASSERT_TRUE(ours);
    ASSERT_EQ(ours->version, theirs->version);
    int differences = 0;
    for (int y = 0; y < ours->side; ++y) {
        for (int x = 0; x < ours->side; ++x) {
            const bool dark = (theirs->data[y * theirs->width + x] & 1) != 0;
            differences += dark != ours->at(x, y) ? 1 : 0;
        }
    }
    EXPECT_EQ(differences, 0) << "version " << version << ", mask " << mask;
    QRcode_free(theirs);
}

TEST(PdfQr, EveryVersionAndLevelEqualsLibqrencode) {
    for (const QrLevel level : kLevels) {
        for (int version = 1; version <= 40; ++version) {
            const auto most = static_cast<std::size_t>(qr_capacity(version, level));
            compare_with_libqrencode(most, level, version);
            if (version <= 10) compare_with_libqrencode(most / 2, level, version);  // with padding
        }
    }
}
#else
TEST(PdfQr, EveryVersionAndLevelEqualsLibqrencode) {
    GTEST_SKIP() << "libqrencode-dev is not installed";
}
#endif

// The version that holds `size` bytes, drawn on a page, rendered and read back.
void read_back(std::size_t size, QrLevel level) {
    std::string bytes = "BCD\n002\n1\nSCT\n";
    while (bytes.size() < size) bytes += static_cast<char>('!' + bytes.size() * 7 % 90);
    bytes.resize(size);
    const auto code = encode_qr(bytes, level);
    ASSERT_TRUE(code);
    const testing::Folder folder;
    const std::string file =
        folder.write("code.pdf", testing::one_page([&](Document&, Canvas& page) {
                         page.modules({100, 100}, 300, code->side, code->dark, kBlack);
                     }));
    ASSERT_EQ(testing::output_of("pdftoppm -r 90 -gray -png " + file + " " + folder.at("code")),
              "");
    const std::string read =
        testing::output_of("zbarimg -q --raw " + folder.at("code-1.png") + " 2>/dev/null");
    EXPECT_EQ(read, bytes + "\n") << "version " << code->version << ", mask " << code->mask;
}

TEST(PdfQr, RenderedPageIsReadBackByZbar) {
    NEEDS("pdftoppm");
    NEEDS("zbarimg");
    for (const std::size_t size : {10U, 113U, 331U}) read_back(size, QrLevel::Medium);
    read_back(120, QrLevel::High);
}

}  // namespace
}  // namespace bw::pdf
