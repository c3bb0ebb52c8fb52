#include "base/word.h"

#include <mutex>
#include <shared_mutex>
#include <unordered_set>

namespace bw {
namespace {

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

struct Words {
    std::shared_mutex mutex;
    std::unordered_set<std::string, Hash, std::equal_to<>> kept;  // entries stay where they are
};
Words& words() {
    static auto* const kWords = new Words;  // outlives whatever holds a word at the end
    return *kWords;
}

}  // namespace

const std::string Word::kNothing;

const std::string* Word::kept(std::string_view text) {
    if (text.empty()) return nullptr;
    auto& all = words();
    {
        const std::shared_lock lock(all.mutex);
        if (const auto found = all.kept.find(text); found != all.kept.end()) return &*found;
    }
    const std::unique_lock lock(all.mutex);
    return &*all.kept.emplace(text).first;
}

}  // namespace bw
