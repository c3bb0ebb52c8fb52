#include "flow/compose/html/html.h"

#include "flow/compose/pdf/text.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace bw::html {
namespace {

// What needs a look: everything else is copied in stretches.
constexpr std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> plain{};
    for (int c = ' '; c < 0x7F; ++c) plain[static_cast<std::size_t>(c)] = true;
    for (const char c : {'&', '<', '>', '"', '\''}) plain[static_cast<std::size_t>(c)] = false;
    return plain;
}();

// Characters of which nothing is dropped by clean(): the frequent ones, without asking it.
bool is_harmless(char32_t c) {
    return (c >= 0xA0 && c < 0x600 && c != 0xAD) || (c >= 0x2010 && c <= 0x2027) || c == 0x202F ||
           (c >= 0x2030 && c <= 0x205F) || (c >= 0x2070 && c < 0xD800);
}

std::string_view reference_of(char c) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&#39;";
        default: return {};
    }
}

// The character at `at`, which is none of the plain ones; moves past it.
void append_rare(std::string& out, std::string_view utf8, std::size_t& at) {
    const std::size_t from = at;
    const char32_t c = pdf::next_character(utf8, at);
    const auto bytes = utf8.substr(from, at - from);
    if (is_harmless(c)) out += bytes;
    else out += pdf::to_utf8(pdf::clean(bytes));
}

template <typename Special>
void append_stretches(std::string& out, std::string_view utf8, Special special) {
    std::size_t from = 0, at = 0;
    while (at < utf8.size()) {
        if (kPlain[static_cast<unsigned char>(utf8[at])]) {
            ++at;
            continue;
        }
        out += utf8.substr(from, at - from);
        special(at);
        from = at;
    }
    out += utf8.substr(from);
}

}  // namespace

void append_escaped(std::string& out, std::string_view utf8) {
    append_stretches(out, utf8, [&](std::size_t& at) {
        if (const auto bytes = pdf::isolate_control_at(utf8, at); bytes > 0) {
            out += utf8.substr(at, bytes);
            at += bytes;
            return;
        }
        const auto reference = reference_of(utf8[at]);
        if (reference.empty()) return append_rare(out, utf8, at);
        out += reference;
        ++at;
    });
}

void append_clean(std::string& out, std::string_view utf8) {
    append_stretches(out, utf8, [&](std::size_t& at) {
        if (reference_of(utf8[at]).empty()) return append_rare(out, utf8, at);
        out += utf8[at++];
    });
}

bool is_safe_link(std::string_view link) {
    constexpr std::string_view kSchemes[] = {"https://", "mailto:", "tel:"};
    const auto is_bad = [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == 0x7F || c == '"' || c == '<' ||
               c == '>';
    };
    return std::ranges::any_of(kSchemes,
                               [&](std::string_view scheme) {
                                   return link.starts_with(scheme) && link.size() > scheme.size();
                               }) &&
           std::ranges::none_of(link, is_bad);
}

void Writer::append(std::initializer_list<Attribute> attributes) {
    for (const auto& [key, value] : attributes) {
        if (value.empty()) continue;
        out_ += ' ';
        out_ += key;
        out_ += "=\"";
        append_escaped(out_, value);
        out_ += '"';
    }
}

Writer& Writer::open(std::string_view name, std::initializer_list<Attribute> attributes) {
    out_ += '<';
    out_ += name;
    append(attributes);
    out_ += '>';
    return *this;
}

Writer& Writer::close(std::string_view name) {
    out_ += "</";
    out_ += name;
    out_ += ">\n";
    return *this;
}

Writer& Writer::text(std::string_view utf8) {
    append_escaped(out_, utf8);
    return *this;
}

Writer& Writer::element(std::string_view name, std::string_view utf8,
                        std::initializer_list<Attribute> attributes) {
    return open(name, attributes).text(utf8).close(name);
}

Writer& Writer::optional(std::string_view name, std::string_view utf8,
                         std::initializer_list<Attribute> attributes) {
    return utf8.empty() ? *this : element(name, utf8, attributes);
}

Writer& Writer::link(std::string_view link, std::string_view utf8,
                     std::initializer_list<Attribute> attributes) {
    if (!is_safe_link(link)) return text(utf8);
    out_ += "<a";
    append({{"href", link}});
    append(attributes);
    out_ += '>';
    append_escaped(out_, utf8);
    out_ += "</a>";
    return *this;
}

}  // namespace bw::html
