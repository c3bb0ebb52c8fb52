#include "flow/compose/conformity/fonts/cmap.h"

#include "flow/compose/conformity/file.h"

#include <algorithm>

namespace bw::conformity {
namespace {

constexpr std::size_t kOperandsMost = 1 << 20;
constexpr std::size_t kSpacesMost = 256;
constexpr std::size_t kCodeBytesMost = 4;

std::uint32_t number_of(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char c : bytes.substr(0, kCodeBytesMost))
        value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

}  // namespace

CMap CMap::identity() {
    CMap map;
    map.is_identity_ = true;
    map.spaces_.push_back({0, 0xFFFF, 2, 0, {}});
    return map;
}

CMap CMap::read(std::string_view program) {
    CMap map;
    Lexer lexer(program);
    std::vector<Token> operands;
    std::string name;  // of the entry that is defined next
    for (Token token = lexer.next(); token.kind != Token::Kind::End; token = lexer.next()) {
        using Kind = Token::Kind;
        if (token.kind == Kind::Name) name = name_of(token.raw);
        const bool is_number = token.kind == Kind::Integer;
        if (is_number && name == "WMode")
            map.write_mode = static_cast<int>(integer_of(token).value_or(0));
        if (is_number && name == "Supplement")
            map.system.supplement = integer_of(token).value_or(-1);
        if (token.kind == Kind::String && name == "Registry")
            map.system.registry = string_of(token);
        if (token.kind == Kind::String && name == "Ordering")
            map.system.ordering = string_of(token);
        if (is_number || token.kind == Kind::String) name.clear();
        if (token.is("usecmap")) map.uses = name;
        const bool begins = token.kind == Kind::Keyword && token.raw.starts_with("begin");
        if (begins) operands.clear();
        if (token.kind != Kind::Keyword) {
            if (operands.size() < kOperandsMost) operands.push_back(token);
            continue;
        }
        const auto bytes_at = [&](std::size_t i) { return string_of(operands[i]); };
        if (token.is("endcodespacerange") || token.is("endcidrange") || token.is("endcidchar")) {
            const bool is_space = token.is("endcodespacerange"), is_char = token.is("endcidchar");
            const std::size_t step = is_space || is_char ? 2 : 3;
            for (std::size_t i = 0; i + step <= operands.size(); i += step) {
                const std::string from = bytes_at(i), to = is_char ? from : bytes_at(i + 1);
                const bool is_code = !from.empty() && from.size() <= kCodeBytesMost;
                if (!is_code || (is_space && map.spaces_.size() >= kSpacesMost)) continue;
                const auto cid = is_space ? 0 : integer_of(operands[i + step - 1]).value_or(0);
                (is_space ? map.spaces_ : map.cids_)
                    .push_back({number_of(from),
                                number_of(to),
                                from.size(),
                                static_cast<std::uint32_t>(cid),
                                {}});
            }
        } else if (token.is("endbfchar")) {
            for (std::size_t i = 0; i + 2 <= operands.size(); i += 2) {
                const std::string code = bytes_at(i);
                map.texts_.push_back(
                    {number_of(code), number_of(code), code.size(), 0, bytes_at(i + 1)});
            }
        } else if (token.is("endbfrange")) {
            for (std::size_t i = 0; i + 3 <= operands.size();) {
                const std::string from = bytes_at(i), to = bytes_at(i + 1);
                if (operands[i + 2].kind != Kind::ArrayBegin) {
                    map.texts_.push_back(
                        {number_of(from), number_of(to), from.size(), 0, bytes_at(i + 2)});
                    i += 3;
                    continue;
                }
                std::uint32_t code = number_of(from);
                for (i += 3; i < operands.size() && operands[i].kind != Kind::ArrayEnd; ++i, ++code)
                    map.texts_.push_back({code, code, from.size(), 0, bytes_at(i)});
                ++i;
            }
        }
        operands.clear();
    }
    map.sort();
    return map;
}

void CMap::sort() {
    for (auto* ranges : {&cids_, &texts_})
        std::ranges::stable_sort(*ranges, {},
                                 [](const Range& r) { return std::pair(r.bytes, r.from); });
}

const CMap::Range* CMap::find(const std::vector<Range>& ranges, const Code& code) {
    auto at = std::ranges::upper_bound(ranges, std::pair(code.bytes, code.value), {},
                                       [](const Range& r) { return std::pair(r.bytes, r.from); });
    // Ranges rarely lie over each other; the last one that begins before has the code.
    for (int back = 0; at != ranges.begin() && back < 8; ++back) {
        --at;
        if (at->bytes == code.bytes && at->from <= code.value && code.value <= at->to) return &*at;
    }
    return nullptr;
}

std::vector<Code> CMap::codes_of(std::string_view text) const {
    std::vector<Code> codes;
    while (!text.empty()) {
        std::size_t length = 0;
        for (std::size_t bytes = 1; bytes <= std::min(kCodeBytesMost, text.size()) && length == 0;
             ++bytes) {
            const std::uint32_t value = number_of(text.substr(0, bytes));
            const auto holds = [&](const Range& space) {
                if (space.bytes != bytes) return false;
                for (std::size_t i = 0; i < bytes; ++i) {  // each byte within its own bounds
                    const auto of = [&](std::uint32_t number) {
                        return number >> (8 * (bytes - 1 - i)) & 0xFF;
                    };
                    if (of(value) < of(space.from) || of(value) > of(space.to)) return false;
                }
                return true;
            };
            if (std::ranges::any_of(spaces_, holds)) length = bytes;
        }
        if (length == 0)
            length = std::min(text.size(), spaces_.empty() ? 1 : spaces_.front().bytes);
        codes.push_back({number_of(text.substr(0, length)), length});
        text.remove_prefix(length);
    }
    return codes;
}

std::optional<std::uint32_t> CMap::cid_of(const Code& code) const {
    if (is_identity_) return code.value;
    const auto* range = find(cids_, code);
    if (range == nullptr) return std::nullopt;
    return range->cid + (code.value - range->from);
}

std::optional<std::string> CMap::text_of(const Code& code) const {
    const auto* range = find(texts_, code);
    if (range == nullptr) return std::nullopt;
    // The last character counts up.
    std::string text = range->text;
    std::uint32_t more = code.value - range->from;
    constexpr std::size_t kUnit = 2;
    for (std::size_t i = 0; i < std::min(kUnit, text.size()) && more != 0; ++i, more >>= 8) {
        char& byte = text[text.size() - 1 - i];
        more += static_cast<unsigned char>(byte);
        byte = static_cast<char>(more & 0xFF);
    }
    return text;
}

std::uint32_t CMap::largest_cid() const {
    std::uint32_t largest = 0;
    for (const auto& range : cids_)
        largest = std::max(largest, range.cid + (range.to - range.from));
    return largest;
}

}  // namespace bw::conformity
