#include "platform/xml/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace bw::xml {
namespace {

using ::testing::HasSubstr;

// "<name attr=value>text</name>" with namespaces in braces.
class Transcript final : public Events {
public:
    Result<void> start(const Name& name, std::span<const ReadAttribute> attributes) override {
        out += "<" + shown(name);
        for (const auto& [attribute, value] : attributes)
            out += " " + shown(attribute) + "=" + std::string(value);
        out += ">";
        return name.local == "stop" ? Result<void>(fail(Code::Invalid, "stopped here"))
                                    : Result<void>();
    }
    Result<void> text(std::string_view piece) override {
        out += piece;
        return {};
    }
    Result<void> end(const Name& name) override {
        out += "</" + shown(name) + ">";
        return {};
    }
    static std::string shown(const Name& name) {
        return (name.space.empty() ? "" : "{" + std::string(name.space) + "}") +
               std::string(name.local);
    }
    std::string out;
};

std::string read(std::string_view text, std::size_t piece = 1) {
    Transcript transcript;
    Reader reader(transcript);
    for (std::size_t at = 0; at < text.size(); at += piece) {
        if (const auto fed = reader.feed(text.substr(at, piece)); !fed)
            return fed.error().message();
    }
    const auto end = reader.finish();
    return end ? transcript.out : end.error().message();
}

TEST(XmlReader, ElementsTextAndNamespacesInOrder) {
    constexpr std::string_view kText =
        "<?xml version=\"1.0\"?>\n<!-- a note --><a xmlns='urn:x' xmlns:y='urn:y' k='1 &amp; 2'>"
        "t<y:b y:z='&#xE4;'/><![CDATA[<raw>]]></a>";
    constexpr std::string_view kExpected =
        "<{urn:x}a k=1 & 2>t<{urn:y}b {urn:y}z=\xC3\xA4></{urn:y}b><raw></{urn:x}a>";
    for (const std::size_t piece : {1U, 2U, 7U, 1000U}) EXPECT_EQ(read(kText, piece), kExpected);
}

TEST(XmlReader, OtherEncodingsBecomeUtf8) {
    EXPECT_EQ(read("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE4</a>"), "<a>\xC3\xA4</a>");
    EXPECT_EQ(read(std::string_view("\xFF\xFE<\0a\0/\0>\0", 10)), "<a></a>");
}

// Found by fuzzing: one byte at a time it was taken for another encoding.
TEST(XmlReader, TheEncodingDoesNotDependOnThePieces) {
    for (const auto text : {std::string_view("8\0\x17", 3), std::string_view("<\0a\0/\0>\0", 8),
                            std::string_view("\0<\0a\0/\0>", 8), std::string_view("<a/>")})
        for (const std::size_t piece : {1U, 2U, 3U}) EXPECT_EQ(read(text, piece), read(text, 99));
}

TEST(XmlReader, BrokenTextNamesItsLine) {
    EXPECT_THAT(read("<a>\n<b></a>"), HasSubstr("line 2: not well-formed XML: mismatched tag"));
    EXPECT_THAT(read("<a>"), HasSubstr("not well-formed XML"));
    EXPECT_THAT(read(""), HasSubstr("no element found"));
    EXPECT_THAT(read("<a/><b/>"), HasSubstr("not well-formed XML"));
    EXPECT_THAT(read("<a>\xFF</a>"), HasSubstr("not well-formed XML"));
    EXPECT_THAT(read("<a>&unknown;</a>"), HasSubstr("undefined entity"));
    EXPECT_THAT(read("<?xml version='1.0' encoding='klingon'?><a/>"),
                HasSubstr("unknown encoding"));
}

TEST(XmlReader, TypeDeclarationsAreRefused) {
    for (const std::string_view attack :
         {"<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>",
          "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
          "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1/x'> %p;]><a/>"}) {
        for (const std::size_t piece : {1U, 1000U}) {
            EXPECT_THAT(read(attack, piece),
                        HasSubstr("line 1: the document has a type declaration"))
                << attack;
        }
    }
}

TEST(XmlReader, DepthAndTokensAreBounded) {
    std::string deep;
    for (std::size_t i = 0; i < kMaxDepth; ++i) deep += "<a>";
    EXPECT_THAT(read(deep + "<a>"), HasSubstr("nested deeper than 64"));
    for (std::size_t i = 0; i < kMaxDepth; ++i) deep += "</a>";
    EXPECT_THAT(read(deep), HasSubstr("<a><a>"));
    Transcript transcript;
    Reader reader(transcript);
    Result<void> result = reader.feed("<a b='");
    const std::string chunk(256 << 10, 'x');
    int fed = 0;
    for (; result && fed < 1000; ++fed) result = reader.feed(chunk);
    ASSERT_FALSE(result);
    EXPECT_LE(fed, 12);  // newer expats look at a growing token only when it has doubled
    EXPECT_THAT(result.error().text, HasSubstr("longer than 1048576 bytes"));
}

TEST(XmlReader, AnEventMayStopIt) {
    EXPECT_EQ(read("<a>\n<stop/><b/></a>", 1000), "line 2: stopped here");
}

}  // namespace
}  // namespace bw::xml
