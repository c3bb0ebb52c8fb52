#include "run/company/mapping.h"

#include <gmock/gmock.h>

namespace bw::company {

using ::testing::HasSubstr;

TEST(DayPattern, DaysAreReadAsTheyAreWritten) {
    const auto day = [](std::string_view pattern, std::string_view text) {
        const auto parsed = DayPattern::parse(pattern);
        if (!parsed) return parsed.error().text;
        const auto read = parsed->read(text);
        return read ? *read : "no day";
    };
    EXPECT_EQ(day("DD.MM.YYYY", "31.08.2026"), "2026-08-31");
    EXPECT_EQ(day("YYYYMMDD", "20260831"), "2026-08-31");
    EXPECT_EQ(day("D.M.YY", "1.9.26"), "2026-09-01");
    EXPECT_EQ(day("M/D/YYYY", "12/31/1969"), "1969-12-31");
    EXPECT_EQ(day("YYYY-MM-DD 00:00:00", "2026-08-31 00:00:00"), "2026-08-31");
    EXPECT_EQ(day("DD.MM.YYYY", "31.02.2026"), "no day");
    EXPECT_EQ(day("DD.MM.YYYY", "1.2.2026"), "no day");
    EXPECT_EQ(day("DD.MM.YYYY", "31.08.2026 "), "no day");
    EXPECT_THAT(day("DD.MM", "31.08"), HasSubstr("a year, a month and a day"));
}

TEST(CompanyMapping, MistakesAreToldWithTheirLine) {
    const auto why = [](const std::string& yaml) {
        const auto mapping = parse_mapping(yaml, "m.yaml");
        return mapping ? std::string("good") : mapping.error().message();
    };
    EXPECT_EQ(why("format: accounts\n"), "good");
    EXPECT_THAT(why("columns: {}\n"), HasSubstr("m.yaml line 1: a mapping begins with 'format'"));
    EXPECT_THAT(why("format: accounts\ncolumns:\n  acount: X\n"),
                HasSubstr("m.yaml line 3: an accounts file has no column 'acount'; did you mean "
                          "'account'?"));
    EXPECT_THAT(why("format: accounts\nencoding: ebcdic\n"), HasSubstr("utf-8, latin-1"));
    EXPECT_THAT(why("format: accounts\ndecimal: ','\n"), HasSubstr("the same character"));
    EXPECT_THAT(why("format: accounts\nzone: Europe/Berlin\n"), HasSubstr("'zone' is no entry"));
    EXPECT_THAT(why("format: accounts\nheader: false\n"), HasSubstr("without a header"));
    EXPECT_EQ(kind_of_mapping("format: interval-csv\n"), std::nullopt);
    EXPECT_EQ(kind_of_mapping("format: accounts\n"), FileKind::Accounts);
}

TEST(CompanyMapping, SettingsAreConstants) {
    auto mapping = default_mapping(FileKind::Accounts);
    EXPECT_TRUE(apply_setting("issuer=X", mapping));
    EXPECT_EQ(mapping.constants["issuer"], "X");
    EXPECT_FALSE(mapping.source.empty()) << "another file than without";
    EXPECT_FALSE(apply_setting("minutes=15", mapping));
}

}  // namespace bw::company
