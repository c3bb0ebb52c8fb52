// BILLWRIGHT_WIDE before a function: it is compiled for plain x86-64 and for processors with AVX2,
// and the better one runs. For loops without a branch over every value. Where sanitizers watch, and
// on other processors, it is an ordinary function.
#pragma once

#include <cstdint>

namespace bw {

// Four numbers at once, in whatever way the processor has: arithmetic is that of each.
using Four = std::uint64_t __attribute__((vector_size(32)));

}  // namespace bw

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define BILLWRIGHT_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define BILLWRIGHT_WIDE
#endif
