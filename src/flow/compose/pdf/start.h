// What every document has besides the shared fonts, and every time with the same bytes. It is
// written once per run, behind the fonts, into the beginning that documents copy
// (ObjectFile::Start).
#pragma once

#include <string>

namespace bw::pdf {

class ObjectFile;

struct CommonObjects {
    int intents = 0;    // the array of output intents: sRGB, with its profile
    int resources = 0;  // of pages that use the shared fonts and nothing else
};

CommonObjects write_common_objects(ObjectFile& file);
// Entries of a /Font dictionary: the fonts that all documents share.
std::string shared_fonts();

}  // namespace bw::pdf
