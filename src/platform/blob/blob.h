// Bytes on disk: whole files that are there or not, append-only files, read-only views. Everything
// that fails here is a BlobError: the work that needs the bytes cannot go on.
#pragma once

#include "platform/blob/faults.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace bw::blob {

using Path = std::filesystem::path;
using Bytes = std::span<const std::byte>;

// Says which file, which step, why, and what to do next.
class BlobError : public std::runtime_error {
public:
    BlobError(const Path& path, std::string_view step, int error);
    BlobError(const Path& path, const std::string& why);
    [[nodiscard]] const Path& path() const { return path_; }
    [[nodiscard]] int error() const { return error_; }  // errno; 0 when it is not the system's

private:
    Path path_;
    int error_ = 0;
};

// Creates the folder and its parents, each made durable in its parent.
void make_folder(const Path& folder, faults::Faults* faults = nullptr);

// All or nothing, and durable on return: a temporary name beside it, write, fsync, rename, fsync of
// the folder. An existing file is replaced. The folder must exist. The file's bytes are not kept in
// the page cache. Thread: any; two writers of one
// path: one wins.
void write_durably(const Path& path, Bytes content, faults::Faults* faults = nullptr);

// A file that only grows. Nothing is promised to be durable before sync() returns; after an error
// it takes no more bytes. Thread: one owner.
class AppendFile {
public:
    // Creates the file, or opens it and continues behind its last byte (reading it once for the
    // checksum). `limit_bytes`: append() refuses to grow over it.
    AppendFile(const Path& path, std::uint64_t limit_bytes, faults::Faults* faults = nullptr);
    ~AppendFile();
    AppendFile(const AppendFile&) = delete;
    AppendFile& operator=(const AppendFile&) = delete;

    // Returns the offset at which the bytes begin.
    std::uint64_t append(Bytes bytes);
    void sync();
    // Cuts it back to `size`: what was appended behind the last good record by a process that died.
    void truncate(std::uint64_t size);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    // blob::checksum() of everything in the file.
    [[nodiscard]] std::uint64_t checksum() const;

private:
    struct State;
    void hash_content();
    Path path_;
    faults::Faults* faults_;
    std::unique_ptr<State> state_;
    std::uint64_t limit_ = 0;
    std::uint64_t size_ = 0;
    int descriptor_ = -1;
    bool failed_ = false;
};

// XXH3-64 of the bytes: finds damage, not forgery (crypto/sha256.h does).
std::uint64_t checksum(Bytes bytes);

// Read-only view of a whole file, mapped. The bytes live as long as the object. Thread: any, once
// built.
class MappedFile {
public:
    explicit MappedFile(const Path& path, faults::Faults* faults = nullptr);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    [[nodiscard]] Bytes bytes() const { return {data_, size_}; }
    // Lets go of the memory of what was read; it is read from the file again when it is looked at.
    // Thread: any, also while others read.
    void release() const;

private:
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

struct Entry {
    std::string name;
    std::uint64_t size = 0;
};
// Plain files of a folder by name, temporary ones left out; empty when there is no folder.
std::vector<Entry> list(const Path& folder);
// Names of the folders in a folder, ordered.
std::vector<std::string> list_folders(const Path& folder);
// Removes the temporary files that died writers left behind; returns how many.
int remove_temporaries(const Path& folder);
// Size in bytes, or -1 when there is no such file.
std::int64_t size_of(const Path& path);
// Durable. A file that is not there is no error.
void remove_file(const Path& path, faults::Faults* faults = nullptr);

}  // namespace bw::blob
