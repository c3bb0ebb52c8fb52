#include "flow/rate/prefix_index.h"
#include "testing/property.h"

#include <gtest/gtest.h>

#include <set>

namespace bw::rate {
namespace {

PrefixIndex index_of(const std::vector<std::string>& prefixes) {
    auto index = PrefixIndex::build({prefixes.begin(), prefixes.end()});
    EXPECT_TRUE(index.has_value()) << index.error().message();
    return std::move(index).value();
}

std::string_view found(const PrefixIndex& index, std::string_view number) {
    const std::uint32_t node = index.find(number);
    return node == PrefixIndex::kNone ? "-" : index.prefix(node);
}

TEST(PrefixIndex, LongestPrefixWins) {
    const auto index = index_of({"+49", "+4915", "+491", "0049", "+4", "10", "1002"});
    EXPECT_EQ(found(index, "+4915112345"), "+4915");
    EXPECT_EQ(found(index, "+4914"), "+491");
    EXPECT_EQ(found(index, "+4930"), "+49");
    EXPECT_EQ(found(index, "+44"), "+4");
    EXPECT_EQ(found(index, "1002"), "1002");
    EXPECT_EQ(found(index, "1001"), "10");
    EXPECT_EQ(found(index, "1"), "-");
    EXPECT_EQ(found(index, ""), "-");
}

TEST(PrefixIndex, TextIsMatchedAsWritten) {
    const auto index = index_of({"+49", "0256"});
    EXPECT_EQ(found(index, "49151"), "-");
    EXPECT_EQ(found(index, "004915"), "-");
    EXPECT_EQ(found(index, "0256308200"), "0256");
}

TEST(PrefixIndex, ShorterWalksUpToTheNextPrefix) {
    const auto index = index_of({"4", "494", "49", "4940"});
    std::uint32_t node = index.find("49401");
    std::vector<std::string_view> chain;
    for (; node != PrefixIndex::kNone; node = index.shorter(node))
        chain.push_back(index.prefix(node));
    EXPECT_EQ(chain, (std::vector<std::string_view>{"4940", "494", "49", "4"}));
}

TEST(PrefixIndex, RefusesEmptyLongAndDoublePrefixes) {
    const std::string long_one(33, '1');
    EXPECT_EQ(PrefixIndex::build({""}).error().code, Code::Invalid);
    EXPECT_EQ(PrefixIndex::build({"1", "2", "1"}).error().code, Code::Duplicate);
    EXPECT_EQ(PrefixIndex::build({long_one}).error().code, Code::Limit);
    EXPECT_EQ(PrefixIndex::build({}).value().find("1"), PrefixIndex::kNone);
    EXPECT_EQ(PrefixIndex().find("1"), PrefixIndex::kNone);
}

TEST(PrefixIndex, NodesAreInOrderOfText) {
    const auto index = index_of({"49", "+1", "4", "+"});
    EXPECT_EQ(index.size(), 4U);
    EXPECT_EQ(index.prefix(0), "+");
    EXPECT_EQ(index.prefix(1), "+1");
    EXPECT_EQ(index.prefix(2), "4");
    EXPECT_EQ(index.prefix(3), "49");
}

TEST(PrefixIndex, AnyByteIsACharacter) {
    std::vector<std::string> all;
    for (int byte = 1; byte < 256; ++byte) all.push_back({'x', static_cast<char>(byte)});
    const auto index = index_of(all);
    for (const std::string& text : all) EXPECT_EQ(found(index, text + "1"), text);
    EXPECT_EQ(found(index, "x"), "-");
    EXPECT_EQ(found(index, std::string("x\0", 2)), "-");
}

// The plain way: every length of the number, the longest first.
std::string_view tried(const std::set<std::string, std::less<>>& known, std::string_view number) {
    for (std::size_t length = number.size(); length > 0; --length)
        if (const auto hit = known.find(number.substr(0, length)); hit != known.end()) return *hit;
    return "-";
}

PROPERTY(PrefixIndex, AgreesWithTryingEveryLength) {
    const auto digits = rc::gen::container<std::string>(rc::gen::elementOf(std::string("012+")));
    std::set<std::string, std::less<>> known;
    for (const std::string& text : *rc::gen::container<std::vector<std::string>>(digits))
        if (!text.empty() && text.size() <= PrefixIndex::kMaxPrefix) known.insert(text);
    const auto index = PrefixIndex::build({known.begin(), known.end()}).value();
    const std::string number = *digits;
    RC_ASSERT(found(index, number) == tried(known, number));
    for (auto node = index.find(number); node != PrefixIndex::kNone; node = index.shorter(node)) {
        const std::string_view prefix = index.prefix(node);
        const auto shorter = index.shorter(node);
        RC_ASSERT((shorter == PrefixIndex::kNone ? "-" : index.prefix(shorter)) ==
                  tried(known, prefix.substr(0, prefix.size() - 1)));
    }
}

}  // namespace
}  // namespace bw::rate
