#include "flow/rate/prefix_index.h"
#include "testing/property.h"

#include <gtest/gtest.h>

#include <map>

namespace bw::rate {
namespace {

PrefixIndex index_of(const std::vector<std::string>& prefixes) {
    std::vector<PrefixIndex::Entry> entries;
    for (const std::string& prefix : prefixes)
        entries.push_back({prefix, static_cast<std::uint32_t>(entries.size())});
    auto index = PrefixIndex::build(entries);
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
    using Entries = std::vector<PrefixIndex::Entry>;
    EXPECT_EQ(PrefixIndex::build(Entries{{"", 0}}).error().code, Code::Invalid);
    EXPECT_EQ(PrefixIndex::build(Entries{{"1", 0}, {"2", 0}, {"1", 3}}).error().code,
              Code::Duplicate);
    EXPECT_EQ(PrefixIndex::build(Entries{{std::string(33, '1'), 0}}).error().code, Code::Limit);
    EXPECT_EQ(PrefixIndex::build({}).value().find("1"), PrefixIndex::kNone);
}

PROPERTY(PrefixIndex, AgreesWithTryingEveryLength) {
    const auto digits = rc::gen::container<std::string>(rc::gen::elementOf(std::string("012+")));
    const auto texts = *rc::gen::container<std::vector<std::string>>(digits);
    std::map<std::string, std::uint32_t, std::less<>> known;
    for (const std::string& text : texts)
        if (!text.empty() && text.size() <= PrefixIndex::kMaxPrefix)
            known.emplace(text, known.size());
    std::vector<PrefixIndex::Entry> entries;
    for (const auto& [text, value] : known) entries.push_back({text, value});
    const auto index = PrefixIndex::build(entries).value();
    const std::string number = *digits;
    std::uint32_t wanted = PrefixIndex::kNone;
    for (std::size_t length = std::min(number.size(), PrefixIndex::kMaxPrefix); length > 0;
         --length)
        if (const auto hit = known.find(number.substr(0, length)); hit != known.end()) {
            wanted = hit->second;
            break;
        }
    const std::uint32_t node = index.find(number);
    RC_ASSERT((node == PrefixIndex::kNone ? node : index.value(node)) == wanted);
}

}  // namespace
}  // namespace bw::rate
