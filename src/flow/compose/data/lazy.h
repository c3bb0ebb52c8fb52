// What is made when it is first asked for: a short message asks for two fields and pays for two.
// Thread: one owner.
#pragma once

#include "base/check.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace bw::data {

// What `made` holds, made now where it does not.
template <typename T, typename Make>
const T& once(std::optional<T>& made, const Make& make) {
    if (!made) made.emplace(make());
    return *made;
}

// Records whose number is known before they are made.
template <typename T>
class LazyList {
public:
    using Make = std::function<std::vector<T>()>;
    LazyList(std::size_t count, Make make) : count_(count), make_(std::move(make)) {}

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] const std::vector<T>& items() const {
        const auto& items = once(items_, make_);
        CHECK(items.size() == count_);
        return items;
    }

private:
    std::size_t count_;
    Make make_;
    mutable std::optional<std::vector<T>> items_;
};

}  // namespace bw::data
