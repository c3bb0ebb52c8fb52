#include "flow/compose/html/html.h"
#include "flow/compose/html/style.h"

#include <gtest/gtest.h>

namespace bw::html {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    append_escaped(out, text);
    return out;
}

TEST(Html, WordsNeverBecomeElements) {
    EXPECT_EQ(escaped("<b a=\"1\" c='2'>&"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
    EXPECT_EQ(escaped("Jördis Müller"), "Jördis Müller");
    EXPECT_EQ(escaped("a\x01"
                      "b"),
              "ab");
    EXPECT_EQ(escaped("a\xFF<"), "a\uFFFD&lt;");
    EXPECT_EQ(escaped("pay\u202Eeur"), "payeur");  // nothing turns the order of what follows
}

TEST(Html, OnlyThreeKindsOfLinksAreWritten) {
    EXPECT_TRUE(is_safe_link("https://example.org/a?b=c"));
    EXPECT_TRUE(is_safe_link("mailto:a@example.org"));
    EXPECT_TRUE(is_safe_link("tel:+494215550100"));
    for (const char* bad :
         {"javascript:alert(1)", "http://example.org", "https://", "//x", "", "data:text/html,x",
          "https://x y", "https://x\"onload=", "https://<x>", " https://x", "JAVASCRIPT:x"})
        EXPECT_FALSE(is_safe_link(bad)) << bad;
    std::string out;
    Writer(out).link("javascript:alert(1)", "name");
    EXPECT_EQ(out, "name");
}

TEST(Html, ColoursArePutInAndOtherSignsStay) {
    const auto css =
        coloured("@media x{a{color:@ink;background:@paper}}", brands::find_brand("aurora"));
    EXPECT_EQ(css, "@media x{a{color:#1c2a24;background:#fffdf9}}");
}

}  // namespace
}  // namespace bw::html
