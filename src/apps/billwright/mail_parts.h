// The mail that brings a document, from its words and its PDF.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/message/mime.h"

#include <string>

namespace bw::app {

struct Posting {
    message::Mailbox from, to;
    LocalDate day;           // of the document
    std::string message_id;  // message::Mail
    std::string language;
    std::string pdf_name;  // "AU-2026-000001.pdf"
};
// `pdf` may be empty: nothing is attached then.
message::Mail mail_of(Posting posting, documents::MailText text, std::string pdf);

// Both have an address. NotFound: one has none; `subject` is what the error is about.
Result<void> require_addresses(const bill::Seller& seller, const bill::Buyer& buyer,
                               const std::string& subject);
// "AU-2026-000001@aurora.example": in the domain of the seller, who has an address.
std::string message_id_of(std::string_view name, const bill::Seller& seller);

}  // namespace bw::app
