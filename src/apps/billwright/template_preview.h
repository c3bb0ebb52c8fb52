// Every channel of some bills in a folder, with a page that shows them side by side.
#pragma once

#include "apps/billwright/app.h"
#include "apps/billwright/sample_document.h"
#include "base/result.h"
#include "flow/compose/documents/composer.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::app {

// So that buttons and messages have one; nobody owns it (RFC 2606).
inline constexpr std::string_view kSampleLink = "https://bills.example.org/b/4711";

struct PreviewedCase {
    std::string name;
    std::string trouble;  // what of it could not be made; empty: nothing
    std::size_t pdf_bytes = 0, mail_bytes = 0;
    std::string message;  // empty: none is sent
    int segments = 0;     // of it
};

// Writes NAME.pdf, NAME.html, NAME.mail.html, NAME.eml, NAME.sms.txt for each case and index.html.
// A case that cannot be made is told in the index and in what is given back. Error: the folder
// cannot be written.
Result<std::vector<PreviewedCase>> write_previews(const std::string& folder,
                                                  const std::vector<SampleDocument>& cases,
                                                  const documents::Composer& composer,
                                                  ProgressBar& bar);

}  // namespace bw::app
