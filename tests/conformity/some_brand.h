// A brand with drawings that takes the forms asked for; the first of each part else.
#pragma once

#include "base/check.h"
#include "flow/compose/brands/keys.h"
#include "flow/compose/brands/read.h"

#include <array>
#include <span>
#include <string>

namespace bw::conformity {

struct BrandOptions {
    bool mark_says_name = false;
};

inline brands::Brand some_brand(std::span<const brands::Form> forms, BrandOptions options = {}) {
    constexpr std::string_view kDrawing =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\">"
        "<path d=\"M0 0h20v20z\" fill=\"currentColor\"/>"
        "<circle cx=\"30\" cy=\"10\" r=\"8\" fill=\"none\" stroke=\"#d98a2b\"/></svg>";
    std::string yaml = "brand: some\nname: Some Brand\nmark: a.svg\npicture: a.svg\n";
    yaml += options.mark_says_name ? "mark says name: yes\n" : "";
    yaml += "colours: {panels: \"#eef4f8\", text: \"#101820\", labels: \"#4a5866\", emphasis: "
            "\"#0b3a5c\", other months: \"#b9cfdf\", more: \"#d98a2b\", less: \"#7fa6bf\", rules: "
            "\"#d0dae2\"}\n";
    if (!forms.empty()) yaml += "forms:\n";
    for (const auto form : forms) {
        const auto name = brands::name_of(form);
        const auto hyphen = name.find('-');
        yaml += "  " + name.substr(0, hyphen) + ": " + name.substr(hyphen + 1) + "\n";
    }
    const std::array<compose::SourceFile, 2> files = {
        {{brands::kBrandFile, yaml}, {"a.svg", kDrawing}}};
    auto read = brands::read_brand(files);
    CHECK(read.brand.has_value());
    return std::move(*read.brand);
}

}  // namespace bw::conformity
