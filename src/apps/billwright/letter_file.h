// A letter becomes a file, on the channel that the file's ending says.
#pragma once

#include "flow/compose/documents/matter.h"
#include "run/workspace.h"

#include <string>
#include <string_view>

namespace bw::app {

struct LetterFile {
    std::string path;  // .pdf, .html, .eml (mail with the PDF) or .txt (short message)
    std::string link;  // where the customer sees it on the web; may be empty
};
// By the template of the kind (run/templates.h) that holds on the letter's day. `letter` and
// `matter` are the same one. Invalid: another ending; NotFound: the template sends no message.
Result<void> write_letter(store::Transaction& tx, TenantId tenant, std::string_view kind,
                          const compose::Letter& letter, documents::Matter matter,
                          const LetterFile& file);

template <typename Of>
Result<void> write_letter(store::Transaction& tx, TenantId tenant, std::string_view kind,
                          const Of& letter, const LetterFile& file) {
    return write_letter(tx, tenant, kind, letter, documents::Matter(letter), file);
}

}  // namespace bw::app
