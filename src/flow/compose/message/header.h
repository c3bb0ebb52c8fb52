// Fields of a mail's header: values that cannot begin another field, in lines of 76 characters.
// Inner to this room. Values are cleaned or checked (mime_check.h) before they come here.
#pragma once

#include "flow/compose/message/mime.h"

#include <string>
#include <string_view>

namespace bw::message {

// "Subject: ..": a text of one line; encoded-words (RFC 2047) where it is not short plain ASCII.
void add_text_field(std::string& out, std::string_view name, std::string_view text);

// "To: Ada Example <ada@home.example>"; the name as encoded-words or quoted where it must be.
void add_mailbox_field(std::string& out, std::string_view name, const Mailbox& mailbox);

// A value of printable ASCII, folded at its spaces.
void add_token_field(std::string& out, std::string_view name, std::string_view value);

// "Content-Disposition: attachment; filename=..", by RFC 2231 where the name is not plain ASCII; no
// file name where it is empty.
void add_disposition(std::string& out, std::string_view kind, std::string_view file_name);

}  // namespace bw::message
