#include "platform/blob/blob.h"

#include "platform/blob/descriptor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

namespace bw::blob {
namespace {

constexpr std::string_view kTemporary = ".tmp-";  // prefix of files that are not there yet

std::string advice(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT: return "; make room on this disk, then run it again";
        case EACCES:
        case EPERM: return "; give the program's user the right to it";
        case EROFS: return "; this medium cannot be written";
        case EIO: return "; the disk reports a fault: check it before anything is written again";
        case ENOENT: return "; it was moved or deleted: restore it, or check the configured folder";
        case EMFILE:
        case ENFILE: return "; too many open files: raise the limit (ulimit -n)";
        default: return "";
    }
}

Path temporary_beside(const Path& path) {
    // Unique among threads and processes: two writers of one path must not share a temporary file.
    static std::atomic<unsigned> counter{0};
    return path.parent_path() /
           fmt::format("{}{}-{}-{}", kTemporary, path.filename().string(), ::getpid(), ++counter);
}

bool is_gone(const std::error_code& error) { return error == std::errc::no_such_file_or_directory; }

// Nothing when there is no such folder. A file that somebody removes meanwhile is not there: what
// is asked of it fails, and the next one is looked at.
template <typename F>
void for_each_in(const Path& folder, F&& on_entry) {
    std::error_code error;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end;
         it.increment(error)) {
        on_entry(*it, error);
        if (error && !is_gone(error)) break;
    }
    if (error && !is_gone(error)) throw BlobError(folder, "listing", error.value());
}

void sync_folder(const Path& folder, faults::Faults* faults) {
    const Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
    descriptor.sync(faults);
}

}  // namespace

BlobError::BlobError(const Path& path, std::string_view step, int error)
    : std::runtime_error(fmt::format("{}: {} failed: {}{}", path.string(), step,
                                     std::strerror(error), advice(error))),
      path_(path), error_(error) {}

BlobError::BlobError(const Path& path, const std::string& why)
    : std::runtime_error(path.string() + ": " + why), path_(path) {}

Descriptor::Descriptor(const Path& path, int flags)
    : path_(path), number_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
    if (number_ < 0) throw BlobError(path, "open", errno);
}

Descriptor::~Descriptor() { ::close(number_); }

void Descriptor::write(Bytes bytes, faults::Faults* faults) const {
    if (faults == nullptr) return write_all(bytes);
    // Half of it reaches the disk, as it does when the disk is full or the process dies.
    const int error = faults->ask(faults::Operation::Write);
    const auto half = bytes.size() / 2;
    write_all(bytes.first(half));
    if (error != 0) throw BlobError(path_, "write", error);
    faults->reach("blob.written.half");
    write_all(bytes.subspan(half));
}

void Descriptor::write_all(Bytes bytes) const {
    while (!bytes.empty()) {
        const ssize_t written = ::write(number_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw BlobError(path_, "write", errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void Descriptor::sync(faults::Faults* faults) const {
    if (const int error = faults::ask(faults, faults::Operation::Sync); error != 0)
        throw BlobError(path_, "sync", error);
    faults::reach(faults, "blob.sync");
    if (::fsync(number_) != 0) throw BlobError(path_, "sync", errno);
    faults::reach(faults, "blob.synced");
}

void Descriptor::forget() const { ::posix_fadvise(number_, 0, 0, POSIX_FADV_DONTNEED); }

std::uint64_t Descriptor::size() const {
    struct stat status{};
    if (::fstat(number_, &status) != 0) throw BlobError(path_, "reading its size", errno);
    return static_cast<std::uint64_t>(status.st_size);
}

void make_folder(const Path& folder, faults::Faults* faults) {
    std::error_code ignored;  // mkdir() below says what is wrong
    if (folder.empty() || std::filesystem::is_directory(folder, ignored)) return;
    make_folder(folder.parent_path(), faults);
    if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST)
        throw BlobError(folder, "creating the folder", errno);
    sync_folder(folder.parent_path().empty() ? "." : folder.parent_path(), faults);
}

void write_durably(const Path& path, Bytes content, faults::Faults* faults) {
    const Path temporary = temporary_beside(path);
    try {
        faults::reach(faults, "blob.write");
        const Descriptor file(temporary, O_WRONLY | O_CREAT | O_EXCL);
        file.write(content, faults);
        file.sync(faults);
        file.forget();
        faults::reach(faults, "blob.rename");
        int error = faults::ask(faults, faults::Operation::Rename);
        if (error == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
        if (error != 0) throw BlobError(path, "rename", error);
    } catch (const BlobError&) {
        ::unlink(temporary.c_str());  // best effort: remove_temporaries() finds what stays
        throw;
    }
    faults::reach(faults, "blob.renamed");
    sync_folder(path.parent_path().empty() ? "." : path.parent_path(), faults);
}

std::uint64_t checksum(Bytes bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

MappedFile::MappedFile(const Path& path, faults::Faults* faults) {
    if (const int error = faults::ask(faults, faults::Operation::Read); error != 0)
        throw BlobError(path, "read", error);
    const Descriptor file(path, O_RDONLY);
    size_ = static_cast<std::size_t>(file.size());
    if (size_ == 0) return;  // nothing to map
    void* data = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file.number(), 0);
    if (data == MAP_FAILED) throw BlobError(path, "mapping", errno);
    data_ = static_cast<const std::byte*>(data);
}

MappedFile::~MappedFile() {
    if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

void MappedFile::release() const {
    // Advice: where it is not taken, memory stays held and nothing else changes.
    if (data_ != nullptr) ::madvise(const_cast<std::byte*>(data_), size_, MADV_DONTNEED);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

std::vector<Entry> list(const Path& folder) {
    std::vector<Entry> entries;
    for_each_in(folder, [&](const std::filesystem::directory_entry& entry, std::error_code& error) {
        const std::string name = entry.path().filename().string();
        if (!entry.is_regular_file(error) || name.starts_with(kTemporary)) return;
        const auto size = entry.file_size(error);
        if (!error) entries.push_back({name, size});
    });
    std::ranges::sort(entries, {}, &Entry::name);
    return entries;
}

std::vector<std::string> list_folders(const Path& folder) {
    std::vector<std::string> names;
    for_each_in(folder, [&](const std::filesystem::directory_entry& entry, std::error_code& error) {
        if (entry.is_directory(error) && !error) names.push_back(entry.path().filename().string());
    });
    std::ranges::sort(names);
    return names;
}

int remove_temporaries(const Path& folder) {
    int removed = 0;
    for_each_in(folder, [&](const std::filesystem::directory_entry& entry, std::error_code&) {
        if (!entry.path().filename().string().starts_with(kTemporary)) return;
        remove_file(entry.path());
        ++removed;
    });
    return removed;
}

std::int64_t size_of(const Path& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0) return status.st_size;
    if (errno == ENOENT || errno == ENOTDIR) return -1;
    throw BlobError(path, "reading its size", errno);
}

void remove_file(const Path& path, faults::Faults* faults) {
    int error = faults::ask(faults, faults::Operation::Remove);
    if (error == 0 && ::unlink(path.c_str()) != 0) error = errno;
    if (error == ENOENT) return;
    if (error != 0) throw BlobError(path, "remove", error);
    sync_folder(path.parent_path().empty() ? "." : path.parent_path(), faults);
}

}  // namespace bw::blob
