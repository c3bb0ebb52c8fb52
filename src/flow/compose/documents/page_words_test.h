// Where words stand on the pages of a PDF file, as pdftotext finds them.
#pragma once

#include "flow/compose/samples/run_tool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

namespace bw::documents {

struct Word {
    double left, top, right, bottom;
    std::string text;
};

inline std::vector<std::vector<Word>> words_by_page(const std::string& file) {
    std::vector<std::vector<Word>> pages;
    std::istringstream lines(compose::samples::run_tool("pdftotext -bbox " + file + " -").output);
    for (std::string line; std::getline(lines, line);) {
        if (line.find("<page ") != std::string::npos) pages.emplace_back();
        Word word{};
        char text[512] = "";
        if (std::sscanf(line.c_str(),
                        " <word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">%511[^<]",
                        &word.left, &word.top, &word.right, &word.bottom, text) == 5) {
            word.text = text;
            pages.back().push_back(word);
        }
    }
    return pages;
}

// No word lies on another or outside of the page's frame. Gives how many there are. `over`: how
// much of their heights two lines may share; a font says how tall its tallest letter is.
inline std::size_t words_apart(const std::string& file, const std::string& about,
                               double over = 0.4) {
    std::size_t count = 0;
    for (const auto& page : words_by_page(file)) {
        count += page.size();
        for (std::size_t i = 0; i < page.size(); ++i) {
            const auto& a = page[i];
            EXPECT_GE(a.left, 56) << a.text;  // 20 mm
            EXPECT_LE(a.right, 595.28 - 56 + 1) << a.text;
            EXPECT_LE(a.bottom, 841.89 - 22) << a.text;
            for (std::size_t k = i + 1; k < page.size(); ++k) {
                const auto& b = page[k];
                const double wide = std::min(a.right, b.right) - std::max(a.left, b.left);
                const double high = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
                const double least = std::min(a.bottom - a.top, b.bottom - b.top);
                EXPECT_FALSE(wide > 0.8 && high > least * over)
                    << about << ": '" << a.text << "' and '" << b.text << "'";
            }
        }
    }
    return count;
}

}  // namespace bw::documents
