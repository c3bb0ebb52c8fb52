// Mapping files: a mapping that was read makes a reader. What follows a line of %% is a file to be
// read with it.
#include "usage.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw;
    constexpr std::string_view kMark = "%%\n";
    const std::string_view input = fuzz::text(data, size);
    const std::size_t mark = std::min(input.find(kMark), input.size());
    const auto mapping = meter::parse_mapping(input.substr(0, mark), "input");
    if (!mapping) {
        CHECK(!mapping.error().text.empty());
        return 0;
    }
    const std::string_view file = input.substr(std::min(mark + kMark.size(), input.size()));
    CHECK(fuzz::outcome(*mapping, file, file.size() + 1) == fuzz::outcome(*mapping, file, 7));
    return 0;
}
