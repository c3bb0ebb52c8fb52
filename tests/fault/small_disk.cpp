#include "small_disk.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace bw::fault {
namespace {

[[noreturn]] void give_up(const std::string& what) {
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

}  // namespace

SmallDisk::SmallDisk(std::uint64_t bytes) {
    const std::string size = "size=" + std::to_string(bytes);
    if (::mount("tmpfs", path().c_str(), "tmpfs", 0, size.c_str()) != 0) give_up("mount");
}

// Somebody may still look at it.
SmallDisk::~SmallDisk() { ::umount2(path().c_str(), MNT_DETACH); }

std::string SmallDisk::why_not() {
    try {
        const SmallDisk disk(1 << 16);
        return {};
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

void SmallDisk::fill(std::uint64_t left_bytes) const {
    struct statvfs disk{};
    if (::statvfs(path().c_str(), &disk) != 0) give_up("statvfs");
    const std::uint64_t free = disk.f_bavail * disk.f_frsize;
    const int file = ::open(ballast().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) give_up("ballast");
    const int error =
        free <= left_bytes ? 0 : ::posix_fallocate(file, 0, static_cast<off_t>(free - left_bytes));
    ::close(file);
    if (error == 0) return;
    errno = error;
    give_up("ballast");
}

void SmallDisk::make_room() const { std::filesystem::remove(ballast()); }

void SmallDisk::set(Access access) const {
    constexpr unsigned long kAgain = MS_REMOUNT, kReadOnly = MS_REMOUNT | MS_RDONLY;
    const unsigned long flags = access == Access::ReadOnly ? kReadOnly : kAgain;
    if (::mount("tmpfs", path().c_str(), "tmpfs", flags, nullptr) != 0) give_up("remount");
}

void begin_where_mounting_is_allowed(char** argv) {
    constexpr const char* kTried = "BILLWRIGHT_IN_NAMESPACE";
    if (::geteuid() == 0 || std::getenv(kTried) != nullptr) return;
    ::setenv(kTried, "1", 1);
    std::vector<char*> words{const_cast<char*>("unshare"), const_cast<char*>("-Urm")};
    for (char** word = argv; *word != nullptr; ++word) words.push_back(*word);
    words.push_back(nullptr);
    ::execvp("unshare", words.data());  // comes back where there is none; then the test is skipped
}

}  // namespace bw::fault
