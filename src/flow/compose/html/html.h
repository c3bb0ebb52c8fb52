// Writes HTML by appending to a string. Names and styles are literals that the program vouches for;
// words of data and templates go through text() and attribute values, which escape them. Links go
// through link(), which knows three schemes and no others.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace bw::html {

// & < > " ' as references; control characters, bidirectional overrides and what is no UTF-8 become
// U+FFFD or nothing, as in PDF (pdf/text.h). The two isolate controls stay: they turn round nothing
// that the letters between them would not, and end with their element.
void append_escaped(std::string& out, std::string_view utf8);

// The same without references and isolates: for plain text.
void append_clean(std::string& out, std::string_view utf8);

// Whether a link may be written: https://, mailto: or tel:, without blanks and controls.
bool is_safe_link(std::string_view link);

struct Attribute {
    std::string_view name;
    std::string_view value;
};

// Thread: one owner; `out` must outlive it.
class Writer {
public:
    explicit Writer(std::string& out) : out_(out) {}

    // <name attributes>; attributes without value are left out.
    Writer& open(std::string_view name, std::initializer_list<Attribute> attributes = {});
    Writer& close(std::string_view name);
    Writer& text(std::string_view utf8);
    // <name attributes>text</name>
    Writer& element(std::string_view name, std::string_view utf8,
                    std::initializer_list<Attribute> attributes = {});
    // The same; nothing where there is no text.
    Writer& optional(std::string_view name, std::string_view utf8,
                     std::initializer_list<Attribute> attributes = {});
    // <a href=..>text</a>; the text alone where the link is not safe.
    Writer& link(std::string_view link, std::string_view utf8,
                 std::initializer_list<Attribute> attributes = {});
    // What the program wrote itself.
    Writer& raw(std::string_view html) {
        out_ += html;
        return *this;
    }

private:
    void append(std::initializer_list<Attribute> attributes);

    std::string& out_;
};

}  // namespace bw::html
