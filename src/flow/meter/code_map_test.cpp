#include "flow/meter/code_map.h"
#include "testing/property.h"

#include <gtest/gtest.h>

#include <map>

namespace bw::meter {
namespace {

TEST(CodeMap, FindsWhatWasPutInAndNothingElse) {
    CodeMap map;
    EXPECT_EQ(map.find("a"), nullptr);
    for (int i = 0; i < 1000; ++i) map.insert("code" + std::to_string(i), i + 1);
    EXPECT_EQ(map.size(), 1000U);
    for (int i = 0; i < 1000; ++i) {
        const Owner* owner = map.find("code" + std::to_string(i));
        ASSERT_NE(owner, nullptr);
        EXPECT_EQ(*owner, i + 1);
    }
    EXPECT_EQ(map.find("code1000"), nullptr);
    EXPECT_EQ(map.find("code"), nullptr);
    map.clear();
    EXPECT_EQ(map.find("code1"), nullptr);
    map.insert("code1", -5);
    EXPECT_EQ(*map.find("code1"), -5);
}

PROPERTY(CodeMap, AgreesWithAnOrderedMap) {
    std::map<std::string, Owner, std::less<>> known;
    CodeMap map;
    for (const auto& code : *rc::gen::arbitrary<std::vector<std::string>>()) {
        const Owner* found = map.find(code);
        RC_ASSERT((found != nullptr) == known.contains(code));
        if (found != nullptr) continue;
        const auto owner = static_cast<Owner>(known.size()) + 1;
        known.emplace(code, owner);
        map.insert(code, owner);
    }
    for (const auto& [code, owner] : known) {
        const Owner* found = map.find(code);
        RC_ASSERT(found != nullptr && *found == owner);
    }
}

}  // namespace
}  // namespace bw::meter
