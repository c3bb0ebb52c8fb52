// CMaps (ISO 32000-1, 9.7.5 and 9.10.3): what bytes of a text are one code, and which CID or
// characters a code means. Internal.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::conformity {

struct Code {
    std::uint32_t value = 0;
    std::size_t bytes = 1;
    friend auto operator<=>(const Code&, const Code&) = default;
};

// Whose CIDs they are.
struct CidSystem {
    std::string registry, ordering;
    long long supplement = -1;
};

class CMap {
public:
    static CMap identity();  // two bytes, which are the CID
    // A program; what it does not say is not there.
    static CMap read(std::string_view program);

    // The codes of a text.
    [[nodiscard]] std::vector<Code> codes_of(std::string_view text) const;
    [[nodiscard]] std::optional<std::uint32_t> cid_of(const Code& code) const;
    // Of a ToUnicode CMap, as UTF-16BE; nothing: it says nothing of the code.
    [[nodiscard]] std::optional<std::string> text_of(const Code& code) const;
    [[nodiscard]] std::uint32_t largest_cid() const;
    // As the program states them; nothing: it does not.
    std::optional<int> write_mode;
    std::string uses;  // "usecmap" of this name
    CidSystem system;

private:
    struct Range {
        std::uint32_t from = 0, to = 0;
        std::size_t bytes = 1;
        std::uint32_t cid = 0;
        std::string text;  // of the first code; the last byte counts up
    };
    static const Range* find(const std::vector<Range>& ranges, const Code& code);
    void sort();

    bool is_identity_ = false;
    std::vector<Range> spaces_, cids_, texts_;
};

}  // namespace bw::conformity
