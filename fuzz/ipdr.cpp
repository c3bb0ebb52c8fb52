// IPDR documents, CSV and XML.
#include "usage.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using enum bw::meter::Format;
    return bw::fuzz::read_in_pieces(size > 0 && data[0] % 2 == 1 ? IpdrXml : IpdrCsv, data, size);
}
