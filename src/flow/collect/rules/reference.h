// Creditor references (ISO 11649): "RF", two check digits, up to 21 letters and digits; what a
// payer copies from a bill, often in groups of four.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bw::collect {

// Without blanks, letters as capitals: how references are compared.
std::string compact(std::string_view text);

// Of a compact text. Does it begin like a reference: RF and two digits?
bool looks_like_reference(std::string_view text);
// Are its characters, its length and its check digits right?
bool is_reference(std::string_view text);

// Valid references in a free text such as a bank's "payment for RF18 5390 0754 7034, thanks"; at
// most kCandidatesMax. Where words behind it happen to fit as well, all readings are given.
inline constexpr std::size_t kCandidatesMax = 16;
std::vector<std::string> references_in(std::string_view text);

// The words of a free text (letters, digits and what stands inside numbers: - / . _), at most
// kCandidatesMax, each once.
std::vector<std::string> words_in(std::string_view text);

}  // namespace bw::collect
