// Two versions of a template on the same bills: words on each channel, and pixels of the paper.
#pragma once

#include "apps/billwright/app.h"
#include "apps/billwright/page_pictures.h"
#include "apps/billwright/sample_document.h"
#include "flow/compose/documents/composer.h"
#include "platform/text/difference.h"

#include <string>
#include <vector>

namespace bw::app {

// A channel on which the bytes differ; where no line does, only the look.
struct ChannelDiff {
    content::Channel channel = content::Channel::Paper;
    int removed = 0, added = 0;  // lines of words
    std::string before, after;   // the words
};

struct CaseDiff {
    std::string name;
    std::string trouble;                // what could not be made; empty: nothing
    std::vector<ChannelDiff> channels;  // that differ
    std::vector<PagePixels> pages;      // of paper that differs, when it could be drawn
    // Files of the pages, before and after.
    std::vector<std::string> old_pictures, new_pictures;

    [[nodiscard]] bool is_same() const { return trouble.empty() && channels.empty(); }
};

struct TemplateDiff {
    std::vector<CaseDiff> cases;
    std::string no_pictures;  // why the paper was not drawn; empty: it was, or nothing differs
};

// Writes index.html and what it shows into the folder. Error: the folder cannot be written.
Result<TemplateDiff> write_diff(const std::string& folder, const std::vector<SampleDocument>& cases,
                                const documents::Composer& before, const documents::Composer& after,
                                ProgressBar& bar);

}  // namespace bw::app
