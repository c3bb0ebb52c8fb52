#include "platform/blob/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace bw::blob {

namespace {

// Is the open file still the one of this name? Its last owner may have removed it before we had the
// lock.
bool is_same_file(int descriptor, const Path& path) {
    struct stat open_file{};
    struct stat named{};
    return ::fstat(descriptor, &open_file) == 0 && ::stat(path.c_str(), &named) == 0 &&
           open_file.st_ino == named.st_ino && open_file.st_dev == named.st_dev;
}

// Whether this descriptor has the lock now, and with it the name.
bool is_locked(int descriptor, const Path& path) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return is_same_file(descriptor, path);
    if (errno != EWOULDBLOCK) throw BlobError(path, "lock", errno);
    return false;
}

}  // namespace

std::optional<Lock> Lock::take(const Path& path) {
    const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (made < 0 && errno == EEXIST) return take_existing(path);
    if (made < 0) throw BlobError(path, "lock", errno);
    Lock lock(made, false);
    if (!is_locked(made, path)) return std::nullopt;  // somebody was faster
    return lock;
}

std::optional<Lock> Lock::take_existing(const Path& path) {
    const int found = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (found < 0 && errno == ENOENT) return std::nullopt;
    if (found < 0) throw BlobError(path, "lock", errno);
    Lock lock(found, true);
    if (!is_locked(found, path)) return std::nullopt;
    return lock;
}

Lock::Lock(Lock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), is_inherited_(other.is_inherited_) {}

Lock& Lock::operator=(Lock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(is_inherited_, other.is_inherited_);
    return *this;
}

Lock::~Lock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace bw::blob
