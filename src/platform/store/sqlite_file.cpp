#include "platform/store/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string_view>

namespace bw::store {
namespace {

std::string uri_of(std::string_view path) {
    std::string uri = "file:";
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') uri += fmt::format("%{:02x}", c);
        else uri += c;
    }
    return uri;
}

bool may_be_written(const std::string& location) {
    const auto folder = std::filesystem::path(location).parent_path();
    return ::access(folder.empty() ? "." : folder.c_str(), W_OK) == 0 &&
           ::access(location.c_str(), W_OK) == 0;
}

// SQLite counts its memory for whoever asks, under one lock for all connections, which threads then
// wait for. Nobody asks. To be said before the first connection; later it is refused, and no harm.
void count_no_memory() {
    static const int kSaid = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(kSaid);
}

}  // namespace

// Reading a write-ahead log needs a file that its readers share, and so a folder that may be
// written. Where that is not so: with the writer's own shared file when there is one; else the log
// must be empty, and the store is read as a file that does not change.
SqliteFile::SqliteFile(const std::string& location, Access access)
    : location_(location), name_(location),
      flags_(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX) {
    count_no_memory();
    if (access == Access::Write) return;
    is_writable_ = false;
    flags_ = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (may_be_written(location)) return;
    flags_ = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
    name_ = uri_of(location);
    if (::access((location + "-shm").c_str(), R_OK) == 0) return;
    std::error_code none;
    const auto log_bytes = std::filesystem::file_size(location + "-wal", none);
    if (!none && log_bytes > 0)
        throw StoreError(
            fmt::format("store {}: its last changes still stand in {}-wal, which cannot be read "
                        "where nothing may be written; copy the workspace to a folder that may",
                        location, location),
            false);
    name_ += "?immutable=1";
    unchanging_ = version_of(location);
}

SqliteFile::Version SqliteFile::version_of(const std::string& location) {
    struct stat status{};
    if (::stat(location.c_str(), &status) != 0) return {};
    return {status.st_ino, status.st_size,
            status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec};
}

void SqliteFile::require_unchanged() const {
    if (!unchanging_ || *unchanging_ == version_of(location_)) return;
    throw StoreError(
        fmt::format("store {}: somebody changed it while it was read; run the command again",
                    location_),
        true);
}

}  // namespace bw::store
