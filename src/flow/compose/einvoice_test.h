// What the tests of both e-invoices share: the sample bills, and as files for the checks.
#pragma once

#include "flow/bill/invoice.h"
#include "flow/compose/samples/run_tool.h"
#include "flow/compose/samples/sample_bills.h"
#include "testing/temp_dir.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::compose::testing {

using bw::testing::TempDir;

inline std::vector<bill::Invoice> all_samples() {
    std::vector<bill::Invoice> all = {samples::australian(), samples::scripts(),
                                      samples::long_bill("en", 200)};
    for (const char* language : {"en", "de"}) {
        for (auto make :
             {samples::electricity, samples::mobile, samples::credit_note, samples::settled,
              samples::first_bill, samples::long_names, samples::corrected, samples::water,
              samples::calls, samples::fees_only, samples::large, samples::sites, samples::advance})
            all.push_back(make(language));
        for (const auto advances : {samples::Advances::Invoiced, samples::Advances::Requested})
            all.push_back(samples::settlement(language, advances));
    }
    for (const char* language : {"it", "es"})
        for (auto make : {samples::electricity, samples::credit_note, samples::water})
            all.push_back(make(language));
    for (const auto lines : {samples::GrossLines::All, samples::GrossLines::AllButOne})
        all.push_back(samples::gross("de", lines));
    for (int n = 0; n < 4; ++n) all.push_back(samples::numbered(samples::mobile("de"), n));
    return all;
}

// Every sample as a file by `write`; the names, for a command line.
inline std::string write_samples(const TempDir& folder,
                                 std::string (*write)(const bill::Invoice&)) {
    std::string names;
    int n = 0;
    for (const auto& invoice : all_samples()) {
        const std::string file = folder.file(std::to_string(n++) + ".xml");
        samples::write_file(file, write(invoice));
        names += " " + file;
    }
    return names;
}

inline bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace bw::compose::testing
