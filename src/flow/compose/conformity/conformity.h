// Does a PDF file keep what it declares? PDF/A-2 and PDF/A-3 (ISO 19005-2, -3; levels b, u and a;
// both parts share all but embedded files) and PDF/UA-1 (ISO 14289-1), by clause.
//
// It judges what a program can: that there is an alternative text, not whether it says what the
// picture shows. Objects are read by QPDF, which forgives; the bytes between them are looked at as
// they stand. Fonts are opened by FreeType. Pure: no clock, no files, bounded in time and memory
// (kBytesMost, kUnpackedMost).
#pragma once

#include "base/result.h"
#include "platform/pdf/limits.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::conformity {

using pdf_file::kBytesMost;
using pdf_file::kUnpackedMost;
inline constexpr std::size_t kFindingsMost = 1000;

// What a file is held to.
struct Standard {
    int part = 0;      // of PDF/A: 2 or 3; 0: none
    char level = 'b';  // 'b', 'u' or 'a'
    bool is_ua = false;
    [[nodiscard]] bool is_any() const { return part != 0 || is_ua; }
    [[nodiscard]] std::string name() const;  // "PDF/A-3a, PDF/UA-1"
    friend bool operator==(const Standard&, const Standard&) = default;
};
// "PDF/A-3a", "pdfua-1", or both with a comma.
std::optional<Standard> parse_standard(std::string_view text);

struct Finding {
    // Of PDF/A-2 "6.1.2-1", of PDF/UA "7.1-3": the clause and which of its requirements, numbered
    // as the veraPDF corpus of atomic files numbers them.
    std::string clause;
    std::string where;  // "object 12", "page 2"; empty: the file
    std::string text;
    friend bool operator==(const Finding&, const Finding&) = default;
};

struct Report {
    Standard declared;
    Standard judged;                // what was declared, or what the caller asked for
    std::vector<Finding> findings;  // sorted by clause, each once; kFindingsMost at most
    [[nodiscard]] bool conforms() const { return judged.is_any() && findings.empty(); }
};

// `as`: instead of what the file declares. A file that declares nothing is judged by nothing, and
// does not conform. Refused: no PDF file at all, or one over the limits.
Result<Report> check(std::string_view bytes, const std::optional<Standard>& as = std::nullopt);

}  // namespace bw::conformity
