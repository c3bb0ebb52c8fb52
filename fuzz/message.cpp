// Texts from outside as short messages, mails and plain text: the parts are the text and fit their
// segments; a mail holds no line that its fields did not ask for; wrapping twice changes nothing.
#include "base/check.h"
#include "base/utf8.h"
#include "flow/compose/message/mime.h"
#include "flow/compose/message/plain.h"
#include "flow/compose/message/sms.h"
#include "input.h"

#include <algorithm>
#include <string>

namespace {

using namespace bw;
using namespace bw::message;

void compose(std::string_view text) {
    const auto sms = compose_sms(text, {.most_segments = kSegmentsMost});
    if (!sms) return;
    CHECK(is_utf8_text(sms->text));
    const bool is_gsm = sms->alphabet == Alphabet::Gsm7;
    std::string joined;
    for (int i = 0; i < sms->segments; ++i) {
        const auto part = sms->part(i);
        CHECK(!part.empty() && is_utf8_text(part));
        joined += part;
    }
    CHECK(joined == sms->text);
    CHECK(sms->units <= sms->segments * (is_gsm ? kSeptetsAlone : kUcs2Alone));
}

// The next piece of the input, up to a byte that stands in no text.
std::string take(std::string_view& text) {
    const auto piece = text.substr(0, text.find('\xFE'));
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
    return std::string(piece);
}

void write(std::string_view text) {
    Mail mail;
    mail.from = {take(text), "a@b.example"};
    mail.to = {take(text), "c@d.example"};
    mail.message_id = "1@b.example";
    mail.subject = take(text);
    const bool has_own = text.starts_with('!');  // values that are checked, not cleaned
    if (has_own) {
        mail.to.address = take(text).substr(1);
        mail.message_id = take(text);
        mail.language = take(text);
        mail.headers = {{take(text), take(text)}};
    }
    mail.text = take(text);
    mail.html = take(text);
    mail.attachments = {{take(text), has_own ? take(text) : "a/b", take(text)}};
    if (!mail.html.empty())
        mail.images = {{has_own ? take(text) : "i", "image/png", take(text), take(text)}};
    const auto made = write_mail(mail);
    if (!made) return;
    int fields = 0;
    std::string_view rest = *made;
    bool in_header = true;
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find("\r\n"));
        CHECK(rest.size() >= line.size() + 2);  // every line ends
        rest.remove_prefix(line.size() + 2);
        CHECK(line.size() <= 998);
        CHECK(
            std::ranges::all_of(line, [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; }));
        if (line.empty()) in_header = false;
        if (in_header && !line.starts_with(' ')) ++fields;
    }
    CHECK(fields <= 9);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto text = fuzz::text(data + 1, size - 1);
    compose(text);
    write(text);
    const std::string once = wrapped(text, data[0] % 80);
    CHECK(wrapped(once, data[0] % 80) == once);
    return 0;
}
