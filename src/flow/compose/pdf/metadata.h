// What a document says about itself, twice: as XMP and as the older information dictionary. Both
// must agree (ISO 19005-3, 6.6.3).
#pragma once

#include "base/civil.h"

#include <string>

namespace bw::pdf {

struct DocumentInfo;

std::string pdf_date(Instant at);  // "D:20261001120000Z"
std::string xmp_packet(const DocumentInfo& info);
std::string info_dictionary(const DocumentInfo& info);

}  // namespace bw::pdf
