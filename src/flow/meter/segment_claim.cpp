#include "flow/meter/segment_claim.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace bw::meter {

namespace {

// Is the open file still the one of this name? Its last owner may have removed it before we had the
// lock.
bool is_same_file(int descriptor, const blob::Path& path) {
    struct stat open_file{};
    struct stat named{};
    return ::fstat(descriptor, &open_file) == 0 && ::stat(path.c_str(), &named) == 0 &&
           open_file.st_ino == named.st_ino && open_file.st_dev == named.st_dev;
}

}  // namespace

std::optional<SegmentClaim> SegmentClaim::take(const blob::Path& path) {
    constexpr int kAttempts = 100;  // each time somebody else removed the file in between
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (descriptor < 0) throw blob::BlobError(path, "claim", errno);
        SegmentClaim claim(descriptor);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK) return std::nullopt;
            throw blob::BlobError(path, "claim", errno);
        }
        if (is_same_file(descriptor, path)) return claim;
    }
    return std::nullopt;
}

SegmentClaim::SegmentClaim(SegmentClaim&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

SegmentClaim::~SegmentClaim() {
    if (descriptor_ >= 0) ::close(descriptor_);  // ends the lock
}

}  // namespace bw::meter
