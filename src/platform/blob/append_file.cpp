#include "platform/blob/descriptor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>

namespace bw::blob {

struct AppendFile::State {
    explicit State(const Path& path) : file(path, O_RDWR | O_CREAT | O_APPEND) {}
    ~State() { XXH3_freeState(hash); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    Descriptor file;
    XXH3_state_t* hash = XXH3_createState();
};

AppendFile::AppendFile(const Path& path, std::uint64_t limit_bytes, faults::Faults* faults)
    : path_(path), faults_(faults), state_(std::make_unique<State>(path)), limit_(limit_bytes) {
    if (state_->hash == nullptr) throw BlobError(path, "allocating", ENOMEM);
    hash_content();
}

AppendFile::~AppendFile() = default;

void AppendFile::hash_content() {
    XXH3_64bits_reset(state_->hash);
    const MappedFile content(path_, faults_);
    XXH3_64bits_update(state_->hash, content.bytes().data(), content.bytes().size());
    size_ = content.bytes().size();
}

std::uint64_t AppendFile::append(Bytes bytes) {
    if (failed_)
        throw BlobError(path_, "takes no more bytes after an earlier error; open it again");
    if (bytes.size() > limit_ || size_ > limit_ - bytes.size())
        throw BlobError(path_, fmt::format("{} more bytes on top of {} go over its limit of {}; "
                                           "begin another file",
                                           bytes.size(), size_, limit_));
    failed_ = true;  // until all of it is written
    state_->file.write(bytes, faults_);
    failed_ = false;
    XXH3_64bits_update(state_->hash, bytes.data(), bytes.size());
    const std::uint64_t at = size_;
    size_ += bytes.size();
    return at;
}

void AppendFile::sync() {
    if (failed_) throw BlobError(path_, "cannot be made durable after an earlier error");
    failed_ = true;  // a failed fsync may have dropped the bytes for good
    state_->file.sync(faults_);
    failed_ = false;
}

void AppendFile::truncate(std::uint64_t size) {
    if (size > size_)
        throw BlobError(path_, fmt::format("is {} bytes long, {} were expected; it lost its end: "
                                           "restore it from the backup",
                                           size_, size));
    if (::ftruncate(state_->file.number(), static_cast<off_t>(size)) != 0)
        throw BlobError(path_, "truncate", errno);
    hash_content();
}

std::uint64_t AppendFile::checksum() const { return XXH3_64bits_digest(state_->hash); }

}  // namespace bw::blob
