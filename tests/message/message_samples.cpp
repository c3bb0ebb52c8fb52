// message_samples DIR SEED COUNT: writes mails and short messages of random text, each beside a
// JSON file that tells what was handed in: DIR/N.eml, DIR/N.json, DIR/N.sms.json.
#include "flow/compose/message/mime.h"
#include "flow/compose/message/random_text_test.h"
#include "flow/compose/message/sms.h"
#include "platform/json/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

using namespace bw;
using namespace bw::message;

std::string any_bytes(Random& random) {
    std::string bytes(random.below(4000), '\0');
    for (char& c : bytes) c = static_cast<char>(random.below(256));
    return bytes;
}

std::string hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

// Of whole characters.
std::string at_most(std::string text, std::size_t bytes) {
    while (text.size() > bytes) {
        while ((static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.pop_back();
        text.pop_back();
    }
    return text;
}

Mail any_mail(Random& random, std::uint64_t number) {
    const auto name = [&] { return at_most(random_text(random, 30), kNameMost - 4); };
    const auto file_name = [&] {
        return at_most("n" + random_text(random, 40), kFileNameMost - 4);
    };
    Mail mail;
    mail.from = {name(), "bills@aurora.example"};
    mail.to = {name(), fmt::format("ada.{}@home.example", number)};
    if (random.chance(1, 3)) mail.reply_to = {name(), "service@aurora.example"};
    mail.subject = "S" + at_most(random_text(random, 60), kSubjectMost - 5);
    mail.date = Instant::from_seconds(random.between(-2'000'000'000, 20'000'000'000));
    mail.message_id = fmt::format("{}.{}@aurora.example", number, random.next());
    const bool has_html = random.chance(1, 2);
    if (!has_html || random.chance(3, 4)) mail.text = "T" + random_text(random, 400);
    if (has_html) mail.html = "<p>" + random_text(random, 400);
    if (has_html)
        for (std::uint64_t n = random.below(3); n > 0; --n)
            mail.images.push_back({fmt::format("image{}@a.example", n), "image/png",
                                   any_bytes(random), random.chance(1, 2) ? file_name() : ""});
    for (std::uint64_t n = random.below(3); n > 0; --n)
        mail.attachments.push_back({file_name(), "application/pdf", any_bytes(random)});
    if (random.chance(1, 2)) mail.language = "de-AT";
    if (random.chance(1, 2))
        mail.headers = {{"List-Unsubscribe", fmt::format("<https://a.example/u/{}>, <mailto:u@a.exa"
                                                         "mple?subject=unsubscribe>",
                                                         random.next())}};
    return mail;
}

std::string told(const Mail& mail) {
    json::Writer json;
    const auto box = [&](const char* key, const Mailbox& mailbox) {
        json.key(key).object().field("name", mailbox.name).field("address", mailbox.address).end();
    };
    json.object();
    box("from", mail.from);
    box("to", mail.to);
    box("reply_to", mail.reply_to);
    json.field("subject", mail.subject)
        .field("seconds", mail.date.seconds())
        .field("message_id", mail.message_id)
        .field("text", mail.text)
        .field("html", mail.html)
        .field("language", mail.language)
        .field("unsubscribe", mail.headers.empty() ? "" : mail.headers.front().value)
        .key("images")
        .array();
    for (const auto& image : mail.images)
        json.object()
            .field("cid", image.cid)
            .field("name", image.file_name)
            .field("hex", hex(image.bytes))
            .end();
    json.end().key("attachments").array();
    for (const auto& attachment : mail.attachments)
        json.object().field("name", attachment.name).field("hex", hex(attachment.bytes)).end();
    return json.end().end().take();
}

std::string told(const std::string& text, const Result<Sms>& sms) {
    json::Writer json;
    json.object().field("text", text).field("error", sms ? "" : sms.error().message());
    if (sms) {
        json.field("gsm7", sms->alphabet == Alphabet::Gsm7).field("units", sms->units);
        json.key("parts").array();
        for (int i = 0; i < sms->segments; ++i) json.value(sms->part(i));
        json.end();
    }
    return json.end().take();
}

bool write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream out(file, std::ios::binary);
    out << bytes;
    out.close();
    if (!out) std::fprintf(stderr, "%s: cannot be written\n", file.c_str());
    return static_cast<bool>(out);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: message_samples DIR SEED COUNT\n");
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    Random random(std::strtoull(argv[2], nullptr, 10));
    const auto count = std::strtoull(argv[3], nullptr, 10);
    for (std::uint64_t n = 0; n < count; ++n) {
        const Mail mail = any_mail(random, n);
        const auto bytes = write_mail(mail);
        if (!bytes) {
            std::fprintf(stderr, "%s\n", bytes.error().message().c_str());
            return 1;
        }
        const auto letters = random.chance(1, 2) ? Letters::Any : Letters::Gsm7;
        const std::string text = random_text(random, 80, letters);
        const auto sms = compose_sms(text, {.most_segments = kSegmentsMost});
        const auto name = [&](const char* end) { return folder / fmt::format("{}{}", n, end); };
        if (!write(name(".eml"), *bytes) || !write(name(".json"), told(mail)) ||
            !write(name(".sms.json"), told(text, sms)))
            return 1;
    }
    return 0;
}
