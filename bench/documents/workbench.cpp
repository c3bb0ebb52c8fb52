#include "documents/workbench.h"

#include "flow/compose/brands/brand.h"
#include "flow/compose/templates/compile.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>

namespace bw::bench {

Result<templates::Plan> read_template(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Code::NotFound, file.string() + " cannot be read");
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const std::array files = {compose::SourceFile{.name = "bill.xml", .text = text}};
    auto compiled = templates::compile(files);
    if (compiled.plan) return std::move(*compiled.plan);
    std::string said = file.string();
    for (const auto& finding : compiled.findings)
        said += fmt::format("\n{}: {}", finding.line, finding.text);
    return fail(Code::Invalid, std::move(said));
}

Result<void> Desk::take(const bill::Invoice& invoice) {
    const auto& brand = brands::find_brand(invoice.seller.brand);
    facts_ = TRY(data::Facts::make(invoice, {.brand_name = std::string(brand.name),
                                             .brand_short = std::string(brand.name),
                                             .page_link = {}}));
    return {};
}

Result<const content::Block*> Desk::fill() {
    return filler_.document({facts_.get()}, facts_->format(), content::Channel::Paper);
}

}  // namespace bw::bench
