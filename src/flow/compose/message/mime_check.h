// What a mail must be before it is written. Inner to this room.
#pragma once

#include "flow/compose/message/mime.h"

#include <string>
#include <string_view>

namespace bw::message {

// See write_mail in mime.h.
Result<void> check_mail(const Mail& mail);

// As it is written: one line, without what leads into another folder.
std::string file_name_of(std::string_view name);

}  // namespace bw::message
