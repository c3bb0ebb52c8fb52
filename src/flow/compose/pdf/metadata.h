// What a document says about itself, twice: as XMP and as the older information dictionary. Both
// must agree (ISO 19005-3, 6.6.3).
#pragma once

#include "base/civil.h"

#include <string>

namespace bw::pdf {

struct Attachment;
struct DocumentInfo;

std::string pdf_date(Instant at);  // "D:20261001120000Z"
// `invoice`: the attached file that is the document's electronic invoice, which is named by the
// schema of Factur-X; null: there is none.
std::string xmp_packet(const DocumentInfo& info, const Attachment* invoice);
std::string info_dictionary(const DocumentInfo& info);

}  // namespace bw::pdf
