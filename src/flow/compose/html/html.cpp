#include "flow/compose/html/html.h"

#include "flow/compose/pdf/text.h"

#include <algorithm>

namespace bw::html {
namespace {

// What needs a look: everything else is copied in stretches.
bool is_plain(char c) {
    return c >= ' ' && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'' && c != 0x7F;
}

void append_character(std::string& out, char32_t c) {
    switch (c) {
        case '&': out += "&amp;"; return;
        case '<': out += "&lt;"; return;
        case '>': out += "&gt;"; return;
        case '"': out += "&quot;"; return;
        case '\'': out += "&#39;"; return;
        default: pdf::append_utf8(out, c);
    }
}

}  // namespace

void append_escaped(std::string& out, std::string_view utf8) {
    if (std::ranges::all_of(utf8, is_plain)) {
        out += utf8;
        return;
    }
    for (const char32_t c : pdf::clean(utf8)) append_character(out, c);
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

Writer& Writer::open(std::string_view name, std::initializer_list<Attribute> attributes) {
    out_ += '<';
    out_ += name;
    for (const auto& [key, value] : attributes) {
        if (value.empty()) continue;
        out_ += ' ';
        out_ += key;
        out_ += "=\"";
        append_escaped(out_, value);
        out_ += '"';
    }
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
    out_ += "<a href=\"";
    append_escaped(out_, link);
    out_ += '"';
    for (const auto& [key, value] : attributes) {
        out_ += ' ';
        out_ += key;
        out_ += "=\"";
        append_escaped(out_, value);
        out_ += '"';
    }
    out_ += '>';
    append_escaped(out_, utf8);
    out_ += "</a>";
    return *this;
}

}  // namespace bw::html
