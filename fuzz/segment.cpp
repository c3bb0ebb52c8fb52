// Segment files: broken bytes are an Error when opened or when a block is read, never more.
#include "flow/meter/segments/segment.h"

#include "base/check.h"
#include "input.h"

#include <vector>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::uint64_t> aligned((size + 7) / 8);
    std::copy_n(data, size, reinterpret_cast<std::uint8_t*>(aligned.data()));
    const auto* const bytes = reinterpret_cast<const std::byte*>(aligned.data());
    const auto segment = bw::meter::Segment::parse({bytes, size});
    if (!segment) return 0;
    for (const auto& entry : segment->entries()) {
        CHECK(entry.series < segment->series().size());
        static_cast<void>(segment->block(entry));
        CHECK(!segment->find(entry.owner).empty());
    }
    return 0;
}
