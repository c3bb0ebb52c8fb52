// A filled document on paper: A4, first page a whole story, details from page two on, tagged for
// screen readers. PDF bytes for archive, print and mail come out.
#pragma once

#include "base/civil.h"
#include "base/result.h"
#include "flow/compose/brands/brand.h"
#include "flow/compose/content/block.h"
#include "flow/compose/format.h"
#include "flow/compose/pdf/writer.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bw::paper {

// What documents share: fonts with their subset, shaped words, compressors. A handle; copies share.
// Thread: any; each document borrows one of its presses, which are made as threads need them.
class Workshop {
public:
    // The process's, opened when first asked for: the fonts are the machine's, and who billed an
    // account last month has its words at hand. Error: a font of the family is not installed (the
    // text says which and where it was searched); the next call looks again.
    static Result<Workshop> of_process();
    // One of its own, which has shaped nothing yet. Error: the same.
    static Result<Workshop> open();

    struct Shared;
    [[nodiscard]] Shared& shared() const { return *shared_; }

private:
    explicit Workshop(std::shared_ptr<Shared> shared);
    std::shared_ptr<Shared> shared_;
};

enum class Purpose : std::uint8_t { Issue, Preview };  // a preview has a band across every page

struct Order {
    const content::Block& document;
    const brands::Brand& brand;
    const compose::Format& format;
    std::string_view author;
    LocalDate day;  // of the document
    Purpose purpose = Purpose::Issue;
    std::vector<pdf::Attachment> attachments = {};
};

// Same order, same bytes. Error: a code cannot be made, or no font has a character of a text.
Result<std::string> print(Order order, const Workshop& workshop);
// Lays the document out and says what print() would refuse; makes no file.
Result<void> proof(Order order, const Workshop& workshop);

}  // namespace bw::paper
