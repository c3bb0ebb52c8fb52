// Writes XML by appending to a string: no tree, no allocation per element. Names are literals that
// the program vouches for; only values are escaped. The result is well-formed whatever the values
// hold.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace bw::xml {

// Appends text for element content or a double-quoted attribute: & < > " escaped, carriage returns
// kept as a reference. What XML 1.0 cannot hold (controls, broken UTF-8) becomes U+FFFD.
void append_escaped(std::string& out, std::string_view text);

struct Attribute {
    std::string_view name;
    std::string_view value;
};

// Thread: one owner. `out` must outlive the writer; names must outlive it too (literals).
class Writer {
public:
    static constexpr std::size_t kMaxDepth = 32;
    using Attributes = std::initializer_list<Attribute>;

    // Starts with the XML declaration.
    explicit Writer(std::string& out);

    void open(std::string_view name, Attributes attributes = {});
    void close();
    // <name attributes>value</name>
    void element(std::string_view name, std::string_view value, Attributes attributes = {});
    // The same, nothing when the value is empty: an empty element says less than none.
    void optional(std::string_view name, std::string_view value, Attributes attributes = {});
    // All elements must be closed; a program error if not.
    void finish() const;

private:
    void start(std::string_view name, Attributes attributes);
    void end(std::string_view name);

    std::string& out_;
    std::array<std::string_view, kMaxDepth> open_{};
    std::size_t depth_ = 0;
};

}  // namespace bw::xml
