// The examples of docs/tariff-format.md and docs/payment-plans.md are texts that the program
// accepts: a page that lies fails here.
#include "books/catalog/check.h"
#include "books/catalog/parse.h"
#include "books/catalog/print.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace bw::catalog {
namespace {

constexpr std::string_view kHead =
    "schedule: X\nsector: telecom\ncurrency: EUR\nprices: net\nfrom: 2026-01-01\ntax: standard\n";

std::vector<std::string> examples(const char* page) {
    std::ifstream in(page);
    std::vector<std::string> result;
    std::string line;
    bool inside = false;
    while (std::getline(in, line)) {
        if (line == "```yaml") result.emplace_back();
        else if (inside && line != "```") result.back() += line + "\n";
        inside = line == "```yaml" || (inside && line != "```");
    }
    return result;
}

TEST(TariffFormatPage, ItsExamplesAreAccepted) {
    auto texts = examples("docs/tariff-format.md");
    std::ranges::move(examples("docs/payment-plans.md"), std::back_inserter(texts));
    ASSERT_GE(texts.size(), 6u) << "run in the repository's root";
    for (std::string text : texts) {
        if (text.starts_with("  ")) text = std::string(kHead) + "charges:\n" + text;
        if (text.starts_with("usage:")) text = std::string(kHead) + text;
        const auto document = parse(text, "example");
        ASSERT_TRUE(document.has_value()) << document.error().message() << "\n" << text;
        for (const auto& finding : check(*document))
            EXPECT_NE(finding.severity, Severity::Error) << finding.where << ": " << finding.text;
        const auto again = parse(print(*document), "printed");
        ASSERT_TRUE(again.has_value()) << again.error().message();
        EXPECT_EQ(*again, *document);
    }
}

}  // namespace
}  // namespace bw::catalog
