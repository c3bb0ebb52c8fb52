// What a file of usage tells before anybody knows its service points: which they are, and from when
// to when it tells of them. Keeps nothing; what is wrong with records says the import.
#pragma once

#include "flow/meter/import.h"

#include <filesystem>
#include <string>
#include <vector>

namespace bw::meter {

inline constexpr std::size_t kSurveyedMax = 10'000;  // service points of a file

struct Surveyed {
    std::string code;  // of the service point, as the file names it
    // From the beginning of the first value of a kind to the end of the last; empty: none.
    Span intervals, counters, events;
};

// By code. Errors: as those of import_file() that refuse a file; Limit.
Result<std::vector<Surveyed>> survey_file(const std::filesystem::path& path,
                                          const ImportOptions& options);

}  // namespace bw::meter
