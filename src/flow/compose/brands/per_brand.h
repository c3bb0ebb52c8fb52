// What a channel makes of a brand, made once and kept: style sheets, drawings as operators. Found
// by the brand's digest, so that a brand which was read again finds it, and one that changed does
// not.
#pragma once

#include "flow/compose/brands/brand.h"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace bw::brands {

inline constexpr std::size_t kMostKept = 64;  // brands at once; an author's tries are forgotten

// Thread: any.
template <typename T>
class PerBrand {
public:
    // What is kept, or what make() gives; null where make() gives null, which is not kept. `make`
    // runs under the lock: it must not ask for another.
    template <typename Make>
    std::shared_ptr<const T> of(const Brand& brand, Make make) {
        const std::lock_guard lock(mutex_);
        for (const auto& [digest, made] : kept_)
            if (digest == brand.digest) return made;
        std::shared_ptr<const T> made = make();
        if (made == nullptr) return made;
        if (kept_.size() >= kMostKept) kept_.clear();
        kept_.emplace_back(brand.digest, made);
        return made;
    }

private:
    std::mutex mutex_;
    std::vector<std::pair<pdf::Digest, std::shared_ptr<const T>>> kept_;
};

}  // namespace bw::brands
