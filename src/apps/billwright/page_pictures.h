// Pages of a PDF as pictures, drawn by pdftoppm (poppler) where it is installed: a program of its
// own, started without a shell.
#pragma once

#include "base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bw::app {

// Writes PREFIX-1.png .. and gives their names in order. Unsupported: pdftoppm is not installed.
// Refused: it did not draw the file.
Result<std::vector<std::string>> draw_pages(const std::filesystem::path& pdf,
                                            const std::filesystem::path& prefix);

// Pixels of a page that differ between two pictures, and all of the larger one. Of several pages
// one after the other; a page that only one has differs as a whole.
struct PagePixels {
    std::int64_t different = 0, all = 0;
};
Result<std::vector<PagePixels>> compare_pages(const std::filesystem::path& before,
                                              const std::filesystem::path& after,
                                              const std::filesystem::path& scratch);

}  // namespace bw::app
