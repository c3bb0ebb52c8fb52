#include "platform/xml/writer.h"

#include <gtest/gtest.h>

namespace bw::xml {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    append_escaped(out, text);
    return out;
}

TEST(XmlWriter, ElementsNestAndAttributesFollowTheName) {
    std::string out;
    Writer w(out);
    w.open("a", {{"xmlns", "urn:x"}});
    w.element("b", "1.50", {{"currencyID", "EUR"}});
    w.optional("c", "");
    w.open("d");
    w.optional("e", "text");
    w.close();
    w.close();
    w.finish();
    EXPECT_EQ(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<a xmlns=\"urn:x\"><b currencyID=\"EUR\">1.50</b><d><e>text</e></d></a>");
}

TEST(XmlWriter, MarkupInValuesIsEscaped) {
    EXPECT_EQ(escaped("Müller & Söhne <\"GmbH\">"), "Müller &amp; Söhne &lt;&quot;GmbH&quot;&gt;");
    EXPECT_EQ(escaped("a]]>b"), "a]]&gt;b");
}

TEST(XmlWriter, LineBreaksSurviveAParser) { EXPECT_EQ(escaped("a\r\n\tb"), "a&#13;\n\tb"); }

TEST(XmlWriter, ControlCharactersBecomeTheReplacementCharacter) {
    EXPECT_EQ(escaped(std::string_view("a\0b\x1F", 4)), "a\uFFFDb\uFFFD");
}

TEST(XmlWriter, BrokenUtf8BecomesTheReplacementCharacter) {
    EXPECT_EQ(escaped("\xFCller"), "\uFFFDller");              // Latin-1
    EXPECT_EQ(escaped("\xC0\xAF"), "\uFFFD\uFFFD");            // overlong
    EXPECT_EQ(escaped("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // surrogate
    EXPECT_EQ(escaped("x\xE2\x82"), "x\uFFFD\uFFFD");          // cut off
    EXPECT_EQ(escaped("\xEF\xBF\xBF"), "\uFFFD\uFFFD\uFFFD");  // U+FFFF is no character
}

TEST(XmlWriter, AllPlanesOfUnicodePass) { EXPECT_EQ(escaped("é€𝄞"), "é€𝄞"); }

TEST(XmlWriterDeathTest, AForgottenCloseIsAProgramError) {
    std::string out;
    Writer w(out);
    w.open("a");
    EXPECT_DEATH(w.finish(), "depth_ == 0");
}

}  // namespace
}  // namespace bw::xml
