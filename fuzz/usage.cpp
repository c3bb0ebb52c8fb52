// Files of readings and calls. The first byte chooses the format (or leaves it to detection) and
// the size of pieces.
#include "usage.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw;
    using enum meter::Format;
    if (size == 0) return 0;
    constexpr meter::Format kFormats[] = {Nem12, IntervalCsv, RegisterCsv, CallCsv};
    const std::string_view text = fuzz::text(data + 1, size - 1);
    const std::size_t piece = 1 + data[0] / 5U;
    meter::Format format = kFormats[data[0] % 4U];
    if (data[0] % 5U == 4) {
        const auto found = meter::detect(text.substr(0, 64 << 10));
        if (!found) return 0;
        format = *found;
    }
    const auto mapping = meter::default_mapping(format);
    CHECK(fuzz::outcome(mapping, text, text.size() + 1) == fuzz::outcome(mapping, text, piece));
    return 0;
}
