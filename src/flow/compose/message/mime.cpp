#include "flow/compose/message/mime.h"

#include "flow/compose/message/characters.h"
#include "flow/compose/message/header.h"
#include "flow/compose/message/mime_check.h"
#include "flow/compose/message/transfer.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace bw::message {
namespace {

// Mixes values into a number that tells one mail from another; no secret depends on it.
class Fingerprint {
public:
    void add(std::string_view bytes) {
        mix(bytes.size());
        while (!bytes.empty()) {
            std::array<char, sizeof(std::uint64_t)> word{};
            bytes.remove_prefix(bytes.copy(word.data(), word.size()));
            std::uint64_t value = 0;
            for (std::size_t i = 0; i < word.size(); ++i)  // the same on every machine
                value |= std::uint64_t{static_cast<unsigned char>(word[i])} << (8 * i);
            mix(value);
        }
    }
    [[nodiscard]] std::uint64_t value() const { return state_; }

private:
    void mix(std::uint64_t value) {
        constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;  // 2^64 / golden ratio
        state_ = (state_ ^ value) * kOdd;
        state_ ^= state_ >> 29;
    }
    std::uint64_t state_ = 0x243F6A8885A308D3;  // digits of pi
};

std::uint64_t fingerprint(const Mail& mail) {
    Fingerprint print;
    for (const auto* text : {&mail.message_id, &mail.subject, &mail.from.address, &mail.to.address,
                             &mail.text, &mail.html})
        print.add(*text);
    for (const auto& image : mail.images) {
        print.add(image.cid);
        print.add(image.bytes);
    }
    for (const auto& attachment : mail.attachments) {
        print.add(attachment.name);
        print.add(attachment.bytes);
    }
    return print.value();
}

// "Tue, 01 Dec 2026 06:00:00 +0000" (RFC 5322, 3.3).
std::string date_text(Instant at) {
    constexpr std::array kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto [date, second] = Zone().to_local(at);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       kDays[static_cast<std::size_t>(date.weekday() - 1)], date.day(),
                       kMonths[static_cast<std::size_t>(date.month() - 1)], date.year(),
                       second / 3600, second / 60 % 60, second % 60);
}

// Writes parts inside one another. Of a part each function writes its header and its body, which
// ends with CRLF.
class Writer {
public:
    Writer(const Mail& mail, std::string& out)
        : mail_(mail), out_(out), print_(fingerprint(mail)) {}

    void top() {
        add_token_field(out_, "Date", date_text(mail_.date));
        add_mailbox_field(out_, "From", mail_.from);
        add_mailbox_field(out_, "To", mail_.to);
        if (!mail_.reply_to.address.empty()) add_mailbox_field(out_, "Reply-To", mail_.reply_to);
        add_text_field(out_, "Subject", one_line(mail_.subject));
        add_token_field(out_, "Message-ID", "<" + mail_.message_id + ">");
        for (const auto& [name, value] : mail_.headers) add_token_field(out_, name, value);
        if (!mail_.language.empty()) add_token_field(out_, "Content-Language", mail_.language);
        out_.append("MIME-Version: 1.0").append(kLineEnd);
        mixed();
    }

private:
    void mixed() {
        if (mail_.attachments.empty()) return alternative();
        const std::string boundary = begin("mixed", {});
        next(boundary);
        alternative();
        for (const auto& [name, media_type, bytes] : mail_.attachments) {
            next(boundary);
            add_token_field(out_, "Content-Type", media_type);
            add_disposition(out_, "attachment", file_name_of(name));
            add_bytes(bytes);
        }
        end(boundary);
    }
    // The best one last (RFC 2046, 5.1.4).
    void alternative() {
        if (mail_.html.empty()) return add_text("plain", mail_.text);
        if (mail_.text.empty()) return related();
        const std::string boundary = begin("alternative", {});
        next(boundary);
        add_text("plain", mail_.text);
        next(boundary);
        related();
        end(boundary);
    }
    void related() {
        if (mail_.images.empty()) return add_text("html", mail_.html);
        const std::string boundary = begin("related", " type=\"text/html\";");
        next(boundary);
        add_text("html", mail_.html);
        for (const auto& [cid, media_type, bytes, file_name] : mail_.images) {
            next(boundary);
            add_token_field(out_, "Content-Type", media_type);
            add_token_field(out_, "Content-ID", "<" + cid + ">");
            add_disposition(out_, "inline", file_name_of(file_name));
            add_bytes(bytes);
        }
        end(boundary);
    }

    // "=_" stands in no body: behind '=' quoted-printable has a digit or the line's end, base64
    // only a '=' or the line's end. The fingerprint keeps apart the mails of ours that a reader's
    // program may put into one another as they are.
    std::string begin(std::string_view kind, std::string_view parameter) {
        std::string boundary = fmt::format("=_{:016x}_{}", print_, kind);
        out_ += fmt::format("Content-Type: multipart/{};{}\r\n boundary=\"{}\"\r\n", kind,
                            parameter, boundary);
        return boundary;
    }
    // The line end before a boundary belongs to the boundary; bodies keep theirs.
    void next(std::string_view boundary) {
        out_.append(kLineEnd).append("--").append(boundary).append(kLineEnd);
    }
    void end(std::string_view boundary) {
        out_.append(kLineEnd).append("--").append(boundary).append("--").append(kLineEnd);
    }

    void add_text(std::string_view kind, std::string_view text) {
        out_ += fmt::format("Content-Type: text/{}; charset=utf-8\r\n"
                            "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
                            kind);
        add_quoted_printable(out_, lines_of(text));
    }
    void add_bytes(std::string_view bytes) {
        out_ += "Content-Transfer-Encoding: base64\r\n\r\n";
        add_base64(out_, bytes);
    }

    const Mail& mail_;
    std::string& out_;
    std::uint64_t print_;
};

}  // namespace

Result<std::string> write_mail(const Mail& mail) {
    TRY_VOID(check_mail(mail));
    std::string out;
    std::size_t bytes = 2000 + mail.text.size() + mail.html.size();
    for (const auto& image : mail.images) bytes += image.bytes.size() * 3 / 2;
    for (const auto& attachment : mail.attachments) bytes += attachment.bytes.size() * 3 / 2;
    out.reserve(bytes);
    Writer(mail, out).top();
    return out;
}

}  // namespace bw::message
