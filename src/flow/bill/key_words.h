// Words for the keys of a tariff, where it gives no name for customers: "off-peak" is "off-peak" or
// "Nebenzeit", and of a key of the tariff's own, "free-hours", the words in it, "free hours".
#pragma once

#include "platform/text/said.h"

#include <string>
#include <string_view>

namespace bw::bill {

std::string words_of_key(std::string_view key, text::Tongue tongue);

// As the first word of a line.
std::string capital(std::string words);

}  // namespace bw::bill
