// A filled document as an e-mail that common mail programs show: tables for layout, every style
// inline, 600 pixels wide, nothing from elsewhere, no pixel that reports, colours for dark ground
// where the program knows them; and the same in plain text.
#pragma once

#include "base/result.h"
#include "flow/compose/brands/brand.h"
#include "flow/compose/content/block.h"
#include "flow/compose/format.h"

#include <string>

namespace bw::html {

// Programs cut what is longer (Gmail at 102 kB).
inline constexpr std::size_t kMostMailBytes = 100'000;

// `preheader`: what a mail program shows behind the subject. Same document, same bytes. Error
// Limit: the mail is longer than kMostMailBytes.
Result<std::string> mail(const content::Block& document, std::string_view preheader,
                         const brands::Brand& brand, const compose::Format& format);

// The document as plain text: headings, sentences, rows with their amounts. Lines are as long as
// they are; who sends them wraps them.
std::string plain_text(const content::Block& document);

}  // namespace bw::html
