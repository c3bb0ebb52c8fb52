// Where secrets come from: passed in from main, like the clock. Not for simulations: base/random.h
// is.
#pragma once

#include "base/random.h"

#include <cstddef>
#include <span>

namespace bw::crypto {

class SecretSource {
public:
    virtual ~SecretSource() = default;
    // Fills all of it, or throws std::runtime_error: half a secret is none.
    virtual void fill(std::span<std::byte> out) = 0;
};

// The kernel's generator. Thread: any.
class SystemSecrets final : public SecretSource {
public:
    void fill(std::span<std::byte> out) override;
};

// The same bytes for the same seed: tests only.
class SeededSecrets final : public SecretSource {
public:
    explicit SeededSecrets(std::uint64_t seed) : random_(seed) {}
    void fill(std::span<std::byte> out) override;

private:
    Random random_;
};

}  // namespace bw::crypto
