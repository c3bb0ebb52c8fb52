#include "platform/pdf/walk.h"

#include <set>

namespace bw::pdf_file {
namespace {

constexpr int kDepthMost = 256;

// The object and what lies in it directly.
template <typename F>
void walk(const Object& object, int depth, F& on_object) {
    if (depth > kDepthMost) return;
    on_object(object);
    Object of = object;
    if (of.isArray()) {
        for (auto& item : of.getArrayAsVector())
            if (!item.isIndirect()) walk(item, depth + 1, on_object);
        return;
    }
    Object map = dictionary_of(object);
    if (!map.isDictionary()) return;
    for (auto& [key, value] : map.getDictAsMap())
        if (!value.isIndirect()) walk(value, depth + 1, on_object);
}

template <typename F>
void each_leaf(const Object& node, const char* key, int depth, std::set<QPDFObjGen>& seen,
               F&& on_leaf) {
    Object of = node;
    if (depth > kDepthMost || !of.isDictionary()) return;
    if (of.isIndirect() && !seen.insert(of.getObjGen()).second) return;
    const auto leaves = each(get(node, key));
    for (std::size_t i = 0; i + 1 < leaves.size(); i += 2) on_leaf(leaves[i], leaves[i + 1]);
    for (const auto& kid : each(get(node, "/Kids"))) each_leaf(kid, key, depth + 1, seen, on_leaf);
}

}  // namespace

void each_dictionary(const Document& document,
                     const std::function<void(const Object&, const std::string&)>& on_dictionary) {
    for (const auto& object : document.objects()) {
        const std::string where = place_of(object);
        auto visit = [&](const Object& inner) {
            Object dictionary = dictionary_of(inner);
            if (dictionary.isDictionary()) on_dictionary(inner, where);
        };
        walk(object, 0, visit);
    }
}

void each_array(const Document& document,
                const std::function<void(const Object&, const std::string&)>& on_array) {
    for (const auto& object : document.objects()) {
        const std::string where = place_of(object);
        auto visit = [&](const Object& inner) {
            Object of = inner;
            if (of.isArray()) on_array(inner, where);
        };
        walk(object, 0, visit);
    }
}

void each_named(const Object& tree,
                const std::function<void(const std::string&, const Object&)>& on_value) {
    std::set<QPDFObjGen> seen;
    each_leaf(tree, "/Names", 0, seen,
              [&](const Object& name, const Object& value) { on_value(text_of(name), value); });
}

void each_numbered(const Object& tree,
                   const std::function<void(long long, const Object&)>& on_value) {
    std::set<QPDFObjGen> seen;
    each_leaf(tree, "/Nums", 0, seen, [&](const Object& number, const Object& value) {
        if (const auto key = integer_of(number)) on_value(*key, value);
    });
}

}  // namespace bw::pdf_file
