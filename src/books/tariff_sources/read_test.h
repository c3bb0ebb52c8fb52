// What the tests of readers share.
#pragma once

#include "books/catalog/print.h"
#include "books/tariff_sources/source.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace bw::tariff_sources {

// As the program reads it: told by its content.
inline Result<Taken> read(const std::string& text, const Options& options = {}) {
    const Source* source = find_source(text);
    if (source == nullptr) return fail(Code::NotFound, "no source");
    return take(*source, text, "test.json", options);
}

inline std::vector<Finding> only(const Taken& taken, Severity severity) {
    std::vector<Finding> some;
    std::ranges::copy_if(taken.findings, std::back_inserter(some),
                         [&](const Finding& finding) { return finding.severity == severity; });
    return some;
}

// "path: why", one a line.
inline std::string told(const Taken& taken, Severity severity) {
    std::string all;
    for (const auto& finding : only(taken, severity))
        all += finding.path + ": " + finding.why + "\n";
    return all;
}

// From "charges:" on.
inline std::string charges_of(const catalog::Schedule& schedule) {
    const std::string text = catalog::print(schedule);
    return text.substr(text.find("charges:"));
}

}  // namespace bw::tariff_sources
