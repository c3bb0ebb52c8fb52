#include "flow/meter/segment_claim.h"

#include "flow/meter/segments/segment.h"

#include <fmt/format.h>

namespace bw::meter {

blob::Path SegmentClaim::claim_path() const {
    return folder_ / (segment_ + std::string(kExtension));
}

std::optional<SegmentClaim> SegmentClaim::take(const blob::Path& folder, std::string_view stem,
                                               std::string_view extension) {
    for (int copy = 1;; ++copy) {
        const std::string name = copy == 1 ? fmt::format("{}.{}", stem, extension)
                                           : fmt::format("{}-{}.{}", stem, copy, extension);
        const blob::Path segment = folder / name;
        const blob::Path path = folder / (name + std::string(kExtension));
        // A claim is never made beside a segment that lies there without one.
        if (blob::size_of(path) < 0 && blob::size_of(segment) >= 0) continue;
        auto lock = blob::Lock::take(path);
        if (!lock) return std::nullopt;
        SegmentClaim claim(folder, name, *std::move(lock));
        // What lies under an old claim may be a part of a segment: it is written again.
        if (claim.lock_.is_inherited() || blob::size_of(segment) < 0) return claim;
        claim.release();  // it was committed between the two looks
    }
}

std::optional<SegmentClaim> SegmentClaim::inherit(const blob::Path& folder,
                                                  std::string_view claim) {
    const std::string segment(claim.substr(0, claim.size() - kExtension.size()));
    const blob::Path path = folder / segment;
    if (blob::size_of(path) < 0 && blob::size_of(index_part_of(path)) < 0) return std::nullopt;
    auto lock = blob::Lock::take_existing(folder / claim);
    if (!lock) return std::nullopt;
    return SegmentClaim(folder, segment, *std::move(lock));
}

void SegmentClaim::release() {
    std::error_code ignored;  // a claim that stays is looked at by the next sweep
    std::filesystem::remove(claim_path(), ignored);
}

void SegmentClaim::discard(faults::Faults* faults) {
    blob::remove_file(index_part_of(path()), faults);
    blob::remove_file(path(), faults);
    release();
}

}  // namespace bw::meter
