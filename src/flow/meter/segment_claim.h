// The right to write or remove one file of the usage folder: at most one process has it, and it
// ends with the process. So an import in one program and the cleaning of orphans in another do not
// meet.
#pragma once

#include "platform/blob/blob.h"

#include <filesystem>
#include <optional>

namespace bw::meter {

class SegmentClaim {
public:
    // Creates the file when it is not there. Nothing: somebody else has it.
    static std::optional<SegmentClaim> take(const blob::Path& path);
    ~SegmentClaim();
    SegmentClaim(SegmentClaim&& other) noexcept;
    SegmentClaim& operator=(SegmentClaim&&) = delete;

private:
    explicit SegmentClaim(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace bw::meter
