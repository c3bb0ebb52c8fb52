#include "flow/compose/message/mime.h"
#include "flow/compose/message/random_text_test.h"
#include "testing/property.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace bw::message {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Mail plain_mail() {
    Mail mail;
    mail.from = {"Aurora Energie", "bills@aurora.example"};
    mail.to = {"Ada Example", "ada@home.example"};
    mail.subject = "Your bill is 84.20 EUR";
    mail.date = *Instant::parse("2026-12-01T06:00:00Z");
    mail.message_id = "4711.1@aurora.example";
    mail.text = "Your bill is 84.20 EUR.\nIt is due on Tuesday, 1 December.";
    return mail;
}

std::string written(const Mail& mail) {
    auto made = write_mail(mail);
    EXPECT_TRUE(made.has_value()) << made.error().message();
    return made.value_or("");
}

Error refused(const Mail& mail) {
    const auto made = write_mail(mail);
    EXPECT_FALSE(made.has_value());
    return made ? Error{} : made.error();
}

std::vector<std::string_view> lines_in(std::string_view mail) {
    std::vector<std::string_view> lines;
    while (!mail.empty()) {
        const auto line = mail.substr(0, mail.find("\r\n"));
        lines.push_back(line);
        mail.remove_prefix(std::min(mail.size(), line.size() + 2));
    }
    return lines;
}

// Of the header: "To" of "To: ..".
std::vector<std::string> field_names(std::string_view mail) {
    std::vector<std::string> names;
    for (const auto line : lines_in(mail.substr(0, mail.find("\r\n\r\n"))))
        if (line.front() != ' ') names.emplace_back(line.substr(0, line.find(':')));
    return names;
}

TEST(Mime, APlainMailIsOfOnePart) {
    EXPECT_EQ(written(plain_mail()), "Date: Tue, 01 Dec 2026 06:00:00 +0000\r\n"
                                     "From: Aurora Energie <bills@aurora.example>\r\n"
                                     "To: Ada Example <ada@home.example>\r\n"
                                     "Subject: Your bill is 84.20 EUR\r\n"
                                     "Message-ID: <4711.1@aurora.example>\r\n"
                                     "MIME-Version: 1.0\r\n"
                                     "Content-Type: text/plain; charset=utf-8\r\n"
                                     "Content-Transfer-Encoding: quoted-printable\r\n"
                                     "\r\n"
                                     "Your bill is 84.20 EUR.\r\n"
                                     "It is due on Tuesday, 1 December.\r\n");
}

// Kinds of parts in their order, each with its depth.
std::string layers_of(const std::string& mail) {
    std::string layers;
    std::vector<std::string> open;
    for (const auto line : lines_in(mail)) {
        if (line.starts_with("Content-Type: "))
            layers += std::string(open.size(), '>') +
                      std::string(line.substr(14, line.find(';', 14) - 14)) + "\n";
        if (line.starts_with(" boundary=\"")) open.emplace_back(line.substr(11, line.size() - 12));
        if (!open.empty() && line == "--" + open.back() + "--") open.pop_back();
    }
    EXPECT_TRUE(open.empty());
    return layers;
}

TEST(Mime, OnlyTheLayersThatAreNeededAreThere) {
    Mail mail = plain_mail();
    mail.html = "<p>Your bill</p>";
    EXPECT_EQ(layers_of(written(mail)), "multipart/alternative\n>text/plain\n>text/html\n");
    mail.images = {{"logo", "image/png", "\x89PNG", "logo.png"}};
    EXPECT_EQ(layers_of(written(mail)),
              "multipart/alternative\n>text/plain\n>multipart/related\n>>text/html\n>>image/png\n");
    mail.attachments = {{"bill.pdf", "application/pdf", "%PDF"}};
    EXPECT_EQ(layers_of(written(mail)),
              "multipart/mixed\n>multipart/alternative\n>>text/plain\n>>multipart/related\n"
              ">>>text/html\n>>>image/png\n>application/pdf\n");
    mail.html.clear();
    mail.images.clear();
    EXPECT_EQ(layers_of(written(mail)), "multipart/mixed\n>text/plain\n>application/pdf\n");
    mail.attachments.clear();
    std::swap(mail.text, mail.html);
    EXPECT_EQ(layers_of(written(mail)), "text/html\n");
}

TEST(Mime, PartsSayWhatTheyAre) {
    Mail mail = plain_mail();
    mail.html = "<img src=\"cid:logo@a.example\">";
    mail.images = {{"logo@a.example", "image/png", "abc", ""}};
    mail.attachments = {{"Rechnung Größe 1.pdf", "application/pdf", "%PDF-1.7"}};
    mail.language = "de-AT";
    mail.reply_to = {"", "service@aurora.example"};
    mail.headers = {
        {"List-Unsubscribe", "<https://aurora.example/unsubscribe/1>, <mailto:u@aurora.example>"}};
    const std::string made = written(mail);
    for (const char* part :
         {"Content-Type: image/png\r\nContent-ID: <logo@a.example>\r\n"
          "Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj\r\n",
          "Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n"
          " filename*=UTF-8''Rechnung%20Gr%C3%B6%C3%9Fe%201.pdf\r\n",
          "\r\nContent-Language: de-AT\r\n", "\r\nReply-To: service@aurora.example\r\n",
          "\r\nList-Unsubscribe: <https://aurora.example/unsubscribe/1>,\r\n "
          "<mailto:u@aurora.example>\r\n",
          "Content-Type: multipart/related; type=\"text/html\";\r\n boundary=\""})
        EXPECT_THAT(made, HasSubstr(part));
}

TEST(Mime, NamesAndSubjectsInAnyLettersAreEncodedWords) {
    Mail mail = plain_mail();
    mail.to.name = "Jördis Müller";
    mail.from.name = "Aurora, Energie \"und\" Wasser";
    mail.subject = "Рахунок 84,20 €";
    const std::string made = written(mail);
    EXPECT_THAT(made, HasSubstr("\r\nTo: =?UTF-8?Q?J=C3=B6rdis_M=C3=BCller?= <ada@home.example>"));
    EXPECT_THAT(made, HasSubstr("\r\nFrom: \"Aurora, Energie \\\"und\\\" Wasser\" <bills@"));
    EXPECT_THAT(made, HasSubstr("\r\nSubject: =?UTF-8?B?0KDQsNGF0YPQvdC+0LogODQsMjAg4oKs?=\r\n"));
    mail.subject = "a =?UTF-8?Q?b?= c";  // a reader would decode it
    EXPECT_THAT(written(mail), Not(HasSubstr("=?UTF-8?Q?b?=")));
}

TEST(Mime, LongValuesAreFolded) {
    Mail mail = plain_mail();
    std::string subject;
    for (int n = 0; n < 30; ++n) subject += "Straße und Größe ";
    mail.subject = subject;
    mail.to.name = std::string(300, 'x');
    mail.attachments = {{std::string(100, 'n') + "ä.pdf", "application/pdf", "x"}};
    for (const auto line : lines_in(written(mail))) EXPECT_LE(line.size(), 76U) << line;
    mail.subject = "A subject of plain words is broken between two of them, and stays as it is to "
                   "read in the source";
    EXPECT_THAT(
        written(mail),
        HasSubstr("\r\nSubject: A subject of plain words is broken between two of them, and "
                  "stays\r\n as it is to read in the source\r\n"));
}

TEST(Mime, BodiesSurviveWhatServersDoToThem) {
    Mail mail = plain_mail();
    mail.text = "a = b \n.\n..\nFrom me\nä\ttab\t\r\nend\rlast";
    EXPECT_THAT(written(mail), HasSubstr("\r\n\r\na =3D b=20\r\n=2E\r\n=2E.\r\n=46rom me\r\n"
                                         "=C3=A4\ttab=09\r\nend\r\nlast\r\n"));
    mail.text = std::string(75, 'a') + "\n" + std::string(76, 'b') + ".";
    EXPECT_THAT(written(mail), HasSubstr("\r\n\r\n" + std::string(75, 'a') + "\r\n" +
                                         std::string(75, 'b') + "=\r\nb.\r\n"));
}

TEST(Mime, TheSameMailGivesTheSameBytesAndAnotherOneOtherBoundaries) {
    Mail mail = plain_mail();
    mail.html = "<p>x</p>";
    const std::string made = written(mail);
    EXPECT_EQ(made, written(mail));
    const auto boundary = [](const std::string& from) {
        return from.substr(from.find("boundary=\""), 40);
    };
    mail.message_id = "4711.2@aurora.example";
    EXPECT_NE(boundary(made), boundary(written(mail)));
}

TEST(Mime, ABoundaryInABodyIsNone) {
    Mail mail = plain_mail();
    mail.html = "<p>x</p>";
    const std::string made = written(mail);
    const auto at = made.find("\r\n--=_");
    const std::string delimiter = made.substr(at + 2, made.find("\r\n", at + 2) - at - 2);
    // A body cannot know its own boundary, but it may hold what looks like one.
    mail.text = delimiter + "\n" + delimiter + "--\n--=_0_mixed";
    mail.attachments = {{"a", "text/plain", delimiter}};
    EXPECT_EQ(layers_of(written(mail)),
              "multipart/mixed\n>multipart/alternative\n>>text/plain\n>>text/html\n>text/plain\n");
    EXPECT_THAT(written(mail), HasSubstr("\r\n--=3D_"));
}

TEST(Mime, NoValueBeginsAHeaderOfItsOwn) {
    Mail mail = plain_mail();
    const auto fields = field_names(written(mail));
    const std::string evil = std::string("x\r\nBcc: all@evil.example\r\n\r\n<h1>") + '\0' + "\n\r";
    mail.to.name = mail.from.name = mail.subject = evil;
    EXPECT_EQ(field_names(written(mail)), fields);
    EXPECT_THAT(written(mail), HasSubstr("\r\nSubject: x Bcc: all@evil.example <h1>\r\n"));
    mail.attachments = {{evil, "application/pdf", "x"}};
    const std::string made = written(mail);
    EXPECT_THAT(made, HasSubstr("filename=\"x Bcc: all@evil.example <h1>\"\r\n"));
    mail.attachments = {{"../../\u202Efdp.exe\\", "application/pdf", "x"}};
    EXPECT_THAT(written(mail), HasSubstr("filename=\".._.._fdp.exe_\"\r\n"));
}

TEST(Mime, WhatCannotBeCleanedIsRefused) {
    const auto expect = [](const char* field, Code code, auto spoil) {
        Mail mail = plain_mail();
        mail.html = "<p>";
        spoil(mail);
        const auto error = refused(mail);
        EXPECT_EQ(error.code, code) << field << ": " << error.message();
        EXPECT_EQ(error.subject, field) << error.message();
    };
    using enum Code;
    expect("message id", Invalid, [](Mail& m) { m.message_id = "1@a.example>\r\nBcc: x"; });
    expect("language", Invalid, [](Mail& m) { m.language = "de\r\nX: y"; });
    expect("date", Invalid, [](Mail& m) { m.date = Instant{INT64_MAX}; });
    expect("", Limit, [](Mail& m) { m.subject = std::string(1'000'000, 'x'); });
    expect("", Invalid, [](Mail& m) { m.subject = "\r\n\t"; });
    expect("to", Limit, [](Mail& m) { m.to.name = std::string(1'000'000, 'x'); });
    expect("", Invalid, [](Mail& m) { m.text = m.html = ""; });
    expect("image 1", Invalid, [](Mail& m) { m.images = {{"a b", "image/png", "", ""}}; });
    expect("image 1", Duplicate,
           [](Mail& m) { m.images = {{"a", "image/png", "", ""}, {"a", "image/png", "", ""}}; });
    expect("image 2", Invalid, [](Mail& m) {
        m.images = {{"a", "image/png", "", ""}, {"b", "image/png\r\nX: y", "", ""}};
    });
    expect("images", Invalid, [](Mail& m) {
        m.html.clear();
        m.images = {{"a", "image/png", "", ""}};
    });
    expect("attachment 1", Invalid, [](Mail& m) { m.attachments = {{"\n", "a/b", ""}}; });
    expect("attachment 1", Invalid, [](Mail& m) { m.attachments = {{"a", "message/rfc822", ""}}; });
    expect("attachment 1", Invalid, [](Mail& m) { m.attachments = {{"a", "pdf", ""}}; });
    expect("attachment 1", Limit,
           [](Mail& m) { m.attachments = {{std::string(256, 'a'), "a/b", ""}}; });
    expect("header 1", Invalid, [](Mail& m) { m.headers = {{"Bcc", "x@y.example"}}; });
    expect("header 1", Invalid, [](Mail& m) { m.headers = {{"X: y\r\nZ", "1"}}; });
    expect("header 1", Invalid, [](Mail& m) { m.headers = {{"X-Y", "1\r\nBcc: z"}}; });
    expect("header 1", Invalid, [](Mail& m) { m.headers = {{"Content-Type", "text/x"}}; });
    expect("header 1", Limit, [](Mail& m) { m.headers = {{"X-Y", std::string(901, 'u')}}; });
    expect("", Limit, [](Mail& m) { m.attachments.resize(101, {"a", "a/b", ""}); });
}

TEST(Mime, AddressesAreChecked) {
    const auto told = [](const char* address) {
        Mail mail = plain_mail();
        mail.to.address = address;
        const auto made = write_mail(mail);
        return made ? std::string() : made.error().text;
    };
    for (const char* good : {"a@b.example", "first.last+bills@sub.domain.example",
                             "o'neil@x-y.example", "1@2.example"})
        EXPECT_EQ(told(good), "") << good;
    for (const char* bad :
         {"", "a", "a@b@c.example", "@b.example", "a b@c.example", "a@b", "<a@b.example>",
          "a@b.example\r\nBcc: c@d.example", ".a@b.example", "a..b@c.example", "a@-b.example",
          "a@b..example", "a@b.example.", "\"a b\"@c.example", "a@[192.0.2.1]", "a\x01@b.example",
          "a,b@c.example"})
        EXPECT_NE(told(bad), "") << bad;
    EXPECT_THAT(told("jördis@b.example"), HasSubstr("SMTPUTF8"));
    EXPECT_THAT(told("a@münchen.example"), HasSubstr("xn--"));
    EXPECT_NE(told((std::string(65, 'a') + "@b.example").c_str()), "");
    EXPECT_EQ(told("jördis@b.example").find("jördis"), std::string::npos);
}

PROPERTY_N(MimeProperty, WhateverIsInItAMailKeepsItsForm, 400) {
    Random random(*testing::any<std::uint64_t>());
    const auto cut = [&](std::size_t most) {
        std::string text = random_bytes(random, 60);
        text.resize(std::min(text.size(), most));
        return text;
    };
    Mail mail = plain_mail();
    const bool with_html = random.chance(1, 2);
    const auto fields = field_names(written(mail)).size();
    mail.from.name = cut(kNameMost);
    mail.to.name = cut(kNameMost);
    mail.subject = "S" + cut(kSubjectMost - 1);
    mail.text = "T" + random_bytes(random, 300);
    if (with_html) mail.html = "H" + random_bytes(random, 300);
    if (with_html && random.chance(1, 2))
        mail.images = {{"a", "image/png", random_bytes(random, 99), cut(kFileNameMost)}};
    if (random.chance(1, 2))
        mail.attachments = {{"n" + cut(kFileNameMost - 1), "a/b", random_bytes(random, 99)}};
    const auto made = write_mail(mail);
    RC_ASSERT(made.has_value());
    const bool is_multipart = !mail.html.empty() || !mail.attachments.empty();
    // Without transfer encoding where there are parts.
    RC_ASSERT(field_names(*made).size() == (is_multipart ? fields - 1 : fields));
    for (const auto line : lines_in(*made)) {
        RC_ASSERT(line.size() <= 76U);
        RC_ASSERT(
            std::ranges::all_of(line, [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; }));
    }
    RC_ASSERT(made->ends_with("\r\n"));
    const auto layers = layers_of(*made);
    RC_ASSERT(std::ranges::count(layers, '\n') ==
              static_cast<std::ptrdiff_t>(1 + (mail.html.empty() ? 0 : 2) +
                                          (mail.images.empty() ? 0 : 2) +
                                          (mail.attachments.empty() ? 0 : 2)));
}

}  // namespace
}  // namespace bw::message
