// Archive segments: broken bytes are an Error, never more, and no entry reads outside of the file.
#include "base/check.h"
#include "books/archive/entry_format.h"
#include "input.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bw::archive;
    const auto file = bw::fuzz::bytes(data, size);
    static_cast<void>(read_segment_footer(file));
    const auto segment = read_segment_header(file);
    std::uint64_t offset = segment ? kSegmentHeaderBytes : 0;  // also without the header's checksum
    while (offset < size) {
        const auto entry = read_entry_header(file, offset);
        if (!entry) break;
        const auto plain = read_payload(file, offset, *entry);
        if (plain) CHECK(plain->size() == entry->plain_length);
        if (entry->stored_length > size) break;
        offset += kEntryHeaderBytes + entry->stored_length;
    }
    return 0;
}
