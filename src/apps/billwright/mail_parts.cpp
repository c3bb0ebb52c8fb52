#include "apps/billwright/mail_parts.h"

#include <utility>

namespace bw::app {

message::Mail mail_of(Posting posting, documents::MailText text, std::string pdf) {
    message::Mail mail;
    mail.from = std::move(posting.from);
    mail.to = std::move(posting.to);
    mail.subject = std::move(text.subject);
    mail.date = Zone().start_of_day(posting.day);
    mail.message_id = std::move(posting.message_id);
    mail.text = std::move(text.plain);
    mail.html = std::move(text.html);
    mail.language = std::move(posting.language);
    if (!pdf.empty())
        mail.attachments.push_back(
            {std::move(posting.pdf_name), "application/pdf", std::move(pdf)});
    return mail;
}

Result<void> require_addresses(const bill::Seller& seller, const bill::Buyer& buyer,
                               const std::string& subject) {
    if (seller.email.empty())
        return fail(Code::NotFound,
                    "there is no e-mail address of the company: nobody to write it from", subject);
    if (buyer.email.empty())
        return fail(Code::NotFound,
                    "there is no e-mail address of the customer: nobody to write it to", subject);
    return {};
}

std::string message_id_of(std::string_view name, const bill::Seller& seller) {
    return std::string(name).append(seller.email.substr(seller.email.find('@')));
}

}  // namespace bw::app
