// Green Button feeds.
#include "usage.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return bw::fuzz::read_in_pieces(bw::meter::Format::Espi, data, size);
}
