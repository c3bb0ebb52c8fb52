#include "platform/crypto/sha256.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <stdexcept>

namespace bw::crypto {
namespace {

void require(bool good, const char* step) {
    if (!good) throw std::runtime_error(std::string("OpenSSL failed at ") + step);
}

// Fetched once: a fetch per message costs more than hashing a short one.
const EVP_MD* algorithm() {
    static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    require(kSha256 != nullptr, "fetching SHA256; is its default provider installed?");
    return kSha256;
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string hex(std::span<const std::byte> bytes) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::byte b : bytes) {
        text += kDigits[std::to_integer<unsigned>(b) >> 4];
        text += kDigits[std::to_integer<unsigned>(b) & 15U];
    }
    return text;
}

Result<Digest> parse_digest(std::string_view text) {
    Digest digest;
    if (text.size() != digest.bytes.size() * 2)
        return fail(Code::Invalid, "a SHA-256 is 64 hexadecimal digits, this is " +
                                       std::to_string(text.size()) + " characters");
    for (std::size_t i = 0; i < digest.bytes.size(); ++i) {
        const int high = digit_of(text[2 * i]);
        const int low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return fail(Code::Invalid, "not a hexadecimal digit near position " +
                                           std::to_string(2 * i + 1) + " of a SHA-256");
        digest.bytes[i] = static_cast<std::byte>(high * 16 + low);
    }
    return digest;
}

Result<Digest> digest_from(std::span<const std::byte> stored) {
    Digest digest;
    if (stored.size() != digest.bytes.size())
        return fail(Code::Corrupt, "a stored SHA-256 has " + std::to_string(stored.size()) +
                                       " bytes instead of 32; restore the store from its backup");
    std::ranges::copy(stored, digest.bytes.begin());
    return digest;
}

struct Sha256::Context {
    EVP_MD_CTX* handle = EVP_MD_CTX_new();
    Context() { require(handle != nullptr, "EVP_MD_CTX_new"); }
    ~Context() { EVP_MD_CTX_free(handle); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    void start() { require(EVP_DigestInit_ex2(handle, algorithm(), nullptr) == 1, "DigestInit"); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) { context_->start(); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::span<const std::byte> bytes) {
    require(EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size()) == 1, "DigestUpdate");
}

Digest Sha256::finish() {
    Digest digest;
    auto* out = reinterpret_cast<unsigned char*>(digest.bytes.data());
    require(EVP_DigestFinal_ex(context_->handle, out, nullptr) == 1, "DigestFinal");
    context_->start();
    return digest;
}

Digest sha256(std::span<const std::byte> bytes) {
    Digest digest;
    auto* out = reinterpret_cast<unsigned char*>(digest.bytes.data());
    const int done = EVP_Digest(bytes.data(), bytes.size(), out, nullptr, algorithm(), nullptr);
    require(done == 1, "Digest");
    return digest;
}

Digest hmac_sha256(std::span<const std::byte> key, std::span<const std::byte> message) {
    Digest digest;
    // OpenSSL takes a null key for 'the key of last time'.
    static constexpr unsigned char kEmpty = 0;
    const void* key_data = key.empty() ? static_cast<const void*>(&kEmpty) : key.data();
    const auto* text = reinterpret_cast<const unsigned char*>(message.data());
    auto* out = reinterpret_cast<unsigned char*>(digest.bytes.data());
    require(HMAC(algorithm(), key_data, static_cast<int>(key.size()), text, message.size(), out,
                 nullptr) != nullptr,
            "HMAC");
    return digest;
}

std::int64_t derived_id(std::string_view text) {
    const Digest digest = sha256(text);
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < 8; ++i)
        id = (id << 8) | std::to_integer<std::uint64_t>(digest.bytes[i]);
    id &= ~(std::uint64_t{1} << 63);
    return id == 0 ? 1 : static_cast<std::int64_t>(id);
}

}  // namespace bw::crypto
