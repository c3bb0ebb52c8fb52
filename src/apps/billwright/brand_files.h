// Brands as files: a folder of the user's.
#pragma once

#include "base/result.h"
#include "books/releases/releases.h"
#include "flow/compose/brands/brand.h"

#include <string>

namespace bw::app {

// The folder holds a brand.yaml.
bool is_brand_folder(const std::string& folder);
// Its brand.yaml and *.svg. Errors: it is no folder, a file cannot be read or is larger than
// drawings may be.
Result<releases::Files> read_brand_files(const std::string& folder);
// Of its brand.yaml and *.svg. Errors: it is no folder, a file cannot be read or is larger than
// drawings may be; all that is to be mended in it, a line each with file and line.
Result<brands::Brand> read_brand_folder(const std::string& folder);

}  // namespace bw::app
