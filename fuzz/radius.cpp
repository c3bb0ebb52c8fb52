// Accounting records of access servers.
#include "usage.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto mapping = bw::meter::default_mapping(bw::meter::Format::Radius);
    if (size > 0 && data[0] % 2 == 1) mapping.zone = *bw::Zone::find("Europe/Berlin");
    return bw::fuzz::read_in_pieces(mapping, data, size);
}
