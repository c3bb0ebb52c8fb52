#include "platform/crypto/secrets.h"

#include <openssl/rand.h>

#include <stdexcept>

namespace bw::crypto {

void SystemSecrets::fill(std::span<std::byte> out) {
    auto* data = reinterpret_cast<unsigned char*>(out.data());
    if (RAND_bytes(data, static_cast<int>(out.size())) != 1)
        throw std::runtime_error("the system gives no random bytes, so no secret can be made");
}

void SeededSecrets::fill(std::span<std::byte> out) {
    for (std::byte& b : out) b = static_cast<std::byte>(random_.below(256));
}

}  // namespace bw::crypto
