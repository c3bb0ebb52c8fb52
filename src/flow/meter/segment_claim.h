// The right to write a segment, told to all processes. Before the segment there is its claim: a
// file beside it, locked while its writer lives, gone when the segment is committed or given up.
// So a claim that nobody holds proves that a writer died, and what lies under it is all that
// sweep_unfinished() (import.h) removes: a segment without a claim is somebody's facts, whether the
// store at hand knows them or not. Internal.
#pragma once

#include "platform/blob/lock.h"

#include <optional>
#include <string>
#include <string_view>

namespace bw::meter {

class SegmentClaim {
public:
    static constexpr std::string_view kExtension = ".claim";

    // Of STEM.EXTENSION; of STEM-2.EXTENSION and so on when such a segment lies there already.
    // Nothing: somebody else is writing it.
    static std::optional<SegmentClaim> take(const blob::Path& folder, std::string_view stem,
                                            std::string_view extension);
    // What a writer that died left under this claim (a file name). Nothing: it lives, or has
    // written nothing yet; a claim that was just made may not be locked for a moment.
    static std::optional<SegmentClaim> inherit(const blob::Path& folder, std::string_view claim);

    [[nodiscard]] const std::string& segment() const { return segment_; }  // its file name
    [[nodiscard]] blob::Path path() const { return folder_ / segment_; }

    // The segment is committed, or nothing was written.
    void release();
    // Removes what was written, then the claim.
    void discard(faults::Faults* faults);

private:
    SegmentClaim(blob::Path folder, std::string segment, blob::Lock lock)
        : folder_(std::move(folder)), segment_(std::move(segment)), lock_(std::move(lock)) {}
    [[nodiscard]] blob::Path claim_path() const;

    blob::Path folder_;
    std::string segment_;
    blob::Lock lock_;
};

}  // namespace bw::meter
