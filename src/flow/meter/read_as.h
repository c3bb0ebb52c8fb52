// How a file of usage is read: as the options say, else as its first bytes look.
#pragma once

#include "flow/meter/formats/tables/mapping.h"
#include "flow/meter/import.h"

#include <string_view>

namespace bw::meter {

struct ReadAs {
    Format format = Format::Nem12;
    Mapping mapping;              // the settings are in it
    bool is_as_it_looks = false;  // and it would be without options
};
// `head`: the first bytes, unpacked. Errors: no usage at all, or options that contradict each
// other.
Result<ReadAs> read_as(std::string_view head, const ImportOptions& options);

}  // namespace bw::meter
