// Brands from outside: read, and where they can be used, their colours can be told apart.
#include "base/check.h"
#include "flow/compose/brands/keys.h"
#include "flow/compose/brands/read.h"
#include "input.h"

#include <array>

// The input is brand.yaml, a zero byte and mark.svg.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw;
    const auto text = fuzz::text(data, size);
    const auto zero = text.find('\0');
    const auto mark = zero == std::string_view::npos ? std::string_view() : text.substr(zero + 1);
    const std::array<compose::SourceFile, 2> files = {
        {{brands::kBrandFile, text.substr(0, zero)}, {"mark.svg", mark}}};
    const auto read = brands::read_brand(std::span(files).first(mark.empty() ? 1 : files.size()));
    CHECK(read.brand.has_value() == read.findings.empty());
    for (const auto& finding : read.findings)
        CHECK(!finding.file.empty() && finding.line > 0 && !finding.text.empty());
    if (!read.brand) return 0;
    for (const auto& colours : {static_cast<const brands::Colours&>(*read.brand), read.brand->dark})
        for (const auto& pair : brands::pairs())
            CHECK(brands::contrast(colours.*(pair.over), colours.*(pair.ground)) >= pair.least);
    CHECK(!read.brand->key.empty());
    return 0;
}
