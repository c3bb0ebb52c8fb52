#include "flow/compose/brands/set.h"

#include "base/check.h"
#include "flow/compose/brands/read.h"

#include <algorithm>

namespace bw::brands {
namespace {

constexpr std::string_view kPlain = "plain";

std::vector<std::shared_ptr<const Brand>> read_shipped() {
    std::vector<std::shared_ptr<const Brand>> brands;
    for (const auto& [path, text] : shipped_files()) {
        const auto folder = path.substr(0, path.find('/'));
        if (path.substr(folder.size() + 1) != kBrandFile) continue;
        auto read = read_brand(shipped(folder));
        CHECK(read.brand.has_value());  // a test reads what is shipped
        brands.push_back(std::make_shared<const Brand>(std::move(*read.brand)));
    }
    return brands;
}

const std::vector<std::shared_ptr<const Brand>>& shipped_brands() {
    static const auto kBrands = read_shipped();
    return kBrands;
}

const Brand* find_in(const std::vector<std::shared_ptr<const Brand>>& brands,
                     std::string_view key) {
    const auto found =
        std::ranges::find_if(brands, [&](const auto& brand) { return brand->key == key; });
    return found == brands.end() ? nullptr : found->get();
}

}  // namespace

std::vector<SourceFile> shipped(std::string_view key) {
    std::vector<SourceFile> files;
    for (const auto& [path, text] : shipped_files())
        if (path.starts_with(key) && path.substr(key.size()).starts_with('/'))
            files.push_back({path.substr(key.size() + 1), text});
    return files;
}

Set::Set() : brands_(shipped_brands()) {}

void Set::add(Brand brand) {
    const auto same =
        std::ranges::find_if(brands_, [&](const auto& one) { return one->key == brand.key; });
    auto made = std::make_shared<const Brand>(std::move(brand));
    if (same == brands_.end()) brands_.push_back(std::move(made));
    else *same = std::move(made);
}

const Brand& Set::find(std::string_view key) const {
    const auto* brand = find_in(brands_, key);
    if (brand == nullptr) brand = find_in(brands_, kPlain);
    CHECK(brand != nullptr);
    return *brand;
}

bool Set::has(std::string_view key) const { return find_in(brands_, key) != nullptr; }

std::vector<std::string_view> Set::keys() const {
    std::vector<std::string_view> keys;
    keys.reserve(brands_.size());
    for (const auto& brand : brands_) keys.emplace_back(brand->key);
    return keys;
}

const Brand& find_brand(std::string_view key) {
    static const Set kShipped;
    return kShipped.find(key);
}

}  // namespace bw::brands
