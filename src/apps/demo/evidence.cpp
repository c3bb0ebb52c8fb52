#include "apps/demo/evidence.h"

#include "apps/demo/texts.h"
#include "base/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::demo {
namespace {

constexpr std::string_view kFolder = "evidence/";
constexpr std::string_view kCommon = "evidence/common.sql";

}  // namespace

std::string question_about(Event event) {
    const auto common = std::ranges::find(texts(), kCommon, &Text::path);
    CHECK(common != texts().end());
    const std::string head = fmt::format("-- [{}]\n", event_words(event));
    for (const Text& text : texts()) {
        const auto at = text.path.starts_with(kFolder) ? text.text.find(head) : text.text.npos;
        if (at == text.text.npos) continue;
        const auto from = at + head.size();
        return std::string(common->text) +
               std::string(text.text.substr(from, text.text.find("-- [", from) - from));
    }
    CHECK(false);
}

}  // namespace bw::demo
