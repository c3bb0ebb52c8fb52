#include "flow/compose/message/mime_check.h"

#include "flow/compose/message/characters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bw::message {
namespace {

constexpr std::size_t kLocalMost = 64, kDomainMost = 253, kLabelMost = 63;  // RFC 5321, 1035
constexpr std::size_t kTypeMost = 127;                                      // RFC 6838, 4.2
constexpr std::size_t kLanguageMost = 35;                                   // RFC 5646, 4.4.1
constexpr std::size_t kCidMost = 128;
// 1900-01-01 and 10000-01-01 (RFC 5322, 3.3).
constexpr Instant kFirstDate = Instant::from_seconds(-2'208'988'800);
constexpr Instant kDateEnd = Instant::from_seconds(253'402'300'800);

bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Letters, digits and the signs.
bool is_of(std::string_view text, std::string_view signs) {
    return std::ranges::all_of(text, [&](char c) {
        return is_letter_or_digit(c) || signs.find(c) != std::string_view::npos;
    });
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

// Words with a dot between each two (RFC 5322, 3.2.3).
bool is_dotted(std::string_view text) {
    return !text.empty() && text.front() != '.' && text.back() != '.' &&
           text.find("..") == std::string_view::npos;
}

bool is_domain(std::string_view text) {
    if (text.size() > kDomainMost || !is_dotted(text) || text.find('.') == std::string_view::npos)
        return false;
    while (!text.empty()) {
        const auto label = text.substr(0, text.find('.'));
        if (label.size() > kLabelMost || !is_of(label, "-") || label.front() == '-' ||
            label.back() == '-')
            return false;
        text.remove_prefix(std::min(text.size(), label.size() + 1));
    }
    return true;
}

// The ids of messages and parts, too, are of this form.
Result<void> check_address(std::string_view address, const char* field) {
    const auto wrong = [&](std::string_view why) {
        return fail(Code::Invalid, std::string(why), field);
    };
    const auto at = address.find('@');
    if (at == std::string_view::npos || address.find('@', at + 1) != std::string_view::npos)
        return wrong("an address has one @: write it as name@domain.example");
    const auto local = address.substr(0, at), domain = address.substr(at + 1);
    if (!is_ascii(local))
        return wrong("letters beyond ASCII before the @ are not supported: mail servers that "
                     "do not know SMTPUTF8 return such mails");
    if (!is_ascii(domain))
        return wrong("the domain holds letters beyond ASCII: write its ASCII form (xn--..)");
    if (local.size() > kLocalMost || !is_dotted(local) || !is_of(local, ".!#$%&'*+-/=?^_`{|}~"))
        return wrong("what stands before the @ is no name of a mailbox: up to 64 letters, digits "
                     "and signs, without spaces, quotes and brackets");
    if (!is_domain(domain))
        return wrong("what stands behind the @ is no domain: names of letters, digits and '-' "
                     "with dots between them");
    return {};
}

Result<void> check_mailbox(const Mailbox& mailbox, const char* field) {
    if (mailbox.name.size() > kNameMost)
        return fail(Code::Limit, fmt::format("the name has more than {} bytes", kNameMost), field);
    return check_address(mailbox.address, field);
}

Result<void> check_media_type(std::string_view type, const std::string& field) {
    const auto slash = type.find('/');
    const auto is_name = [](std::string_view name) {
        return !name.empty() && name.size() <= kTypeMost && is_letter_or_digit(name.front()) &&
               is_of(name, "!#$&-^_.+");
    };
    if (slash == std::string_view::npos || !is_name(type.substr(0, slash)) ||
        !is_name(type.substr(slash + 1)))
        return fail(Code::Invalid,
                    "the media type is written as type/subtype, such as application/pdf", field);
    const std::string known = lower(type);
    if (known.starts_with("multipart/") || known.starts_with("message/"))
        return fail(Code::Invalid,
                    "multipart/ and message/ cannot be attached: application/octet-stream can",
                    field);
    return {};
}

Result<void> check_file_name(std::string_view name, const std::string& field) {
    if (name.size() > kFileNameMost)
        return fail(Code::Limit, fmt::format("the file name has more than {} bytes", kFileNameMost),
                    field);
    return {};
}

Result<void> check_images(const Mail& mail) {
    if (!mail.images.empty() && mail.html.empty())
        return fail(Code::Invalid, "there are images, but no html that shows them", "images");
    for (const auto& image : mail.images) {
        const std::string field =
            fmt::format("image {}", &image - mail.images.data() + std::ptrdiff_t{1});
        if (image.cid.empty() || image.cid.size() > kCidMost || !is_of(image.cid, "._%+-@"))
            return fail(Code::Invalid,
                        fmt::format("the cid is 1 to {} letters, digits and . _ % + - @", kCidMost),
                        field);
        if (std::ranges::count(mail.images, image.cid, &InlinePart::cid) > 1)
            return fail(Code::Duplicate, "another image has the same cid", field);
        TRY_VOID(check_media_type(image.media_type, field));
        TRY_VOID(check_file_name(image.file_name, field));
    }
    return {};
}

Result<void> check_attachments(const Mail& mail) {
    for (const auto& attachment : mail.attachments) {
        const std::string field =
            fmt::format("attachment {}", &attachment - mail.attachments.data() + std::ptrdiff_t{1});
        if (file_name_of(attachment.name).empty())
            return fail(Code::Invalid, "the attachment has no name", field);
        TRY_VOID(check_media_type(attachment.media_type, field));
        TRY_VOID(check_file_name(attachment.name, field));
    }
    return {};
}

Result<void> check_headers(const Mail& mail) {
    constexpr auto kOwn = std::to_array<std::string_view>(
        {"from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date", "message-id",
         "return-path", "received", "mime-version"});
    for (const auto& header : mail.headers) {
        const std::string field =
            fmt::format("header {}", &header - mail.headers.data() + std::ptrdiff_t{1});
        const std::string name = lower(header.name);
        if (name.empty() || name.size() >= kLabelMost || !is_of(name, "-"))
            return fail(Code::Invalid, "the name of a header is of letters, digits and '-'", field);
        if (std::ranges::find(kOwn, name) != kOwn.end() || name.starts_with("content-") ||
            name.starts_with("resent-"))
            return fail(Code::Invalid, "this header is written by itself", field);
        if (header.value.size() > kHeaderMost)
            return fail(Code::Limit, fmt::format("the value has more than {} bytes", kHeaderMost),
                        field);
        const bool is_printable =
            std::ranges::all_of(header.value, [](char c) { return c >= ' ' && c <= '~'; });
        if (!is_printable || header.value.empty() || header.value.front() == ' ' ||
            header.value.back() == ' ')
            return fail(Code::Invalid,
                        "the value is printable ASCII of one line, without spaces at its ends",
                        field);
    }
    return {};
}

Result<void> check_sizes(const Mail& mail) {
    if (mail.images.size() + mail.attachments.size() > kPartsMost)
        return fail(Code::Limit,
                    fmt::format("a mail has at most {} images and attachments", kPartsMost));
    std::size_t bytes = mail.text.size() + mail.html.size();
    for (const auto& image : mail.images) bytes += image.bytes.size();
    for (const auto& attachment : mail.attachments) bytes += attachment.bytes.size();
    if (bytes > kMailMost)
        return fail(Code::Limit, fmt::format("the mail has {} bytes, at most {} are allowed: "
                                             "hand over a link instead of an attachment",
                                             bytes, kMailMost));
    return {};
}

}  // namespace

std::string file_name_of(std::string_view name) {
    std::string out = one_line(name);
    std::ranges::replace(out, '/', '_');
    std::ranges::replace(out, '\\', '_');
    return out;
}

Result<void> check_mail(const Mail& mail) {
    TRY_VOID(check_mailbox(mail.from, "from"));
    TRY_VOID(check_mailbox(mail.to, "to"));
    if (!mail.reply_to.address.empty() || !mail.reply_to.name.empty())
        TRY_VOID(check_mailbox(mail.reply_to, "reply-to"));
    if (mail.subject.size() > kSubjectMost)
        return fail(Code::Limit, fmt::format("the subject has {} bytes, at most {} are allowed",
                                             mail.subject.size(), kSubjectMost));
    if (one_line(mail.subject).empty()) return fail(Code::Invalid, "the mail has no subject");
    TRY_VOID(check_address(mail.message_id, "message id"));
    if (mail.date < kFirstDate || mail.date >= kDateEnd)
        return fail(Code::Invalid, "the date is not of the years 1900 to 9999", "date");
    if (mail.text.empty() && mail.html.empty())
        return fail(Code::Invalid, "the mail has neither a text nor html");
    if (mail.language.size() > kLanguageMost || !is_of(mail.language, "-") ||
        mail.language.starts_with('-'))
        return fail(Code::Invalid, "the language is a tag such as en or de-AT", "language");
    TRY_VOID(check_sizes(mail));
    TRY_VOID(check_images(mail));
    TRY_VOID(check_attachments(mail));
    return check_headers(mail);
}

}  // namespace bw::message
