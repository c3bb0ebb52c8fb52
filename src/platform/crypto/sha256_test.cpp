#include "platform/crypto/secrets.h"
#include "platform/crypto/sha256.h"
#include "testing/property.h"

#include <algorithm>
#include <array>

namespace bw::crypto {
namespace {

// FIPS 180-4 examples (NIST CSRC, SHA256.pdf).
TEST(Sha256, GivesThePublishedDigests) {
    EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

// RFC 4231, test cases 1, 2 and 6 (a key longer than the block).
TEST(Hmac, GivesThePublishedCodes) {
    EXPECT_EQ(hex(hmac_sha256(bytes_of(std::string(20, '\x0b')), bytes_of("Hi There"))),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hex(hmac_sha256(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hex(hmac_sha256(bytes_of(std::string(131, '\xaa')),
                              bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"))),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmac, EmptyKeyIsNotTheKeyOfLastTime) {
    const Digest first = hmac_sha256({}, bytes_of("x"));
    hmac_sha256(bytes_of("key"), bytes_of("x"));
    EXPECT_EQ(hmac_sha256({}, bytes_of("x")), first);
}

PROPERTY(Sha256, PiecesGiveTheDigestOfTheWhole) {
    const auto pieces = *testing::any<std::vector<std::string>>();
    Sha256 streaming;
    std::string whole;
    for (const auto& piece : pieces) {
        streaming.update(piece);
        whole += piece;
    }
    RC_ASSERT(streaming.finish() == sha256(whole));
    RC_ASSERT(streaming.finish() == sha256(""));  // started anew
}

PROPERTY(Digest, ParseReadsWhatHexWrites) {
    const Digest digest = sha256(*testing::any<std::string>());
    RC_ASSERT(parse_digest(hex(digest)).value() == digest);
}

TEST(Digest, ParseRefusesOtherLengthsAndLetters) {
    EXPECT_EQ(parse_digest("abc").error().code, Code::Invalid);
    EXPECT_EQ(parse_digest(std::string(64, 'g')).error().code, Code::Invalid);
    EXPECT_EQ(digest_from(bytes_of("short")).error().code, Code::Corrupt);
}

TEST(DerivedId, DependsOnTheTextAloneAndIsPositive) {
    EXPECT_EQ(derived_id("invoice:1"), derived_id("invoice:1"));
    EXPECT_NE(derived_id("invoice:1"), derived_id("invoice:2"));
    for (int i = 0; i < 1000; ++i) EXPECT_GT(derived_id(std::to_string(i)), 0);
}

TEST(Secrets, SeededRepeatsAndSystemDoesNot) {
    std::array<std::byte, 32> a{}, b{}, c{}, d{};
    SeededSecrets(7).fill(a);
    SeededSecrets(7).fill(b);
    EXPECT_EQ(a, b);
    SystemSecrets system;
    system.fill(c);
    system.fill(d);
    EXPECT_NE(c, d);
    EXPECT_TRUE(std::ranges::any_of(c, [](std::byte x) { return x != std::byte{0}; }));
}

}  // namespace
}  // namespace bw::crypto
