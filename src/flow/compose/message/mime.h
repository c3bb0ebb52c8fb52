// A mail as the bytes that a mail server takes: RFC 5322 with MIME (RFC 2045 to 2047, 2183, 2231,
// 2392). What stands in it is handed in; nothing is sent here. The same mail gives the same bytes.
#pragma once

#include "base/civil.h"
#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bw::message {

// Limits of what is written; more is an Error. In bytes where nothing else is said.
inline constexpr std::size_t kSubjectMost = 1'000;
inline constexpr std::size_t kNameMost = 400;         // of a person or company
inline constexpr std::size_t kFileNameMost = 255;     // what file systems take
inline constexpr std::size_t kHeaderMost = 900;       // a value in one word; lines end before 998
inline constexpr std::size_t kPartsMost = 100;        // images and attachments
inline constexpr std::size_t kMailMost = 50'000'000;  // of texts and parts before they are encoded

struct Mailbox {
    std::string name;     // for people, in any letters; may be empty
    std::string address;  // "bills@aurora.example"
};

// What the html shows: <img src="cid:logo">.
struct InlinePart {
    std::string cid;         // "logo" or "logo@aurora.example": letters, digits and . _ % + - @
    std::string media_type;  // "image/png"
    std::string bytes;
    std::string file_name;  // may be empty
};

struct MailAttachment {
    std::string name;        // "Bill A-2026-004711.pdf", in any letters
    std::string media_type;  // "application/pdf"; not multipart/ or message/
    std::string bytes;
};

// Of those that a mail may have besides: List-Unsubscribe, Auto-Submitted, X-..
struct ExtraHeader {
    std::string name;   // letters, digits, '-'; none that the mail has by itself
    std::string value;  // printable ASCII
};

struct Mail {
    Mailbox from, to;
    Mailbox reply_to;     // no address: answers go to the sender
    std::string subject;  // of one line, in any letters
    Instant date;
    std::string message_id;  // unique in the world, without angle brackets: "4711.1@aurora.example"
    std::string text;        // for people who read plain text; lines of any length (plain.h)
    std::string html;        // may be empty; a text beside it is for the same reader
    std::vector<InlinePart> images;  // of the html
    std::vector<MailAttachment> attachments;
    std::string language;              // "de" (BCP 47); may be empty
    std::vector<ExtraHeader> headers;  // in their order
};

// Headers and body with CRLF, in lines of at most 76 characters, save a value that cannot be
// folded, and never beyond 998. Layers are there where something stands in them:
//     multipart/mixed { multipart/alternative { text, multipart/related { html, images } },
//     attachments }
// Names, subject and file names are cleaned: controls and line ends become spaces, marks that turn
// the direction of text go, bytes that are no UTF-8 become U+FFFD. So no value begins a header of
// its own. Text and html keep their characters; their line ends become CRLF, the last one, too.
//
// Errors name the field and hold no value of it. Invalid: an address that is none or is not ASCII,
// no subject, neither text nor html, a media type, id or header that could not be written; Limit:
// over a limit above. Thread: any.
Result<std::string> write_mail(const Mail& mail);

}  // namespace bw::message
