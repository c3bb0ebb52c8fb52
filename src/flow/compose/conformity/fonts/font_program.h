// A font program as FreeType reads it: glyphs by name, code and CID, and how wide they are.
// Internal.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bw::conformity {

class FontProgram {
public:
    // Null: FreeType cannot read it.
    static std::unique_ptr<FontProgram> open(std::string bytes);
    ~FontProgram();
    FontProgram(const FontProgram&) = delete;
    FontProgram& operator=(const FontProgram&) = delete;

    // Index of a glyph; nothing: the program has none.
    [[nodiscard]] std::optional<std::uint32_t> glyph_named(const std::string& name) const;
    // By its own encoding of a Type 1 program.
    [[nodiscard]] std::optional<std::uint32_t> glyph_of_builtin(std::uint32_t code) const;
    // By a subtable of cmap.
    [[nodiscard]] bool has_subtable(int platform, int encoding) const;
    [[nodiscard]] std::optional<std::uint32_t> glyph_in(int platform, int encoding,
                                                        std::uint32_t code) const;
    [[nodiscard]] std::size_t subtables() const;
    [[nodiscard]] bool is_cid_keyed() const;
    [[nodiscard]] std::optional<std::uint32_t> glyph_of_cid(std::uint32_t cid) const;
    [[nodiscard]] std::uint32_t count() const;
    // Advance, in thousandths of an em times the units per em: compare with width x units().
    [[nodiscard]] std::optional<std::int64_t> advance(std::uint32_t glyph) const;
    [[nodiscard]] std::int64_t units() const;
    [[nodiscard]] std::string name_of(std::uint32_t glyph) const;
    // All names but .notdef; empty: the program names none.
    [[nodiscard]] std::set<std::string> names() const;

private:
    struct State;
    explicit FontProgram(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace bw::conformity
