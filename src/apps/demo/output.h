// A text file that is written once, from front to back, through one large buffer.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace bw::demo {

// Thread: one owner. A failed write is kept and reported by finish(); a file without finish() is
// unusable and stays behind.
class Output {
public:
    // Makes missing folders. Error: Refused, with the path.
    static Result<Output> create(const std::filesystem::path& path);

    void append(std::string_view text) {
        if (buffer_.size() + text.size() > kBufferBytes) flush();
        buffer_.append(text);
    }
    [[nodiscard]] std::int64_t bytes() const {
        return written_ + static_cast<std::int64_t>(buffer_.size());
    }
    // Writes what is left and closes; the number of bytes of the file.
    Result<std::int64_t> finish();

private:
    static constexpr std::size_t kBufferBytes = 1 << 20;
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    Output(std::unique_ptr<std::FILE, Close> file, std::string path)
        : file_(std::move(file)), path_(std::move(path)) {
        buffer_.reserve(kBufferBytes);
    }
    void flush();

    std::unique_ptr<std::FILE, Close> file_;
    std::string path_;
    std::string buffer_;
    std::int64_t written_ = 0;
    bool failed_ = false;
};

// A field as RFC 4180 wants it: quoted when it holds a comma, a quote or a line end.
std::string csv_field(std::string_view text);

}  // namespace bw::demo
