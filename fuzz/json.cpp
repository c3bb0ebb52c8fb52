// JSON from outside: the tree can be walked and read as any type, and errors name a place.
#include "platform/json/json.h"

#include "base/check.h"
#include "input.h"

namespace {

void walk(const bw::json::Value& value) {
    for (const auto& item : value.items()) walk(item);
    for (const auto& [name, member] : value.members()) {
        CHECK(value.find(name) != nullptr);
        walk(member);
    }
    static_cast<void>(value.as_text());
    static_cast<void>(value.as_bool());
    static_cast<void>(value.as_array());
    const auto integer = value.as_integer();
    const auto decimal = value.as_decimal();
    if (integer && decimal) CHECK(*decimal == bw::Decimal(*integer));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto root = bw::json::parse(bw::fuzz::text(data, size), "input");
    if (root) walk(*root);
    if (!root) CHECK(!root.error().message().empty());
    return 0;
}
