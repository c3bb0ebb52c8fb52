// Decoded readings as lines of JSON.
#include "usage.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto mapping = bw::meter::default_mapping(bw::meter::Format::WmbusJson);
    mapping.zone = *bw::Zone::find("Europe/Berlin");
    if (size > 0 && data[0] % 2 == 1) mapping.received = bw::Instant::from_seconds(1'700'000'000);
    return bw::fuzz::read_in_pieces(mapping, data, size);
}
