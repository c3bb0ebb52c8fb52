#include "flow/meter/byte_source.h"

#include "flow/meter/formats/detect.h"

#include <zlib.h>

#include <array>
#include <cstdio>
#include <string_view>
#include <vector>

namespace bw::meter {

namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

class FileSource final : public ByteSource {
public:
    FileSource(std::FILE* file, std::int64_t size) : file_(file), size_(size) {}
    Result<std::size_t> read(std::span<char> out) override {
        const std::size_t count = std::fread(out.data(), 1, out.size(), file_.get());
        if (count < out.size() && std::ferror(file_.get()) != 0) {
            return fail(Code::Refused,
                        "the file cannot be read to its end: the disk reports an error");
        }
        done_ += static_cast<std::int64_t>(count);
        return count;
    }
    [[nodiscard]] std::int64_t done() const override { return done_; }
    [[nodiscard]] std::int64_t size() const override { return size_; }
    void rewind() {
        std::rewind(file_.get());
        done_ = 0;
    }

private:
    std::unique_ptr<std::FILE, CloseFile> file_;
    std::int64_t size_;
    std::int64_t done_ = 0;
};

// RFC 1952, members one after the other included. zlib checks length and CRC of each.
class GzipSource final : public ByteSource {
public:
    explicit GzipSource(std::unique_ptr<FileSource> file)
        : file_(std::move(file)), packed_(1 << 17) {
        constexpr int kGzipOnly = 16 + MAX_WBITS;
        is_ready_ = ::inflateInit2(&stream_, kGzipOnly) == Z_OK;
    }
    ~GzipSource() override { ::inflateEnd(&stream_); }
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;

    Result<std::size_t> read(std::span<char> out) override {
        if (!is_ready_) return fail(Code::Limit, "no memory to unpack the file");
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        while (stream_.avail_out > 0) {
            if (stream_.avail_in == 0 && !TRY(refill())) {
                if (is_inside_)
                    return fail(Code::Refused, "the gzip file was cut off; fetch it again");
                break;
            }
            const int state = ::inflate(&stream_, Z_NO_FLUSH);
            is_inside_ = true;
            if (state == Z_STREAM_END) {
                is_inside_ = false;
                if (::inflateReset(&stream_) != Z_OK)
                    return fail(Code::Refused, "gzip: reset failed");
            } else if (state != Z_OK) {
                return fail(Code::Refused, "the gzip file is damaged; fetch it again");
            }
        }
        return out.size() - stream_.avail_out;
    }
    [[nodiscard]] std::int64_t done() const override { return file_->done(); }
    [[nodiscard]] std::int64_t size() const override { return file_->size(); }

private:
    Result<bool> refill() {
        const std::size_t count = TRY(file_->read(packed_));
        stream_.next_in = reinterpret_cast<Bytef*>(packed_.data());
        stream_.avail_in = static_cast<uInt>(count);
        return count > 0;
    }

    std::unique_ptr<FileSource> file_;
    std::vector<char> packed_;
    z_stream stream_{};
    bool is_ready_ = false;
    bool is_inside_ = false;  // of a member
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_source(const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    std::FILE* const opened = error ? nullptr : std::fopen(path.c_str(), "rb");
    if (opened == nullptr) {
        return fail(Code::NotFound,
                    "the file cannot be read: it does not exist, is no plain file, or "
                    "may not be opened",
                    path.filename().string());
    }
    auto file = std::make_unique<FileSource>(opened, static_cast<std::int64_t>(size));
    std::array<char, 2> head{};
    const std::size_t count = TRY(file->read(head));
    file->rewind();
    if (!is_gzip({head.data(), count})) return file;
    return std::make_unique<GzipSource>(std::move(file));
}

}  // namespace bw::meter
