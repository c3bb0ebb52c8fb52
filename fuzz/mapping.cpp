// Mapping files: a mapping that was read can make a reader.
#include "flow/meter/formats/tables/mapping.h"

#include "base/check.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto mapping = bw::meter::parse_mapping(bw::fuzz::text(data, size), "input");
    if (!mapping) CHECK(!mapping.error().text.empty());
    return 0;
}
