#include "flow/compose/conformity/inline_image.h"

#include "flow/compose/conformity/syntax.h"

namespace bw::conformity {
namespace {

constexpr std::size_t kTokensMost = 10'000;  // of a value

}  // namespace

InlineEntries read_entries(Lexer& lexer, const std::string& where, Findings& findings) {
    InlineEntries entries;
    std::string key;
    int lists = 0, dictionaries = 0;
    for (Token token = lexer.next(); token.kind != Token::Kind::End && !token.is("ID");
         token = lexer.next()) {
        using Kind = Token::Kind;
        check_token(token, where, findings);
        if (token.kind == Kind::DictBegin) ++dictionaries;
        if (key.empty() && dictionaries == 0) {
            key = name_of(token.raw);
            continue;
        }
        if (token.kind == Kind::ArrayBegin) ++lists;
        if (token.kind == Kind::ArrayEnd) --lists;
        if (token.kind == Kind::DictEnd) --dictionaries;
        if (dictionaries == 0 && entries[key].size() < kTokensMost) entries[key].push_back(token);
        if (lists <= 0 && dictionaries <= 0) key.clear();
    }
    return entries;
}

std::optional<std::string> inline_device(const std::string& name) {
    static const std::map<std::string, std::string> kDevices{
        {"G", "/DeviceGray"},          {"RGB", "/DeviceRGB"},       {"CMYK", "/DeviceCMYK"},
        {"DeviceGray", "/DeviceGray"}, {"DeviceRGB", "/DeviceRGB"}, {"DeviceCMYK", "/DeviceCMYK"}};
    const auto found = kDevices.find(name);
    if (found == kDevices.end()) return std::nullopt;
    return found->second;
}

std::size_t end_of_image(std::string_view bytes, std::size_t from) {
    constexpr std::string_view kEnd = "EI";
    for (std::size_t at = bytes.find(kEnd, from); at != std::string_view::npos;
         at = bytes.find(kEnd, at + 1)) {
        const std::size_t behind = at + kEnd.size();
        const bool begins = at > 0 && is_blank(bytes[at - 1]);
        if (begins && (behind >= bytes.size() || is_blank(bytes[behind]))) return behind;
    }
    return bytes.size();
}

}  // namespace bw::conformity
