// Names by language, as texts give them: {en: Energy, de: Arbeitspreis, de-AT: Energiepreis}.
// Languages are BCP 47 tags; they are compared without regard to case, and "_" counts as "-".
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace bw::catalog {

using Names = std::map<std::string, std::string>;  // language -> text

// "de", "de-AT", "zh-Hant-TW": a language of two or three small letters and what narrows it down.
bool is_language_tag(std::string_view text);

// The name in a language, else in the one that it narrows down: of "de-AT" that of de-AT, then that
// of de (lookup of RFC 4647, 3.4). Null when there is none.
const std::string* find_name(const Names& names, std::string_view tag);

// The same, else the English one, else the first one, else the key.
std::string name_in(const Names& names, std::string_view tag, const std::string& key);

}  // namespace bw::catalog
